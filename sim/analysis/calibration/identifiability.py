"""Identifiability of the fitted constants: how far the data narrow them, and which trade off.

In standard deviations of the prior the posterior precision is JᵀJ + 1, J being the Jacobian of the
data. Constants whose posteriors are correlated offset one another; a singular value of their part of
J below one marks a combination of which the prior says more than the data do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from sim.analysis.calibration.fit import Calibration
from sim.arrays import Array

DATA_RULE = 1.0  # singular values from which the data say more than the prior
RELATED = 0.2  # posterior correlation from which two constants offset one another
UNMOVED = 0.9  # share of the prior's deviation from which the data have hardly narrowed a constant


@dataclass(frozen=True)
class TradeOff:
    """Constants that offset one another, so that the data leave combinations of them open.

    Parameters
    ----------
    keys : in the order of the registry
    singular_values : change of the misfit along each combination [standard deviations of misfit per
        standard deviation of the prior], the largest first
    """

    keys: tuple[str, ...]
    singular_values: tuple[float, ...]

    @property
    def pinned(self) -> int:
        """Return how many combinations the data determine better than the prior."""
        return sum(value >= DATA_RULE for value in self.singular_values)


def narrowing(fit: Calibration) -> Array:
    """Return the posterior standard deviations, (constant,) [share of the prior's, 0 to 1]."""
    return np.asarray(np.sqrt(np.diag(_covariance(fit))))


def trade_offs(fit: Calibration) -> tuple[TradeOff, ...]:
    """Return the groups of constants that offset one another and that the data leave open somewhere."""
    covariance, keys = _covariance(fit), fit.free.keys
    deviation = np.sqrt(np.diag(covariance))
    related = np.abs(covariance / np.outer(deviation, deviation)) >= RELATED
    count, label = connected_components(related, directed=False)
    groups = [np.flatnonzero(label == number) for number in range(count)]
    found = [
        TradeOff(tuple(keys[place] for place in group), _singular_values(fit.jacobian[:, group]))
        for group in groups
        if len(group) > 1
    ]
    return tuple(one for one in found if one.pinned < len(one.keys))


def _covariance(fit: Calibration) -> Array:
    """Return the posterior covariance, (constant, constant) [squared standard deviations of the prior]."""
    return np.asarray(np.linalg.inv(fit.jacobian.T @ fit.jacobian + np.eye(len(fit.free.keys))))


def _singular_values(columns: Array) -> tuple[float, ...]:
    """Return the singular values of (point, constant) [1], one for each constant; 0 beyond the points."""
    missing = max(0, columns.shape[1] - columns.shape[0])
    return tuple(map(float, np.linalg.svd(np.pad(columns, ((0, missing), (0, 0))), compute_uv=False)))
