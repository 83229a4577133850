"""Quantiles of members, at the levels that tables and bands show."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_MANY = 30_000  # members, from which on a sample spares more time than it takes
_SAMPLED = 17  # every so many members; a sequence that fills space evenly is uneven in steps of powers of two
_DEVIATIONS = 3  # standard deviations of a sampled rank, within which a rank is looked for


def quantiles(values: Array) -> Array:
    """Return the exact quantiles of columns, reordering them in place: (column, member) → (column, level).

    The same bits as ``numpy.quantile``, which takes longer.
    """
    members = values.shape[1]
    if not members:
        return np.full((len(values), len(LEVELS)), math.nan)
    rank = (members - 1) * np.array(LEVELS)
    low = np.floor(rank).astype(np.int64)
    part = rank - low
    below, above = _sorted(values, low) if members < _MANY else _sampled(values, low)
    gap = above - below
    found = np.where(part < 0.5, below + gap * part, above - gap * (1 - part))
    return np.where(np.isnan(values).any(axis=1, keepdims=True), math.nan, found)


def _sorted(values: Array, ranks: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return the figures of the levels' ranks, and the next larger ones: (column, level)."""
    values.sort(axis=1)
    return values[:, ranks], values[:, np.minimum(ranks + 1, values.shape[1] - 1)]


def _sampled(values: Array, ranks: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return what `_sorted` does, for many members; NaN for a column that has any."""
    found = np.full((2, len(values), len(LEVELS)), math.nan)
    for place in np.flatnonzero(~np.isnan(values).any(axis=1)):
        found[:, place] = np.transpose(_of_ranks(values[place], ranks))
    return found[0], found[1]


def _of_ranks(column: Array, ranks: NDArray[np.int64]) -> list[tuple[float, float]]:
    """Return the figures of the levels' ranks, each with the next larger one.

    A sample tells between which figures a rank lies; only those are put into order. Where it is wrong,
    all are.
    """
    sample = np.sort(column[::_SAMPLED])
    found = []
    for level, rank in zip(LEVELS, ranks.tolist(), strict=True):
        middle, spare = level * len(sample), _DEVIATIONS * math.sqrt(level * (1 - level) * len(sample))
        first, last = sample[int(middle - spare)], sample[int(middle + spare)]
        is_above = column >= first
        near = column[is_above & (column <= last)]
        within = rank - (len(column) - np.count_nonzero(is_above))
        if not 0 <= within < len(near) - 1:
            near, within = column, rank
        near.partition(within)
        found.append((near[within], near[within + 1 :].min()))
    return found
