"""What was carried out of a plan's measures: not published, so drawn between none and all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.arrays import Array
from sim.sampling.monte_carlo import RandomShares
from sim.scenario.load import Scenario


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
    return scenario.constants.get(key, defaults[key])


def _is_time(key: str) -> bool:
    return key.partition("[")[0].endswith((" start", " end"))


def _lever(key: str) -> str:
    """Return a name that the start and end values of a lever share, so that they move together."""
    name, bracket, element = key.partition("[")
    return f"{name.removesuffix(' from').removesuffix(' to')}{bracket}{element}"
