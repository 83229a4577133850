"""Quantiles and standard deviations of the registry's distributions."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.registry.distributions import Distribution, frozen

TAIL = 0.05  # share of a distribution beyond each of the ends between which a constant is moved by itself
_TAIL = 1.6448536269514722  # standard deviations from the median to the 95% point of a normal distribution


def quantile_of(distribution: Distribution, mode: float, share: Array) -> Array:
    """Return the values below which given shares of a distribution lie.

    Parameters
    ----------
    distribution : of the constant
    mode : the model's own value, which is the mode of a triangle [unit of the constant]
    share : (member,) [share, 0 to 1]

    Returns
    -------
    (member,) [unit of the constant]
    """
    low, high = distribution.low, distribution.high
    width = high - low
    if distribution.kind == "uniform":
        return low + width * share
    if distribution.kind not in distribution.own_kinds:
        return _cut_quantile(distribution, share)
    if distribution.kind == "lognormal":  # low and high are its points of 5% and 95%
        from scipy import stats  # takes two seconds, which draws of a forecast do not need

        centre, spread = np.log(low * high) / 2, np.log(high / low) / (2 * _TAIL)
        return np.asarray(np.exp(centre + spread * stats.norm.ppf(share)), dtype=np.float64)
    return _triangular_quantile(low, mode, high, share)


def _triangular_quantile(low: float, mode: float, high: float, share: Array) -> Array:
    """Return quantiles of a triangle, (member,) [unit of the constant]; many times faster than SciPy's."""
    rising = (mode - low) / (high - low)
    below = low + (high - low) * np.sqrt(rising * np.minimum(share, rising))
    above = high - (high - low) * np.sqrt((1 - rising) * (1 - np.maximum(share, rising)))
    return np.where(share < rising, below, above)


def _cut_quantile(distribution: Distribution, share: Array) -> Array:
    """Return quantiles, (member,) [unit of the constant], of a distribution cut to its range."""
    whole = frozen(distribution)
    below, above = whole.cdf([distribution.low, distribution.high])
    values = whole.ppf(below + (above - below) * share)
    return np.asarray(np.clip(values, distribution.low, distribution.high), dtype=np.float64)


def tails_of(distribution: Distribution, mode: float) -> tuple[float, float]:
    """Return the points of 5% and 95% of a distribution [unit of the constant]."""
    low, high = quantile_of(distribution, mode, np.array([TAIL, 1 - TAIL]))
    return float(low), float(high)


def between_tails(points: Array) -> Array:
    """Return points of the unit cube, (…,) [share, 0 to 1], squeezed between the shares 0.05 and 0.95."""
    return TAIL + (1 - 2 * TAIL) * points


def spread_of(distribution: Distribution, mode: float) -> float:
    """Return the standard deviation of a distribution [unit of the constant].

    Parameters
    ----------
    distribution : of the constant
    mode : mode of a triangle, in the same unit
    """
    from scipy import stats  # takes two seconds, which draws of a forecast do not need

    low, high = distribution.low, distribution.high
    if distribution.kind == "uniform":
        return float((high - low) / np.sqrt(12))
    if distribution.kind not in distribution.own_kinds:
        return _cut_spread(distribution)
    if distribution.kind == "lognormal":
        return float(stats.lognorm.std(np.log(high / low) / (2 * _TAIL), scale=np.sqrt(low * high)))
    return float(stats.triang.std((mode - low) / (high - low), scale=high - low))


def _cut_spread(distribution: Distribution) -> float:
    """Return the standard deviation of a distribution of ``scipy.stats`` that is cut to its range."""
    whole = frozen(distribution)
    ends = {"lb": distribution.low, "ub": distribution.high, "conditional": True}
    mean = whole.expect(**ends)
    return float(np.sqrt(whole.expect(lambda value: (value - mean) ** 2, **ends)))
