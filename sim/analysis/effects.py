"""One-at-a-time effects: indicators with one lever or constant at either end of its range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import ScenarioRun, simulate
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Move:
    """A constant and the ends between which it is moved [unit of the constant]; of a lever, its end value."""

    key: str
    low: float
    high: float


@dataclass(frozen=True)
class Effect:
    """An indicator in a year: in the scenario, and with a constant at either end of its range.

    Parameters
    ----------
    low, own, high : figures with the constant at its low end, at the scenario's value, and at its high end
        [unit of the indicator], not rounded; NaN where there is no figure
    """

    indicator: str
    year: int
    low: float
    own: float
    high: float

    @property
    def change(self) -> float:
        """Return the change from the low end to the high [unit of the indicator]."""
        return self.high - self.low


def moves_of(names: Sequence[str], workspace: Workspace) -> list[Move]:
    """Return the moves of constants with a range and of levers, by their name in the registry."""
    found = []
    for name in names:
        entry = workspace.registry.parameters.get(name)
        if entry and entry.spread:
            keys = workspace.model.constant_keys(name)
            found += [Move(key, entry.spread.low, entry.spread.high) for key in keys]
    for elements in workspace.slots.values():
        for slot in elements.values():
            if slot.constant("to").label in names:
                found.append(Move(slot.constant("to").key, slot.lever.minimum, slot.lever.maximum))
    return found


def one_at_a_time(groups: Iterable[Sequence[Move]], own: Mapping[str, float]) -> dict[str, Array]:
    """Return the inputs of one batch in which each group of constants is moved alone.

    Member 0 has the constants' own values; members 2 i + 1 and 2 i + 2 have group i at its low ends and
    at its high ends.

    Parameters
    ----------
    groups : constants that move together
    own : values from which they are moved, by key [units of the model]

    Returns
    -------
    (1 + 2 × group,) [units of the model] by key
    """
    groups = tuple(groups)
    inputs = {move.key: np.full(1 + 2 * len(groups), own[move.key]) for group in groups for move in group}
    for place, group in enumerate(groups):
        for move in group:
            inputs[move.key][1 + 2 * place : 3 + 2 * place] = move.low, move.high
    return inputs


def figures_of(run: ScenarioRun, table: IndicatorTable, asked: Sequence[tuple[str, int]]) -> Array:
    """Return the figures of indicators in years.

    Parameters
    ----------
    run, table : a run, and its indicators
    asked : ids and years

    Returns
    -------
    (figure, member) [units of the indicators]; NaN where there is no figure or the member became
    non-finite
    """
    found = np.full((len(asked), run.run.members), np.nan)
    for place, (indicator, year) in enumerate(asked):
        figure = table.rows[indicator].figure(year)
        if figure is not None:
            found[place] = figure
    found[:, [failure.member for failure in run.run.failures]] = np.nan
    return found


def effects_of(
    moves: Sequence[Move],
    shown: Sequence[str],
    scenario: Scenario,
    workspace: Workspace,
    years: Sequence[int],
) -> Mapping[str, tuple[Effect, ...]]:
    """Return the effects of each move on indicators in some years, by the moved key; all in one batch.

    Parameters
    ----------
    moves : one for each key
    shown : ids of the indicators
    """
    own = {**workspace.model.constants, **scenario.constants}
    run = simulate(scenario, workspace, None, one_at_a_time(([move] for move in moves), own))
    table = indicators(run)
    rows = (row for row in table if row.id in shown)
    asked = [(row.id, year) for row in rows for year in years if row.figure(year) is not None]
    figures = figures_of(run, table, asked)
    return {
        move.key: tuple(
            Effect(indicator, year, float(each[1 + 2 * place]), float(each[0]), float(each[2 + 2 * place]))
            for (indicator, year), each in zip(asked, figures, strict=True)
        )
        for place, move in enumerate(moves)
    }
