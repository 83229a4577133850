"""Which uncertain constants the observations could move, one at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.analysis.calibration.misfit import misses
from sim.analysis.calibration.observations import fitted_points, run_points
from sim.arrays import Array
from sim.registry.parameters import Parameter
from sim.run.single import prepare
from sim.sampling.quantiles import spread_of
from sim.scenario.workspace import Workspace

ENOUGH = 0.5  # of the misfit's deviation: alone it would narrow the constant by a tenth


@dataclass(frozen=True)
class Influence:
    """How far one standard deviation of an uncertain constant moves the observed figures.

    Parameters
    ----------
    size : Euclidean norm over all observed figures, in their standard deviations
    is_fitted : whether the registry has it fitted
    """

    key: str
    size: float
    is_fitted: bool


def screen(scenario: str, workspace: Workspace) -> tuple[Influence, ...]:
    """Return the uncertain constants that move what is fitted to, the most influential first.

    Each is moved by a standard deviation of its distribution both ways, within its bounds, from its
    prior or else the value of the model file; the larger effect counts.
    """
    keys, moved, fitted = [], [], []
    for name, entry in workspace.registry.parameters.items():
        for key in workspace.model.constant_keys(name) if entry.spread else ():
            keys.append(key)
            moved.append(_moved(entry, workspace.model.constants[key]))
            fitted.append(entry.prior is not None)
    sizes = _sizes(scenario, workspace, tuple(keys), np.array(moved))
    found = [
        Influence(key, float(size), is_one) for key, size, is_one in zip(keys, sizes, fitted, strict=True)
    ]
    strong = (one for one in found if one.size >= ENOUGH)
    return tuple(sorted(strong, key=lambda one: -one.size))


def _moved(entry: Parameter, value: float) -> tuple[float, float, float]:
    """Return where a constant starts, and a deviation below and above it."""
    distribution = entry.spread
    assert distribution is not None  # the caller asks for uncertain constants only
    start = value if entry.prior is None else entry.prior
    spread = spread_of(distribution, start)
    return start, max(start - spread, distribution.low), min(start + spread, distribution.high)


def _sizes(scenario: str, workspace: Workspace, keys: tuple[str, ...], moved: Array) -> Array:
    """Return (constant,), for values (constant, start / below / above)."""
    count = len(keys)
    members = np.tile(moved[:, :1], 2 * count + 1)
    places = np.arange(count)
    members[places, places + 1] = moved[:, 1]
    members[places, places + 1 + count] = moved[:, 2]
    points = fitted_points(workspace)
    prepared = prepare(scenario, (), workspace)
    figures = run_points(points, prepared, workspace, dict(zip(keys, members, strict=True)))
    off = misses(points, figures)
    change = off[:, 1:] - off[:, :1]
    sizes = np.sqrt((change**2).sum(axis=0))
    return np.asarray(np.fmax(sizes[:count], sizes[count:]))
