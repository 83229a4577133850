"""Batches of runs with given values of a scenario's factors, of which the quantities of interest are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.analysis.effects import Move, figures_of, one_at_a_time
from sim.analysis.sensitivity.factors import Factor
from sim.analysis.sensitivity.questions import Question
from sim.arrays import Array
from sim.errors import Argument, fail
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.outcomes.measures import is_met
from sim.run.progress import Progress
from sim.run.single import simulate
from sim.sampling.accounts import with_accounts
from sim.sampling.sampler import Sampler
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

CHUNK = 2_000  # members at a time
Values = Callable[[int, slice], Array]  # (member,) of the factor with this place, of some members


@dataclass
class Runs:
    """A scenario with its factors and quantities of interest; it counts its runs.

    Parameters
    ----------
    sampler : draws of the factors, with the registry's correlations
    factors : constants and levers that vary
    questions : figures to keep
    threads : threads of the engine; all processors by default
    progress : called with runs done and runs in all
    planned : runs in all, for the progress
    """

    scenario: Scenario
    workspace: Workspace
    sampler: Sampler
    factors: tuple[Factor, ...]
    questions: Sequence[Question]
    threads: int | None = None
    progress: Progress | None = None
    planned: int = 0
    done: int = field(default=0, init=False)
    failed: int = field(default=0, init=False)

    def figures(self, values: Values, members: int) -> Array:
        """Return the figures of members with given values of the factors.

        Returns
        -------
        (question, member) [units of the indicators]; NaN where a member became non-finite
        """
        parts = []
        for first in range(0, members, CHUNK):
            part = slice(first, min(first + CHUNK, members))
            parts.append(
                self._from_accounts(
                    {
                        key: values(place, part)
                        for place, factor in enumerate(self.factors)
                        for key in factor.keys
                    }
                )
            )
        return np.concatenate(parts, axis=1)

    def ensemble(self, members: int) -> tuple[Array, Array, Array]:
        """Run the members of an ensemble.

        Returns
        -------
        (factor, member) [units of the factors]
        (disturbance, member) [units of the model]  all else that is drawn: disturbances of single years
        (question, member) [units of the indicators]; NaN where a member became non-finite
        """
        self.planned = members
        drawn = self.sampler.inputs(0, members, self.scenario.constants)
        parts = [
            self._run({key: each[first : first + CHUNK] for key, each in drawn.items()})
            for first in range(0, members, CHUNK)
        ]
        values = np.array([drawn[factor.key] for factor in self.factors])
        known = {key for factor in self.factors for key in factor.keys} | {*self.scenario.constants}
        others = np.array([each for key, each in drawn.items() if key not in known]).reshape(-1, members)
        return values, others, np.concatenate(parts, axis=1)

    def at_points(self, points: Array) -> Array:
        """Return the figures at points of the unit cube.

        Parameters
        ----------
        points : (member, factor) [share, 0 to 1]

        Returns
        -------
        (question, member) [units of the indicators]; NaN where a member became non-finite
        """
        return self.figures(lambda place, part: self.factors[place].at(points[part, place]), len(points))

    def swings(self, factors: Sequence[Factor]) -> tuple[Array, Array]:
        """Return the figures of the scenario, and with one factor alone at its points of 5% and 95%.

        Returns
        -------
        (question,) [units of the indicators]
        (question, factor, 2), in the same units
        """
        own = {**self.workspace.model.constants, **self.scenario.constants}
        groups = ([Move(key, each.low, each.high) for key in each.keys] for each in factors)
        found = self._from_accounts(one_at_a_time(groups, own))
        return found[:, 0], found[:, 1:].reshape(len(found), len(factors), 2)

    def _from_accounts(self, inputs: dict[str, Array]) -> Array:
        """Return figures as `_run` does, with the constants that follow from the accounts solved for."""
        return self._run(with_accounts(inputs, self.workspace))

    def _run(self, inputs: dict[str, Array]) -> Array:
        """Return (question, member) [units of the indicators] for inputs (member,) [units of the model]."""
        run = simulate(self.scenario, self.workspace, self.threads, inputs)
        table = indicators(run)
        found = figures_of(run, table, [(one.indicator, one.year) for one in self.questions])
        for place, question in enumerate(self.questions):
            if question.is_met:
                found[place] = _met(found[place], question, table)
        self.failed += len(run.run.failures)
        self.done += run.run.members
        if self.progress:
            self.progress(self.done, max(self.planned, self.done))
        return found


def _met(figures: Array, question: Question, table: IndicatorTable) -> Array:
    """Return 1 where figures meet the target of a question and 0 elsewhere, NaN where there is none."""
    row = table.rows[question.indicator]
    planned = row.planned
    met = is_met(figures, planned.values[question.year], planned.comparison, planned.precision(row.entry))
    return np.where(np.isfinite(figures), met.astype(np.float64), np.nan)


def check_enough(members: int, least: int, zh: str, en: str) -> None:
    """Refuse fewer members than a method needs.

    Parameters
    ----------
    least : number of members needed
    zh, en : what that number is made up of, for the message

    Raises
    ------
    SimError
    """
    if members < least:
        raise fail(
            "too-few",
            f"成员数为 {members:,}，太少：至少要 {least:,}（{zh}）。",
            f"{members:,} members are too few: at least {least:,} are needed ({en}).",
            Argument(f"members={members}"),
        )


def check_sound(question: Question, sound: int, least: int) -> None:
    """Refuse to analyse a figure that too few runs have.

    Parameters
    ----------
    sound : number of base points, trajectories or members of which every run has a figure
    least : number of them needed

    Raises
    ------
    SimError
    """
    if sound < least:
        raise fail(
            "too-few",
            f"{question.year} 年的这个指标在太多运行中没有数值：完整的样本只有 {sound:,} 个，"
            f'至少要 {least:,} 个。请改用 `method="pawn"`，或加大 `members`。',
            f"in too many runs there is no figure for {question.year}: {sound:,} samples are whole, "
            f'and at least {least:,} are needed. Use `method="pawn"`, or raise `members`.',
            Argument(f"indicator={question.indicator}"),
        )
