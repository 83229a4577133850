"""What was carried out of a plan's measures: not published, so drawn between none and all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.arrays import Array
from sim.engine.model import split_held
from sim.names import split_element
from sim.sampling.monte_carlo import RandomShares
from sim.scenario.load import Scenario
from sim.scenario.settable import FIELDS


def carried_out(
    plan: Scenario, reference: Scenario, defaults: Mapping[str, float], members: int, seed: int
) -> dict[str, Array]:
    """Return the constants of the levers that the plan moves, (member,) [units of the model].

    Of each lever a share that nobody publishes, even between 0 and 1, is carried out; when it moves is the
    plan's.

    Parameters
    ----------
    plan, reference : the scenario of the plan's measures, and the one without
    defaults : the model's constants
    """
    keys = sorted(plan.constants.keys() | reference.constants.keys())
    moved = [
        key
        for key in keys
        if _value(key, plan, defaults) != _value(key, reference, defaults) and not _is_time(key)
    ]
    shares = RandomShares(tuple(f"carried out {_lever(key)}" for key in moved), (seed,)).block(0, members)
    done = {
        key: _value(key, reference, defaults)
        + share * (_value(key, plan, defaults) - _value(key, reference, defaults))
        for key, share in zip(moved, shares, strict=True)
    }
    return {key: done[key] if key in done else np.full(members, _value(key, plan, defaults)) for key in keys}


def _value(key: str, scenario: Scenario, defaults: Mapping[str, float]) -> float:
    """Return a constant, or what a lever is in a year: that of its path, else the mean of its ramp."""
    if key in scenario.constants:
        return scenario.constants[key]
    held = split_held(key)
    if held is None:
        return defaults[key]
    name, element = split_element(held[0])
    low, high, start, end = (_value(f"{name} {field}{element}", scenario, defaults) for field in FIELDS)
    return low + (high - low) * (_risen(held[1], start, end) - _risen(held[1] - 1, start, end))


def _risen(moment: float, start: float, end: float) -> float:
    """Return the integral until a moment of a ramp that rises from 0 at its start to 1 at its end [year]."""
    if moment <= start:
        return 0.0
    return (moment - start) ** 2 / (2 * (end - start)) if moment < end else moment - (start + end) / 2


def _is_time(key: str) -> bool:
    return key.partition("[")[0].endswith((" start", " end"))


def _lever(key: str) -> str:
    """Return a name that all values of a lever share, so that they move together."""
    held = split_held(key)
    name, bracket, element = (held[0] if held else key).partition("[")
    return f"{name.removesuffix(' from').removesuffix(' to')}{bracket}{element}"
