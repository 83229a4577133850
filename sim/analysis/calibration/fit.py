"""Fit of constants to observations: the most probable values, given the priors, within the bounds.

Least squares with bounds (a trust region), from the prior and from further starts drawn over the bounds:
the residuals are smooth nearly everywhere and number no more than a few dozen, a Jacobian costs one
batch of runs, and the same Jacobian shows what the data narrow. A global search would spend
thousands of runs to find the same point and show nothing about it; the further starts show whether
there is another.

References
----------
Branch, Coleman and Li 1999, A subspace, interior, and conjugate gradient method for large-scale
bound-constrained minimization problems, doi:10.1137/S1064827595289108.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from sim.analysis.calibration.free_parameters import Free, free_constants
from sim.analysis.calibration.misfit import Misfit, misses
from sim.analysis.calibration.observations import Point, fitted_points
from sim.arrays import Array
from sim.errors import fail
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.sampling.request import check_request
from sim.scenario.workspace import Workspace

SEED = 7
STARTS = 8  # the prior and seven more
MOST_STEPS = 200  # evaluations of one start
DIGITS = 4  # significant digits of fitted constants
AT_BOUND = 0.001  # share of the width between the bounds
SAME_COST = 0.01  # starts that end within this of the least cost have found the same fit


@dataclass(frozen=True)
class Calibration:
    """A fit of a scenario to the observations.

    Parameters
    ----------
    scenario, seed : as requested
    points, free : observed figures, and the constants fitted to them
    fitted : (constant,) [units of the model]  rounded to four digits
    before, after : (point,) [units of the points]  figures with the model file's constants and with the
        fitted ones
    jacobian : (point, constant) [standard deviations of misfit per standard deviation of the prior]
        change of the softened misfit
    costs : (start,) [squared standard deviations of misfit]  half the sum of squares that each start ended
        with, the least first
    evaluations : number of runs of the model
    is_converged : whether the best start ended at a minimum
    """

    scenario: str
    seed: int
    points: tuple[Point, ...]
    free: Free
    fitted: Array
    before: Array
    after: Array
    jacobian: Array
    costs: Array
    evaluations: int
    is_converged: bool

    @property
    def at_bound(self) -> tuple[str, ...]:
        """Return the constants that ran into a bound."""
        free = self.free
        room = np.minimum(self.fitted - free.low, free.high - self.fitted)
        hits = room <= AT_BOUND * (free.high - free.low)
        return tuple(key for key, hit in zip(free.keys, hits, strict=True) if hit)

    @property
    def is_sound(self) -> bool:
        """Return whether the fit may be used: converged, and within its bounds."""
        return self.is_converged and not self.at_bound

    def errors(self, figures: Array) -> Array:
        """Return simulated less observed, (point,) [standard deviations], for figures (point,)."""
        return misses(self.points, figures[:, None])[:, 0]

    @property
    def agreeing_starts(self) -> int:
        """Return how many starts found the same fit."""
        return int((self.costs <= self.costs[0] + SAME_COST).sum())


def calibrate(
    scenario: str, workspace: Workspace, seed: int = SEED, progress: Progress | None = None
) -> Calibration:
    """Fit the constants with a ``prior`` in the registry to observations up to the last year to fit.

    Neither targets nor later observations are read. Equal seeds give equal bits.

    Raises
    ------
    SimError: bad scenario or seed, nothing to fit or to fit to, a run that becomes non-finite.
    """
    check_request(1, seed)
    prepared, free = prepare(scenario, (), workspace), free_constants(workspace)
    points = fitted_points(workspace)
    if not points:
        last = workspace.registry.zone.last_year_to_fit
        raise fail(
            "no-data",
            f"没有 {last} 年及以前的观测值，也没有公布的基数，无从拟合。",
            f"nothing was observed by {last} and no base is published: there is nothing to fit to.",
            workspace.registry.documents["indicators"].path,
        )
    misfit = Misfit(points, free, prepared, workspace)
    ends = _search(misfit, free, seed, progress)
    best = min(ends, key=lambda end: end.cost)
    fitted = _rounded(free.as_values(best.x[:, None])[:, 0], free)
    figures = misfit.figures(np.column_stack([free.before, fitted]))
    jacobian = misfit.jacobian(free.as_z(fitted))[: len(points)]
    costs = np.sort([end.cost for end in ends])
    return Calibration(
        prepared.name, seed, points, free, fitted, figures[:, 0], figures[:, 1],
        jacobian, costs, misfit.evaluations, bool(best.success),
    )  # fmt: skip


def _search(
    misfit: Misfit, free: Free, seed: int, progress: Progress | None
) -> list[optimize.OptimizeResult]:
    ends = []
    for start in _starts(free, seed):
        ends.append(
            optimize.least_squares(
                misfit.residuals, start, jac=misfit.jacobian, bounds=free.bounds, max_nfev=MOST_STEPS
            )
        )
        if progress:
            progress(len(ends), STARTS)
    return ends


def _starts(free: Free, seed: int) -> Array:
    """Return (start, constant) [standard deviations]: the prior, then points spread between the bounds."""
    low, high = free.bounds
    sampler = stats.qmc.LatinHypercube(low.size, rng=np.random.default_rng(seed))
    return np.vstack([np.zeros(low.size), low + (high - low) * sampler.random(STARTS - 1)])


def _rounded(values: Array, free: Free) -> Array:
    """Return values, (constant,) [units of the model], with the digits of a model file, within the bounds."""
    short = [float(f"{value:.{DIGITS}g}") for value in values]
    return np.clip(short, free.low, free.high)
