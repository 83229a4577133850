"""Runs a scenario with given values of its factors, and keeps the figures that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.analysis.effects import Move, effects_of
from sim.analysis.indicators import indicators
from sim.analysis.measures import Array
from sim.analysis.sensitivity.factors import Factor
from sim.analysis.sensitivity.questions import Question
from sim.errors import Fault, SimError
from sim.run.single import simulate
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

CHUNK = 2_000  # members at a time
Progress = Callable[[int, int], None]  # runs done, runs in all
Values = Callable[[int, slice], Array]  # of the factor with a place, of some members


@dataclass
class Runs:
    """A scenario with its factors and the figures asked for; it counts its runs.

    Parameters
    ----------
    factors : what is varied
    questions : the figures to keep
    progress : called with runs done and runs in all
    planned : runs in all, for the progress
    """

    scenario: Scenario
    workspace: Workspace
    factors: tuple[Factor, ...]
    questions: Sequence[Question]
    threads: int | None = None
    progress: Progress | None = None
    planned: int = 0
    done: int = field(default=0, init=False)
    failed: int = field(default=0, init=False)

    def figures(self, values: Values, members: int) -> Array:
        """Return the figures asked for.

        Returns
        -------
        (question, member)  in the indicators' units; not a number where a member left the range of numbers
        """
        parts = []
        for first in range(0, members, CHUNK):
            part = slice(first, min(first + CHUNK, members))
            parts.append(
                self._run({factor.key: values(place, part) for place, factor in enumerate(self.factors)})
            )
        return np.concatenate(parts, axis=1)

    def at_points(self, points: Array) -> Array:
        """Return the figures at points of the unit cube, (question, member), for (member, factor)."""
        return self.figures(lambda place, part: self.factors[place].at(points[part, place]), len(points))

    def swings(self, factors: Sequence[Factor]) -> tuple[Array, Array]:
        """Return the figures of the scenario, and with one factor alone at its points of 5% and 95%.

        Returns
        -------
        (question,)
        (question, factor, 2)
        """
        moves = [Move(factor.key, factor.low, factor.high) for factor in factors]
        ids = list(dict.fromkeys(question.indicator for question in self.questions))
        years = sorted({question.year for question in self.questions})
        found = effects_of(moves, ids, self.scenario, self.workspace, years)
        self.done += 1 + 2 * len(moves)
        own = np.empty(len(self.questions))
        ends = np.empty((len(self.questions), len(moves), 2))
        for place, move in enumerate(moves):
            by_question = {(each.indicator, each.year): each for each in found[move.key]}
            for row, question in enumerate(self.questions):
                effect = by_question[question.indicator, question.year]
                own[row], ends[row, place] = effect.own, (effect.low, effect.high)
        return own, ends

    def _run(self, inputs: dict[str, Array]) -> Array:
        run = simulate(self.scenario, self.workspace, self.threads, inputs)
        table = indicators(run)
        found = np.full((len(self.questions), run.run.members), np.nan)
        for place, question in enumerate(self.questions):
            figure = table.rows[question.indicator].figure(question.year)
            if figure is not None:
                found[place] = figure
        found[:, [failure.member for failure in run.run.failures]] = np.nan
        self.failed += len(run.run.failures)
        self.done += run.run.members
        if self.progress:
            self.progress(self.done, max(self.planned, self.done))
        return found


def check_enough(members: int, least: int, zh: str, en: str) -> None:
    """Refuse fewer members than a method needs.

    Parameters
    ----------
    least : members needed
    zh, en : of what they are made up

    Raises
    ------
    SimError
    """
    if members < least:
        raise SimError(
            Fault(
                f"成员数为 {members:,}，太少：至少要 {least:,}（{zh}）。",
                f"{members:,} members are too few: at least {least:,} are needed ({en}).",
                f"--members {members}",
            )
        )
