"""What it takes to lift an indicator: levers or assumptions moved to their ends, one after another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.effects import Move
from sim.arrays import Array
from sim.outcomes.indicators import indicators
from sim.run.single import simulate
from sim.sampling.quantiles import quantile_of
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

LEAST_GAIN = 1e-6  # relative: a step that brings less is none
TAILS = (0.05, 0.95)


@dataclass(frozen=True)
class Step:
    """A constant moved to an end of its range while all earlier steps stay.

    Parameters
    ----------
    value : the end it is moved to, in its unit
    figure : of the indicator then, in its unit
    beside : figures of the same year of other indicators, by id
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
    start : the figure before the first step, in the indicator's unit
    alone : the highest figure that each constant reaches by itself, highest first
    steps : each the best that is left; none when nothing lifts the indicator further
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
    own, found = workspace.model.constants, []
    for name, parameter in workspace.registry.parameters.items():
        if parameter.drawn and parameter.spread is not None:
            for key in workspace.model.constant_keys(name):
                low, high = quantile_of(parameter.spread, own[key], np.array(TAILS))
                found.append(Move(key, float(low), float(high)))
    return found


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
    moves : what may be moved; what the scenario sets may be moved from there
    beside : further indicators to be told of
    enough : stop at this figure, in the indicator's unit
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
    """Return indicators of a year: (indicator, 1 + change), first without any change.

    A member that leaves the range of numbers has no figures.
    """
    inputs = {key: np.full(1 + len(changes), value) for key, value in here.items()}
    for place, (key, value) in enumerate(changes, start=1):
        inputs[key][place] = value
    run = simulate(scenario, workspace, None, inputs)
    table = indicators(run)
    rows = [table.rows[name].figure(year) for name in shown]
    figures = np.array([np.full(1 + len(changes), np.nan) if row is None else row for row in rows])
    figures[:, [failure.member for failure in run.run.failures]] = np.nan
    return figures
