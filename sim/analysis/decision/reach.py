"""How far one lever alone moves an indicator, and how far it would have to go to meet a target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.decision.free import policy_levers
from sim.arrays import Array
from sim.outcomes.indicators import indicators
from sim.run.single import simulate
from sim.scenario.load import Scenario
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace

_STEPS = 40  # parts of a lever's range that are tried


@dataclass(frozen=True)
class Reach:
    """What one lever does to an indicator, everything else as in the scenario, at the model's own values.

    Parameters
    ----------
    slot : the lever
    own : its end value in the scenario [unit of the lever]
    low, high : figures of the indicator with the lever at either end of its range [unit of the indicator]
    needed : the end value nearest to the scenario's, of those tried, that meets the target; None where none
        does, or the year has no target that is judged
    """

    slot: LeverSlot
    own: float
    low: float
    high: float
    needed: float | None

    @property
    def change(self) -> float:
        """Return the change of the indicator from one end of the range to the other."""
        return self.high - self.low


def reaches(
    scenario: Scenario, indicator: str, year: int, workspace: Workspace, threads: int | None = None
) -> tuple[Reach, ...]:
    """Return what each lever of policy does to an indicator in a year, the strongest first.

    Every lever is tried at the ends of its range and 39 values between, all in one batch.

    Raises
    ------
    SimError: the model cannot run with these values.
    """
    levers = policy_levers(workspace)
    own = workspace.model.constants
    keys = [slot.constant("to").key for slot in levers]
    ends = [float(scenario.constants.get(key, own[key])) for key in keys]
    tried = [np.linspace(slot.lever.minimum, slot.lever.maximum, _STEPS + 1) for slot in levers]
    inputs = {}
    for place, (key, end) in enumerate(zip(keys, ends, strict=True)):
        inputs[key] = np.full(len(levers) * (_STEPS + 1), end)
        inputs[key][place * (_STEPS + 1) : (place + 1) * (_STEPS + 1)] = tried[place]
    row = indicators(simulate(scenario, workspace, threads, inputs)).rows[indicator]
    figures, met = row.figure(year), row.met(year)
    if figures is None:
        return ()
    by_lever = figures.reshape(len(levers), -1)
    does = None if met is None else met.reshape(len(levers), -1)
    found = [
        Reach(
            slot,
            ends[place],
            float(by_lever[place, 0]),
            float(by_lever[place, -1]),
            None if does is None else _nearest(tried[place], does[place], ends[place]),
        )
        for place, slot in enumerate(levers)
    ]
    return tuple(sorted(found, key=lambda one: abs(one.change), reverse=True))


def _nearest(values: Array, met: NDArray[np.bool_], own: float) -> float | None:
    """Return the value nearest to the scenario's that meets the target."""
    return float(min(values[met], key=lambda value: abs(value - own))) if met.any() else None
