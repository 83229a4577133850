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
    plan: Scenario,
    reference: Scenario,
    record: Scenario,
    defaults: Mapping[str, float],
    members: int,
    seed: int,
) -> dict[str, Array]:
    """Return the constants of the levers as carried out, (member,) [units of the model].

    A lever with a record is as recorded. Of any other that the plan moves a share that nobody publishes, even
    between 0 and 1, is carried out; when it moves is the plan's.

    Parameters
    ----------
    plan, reference : the scenario of the plan's measures, and the one without
    record : the scenario of the plan with levers by year as they were recorded
    defaults : the model's constants
    """
    known = recorded_levers(record, plan)
    done = _drawn(plan, reference, defaults, members, seed)
    kept = {key: values for key, values in done.items() if _lever(key) not in known}
    recorded = {key: value for key, value in record.constants.items() if _lever(key) in known}
    return kept | {key: np.full(members, value) for key, value in recorded.items()}


def recorded_levers(record: Scenario, plan: Scenario) -> frozenset[str]:
    """Return the levers that a record gives by year."""
    return frozenset(key for key, path in record.paths.items() if plan.paths.get(key) != path)


def moved_levers(plan: Scenario, reference: Scenario, defaults: Mapping[str, float]) -> frozenset[str]:
    """Return the levers that a plan moves."""
    return frozenset(map(_lever, _moved(plan, reference, defaults)))


def _moved(plan: Scenario, reference: Scenario, defaults: Mapping[str, float]) -> list[str]:
    keys = sorted(plan.constants.keys() | reference.constants.keys())
    return [
        key
        for key in keys
        if _value(key, plan, defaults) != _value(key, reference, defaults) and not _is_time(key)
    ]


def _drawn(
    plan: Scenario, reference: Scenario, defaults: Mapping[str, float], members: int, seed: int
) -> dict[str, Array]:
    """Return the constants of all levers, those that the plan moves with a share of it carried out."""
    keys = sorted(plan.constants.keys() | reference.constants.keys())
    moved = _moved(plan, reference, defaults)
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
    """Return the lever that a constant belongs to, a name that all its values share."""
    held = split_held(key)
    name, bracket, element = (held[0] if held else key).partition("[")
    field = next((f" {each}" for each in FIELDS if name.endswith(f" {each}")), "")
    return f"{name.removesuffix(field)}{bracket}{element}"
