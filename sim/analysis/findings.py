"""What the findings rest on: boards, constraints, and what it takes to make three times the output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.binding import LIMITS, BindingTable, binding
from sim.analysis.effects import Effect, effects_of, moves_of
from sim.analysis.greedy_ascent import Ascent, ascend, tail_moves
from sim.errors import Fault, SimError
from sim.outcomes.board import Board, Share
from sim.outcomes.board_of_fan import fan_board
from sim.outcomes.fan import Fan, run_fan
from sim.registry.indicators import Indicator
from sim.registry.load import unknown
from sim.run.single import prepare
from sim.sampling.sampler import Draws, draw
from sim.scenario.workspace import Workspace

SCENARIOS = ("trend", "plan", "vision")
MEMBERS, SEED = 2048, 7
THREEFOLD, HORIZON = "gross_industrial_output", 2035
DEBT = "government_debt_ratio"
PRICES = "price growth later"
OUTSIDE = "outside"  # group of the levers that no policy moves
TARGETS = (  # that the text speaks of
    (THREEFOLD, 2025),
    ("resident_population", 2025),
    ("rd_intensity", 2025),
    ("national_high_tech_firms", 2025),
    ("utilised_fdi", 2025),
    ("physicians_per_1000", 2025),
    ("cultural_facilities_per_capita", 2025),
    (THREEFOLD, HORIZON),
    ("output_growth_to_2035", HORIZON),
    ("gdp_share_of_tianjin", HORIZON),
)
LEVERS = ("efficiency effort", "industrial land supply")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Outlook:
    """What a scenario comes to.

    Parameters
    ----------
    board : of its ensemble
    limits : what limits its output, at the model's own values
    debt : of its government in 2035, at the model's own values, in per cent
    policy, outside, assumptions : how far levers of policy, levers of the outside world and assumptions
        lift the output of 2035; assumptions to their points of 5% or 95%, no further than to three times
    ends : the output of 2035 with each lever of policy at either end
    tails : the same with each assumption at its points of 5% and 95%
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
    dear: Share
    cheap: Share

    def output(self, year: int) -> float:
        """Return the industrial output of a year, 亿元 at 2020 prices."""
        at = self.limits.years.index(year)
        return float(sum(each.output[at] for each in self.limits.industries))

    def lost(self, limit: str, year: int) -> float:
        """Return what lifting a limit alone would add to the output of a year, as a share of it."""
        at, place = self.limits.years.index(year), LIMITS.index(limit)
        return float(sum(each.lost[place, at] for each in self.limits.industries)) / self.output(year)

    def tightest(self, year: int) -> list[str | None]:
        """Return the limit that takes most in a year, by industry."""
        at = self.limits.years.index(year)
        return [each.binds(at) for each in self.limits.industries]


@dataclass(frozen=True)
class Findings:
    """The outlooks of the scenarios, by name, all from the same draws."""

    workspace: Workspace
    members: int
    seed: int
    outlooks: Mapping[str, Outlook]

    @property
    def each(self) -> tuple[Outlook, ...]:
        """Return the outlooks in order."""
        return tuple(self.outlooks[name] for name in SCENARIOS)


def least(entry: Indicator, year: int) -> float:
    """Return the least figure that meets a target as printed, in the indicator's unit."""
    return entry.targets[year] - 0.5 * 10.0**-entry.decimals


def find(
    workspace: Workspace, members: int = MEMBERS, seed: int = SEED, progress: Progress | None = None
) -> Findings:
    """Run what the findings rest on; it takes some seconds.

    Raises
    ------
    SimError: the registry lacks something that the findings speak of; a scenario is missing, or cannot
        be run.
    """
    faults = list(_faults(workspace))
    if faults:
        raise SimError(faults)
    draws = draw(workspace, members, seed)
    outlooks = {}
    for done, name in enumerate(SCENARIOS):
        if progress:
            progress(done, len(SCENARIOS))
        outlooks[name] = _outlook(name, draws, workspace)
    if progress:
        progress(len(SCENARIOS), len(SCENARIOS))
    return Findings(workspace, members, seed, outlooks)


def _faults(workspace: Workspace) -> Iterator[Fault]:
    """Yield what the findings speak of and the registry does not have."""
    registry = workspace.registry
    for name, year in TARGETS:
        entry = registry.indicators.get(name)
        if entry is None or year not in entry.targets or not entry.is_modelled:
            yield Fault(
                "no-data",
                f'结论要用指标 "{name}" 的 {year} 年目标，这里没有，或没有建模。',
                f'the findings need the target of "{name}" for {year}; it is not there, or not modelled.',
                registry.documents["indicators"].path,
            )
    if DEBT not in registry.indicators:
        yield unknown("指标", "indicator", DEBT, registry.indicators, registry.documents["indicators"].path)
    for name in LEVERS:
        if name not in registry.levers:
            yield unknown("杠杆", "lever", name, registry.levers, registry.documents["levers"].path)
    prices = registry.parameters.get(PRICES)
    if prices is None or not prices.drawn:
        yield Fault(
            "no-data",
            f'结论要用抽样的参数 "{PRICES}"，这里没有，或不抽样。',
            f'the findings need the drawn parameter "{PRICES}"; it is not there, or not drawn.',
            registry.documents["parameters"].path,
        )


def _outlook(name: str, draws: Draws, workspace: Workspace) -> Outlook:
    scenario, levers = prepare(name, (), workspace), workspace.registry.levers
    policy = moves_of([key for key, one in levers.items() if one.group != OUTSIDE], workspace)
    outside = moves_of([key for key, one in levers.items() if one.group == OUTSIDE], workspace)
    tails = [move for move in tail_moves(workspace) if move.key not in scenario.constants]
    enough = least(workspace.registry.indicators[THREEFOLD], HORIZON)
    fan = run_fan(scenario, workspace, draws)
    ends, swings = (
        {
            key: found[0]
            for key, found in effects_of(moves, [THREEFOLD], scenario, workspace, [HORIZON]).items()
        }
        for moves in (policy, tails)
    )
    return Outlook(
        fan_board(fan, workspace),
        binding(name, home=workspace.home.folder),
        fan.figure(DEBT, HORIZON),
        ascend(policy, THREEFOLD, HORIZON, scenario, workspace, (DEBT,)),
        ascend(outside, THREEFOLD, HORIZON, scenario, workspace),
        ascend(tails, THREEFOLD, HORIZON, scenario, workspace, enough=enough),
        ends,
        swings,
        *thirds(fan, draws),
    )


def thirds(fan: Fan, draws: Draws) -> Sequence[Share]:
    """Return the share that makes three times the output where prices grow most, and least."""
    met = fan.table.rows[THREEFOLD].met(HORIZON)
    assert met is not None
    prices, met = draws.as_inputs()[PRICES][fan.sound], met[1:][fan.sound]
    order, third = np.argsort(prices, kind="stable"), prices.size // 3
    return [Share(int(met[part].sum()), third) for part in (order[-third:], order[:third])]
