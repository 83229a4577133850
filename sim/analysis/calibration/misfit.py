"""Misfit of runs to observations, and its Jacobian over the fitted constants.

Residuals are in standard deviations of the observations; those beyond two count by their size and no
longer by their square, so that one event cannot rule a fit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.analysis.calibration.free_parameters import Free
from sim.analysis.calibration.observations import Point, run_points
from sim.arrays import Array
from sim.errors import fail
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

STEP = 1e-3  # standard deviations of the prior, each way
TAIL = 2.0  # standard deviations beyond which a misfit counts by its size and no longer by its square


class Misfit:
    """The residuals of a fit as functions of z, standard deviations from the prior.

    After the residuals of the data, (point,), come those of the prior, (constant,), which are z.

    Attributes
    ----------
    evaluations : number of members run so far
    """

    def __init__(self, points: Sequence[Point], free: Free, scenario: Scenario, workspace: Workspace) -> None:
        self._points, self._free = points, free
        self._scenario, self._workspace = scenario, workspace
        self.evaluations = 0

    def figures(self, values: Array) -> Array:
        """Return (point, member) [units of the points] for values (constant, member) [units of the model].

        Raises
        ------
        SimError: a run becomes non-finite.
        """
        draws = dict(zip(self._free.keys, values, strict=True))
        figures = run_points(self._points, self._scenario, self._workspace, draws)
        if not np.isfinite(figures).all():
            raise fail(
                "non-finite",
                "拟合中有一次运行算出非有限的数；请收窄参数的区间。",
                "a run of the fit became non-finite; narrow the ranges of the parameters.",
                self._scenario.name,
            )
        self.evaluations += values.shape[1]
        return figures

    def errors(self, values: Array) -> Array:
        """Return simulated less observed, (point, member) [standard deviations]."""
        return misses(self._points, self.figures(values))

    def residuals(self, z: Array) -> Array:
        """Return the residuals that a fit minimises in squares, (point + constant,) [standard deviations]."""
        return np.concatenate([softened(self.errors(self._free.as_values(z[:, None]))[:, 0]), z])

    def jacobian(self, z: Array) -> Array:
        """Return the slopes, (point + constant, constant) [1], by central differences in a batch of runs."""
        low, high = self._free.bounds
        above, below = np.minimum(z + STEP, high), np.maximum(z - STEP, low)
        moved = np.tile(z[:, None], 2 * z.size)
        places = np.arange(z.size)
        moved[places, places] = above
        moved[places, places + z.size] = below
        data = softened(self.errors(self._free.as_values(moved)))
        slope = (data[:, : z.size] - data[:, z.size :]) / (above - below)
        return np.vstack([slope, np.eye(z.size)])


def misses(points: Sequence[Point], figures: Array) -> Array:
    """Return simulated less observed, (point, member) [standard deviations], for figures (point, member).

    Where only a limit was published, a figure on the right side of it has no misfit.
    """
    observed = np.array([[point.seen.value] for point in points])
    off = (figures - observed) / np.array([[point.error] for point in points])
    low = np.array([[-np.inf if point.seen.bound != "<" else 0.0] for point in points])
    high = np.array([[np.inf if point.seen.bound != ">" else 0.0] for point in points])
    return np.asarray(np.clip(off, low, high))


def softened(errors: Array) -> Array:
    """Return residuals of which large ones count by their size, so that one event cannot rule a fit.

    r = sign(e) sqrt(2 c² (sqrt(1 + (e/c)²) - 1)), with c = 2: r ≈ e where e is small.

    Parameters
    ----------
    errors : (…,) [standard deviations]

    Returns
    -------
    (…,) [standard deviations]
    """
    loss = 2 * TAIL**2 * (np.hypot(1.0, errors / TAIL) - 1)
    return np.asarray(np.copysign(np.sqrt(loss), errors))
