"""Quantiles of members, at the levels that tables and bands show."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_MANY = 4_000  # members, from which on counting spares more time than it takes
_BINS = 1_000
_SAMPLED = 1_000  # members that tell where the bins are to lie
_OUTSIDE = 0.02  # of the sample, on either side of the bins: a few far members would make them wide


def quantiles(values: Array) -> Array:
    """Return the exact quantiles of columns, reordering them in place: (column, member) → (column, level).

    The same bits as ``numpy.quantile``, which takes longer.
    """
    members = values.shape[1]
    if not members:
        return np.full((len(values), len(LEVELS)), math.nan)
    low, part = ranks_of(members)
    below, above = _sorted(values, low) if members < _MANY else _counted(values, low)
    return between(below, above, part)


def ranks_of(members: int) -> tuple[NDArray[np.int64], Array]:
    """Return the rank next below each level, from 0, and how far the level lies above it, 0 to 1."""
    rank = (members - 1) * np.array(LEVELS)
    low = np.floor(rank).astype(np.int64)
    return low, rank - low


def between(below: Array, above: Array, part: Array) -> Array:
    """Return the quantiles between the figures next to them, as NumPy does: (column, level).

    A zero is positive, whichever of both zeros came first.
    """
    with np.errstate(invalid="ignore", over="ignore"):  # figures that are infinite, or far from each other
        gap = above - below
        return np.asarray(np.where(part < 0.5, below + gap * part, above - gap * (1 - part)) + 0.0)


def _sorted(values: Array, ranks: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return the figures of the levels' ranks, and the next larger ones: (column, level).

    Both are NaN for a column that has any.
    """
    values.sort(axis=1)  # NaN comes last
    values[np.isnan(values[:, -1])] = math.nan
    return values[:, ranks], values[:, np.minimum(ranks + 1, values.shape[1] - 1)]


def _counted(values: Array, ranks: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return what `_sorted` does, for many members: only bins that hold one of the ranks are sorted."""
    from sim.engine.machine.slots import (
        BESIDE,
        count,
        pick,
    )  # loads a compiler, which few members do not need

    columns, members = values.shape
    step = members // _SAMPLED | 1  # odd: a sequence that fills space evenly is uneven in powers of two
    sample = np.sort(values[:, ::step], axis=1)
    outside = int(_OUTSIDE * sample.shape[1])
    low, high = sample[:, outside], sample[:, -1 - outside]
    with np.errstate(invalid="ignore"):  # infinite figures, which are counted apart
        width = high - low
    counts = np.zeros((columns, _BINS + BESIDE), np.int64)
    count(values, low, width, counts)
    both = np.array([ranks, np.minimum(ranks + 1, members - 1)])
    found = np.empty((2, columns, len(ranks)))
    for place, own in enumerate(counts):
        if own[-1] or not math.isfinite(width[place]):
            found[:, [place]] = _sorted(values[[place]], ranks)
            continue
        slots = np.searchsorted(np.cumsum(own), both, side="right")
        wanted = np.zeros_like(own)
        wanted[slots] = 1
        picked = pick(values[place], low[place], width[place], wanted, int(own @ wanted))
        picked.sort()
        found[:, place] = picked[both - np.cumsum(own * (1 - wanted))[slots]]
    return found[0], found[1]
