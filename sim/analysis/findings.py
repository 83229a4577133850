"""Basis of the findings: boards, constraints, and ascents towards a multiple of the output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.attribution import Attribution, attributed
from sim.analysis.binding import BindingTable, binding_of
from sim.analysis.effects import Effect, effects_of, moves_of
from sim.analysis.greedy_ascent import Ascent, ascend, tail_moves
from sim.cache import kept
from sim.outcomes.board import Board
from sim.outcomes.board_of_fan import fan_board
from sim.outcomes.fan import Fan, run_fan
from sim.outcomes.share import Share
from sim.registry.findings import FindingsFile, FindingsPage, Subject
from sim.registry.load import Registry, read_findings
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.sampling.sampler import Draws, draw
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

OUTSIDE = "outside"  # group of the levers that no policy moves


@dataclass(frozen=True)
class Outlook:
    """Results of a scenario for the findings.

    Parameters
    ----------
    board : of its ensemble
    limits : what limits its output, at the model's own values and in the draws
    debt : of its government in the last horizon, at the model's own values, in per cent
    policy, outside, assumptions : how far levers of policy, levers of the outside world and assumptions
        lift the output of that year; assumptions to their points of 5% or 95%, no further than to three times
    ends : the output of that year with each lever of policy at either end
    tails : the same with each assumption at its points of 5% and 95%
    made_by : which levers make the differences from the reference
    dear, cheap : share of members that make three times the output, of the third of members whose prices
        grow most, and of the third whose prices grow least
    """

    board: Board
    limits: BindingTable
    debt: float
    policy: Ascent
    outside: Ascent
    assumptions: Ascent
    ends: Mapping[str, Effect]
    tails: Mapping[str, Effect]
    made_by: Attribution
    dear: Share
    cheap: Share

    def output(self, year: int) -> float:
        """Return the industrial output of a year, 亿元 at 2020 prices."""
        at = self.limits.years.index(year)
        return float(sum(each.output[at] for each in self.limits.industries))


@dataclass(frozen=True)
class Findings:
    """The outlooks of the scenarios of the page of findings, by name, all from the same draws."""

    workspace: Workspace
    file: FindingsFile
    outlooks: Mapping[str, Outlook]

    @property
    def page(self) -> FindingsPage:
        """Return the page of findings."""
        return self.file.page

    @property
    def near(self) -> int:
        """Return the plan's first horizon."""
        return self.workspace.registry.plan.horizons[0]

    @property
    def each(self) -> tuple[Outlook, ...]:
        """Return the outlooks in order."""
        return tuple(self.outlooks.values())

    @property
    def featured(self) -> Outlook:
        """Return the outlook of the scenario whose shortfalls, levers and assumptions are listed."""
        return self.outlooks[self.page.subject.scenario]

    @property
    def enough(self) -> float:
        """Return the least output that meets the target of the last horizon."""
        return least(self.page.subject.output, self.workspace.registry)


def least(key: str, registry: Registry) -> float:
    """Return the least figure that meets a target of the last horizon as printed, in the indicator's unit."""
    planned = registry.plan.of(key)
    precision = planned.precision(registry.indicators[key])
    return planned.values[registry.plan.horizons[-1]] - 0.5 * 10.0**-precision


def find(workspace: Workspace, progress: Progress | None = None) -> Findings:
    """Run the simulations behind the findings; takes half a minute, and next to nothing a second time.

    Raises
    ------
    SimError: faults of findings.yaml; a scenario that is missing, or cannot be run.
    """
    file = read_findings(workspace.registry)
    page = file.page
    draws = draw(workspace, page.members, page.seed)
    names = page.table.scenarios
    outlooks = {}
    for done, name in enumerate(names):
        if progress:
            progress(done, len(names))
        outlooks[name] = _outlook(prepare(name, (), workspace), draws, page.subject, workspace)
    if progress:
        progress(len(names), len(names))
    return Findings(workspace, file, outlooks)


def _outlook(scenario: Scenario, draws: Draws, subject: Subject, workspace: Workspace) -> Outlook:
    key = (
        *(workspace.model.hash, workspace.registry.state, draws.facts, subject),
        *(scenario.name, scenario.options, sorted(scenario.constants.items())),
    )
    return kept("outlook", key, lambda: _found(scenario, draws, subject, workspace))


def _found(scenario: Scenario, draws: Draws, subject: Subject, workspace: Workspace) -> Outlook:
    registry = workspace.registry
    output, debt, last = subject.output, subject.debt, registry.plan.horizons[-1]
    policy = moves_of([key for key, one in registry.levers.items() if one.group != OUTSIDE], workspace)
    outside = moves_of([key for key, one in registry.levers.items() if one.group == OUTSIDE], workspace)
    tails = [move for move in tail_moves(workspace) if move.key not in scenario.constants]
    fan = run_fan(scenario, workspace, draws)
    ends, swings = (
        {key: found[0] for key, found in effects_of(moves, [output], scenario, workspace, [last]).items()}
        for moves in (policy, tails)
    )
    return Outlook(
        fan_board(fan, workspace),
        binding_of(scenario, workspace, draws),
        fan.figure(debt, last),
        ascend(policy, output, last, scenario, workspace, (debt,)),
        ascend(outside, output, last, scenario, workspace),
        ascend(tails, output, last, scenario, workspace, enough=least(output, registry)),
        ends,
        swings,
        attributed(scenario, subject.reference, workspace),
        *thirds(fan, draws, subject),
    )


def thirds(fan: Fan, draws: Draws, subject: Subject) -> Sequence[Share]:
    """Return the shares that meet the target for output where prices grow most, and where least."""
    row = fan.table.rows[subject.output]
    met = row.met(row.plan.horizons[-1])
    assert met is not None
    prices, met = draws.as_inputs()[subject.prices][fan.sound], met[1:][fan.sound]
    order, third = np.argsort(prices, kind="stable"), prices.size // 3
    return [Share(int(met[part].sum()), third) for part in (order[-third:], order[:third])]
