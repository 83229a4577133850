"""The methods of sensitivity analysis: designs and indices on the unit cube, by SALib.

The only module that imports SALib. All its numbers follow from the seed, 0 among them, and a design
is the same whatever is done before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from SALib.analyze import morris as morris_analysis
from SALib.analyze import pawn as pawn_analysis
from SALib.analyze import rsa as regional_analysis
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from sim.arrays import Array

SLICES = 10  # of a factor's range, within each of which PAWN looks at the figure
FIFTHS = 5  # of the figure's range, lowest first, that the regional analysis looks at
RESAMPLES = 200  # of the design, for the confidence intervals
LEVELS = 4  # of the grid of Morris
CONFIDENCE = 0.95
_STILL = 1e-12  # of a figure's size: it does not move


@dataclass(frozen=True)
class SobolIndices:
    """Shares of a figure's variance, each with the half-width of its 95% interval.

    Parameters
    ----------
    first : (group,)  what the group does by itself
    total : (group,)  with all its interactions
    """

    first: Array
    first_error: Array
    total: Array
    total_error: Array


@dataclass(frozen=True)
class MorrisEffects:
    """Elementary effects over the whole range of a factor, in the unit of the figure.

    Parameters
    ----------
    size : (factor,)  mean absolute effect μ*
    size_error : (factor,)  half-width of its 95% interval
    mean : (factor,)  mean effect μ, with its sign
    deviation : (factor,)  standard deviation σ of the effects: interactions and curvature
    """

    size: Array
    size_error: Array
    mean: Array
    deviation: Array


def sobol_points(groups: Sequence[int], count: int, seed: int) -> Array:
    """Return Saltelli's design on a scrambled Sobol sequence.

    Parameters
    ----------
    groups : (factor,)  which group each factor belongs to; a group is resampled as one
    count : of base points, a power of two

    Returns
    -------
    (count × (groups + 2), factor)  0 to 1; the first part of it is the design of a smaller count
    """
    points = sobol_sample.sample(_cube(len(groups), groups), count, calc_second_order=False, seed=seed + 1)
    return np.asarray(points, dtype=np.float64)


def sobol_indices(
    groups: Sequence[int], figures: Array, seed: int, resamples: int = RESAMPLES
) -> SobolIndices:
    """Return first- and total-order indices of each group, in the order of its first factor.

    Parameters
    ----------
    figures : (count × (groups + 2),)  at `sobol_points`
    """
    if is_still(figures):
        return SobolIndices(*(np.zeros(len(set(groups))) for _ in range(4)))
    found = sobol_analysis.analyze(
        _cube(len(groups), groups), figures, calc_second_order=False, num_resamples=resamples,
        conf_level=CONFIDENCE, seed=seed + 1,
    )  # fmt: skip
    return SobolIndices(*(np.array(found[name]) for name in ("S1", "S1_conf", "ST", "ST_conf")))


def morris_points(factors: int, count: int, seed: int) -> Array:
    """Return trajectories that change one factor at a time.

    Returns
    -------
    (count × (factors + 1), factor)  0 to 1
    """
    points = morris_sample.sample(_cube(factors), count, num_levels=LEVELS, seed=seed)
    return np.asarray(points, dtype=np.float64)


def morris_effects(points: Array, figures: Array, seed: int) -> MorrisEffects:
    """Return the elementary effects of each factor.

    Parameters
    ----------
    points : (count × (factors + 1), factor)  as `morris_points` returns them
    figures : (count × (factors + 1),)
    """
    found = morris_analysis.analyze(
        _cube(points.shape[1]), points, figures, num_resamples=RESAMPLES,
        conf_level=CONFIDENCE, num_levels=LEVELS, seed=seed,
    )  # fmt: skip
    names = ("mu_star", "mu_star_conf", "mu", "sigma")
    return MorrisEffects(*(np.array(found[name], dtype=np.float64) for name in names))


def pawn_distances(values: Array, figures: Array) -> Array:
    """Return how far a figure's distribution moves when a factor is known: PAWN, any draws.

    The median over `SLICES` slices of the factor's range of the greatest distance between the
    figure's distribution within the slice and that of all members (Kolmogorov and Smirnov).

    Parameters
    ----------
    values : (member, factor)
    figures : (member,)

    Returns
    -------
    (factor,)  0 to 1
    """
    if is_still(figures):
        return np.zeros(values.shape[1])
    found = pawn_analysis.analyze(_cube(values.shape[1]), values, figures, S=SLICES)
    return np.asarray(found["median"], dtype=np.float64)


def regional_separation(values: Array, figures: Array) -> Array:
    """Return how well a factor's values tell each fifth of a figure's members from the rest.

    SALib's distance of Cramér and von Mises, T, grows with the number of members. With n members
    within the fifth and m outside, 3 T (n + m) / (n m) does not: it is 0 where the factor has the
    same distribution inside and outside, and 1 where the lowest or the highest fifth has values
    that nobody else has.

    Parameters
    ----------
    values : (member, factor)
    figures : (member,)

    Returns
    -------
    (fifth, factor)  lowest figures first; not a number where a fifth has no members of its own
    """
    if is_still(figures):
        return np.zeros((FIFTHS, values.shape[1]))
    problem = _cube(values.shape[1])
    found = regional_analysis.analyze(problem, values, figures, bins=FIFTHS, target="Y")
    distance = np.array([found[name] for name in problem["names"]], dtype=np.float64).T
    inside = _members_of_fifths(figures)
    return np.asarray(3 * distance * figures.size / (inside * (figures.size - inside))[:, None])


def is_still(figures: Array) -> bool:
    """Return whether a figure is the same in all runs but for rounding."""
    return bool(np.ptp(figures) <= _STILL * (1 + np.abs(figures).max()))


def _members_of_fifths(figures: Array) -> Array:
    """Return how many members lie in each fifth; a fifth without any counts as one, its distance is none."""
    ends = np.quantile(figures, np.linspace(0, 1, FIFTHS + 1)[1:-1])
    fifth = np.searchsorted(ends, figures, side="left")
    return np.clip(np.bincount(fifth, minlength=FIFTHS), 1, figures.size - 1).astype(np.float64)


def _cube(factors: int, groups: Sequence[int] = ()) -> dict[str, Any]:
    """Return SALib's statement of a unit cube; factors of one group are resampled as one."""
    problem = {
        "num_vars": factors,
        "names": [f"x{place}" for place in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
    return problem | ({"groups": [f"g{group}" for group in groups]} if groups else {})
