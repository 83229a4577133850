"""Candidates for calibration: uncertain constants that the observations could move, one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.calibration.misfit import misses
from sim.analysis.calibration.observations import fitted_points, run_points
from sim.analysis.effects import Move, one_at_a_time
from sim.arrays import Array
from sim.registry.parameters import Parameter
from sim.run.single import prepare
from sim.sampling.quantiles import spread_of
from sim.scenario.workspace import Workspace

ENOUGH = 0.5  # standard deviations of misfit: alone they would narrow the constant by a tenth


@dataclass(frozen=True)
class Candidate:
    """An uncertain constant and how far one standard deviation of it moves the observed figures.

    Parameters
    ----------
    key : key of the constant
    size : Euclidean norm of the shift over all observed figures [standard deviation of these]
    is_fitted : whether the registry gives it a prior, so that it is fitted
    """

    key: str
    size: float
    is_fitted: bool


def candidates(scenario: str, workspace: Workspace) -> tuple[Candidate, ...]:
    """Return the uncertain constants that move the fitted figures, the most influential first.

    Each is moved by a standard deviation of its distribution both ways, within its bounds, from its
    prior or else the value of the model file; the larger effect counts.
    """
    starts, moves, fitted = {}, [], []
    for name, entry in workspace.registry.parameters.items():
        for key in workspace.model.constant_keys(name) if entry.spread else ():
            starts[key], low, high = _moved(entry, workspace.model.constants[key])
            moves.append(Move(key, low, high))
            fitted.append(entry.prior is not None)
    sizes = _sizes(scenario, workspace, moves, starts)
    found = [
        Candidate(key, float(size), is_one) for key, size, is_one in zip(starts, sizes, fitted, strict=True)
    ]
    strong = (one for one in found if one.size >= ENOUGH)
    return tuple(sorted(strong, key=lambda one: -one.size))


def _moved(entry: Parameter, value: float) -> tuple[float, float, float]:
    """Return the start of a constant, and one standard deviation below and above [unit of the constant]."""
    distribution = entry.spread
    assert distribution is not None  # the caller asks for uncertain constants only
    start = value if entry.prior is None else entry.prior
    spread = spread_of(distribution, start)
    return start, max(start - spread, distribution.low), min(start + spread, distribution.high)


def _sizes(scenario: str, workspace: Workspace, moves: Sequence[Move], starts: Mapping[str, float]) -> Array:
    """Return the shift of the misfit by each move, (constant,) [standard deviation], the larger way."""
    points = fitted_points(workspace)
    prepared = prepare(scenario, (), workspace)
    draws = one_at_a_time(([move] for move in moves), starts)
    off = misses(points, run_points(points, prepared, workspace, draws))
    change = off[:, 1:] - off[:, :1]
    below, above = np.sqrt((change**2).sum(axis=0)).reshape(-1, 2).T
    return np.asarray(np.fmax(below, above))
