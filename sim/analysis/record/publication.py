"""Simulated figures as they would be published: with the error of a publication."""

from __future__ import annotations

import numpy as np

from sim.analysis.calibration.observations import Point, observation_error
from sim.arrays import Array
from sim.sampling.copula import SHARE_LEAST
from sim.sampling.monte_carlo import RandomShares
from sim.scenario.workspace import Workspace


def as_published(point: Point, figures: Array, workspace: Workspace, seed: int) -> Array:
    """Return members' figures as they would be published, (member,) [unit of the point].

    The error is that of the figure forecast, since the observed one is not known yet.

    Parameters
    ----------
    point : what is published, of which the figure itself is not read
    figures : (member,) [unit of the point]
    seed : of the errors, which differ by point and member
    """
    from scipy import stats  # takes two seconds, which who opens a page does not need

    name = f"error of {point.id} {point.seen.measure} {point.seen.period.text('en')}"
    shares = RandomShares((name,), (seed,)).block(0, figures.size)[0]
    normal = stats.norm.ppf(np.clip(shares, SHARE_LEAST, 1 - SHARE_LEAST))
    return np.asarray(figures + observation_error(point.seen, workspace, figures) * normal)
