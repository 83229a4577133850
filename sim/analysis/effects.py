"""What one lever or constant alone does to an indicator, from one end of its range to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.outcomes.indicators import indicators
from sim.registry.indicators import HORIZONS
from sim.run.single import simulate
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Move:
    """A constant and the ends between which it is moved, in its unit; of a lever its end value."""

    key: str
    low: float
    high: float


@dataclass(frozen=True)
class Effect:
    """An indicator in a year: as the scenario has it, and with a constant at either end of its range.

    Parameters
    ----------
    low, own, high : in the indicator's unit, not rounded; not a number where there is none
    """

    indicator: str
    year: int
    low: float
    own: float
    high: float

    @property
    def change(self) -> float:
        """Return what the whole range makes up, from the low end to the high."""
        return self.high - self.low


def moves_of(names: Sequence[str], workspace: Workspace) -> list[Move]:
    """Return the moves of constants with a range and of levers, by name as the registry has it."""
    found = []
    for name in names:
        entry = workspace.registry.parameters.get(name)
        if entry and entry.spread:
            keys = workspace.model.constant_keys(name)
            found += [Move(key, entry.spread.low, entry.spread.high) for key in keys]
    for elements in workspace.slots.values():
        for slot in elements.values():
            if slot.target("to").label in names:
                found.append(Move(slot.target("to").key, slot.lever.minimum, slot.lever.maximum))
    return found


def effects_of(
    moves: Sequence[Move],
    shown: Sequence[str],
    scenario: Scenario,
    workspace: Workspace,
    years: Sequence[int] = HORIZONS,
) -> Mapping[str, tuple[Effect, ...]]:
    """Return what each move does to indicators in some years, by the moved key; all in one batch.

    A member that leaves the range of numbers has no figures.
    """
    members = 1 + 2 * len(moves)
    own = {**workspace.model.constants, **scenario.constants}
    inputs = {}
    for place, move in enumerate(moves):
        values = np.full(members, own[move.key])
        values[1 + 2 * place : 3 + 2 * place] = move.low, move.high
        inputs[move.key] = values
    run = simulate(scenario, workspace, None, inputs)
    failed = [failure.member for failure in run.run.failures]
    figures: dict[tuple[str, int], Array] = {}
    for row in indicators(run):
        for year in years if row.id in shown else ():
            figure = row.figure(year)
            if figure is not None:
                figures[row.id, year] = figure.copy()
                figures[row.id, year][failed] = np.nan
    return {
        move.key: tuple(
            Effect(key, year, float(each[1 + 2 * place]), float(each[0]), float(each[2 + 2 * place]))
            for (key, year), each in figures.items()
        )
        for place, move in enumerate(moves)
    }
