"""A Latin hypercube: each of N equal slices of every dimension holds one of the N members.

The order of the slices is a shuffle that gives the place of any number without the others, so that any
block of members is drawn by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.sampling.monte_carlo import REPLICATE, source_of, uniform

_WITHIN, _ORDER = 1, 2  # purposes of the streams: the place within a slice, the order of the slices
Whole = NDArray[np.uint64]
ROUNDS = 12
_HALF = np.uint64(32)
_MIX = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
_LAST = np.uint64(31)


@dataclass(frozen=True)
class LatinShares:
    """Shares of a Latin hypercube; all of them change with the number of members.

    Parameters
    ----------
    keys : names of the drawn quantities
    members : number of members and of slices, N
    entropy : numbers that, with the key, determine the order of the slices and the places within them

    References
    ----------
    McKay, Beckman and Conover 1979, A comparison of three methods for selecting values of input variables
    in the analysis of output from a computer code, doi:10.2307/1268522.
    """

    keys: tuple[str, ...]
    members: int
    entropy: tuple[int, ...]

    def block(self, first: int, stop: int) -> Array:
        """Return the shares of members ``first`` to before ``stop``, (key, member) [share, 0 to 1]."""
        places = np.arange(first, stop).astype(np.uint64)
        return np.array([self._row(key, places, first, stop) for key in self.keys])

    def replicate(self, number: int, members: int) -> LatinShares:
        """Return another hypercube, of so many members."""
        return replace(self, members=members, entropy=(*self.entropy, REPLICATE, number))

    def _row(self, key: str, places: NDArray[np.uint64], first: int, stop: int) -> Array:
        """Return the shares of one key, (member,) [share, 0 to 1]."""
        state = source_of(self.entropy, key, _ORDER).generate_state(ROUNDS, np.uint64)
        within = uniform(source_of(self.entropy, key, _WITHIN), first, stop)
        slices = shuffled(places, self.members, state.astype(np.uint64))
        return np.asarray((slices + within) / self.members, dtype=np.float64)


def shuffled(numbers: Whole, size: int, keys: Whole) -> Whole:
    """Return the places of numbers below ``size`` in the shuffle that the keys determine.

    A Feistel network over pairs of digits. The pairs cover a few numbers more than ``size``; a number
    that lands on one of those goes through the network again until it is below ``size``.

    Parameters
    ----------
    numbers : (number,) [0 to ``size`` - 1]
    size : how many numbers are shuffled, at most 2³²
    keys : (ROUNDS,) [random whole number]

    Returns
    -------
    (number,) [0 to ``size`` - 1], each once

    References
    ----------
    Black and Rogaway 2002, Ciphers with arbitrary finite domains, doi:10.1007/3-540-45760-7_9.
    """
    base = np.uint64(np.ceil(np.sqrt(size)))
    found = _network(numbers, base, keys)
    astray = np.flatnonzero(found >= size)
    while astray.size:
        found[astray] = _network(found[astray], base, keys)
        astray = astray[found[astray] >= size]
    return found


def _network(numbers: Whole, base: np.uint64, keys: Whole) -> Whole:
    """Return where a Feistel network sends numbers, (number,) [0 to ``base``² - 1], each to one place.

    Each key turns the pair of digits (left, right) into (right, left + f(right)), which can be undone
    whatever f is: so no two numbers meet.
    """
    left, right = np.divmod(numbers, base)
    for key in keys:
        left, right = right, left + _digit(right + key, base)
        right -= base * (right >= base)
    return left * base + right


def _digit(numbers: Whole, base: np.uint64) -> Whole:
    """Return digits, (number,) [0 to ``base`` - 1]: the mix of SplitMix64, its upper half scaled."""
    mixed = numbers
    for shift, factor in _MIX:
        mixed = (mixed ^ (mixed >> shift)) * factor
    mixed = mixed ^ (mixed >> _LAST)
    return ((mixed >> _HALF) * base) >> _HALF
