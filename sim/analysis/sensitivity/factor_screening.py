"""Which factors are worth an index of their own: a screening by Morris for the figures asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.screening import choose
from sim.analysis.sensitivity.indices import is_still, morris_effects
from sim.arrays import Array

MOST_KEPT = 40  # factors
SPARE = 0.01  # of each figure's variance that may be left out even where more could be kept
MOST_LOST = 0.05  # of any figure's variance, for which more than that are kept
TRAJECTORIES = 20


@dataclass(frozen=True)
class Kept:
    """Which factors were kept.

    Parameters
    ----------
    kept : (factor,)
    lost : (question,)  share of the variance of those left out, as the screening puts it
    """

    kept: NDArray[np.bool_]
    lost: Array


def keep(points: Array, figures: Array, seed: int) -> Kept:
    """Return the fewest factors that leave out hardly any variance of any figure.

    At most `MOST_KEPT`, unless that would leave out more than `MOST_LOST` of some figure's variance.

    Parameters
    ----------
    points : (run, factor)  trajectories
    figures : (question, run)
    """
    shares = np.array([rough_shares(*sound_paths(points, each), seed) for each in figures])
    kept = _fewest(shares, SPARE)
    if kept.sum() > MOST_KEPT:
        kept = choose(shares, MOST_KEPT)
        if _lost(shares, kept).max() > MOST_LOST:
            kept = _fewest(shares, MOST_LOST)
    return Kept(kept, _lost(shares, kept))


def _fewest(shares: Array, most_lost: float) -> NDArray[np.bool_]:
    """Return the fewest factors that leave out no more than a share of any figure's variance."""
    kept = np.ones(shares.shape[1], dtype=np.bool_)
    for fewer in range(shares.shape[1] - 1, 0, -1):
        tried = choose(shares, fewer)
        if _lost(shares, tried).max() > most_lost:
            break
        kept = tried
    return kept


def _lost(shares: Array, kept: NDArray[np.bool_]) -> Array:
    return np.asarray(shares[:, ~kept].sum(axis=1), dtype=np.float64)


def rough_shares(points: Array, figures: Array, seed: int) -> Array:
    """Return about which share of a figure's variance each factor accounts for: μ*² / Σ μ*².

    Parameters
    ----------
    points : (run, factor)  trajectories
    figures : (run,)
    """
    if not figures.size or is_still(figures):
        return np.zeros(points.shape[1])
    squares = morris_effects(points, figures, seed).size ** 2
    return np.asarray(squares / squares.sum(), dtype=np.float64)


def sound_paths(points: Array, figures: Array) -> tuple[Array, Array]:
    """Return the trajectories of which every run has a figure.

    Parameters
    ----------
    points : (run, factor)
    figures : (run,)
    """
    steps = points.shape[1] + 1
    sound = np.repeat(np.isfinite(figures.reshape(-1, steps)).all(axis=1), steps)
    return points[sound], figures[sound]
