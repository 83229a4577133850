"""Scores of a sample as the forecast of a figure.

References
----------
Gneiting and Raftery 2007, Strictly proper scoring rules, prediction, and estimation, Journal of the American
Statistical Association 102, doi:10.1198/016214506000001437. Dawid 1984, Statistical theory: the prequential
approach, Journal of the Royal Statistical Society A 147, doi:10.2307/2981683 (the PIT).
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Array


def crps(draws: Array, observed: float) -> float:
    """Return the continuous ranked probability score of a sample, in the unit of the figure; 0 is best.

    E|X - y| - ½ E|X - X'|, with X and X' from the sample: exact for its distribution, and of a single
    draw the absolute error. In sorted order ½ E|X - X'| = Σ (2i - n - 1) x₍ᵢ₎ / n².

    Parameters
    ----------
    draws : (member,) [unit of the figure]
    """
    count = draws.size
    ranks = 2 * np.arange(1, count + 1) - count - 1
    return float(np.abs(draws - observed).mean() - ranks @ np.sort(draws) / count**2)


def percentile(draws: Array, observed: float) -> float:
    """Return the share of a sample below a figure, those equal to it counted half, 0 to 1 (PIT).

    Over many figures it is uniform where the forecasts are as sure as they should be.

    Parameters
    ----------
    draws : (member,) [unit of the figure]
    """
    return float((draws < observed).mean() + (draws == observed).mean() / 2)
