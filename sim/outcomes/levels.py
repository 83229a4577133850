"""Quantiles of members, at the levels that tables and bands show."""

from __future__ import annotations

import math

import numpy as np

from sim.arrays import Array

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def quantiles(values: Array) -> Array:
    """Return the exact quantiles of columns, sorting them in place: (column, member) → (column, level).

    The same bits as ``numpy.quantile``, which orders only what it needs and takes longer for it.
    """
    if not values.shape[1]:
        return np.full((len(values), len(LEVELS)), math.nan)
    values.sort(axis=1)  # what is not a number comes last
    rank = (values.shape[1] - 1) * np.array(LEVELS)
    low = np.floor(rank).astype(np.int64)
    part = rank - low
    below, above = values[:, low], values[:, np.minimum(low + 1, values.shape[1] - 1)]
    gap = above - below
    found = np.where(part < 0.5, below + gap * part, above - gap * (1 - part))
    return np.where(np.isnan(values[:, -1:]), math.nan, found)
