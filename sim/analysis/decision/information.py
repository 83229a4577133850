"""What a figure with an error would tell of a yes or no: by regression, and by simulated acquisitions.

The decision is a call: will the targets be met or not. Its worth is the probability of a right call, which
without the figure is that of the likelier outcome. (Expected value of partial perfect information by
regression: Strong, Oakley and Brennan 2014, doi:10.1177/0272989X13505910; here the figure has an error, so
that it is that of a sample.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array

BINS, PRIOR = 24, 2.0  # of the regression; members' worth of the overall share in each


@dataclass(frozen=True)
class Told:
    """What a figure tells.

    Parameters
    ----------
    right : probability of a right call with it, 0 to 1
    explained : share of the variance of the outcome that it takes away, 0 to 1
    error : standard error of ``right``, NaN where it was not asked for
    """

    right: float
    explained: float
    error: float = math.nan


def by_regression(figures: Array, errors: Array, met: NDArray[np.bool_], seed: int) -> Told:
    """Return what a figure tells, by the share of members that meet in bins of it, learned on other members.

    Parameters
    ----------
    figures, errors : (member,) [unit of the figure]  simulated, and the standard deviation of its publication
    met : (member,)

    Examples
    --------
    >>> figures = np.arange(1000.0)
    >>> by_regression(figures, np.full(1000, 1e-9), figures >= 300, 7).right > 0.95
    True
    """
    draw = np.random.Generator(np.random.PCG64(seed))
    seen = figures + errors * draw.standard_normal(figures.size)
    half = np.zeros(figures.size, dtype=np.bool_)
    half[draw.permutation(figures.size)[: figures.size // 2]] = True
    chance = np.empty(figures.size)
    for learned in (half, ~half):
        edges = np.unique(np.quantile(seen[learned], np.linspace(0, 1, BINS + 1)[1:-1]))
        place = np.searchsorted(edges, seen)
        count = np.bincount(place[learned], minlength=edges.size + 1)
        good = np.bincount(place[learned], weights=met[learned], minlength=edges.size + 1)
        share = (good + PRIOR * met[learned].mean()) / (count + PRIOR)
        chance[~learned] = share[place[~learned]]
    variance = float(met.var())
    explained = 1 - float(((met - chance) ** 2).mean()) / variance if variance else 0.0
    return Told(float(((chance > 0.5) == met).mean()), max(explained, 0.0))


def by_acquisitions(figures: Array, errors: Array, met: NDArray[np.bool_], count: int, seed: int) -> Told:
    """Return what a figure tells, by acquiring it in a number of members as if each were the truth.

    In each, the others are weighted by how likely they make what was published there (Bayes).

    Parameters
    ----------
    figures, errors, met : (member,)  as for `by_regression`
    count : number of acquisitions

    Examples
    --------
    >>> figures = np.arange(1000.0)
    >>> by_acquisitions(figures, np.full(1000, 5.0), figures >= 300, 100, 7).right > 0.95
    True
    """
    draw = np.random.Generator(np.random.PCG64(seed))
    truths = draw.permutation(figures.size)[:count]
    seen = figures[truths] + errors[truths] * draw.standard_normal(truths.size)
    misses = (seen[:, None] - figures) / errors
    weights = -(misses**2) / 2 - np.log(errors)
    weights[np.arange(truths.size), truths] = -np.inf  # the truth does not know itself
    weights = np.exp(weights - weights.max(axis=1, keepdims=True))
    chance = (weights @ met) / weights.sum(axis=1)
    right = np.maximum(chance, 1 - chance)
    own, variance = float(met.mean()), float(met.var())
    explained = float(((chance - own) ** 2).mean()) / variance if variance else 0.0
    return Told(float(right.mean()), min(explained, 1.0), float(right.std(ddof=1) / math.sqrt(truths.size)))
