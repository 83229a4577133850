"""Which factors are worth an index of their own: a screening by Morris for the figures asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.screening import choose
from sim.analysis.sensitivity.methods import is_still, morris_effects

Array = NDArray[np.float64]
MOST_KEPT = 40  # factors
SPARE = 0.01  # of each figure's variance that may be left out even where more could be kept
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
    """Return the fewest factors, at most `MOST_KEPT`, that leave out hardly any variance of any figure.

    Parameters
    ----------
    points : (run, factor)  trajectories
    figures : (question, run)
    """
    shares = np.array([rough_shares(*sound_paths(points, each), seed) for each in figures])
    kept = choose(shares, MOST_KEPT)
    for fewer in range(MOST_KEPT - 1, 0, -1):
        tried = choose(shares, fewer)
        if shares[:, ~tried].sum(axis=1).max() > SPARE:
            break
        kept = tried
    return Kept(kept, shares[:, ~kept].sum(axis=1))


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
