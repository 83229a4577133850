"""Screening of factors before a variance-based analysis, by elementary effects."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.analysis.screening import choose
from sim.analysis.sensitivity.factors import Factor
from sim.analysis.sensitivity.indices import is_still, morris_effects, morris_points
from sim.analysis.sensitivity.runs import Runs
from sim.arrays import Array
from sim.sampling.quantiles import between_tails

MOST_KEPT = 40  # factors
SPARE = 0.01  # share of each figure's variance that may be left out even where more could be kept
MOST_LOST = 0.05  # share of any figure's variance; where more would be lost, more factors are kept
TRAJECTORIES = 20


@dataclass(frozen=True)
class Kept:
    """The factors that a screening keeps.

    Parameters
    ----------
    kept : (factor,) [true or false]  whether it gets an index of its own
    lost : (question,) [share of the variance]  estimate for the factors left out
    """

    kept: NDArray[np.bool_]
    lost: Array


def screen(runs: Runs, members: int, seed: int) -> Kept:
    """Return the factors that get an index of their own: all, unless there are many.

    Parameters
    ----------
    members : number of runs that follow, for the progress
    """
    factors = len(runs.factors)
    if factors <= MOST_KEPT:
        return Kept(np.ones(factors, dtype=np.bool_), np.zeros(len(runs.questions)))
    points = morris_points(factors, TRAJECTORIES, seed)
    runs.planned = len(points) + members
    found = keep(points, runs.at_points(between_tails(points)), seed)
    asked_for = np.array([factor.is_asked_for for factor in runs.factors])
    return replace(found, kept=found.kept | asked_for)


def kept_first(runs: Runs, screened: Kept) -> tuple[tuple[Factor, ...], tuple[Factor, ...]]:
    """Put the factors kept before those left out, in the runs too, and return both."""
    order = [*np.flatnonzero(screened.kept), *np.flatnonzero(~screened.kept)]
    runs.factors = tuple(runs.factors[place] for place in order)
    count = int(screened.kept.sum())
    return runs.factors[:count], runs.factors[count:]


def keep(points: Array, figures: Array, seed: int) -> Kept:
    """Return the fewest factors that leave out hardly any variance of any figure.

    At most `MOST_KEPT`, unless that would leave out more than `MOST_LOST` of some figure's variance.

    Parameters
    ----------
    points : (run, factor) [share, 0 to 1]  trajectories
    figures : (question, run) [units of the indicators]
    """
    shares = np.array([rough_shares(*sound_paths(points, each), seed) for each in figures])
    kept = _fewest(shares, SPARE)
    if kept.sum() > MOST_KEPT:
        kept = choose(shares, MOST_KEPT)
        if _lost(shares, kept).max() > MOST_LOST:
            kept = _fewest(shares, MOST_LOST)
    return Kept(kept, _lost(shares, kept))


def _fewest(shares: Array, most_lost: float) -> NDArray[np.bool_]:
    """Return the fewest factors, (factor,) [true or false], that lose at most a share of any variance."""
    kept = np.ones(shares.shape[1], dtype=np.bool_)
    for fewer in range(shares.shape[1] - 1, 0, -1):
        tried = choose(shares, fewer)
        if _lost(shares, tried).max() > most_lost:
            break
        kept = tried
    return kept


def _lost(shares: Array, kept: NDArray[np.bool_]) -> Array:
    """Return what the factors left out account for, (question,) [share of the variance]."""
    return np.asarray(shares[:, ~kept].sum(axis=1), dtype=np.float64)


def rough_shares(points: Array, figures: Array, seed: int) -> Array:
    """Return about which share of a figure's variance each factor accounts for: μ*² / Σ μ*².

    Parameters
    ----------
    points : (run, factor) [share, 0 to 1]  trajectories
    figures : (run,) [unit of the figure]

    Returns
    -------
    (factor,) [share of the variance]
    """
    if not figures.size or is_still(figures):
        return np.zeros(points.shape[1])
    squares = morris_effects(points, figures, seed).size ** 2
    return np.asarray(squares / squares.sum(), dtype=np.float64)


def sound_paths(points: Array, figures: Array) -> tuple[Array, Array]:
    """Return the points and figures of the trajectories of which every run has a figure.

    Parameters
    ----------
    points : (run, factor) [share, 0 to 1]
    figures : (run,) [unit of the figure]
    """
    steps = points.shape[1] + 1
    sound = np.repeat(np.isfinite(figures.reshape(-1, steps)).all(axis=1), steps)
    return points[sound], figures[sound]
