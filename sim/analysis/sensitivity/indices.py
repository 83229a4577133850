"""Designs and indices of global sensitivity analysis on the unit cube, by SALib.

The only module that imports SALib. All its numbers follow from the seed, which may be 0, and a design
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

SLICES = 10  # parts of a factor's range, within each of which PAWN looks at the figure
GROUPS = 20  # of members by a factor's values, for its main effect
FIFTHS = 5  # parts of the members by their figures, the lowest first, for the regional analysis
RESAMPLES = 200  # bootstrap samples of the design, for the confidence intervals
LEVELS = 4  # of Morris's grid
CONFIDENCE = 0.95
STANDARD_NORMAL_95 = 1.96
_STILL = 1e-12  # share of a figure's size: with less spread it does not move


@dataclass(frozen=True)
class SobolIndices:
    """Sobol indices: shares of a figure's variance.

    Parameters
    ----------
    first : (group,) [share of the variance]  effect of the group by itself
    total : (group,) [share of the variance]  effect of the group with all its interactions
    first_error, total_error : (group,), in the same unit  half-widths of their 95% intervals
    """

    first: Array
    first_error: Array
    total: Array
    total_error: Array


@dataclass(frozen=True)
class MorrisEffects:
    """Elementary effects over the whole range of a factor.

    Parameters
    ----------
    size : (factor,) [unit of the figure]  mean absolute effect μ*
    size_error : (factor,), in the same unit  half-width of its 95% interval
    mean : (factor,), in the same unit  mean effect μ, with its sign
    deviation : (factor,), in the same unit  standard deviation σ of the effects, which interactions and
        curvature make
    """

    size: Array
    size_error: Array
    mean: Array
    deviation: Array


def sobol_points(groups: Sequence[int], count: int, seed: int) -> Array:
    """Return Saltelli's design on a scrambled Sobol sequence.

    Parameters
    ----------
    groups : (factor,)  number of the group that each factor belongs to; a group is resampled as one
    count : number of base points, a power of two

    Returns
    -------
    (count × (groups + 2), factor) [share, 0 to 1]; its first part is the design of a smaller count

    References
    ----------
    Saltelli et al. 2010, Variance based sensitivity analysis of model output. Design and estimator for the
    total sensitivity index, doi:10.1016/j.cpc.2009.09.018.
    """
    points = sobol_sample.sample(_cube(len(groups), groups), count, calc_second_order=False, seed=seed + 1)
    return np.asarray(points, dtype=np.float64)


def sobol_indices(
    groups: Sequence[int], figures: Array, seed: int, resamples: int = RESAMPLES
) -> SobolIndices:
    """Return first- and total-order indices of each group, in the order of its first factor.

    Parameters
    ----------
    groups : (factor,)  as for `sobol_points`
    figures : (count × (groups + 2),) [unit of the figure]  at `sobol_points`
    resamples : bootstrap samples for the intervals

    References
    ----------
    Sobol 2001, Global sensitivity indices for nonlinear mathematical models and their Monte Carlo
    estimates, doi:10.1016/S0378-4754(00)00270-6. Estimators of Saltelli et al. 2010,
    doi:10.1016/j.cpc.2009.09.018.
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
    (count × (factors + 1), factor) [share, 0 to 1]

    References
    ----------
    Morris 1991, Factorial sampling plans for preliminary computational experiments,
    doi:10.1080/00401706.1991.10484804.
    """
    points = morris_sample.sample(_cube(factors), count, num_levels=LEVELS, seed=seed)
    return np.asarray(points, dtype=np.float64)


def morris_effects(points: Array, figures: Array, seed: int) -> MorrisEffects:
    """Return the elementary effects of each factor.

    Parameters
    ----------
    points : (count × (factors + 1), factor) [share, 0 to 1]  as `morris_points` returns them
    figures : (count × (factors + 1),) [unit of the figure]

    References
    ----------
    Morris 1991, doi:10.1080/00401706.1991.10484804. The mean of absolute effects: Campolongo, Cariboni and
    Saltelli 2007, An effective screening design for sensitivity analysis of large models,
    doi:10.1016/j.envsoft.2006.10.004.
    """
    found = morris_analysis.analyze(
        _cube(points.shape[1]), points, figures, num_resamples=RESAMPLES,
        conf_level=CONFIDENCE, num_levels=LEVELS, seed=seed,
    )  # fmt: skip
    names = ("mu_star", "mu_star_conf", "mu", "sigma")
    return MorrisEffects(*(np.array(found[name], dtype=np.float64) for name in names))


def pawn_distances(values: Array, figures: Array) -> Array:
    """Return the PAWN index of each factor, from any draws.

    The median over `SLICES` slices of the factor's range of the distance of Kolmogorov and Smirnov
    between the figure's distribution within the slice and that of all members.

    Parameters
    ----------
    values : (member, factor) [units of the factors]
    figures : (member,) [unit of the figure]

    Returns
    -------
    (factor,) [distance between distributions, 0 to 1]

    References
    ----------
    Pianosi and Wagener 2015, A simple and efficient method for global sensitivity analysis based on
    cumulative distribution functions, doi:10.1016/j.envsoft.2015.01.004; from any draws: 2018,
    Distribution-based sensitivity analysis from a generic input-output sample,
    doi:10.1016/j.envsoft.2018.07.019.
    """
    if is_still(figures):
        return np.zeros(values.shape[1])
    found = pawn_analysis.analyze(_cube(values.shape[1]), values, figures, S=SLICES)
    return np.asarray(found["median"], dtype=np.float64)


def main_effects(values: Array, figures: Array) -> tuple[Array, Array]:
    """Return the share of the variance that would go if a factor were known, from any draws.

    The variance of the means of `GROUPS` groups of members by the factor's values, relative to that of all
    members, without what chance alone gives (Olejnik and Algina's ε²). Factors may be correlated: shares
    then overlap and need not add up to one.

    Parameters
    ----------
    values : (member, factor) [units of the factors]
    figures : (member,) [unit of the figure]

    Returns
    -------
    (factor,) [share of the variance], not below 0
    (factor,) [share of the variance]  half-widths of the 95% intervals

    References
    ----------
    Plischke, Borgonovo and Smith 2013, Global sensitivity measures from given data,
    doi:10.1016/j.ejor.2012.11.047. Kelley 1935, An unbiased correlation ratio measure,
    doi:10.1073/pnas.21.9.554. Error: Olkin and Finn 1995, Correlations redux,
    doi:10.1037/0033-2909.118.1.155.
    """
    if is_still(figures):
        return np.zeros(values.shape[1]), np.zeros(values.shape[1])
    count = figures.size
    shares = np.array([_correlation_ratio(column, figures) for column in values.T])
    return shares, _half_width(shares, count)


def share_together(values: Array, figures: Array) -> tuple[float, float]:
    """Return the share of the variance that several quantities explain together by a linear fit.

    Parameters
    ----------
    values : (member, quantity) [units of the quantities]
    figures : (member,) [unit of the figure]; members whose figure is NaN are left out

    Returns
    -------
    share of the variance, adjusted for the number of quantities, and the half-width of its 95% interval
    """
    sound = np.isfinite(figures)
    figures, values = figures[sound], values[sound]
    values = values[:, np.ptp(values, axis=0) > 0] if figures.size else values
    count, width = values.shape
    if is_still(figures) or not width or count <= 2 * width:
        return 0.0, 0.0
    centred = (values - values.mean(axis=0)) / values.std(axis=0)
    left = figures - figures.mean()
    fitted = centred @ np.linalg.lstsq(centred, left, rcond=None)[0]
    share = max(0.0, 1 - float(np.var(left - fitted) / np.var(left)) * (count - 1) / (count - width - 1))
    return share, float(_half_width(np.array(share), count))


def _half_width(shares: Array, count: int) -> Array:
    """Return the half-widths of the 95% intervals of shares of the variance of so many members."""
    return np.asarray(STANDARD_NORMAL_95 * 2 * np.sqrt(np.maximum(shares, 1 / count) / count) * (1 - shares))


def _correlation_ratio(values: Array, figures: Array) -> float:
    """Return the correlation ratio of figures, (member,), by groups of values, less what chance gives."""
    count = figures.size
    distinct, group = np.unique(values, return_inverse=True)
    if distinct.size > GROUPS:
        group = np.empty(count, dtype=np.int64)
        group[np.argsort(values, kind="stable")] = np.arange(count) * GROUPS // count
    sizes = np.bincount(group)
    means = np.bincount(group, figures - figures.mean()) / sizes
    ratio = float((sizes * means**2).sum() / count / figures.var())
    return max(0.0, 1 - (1 - ratio) * (count - 1) / (count - sizes.size))


def regional_separation(values: Array, figures: Array) -> Array:
    """Return how well a factor's values separate each fifth of a figure's members from the rest.

    SALib's distance of Cramér and von Mises, T, grows with the number of members. With n members
    within the fifth and m outside, 3 T (n + m) / (n m) does not: it is 0 where the factor has the
    same distribution inside and outside, and 1 where the lowest or the highest fifth has values
    that no other members have.

    Parameters
    ----------
    values : (member, factor) [units of the factors]
    figures : (member,) [unit of the figure]

    Returns
    -------
    (fifth, factor) [separation, 0 to 1], lowest figures first; NaN where a fifth has no members of its own

    References
    ----------
    Hornberger and Spear 1981, An approach to the preliminary analysis of environmental systems, Journal of
    Environmental Management 12, 7-18.
    """
    if is_still(figures):
        return np.zeros((FIFTHS, values.shape[1]))
    problem = _cube(values.shape[1])
    found = regional_analysis.analyze(problem, values, figures, bins=FIFTHS, target="Y")
    distance = np.array([found[name] for name in problem["names"]], dtype=np.float64).T
    inside = _members_of_fifths(figures)
    return np.asarray(3 * distance * figures.size / (inside * (figures.size - inside))[:, None])


def is_still(figures: Array) -> bool:
    """Return whether a figure, (run,) [its unit], is the same in all runs but for rounding."""
    return bool(np.ptp(figures) <= _STILL * (1 + np.abs(figures).max()))


def _members_of_fifths(figures: Array) -> Array:
    """Return the number of members in each fifth, (fifth,) [member], at least 1 so that it can divide."""
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
