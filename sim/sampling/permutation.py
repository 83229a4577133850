"""A shuffle of the numbers below N that gives the place of any of them, without the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.uint64]
ROUNDS = 12
_HALF = np.uint64(32)
_MIX = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
_LAST = np.uint64(31)


def shuffled(numbers: Whole, size: int, keys: Whole) -> Whole:
    """Return where numbers below ``size`` go in the shuffle of some keys.

    A Feistel network over pairs of digits (Black and Rogaway 2002, doi:10.1007/3-540-45760-7_9): the
    pairs cover a few numbers more than ``size``, and one that lands on those goes on until it is
    back below.

    Parameters
    ----------
    numbers : (number,)  0 to ``size`` - 1
    size : at most 2³²
    keys : (ROUNDS,)  random

    Returns
    -------
    (number,)  0 to ``size`` - 1, each once
    """
    base = np.uint64(np.ceil(np.sqrt(size)))
    found = _network(numbers, base, keys)
    astray = np.flatnonzero(found >= size)
    while astray.size:
        found[astray] = _network(found[astray], base, keys)
        astray = astray[found[astray] >= size]
    return found


def _network(numbers: Whole, base: np.uint64, keys: Whole) -> Whole:
    left, right = np.divmod(numbers, base)
    for key in keys:
        left, right = right, left + _digit(right + key, base)
        right -= base * (right >= base)
    return left * base + right


def _digit(numbers: Whole, base: np.uint64) -> Whole:
    """Return a digit below ``base`` for each number: the mix of SplitMix64, its upper half scaled."""
    mixed = numbers
    for shift, factor in _MIX:
        mixed = (mixed ^ (mixed >> shift)) * factor
    mixed = mixed ^ (mixed >> _LAST)
    return ((mixed >> _HALF) * base) >> _HALF
