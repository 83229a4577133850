"""Observations as what members are conditioned on."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.misfit import misses
from sim.analysis.calibration.observations import Point, run_points
from sim.arrays import Array
from sim.sampling.prior import JointPrior
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

STEP = 0.5  # standard deviations, for the influence of a variate
SHARES = (0.002, 0.03, 0.2)  # of all influence, at which blocks end


@dataclass(frozen=True, eq=False)
class Observed:
    """Observations of a scenario: misfits and likelihood of members.

    Errors are normal and independent; where only a limit was published, a figure on its right side has
    no misfit.

    Parameters
    ----------
    points : observed figures with their errors
    prior : everything uncertain
    """

    points: Sequence[Point]
    prior: JointPrior
    scenario: Scenario
    workspace: Workspace
    threads: int | None = None

    def values(self, z: Array) -> Array:
        """Return the constants, (constant, member) [units of the model], of variates (dimension, member)."""
        from scipy import stats  # takes two seconds, which who opens a page does not need

        shares = stats.norm.cdf(z)
        axes = len(self.prior.axes)
        return self.prior.values(shares[:axes], shares[axes:])

    def figures(self, z: Array) -> Array:
        """Return the simulated figures, (point, member) [units of the points]."""
        draws = dict(zip(self.prior.keys, self.values(z), strict=True))
        return run_points(self.points, self.scenario, self.workspace, draws, self.threads)

    def misses(self, z: Array) -> Array:
        """Return simulated less observed, (point, member) [standard deviations]."""
        return misses(self.points, self.figures(z))

    def log_likelihood(self, misses: Array) -> Array:
        """Return the log likelihood, (member,), up to a constant."""
        found = -(misses**2).sum(axis=0) / 2
        return np.where(np.isfinite(found), found, -np.inf)

    @functools.cached_property
    def blocks(self) -> tuple[NDArray[np.int64], ...]:
        """Return places of variates in blocks of about equal influence on the misfits, the least first.

        The influence of a variate is the squared change of all misfits with it, by central differences at
        the prior's median.
        """
        count = len(self.prior.axes) + len(self.prior.innovations)
        moved = np.hstack([STEP * np.eye(count), -STEP * np.eye(count)])
        found = self.misses(moved)
        slopes = (found[:, :count] - found[:, count:]) / (2 * STEP)
        influence = np.nan_to_num((slopes**2).sum(axis=0))
        order = np.argsort(influence, kind="stable")
        rising = np.cumsum(influence[order])
        ends = [int(np.searchsorted(rising, share * rising[-1])) for share in SHARES]
        return tuple(each for each in np.split(order, ends) if each.size)

    @property
    def regressed(self) -> Array:
        """Return which points are figures, (point,) [true or false]; a limit has no slope."""
        return np.array([not point.seen.bound for point in self.points])
