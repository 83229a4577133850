"""Greedy ascent of an indicator: levers or assumptions moved to their ends, the best one at a time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.effects import Move, figures_of
from sim.arrays import Array
from sim.outcomes.indicators import indicators
from sim.run.single import simulate
from sim.sampling.quantiles import tails_of
from sim.sampling.uncertain import with_range
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

LEAST_GAIN = 1e-6  # share of the figure: a step that brings less does not count


@dataclass(frozen=True)
class Step:
    """A constant moved to an end of its range while all earlier steps stay.

    Parameters
    ----------
    key : key of the constant
    value : end that it is moved to [unit of the constant]
    figure : resulting figure of the indicator, in its unit
    beside : resulting figures of other indicators in the same year, by id
    """

    key: str
    value: float
    figure: float
    beside: Mapping[str, float]


@dataclass(frozen=True)
class Ascent:
    """How far an indicator rises, the largest gain first.

    Parameters
    ----------
    start : figure before the first step [unit of the indicator]
    alone : highest figure that each constant reaches by itself, the highest first
    steps : at each place the best step that is left; empty when nothing lifts the indicator
    """

    start: float
    alone: tuple[Step, ...]
    steps: tuple[Step, ...]

    @property
    def top(self) -> float:
        """Return the figure after the last step."""
        return self.steps[-1].figure if self.steps else self.start

    def needed(self, figure: float) -> tuple[Step, ...] | None:
        """Return the first steps that together reach a figure, None where all of them do not.

        Each step is the best at its place, which need not make them the fewest possible.
        """
        if self.start >= figure:
            return ()
        for count, step in enumerate(self.steps, start=1):
            if step.figure >= figure:
                return self.steps[:count]
        return None


def tail_moves(workspace: Workspace) -> list[Move]:
    """Return the moves of all drawn constants, between the points of 5% and 95% of their distributions."""
    return [Move(one.key, *tails_of(one.spread, one.mode)) for one in with_range(workspace)]


def ascend(
    moves: Sequence[Move],
    indicator: str,
    year: int,
    scenario: Scenario,
    workspace: Workspace,
    beside: Sequence[str] = (),
    enough: float = math.inf,
) -> Ascent:
    """Move constants to the end that lifts an indicator most, one after another.

    Parameters
    ----------
    moves : constants that may be moved, from where the scenario has them, and their ends
    indicator, year : figure that is to rise
    beside : ids of further indicators to report
    enough : figure at which to stop [unit of the indicator]
    """
    own = {**workspace.model.constants, **scenario.constants}
    here = {move.key: own[move.key] for move in moves}
    left = [(move.key, end) for move in moves for end in (move.low, move.high)]
    shown = (indicator, *beside)
    start = float(_figures(here, [], shown, year, scenario, workspace)[0, 0])
    alone: tuple[Step, ...] = ()
    steps: list[Step] = []
    while left and (steps[-1].figure if steps else start) < enough:
        figures = _figures(here, left, shown, year, scenario, workspace)[:, 1:]
        tried = [_step(key, end, each, shown) for (key, end), each in zip(left, figures.T, strict=True)]
        alone = alone or _best_of_each(tried)
        best = max(tried, key=_height)
        before = steps[-1].figure if steps else start
        if not best.figure > before + LEAST_GAIN * abs(before):
            break
        steps.append(best)
        here[best.key] = best.value
        left = [(key, end) for key, end in left if key != best.key]
    return Ascent(start, alone, tuple(steps))


def _height(step: Step) -> float:
    return -math.inf if math.isnan(step.figure) else step.figure


def _best_of_each(tried: Sequence[Step]) -> tuple[Step, ...]:
    best: dict[str, Step] = {}
    for step in sorted(tried, key=_height, reverse=True):
        best.setdefault(step.key, step)
    return tuple(best.values())


def _step(key: str, end: float, figures: Array, shown: Sequence[str]) -> Step:
    """Return the step to an end, with the figures that it gives, (indicator,) [units of the indicators]."""
    beside = dict(zip(shown[1:], map(float, figures[1:]), strict=True))
    return Step(key, end, float(figures[0]), beside)


def _figures(
    here: Mapping[str, float],
    changes: Sequence[tuple[str, float]],
    shown: Sequence[str],
    year: int,
    scenario: Scenario,
    workspace: Workspace,
) -> Array:
    """Return figures of a year without any change, and then with each of the changes.

    Returns
    -------
    (indicator, 1 + change) [units of the indicators]
    """
    inputs = {key: np.full(1 + len(changes), value) for key, value in here.items()}
    for place, (key, value) in enumerate(changes, start=1):
        inputs[key][place] = value
    run = simulate(scenario, workspace, None, inputs)
    return figures_of(run, indicators(run), [(name, year) for name in shown])
