"""Shapley values: the part of each player in what a coalition of all of them brings.

A coalition is a whole number whose bit i says whether player i is in it. Its worth may be a figure or an
array of them, such as a row by year; the parts have the same shape.

References
----------
Shapley 1953, A value for n-person games, doi:10.1515/9781400881970-018.
Pairs: Grabisch and Roubens 1999, doi:10.1007/s001820050125. Sampled orders: Castro, Gómez and Tejada 2009,
doi:10.1016/j.cor.2008.04.004; each order is followed by its reverse, Mitchell et al. 2022, JMLR 23(43).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array

MOST_EXACT = 12  # players, of whom all 4,096 coalitions are tried
NORMAL_95 = 1.96


def exact_parts(worth: Array) -> Array:
    """Return the part of each player, from the worth of every coalition.

    Parameters
    ----------
    worth : (2 ** player, ...)  the coalition's number is its place

    Returns
    -------
    (player, ...)  the parts add up to the worth of all less that of none

    Examples
    --------
    >>> exact_parts(np.array([0.0, 6.0, 4.0, 12.0])).tolist()
    [7.0, 5.0]
    """
    count = _players(worth)
    found = np.zeros((count, *worth.shape[1:]))
    weights = [
        math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
        for size in range(count)
    ]
    for player in range(count):
        for coalition in range(len(worth)):
            if not coalition >> player & 1:
                gain = worth[coalition | 1 << player] - worth[coalition]
                found[player] += weights[coalition.bit_count()] * gain
    return found


def exact_pairs(worth: Array) -> Array:
    """Return what two players bring together beyond what each brings alone, averaged over the others.

    Above zero they strengthen each other, below they stand in for each other.

    Parameters
    ----------
    worth : (2 ** player, ...)  the coalition's number is its place

    Returns
    -------
    (player, player, ...)  symmetric; zero on the diagonal

    Examples
    --------
    >>> exact_pairs(np.array([0.0, 6.0, 4.0, 12.0])).tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    count = _players(worth)
    found = np.zeros((count, count, *worth.shape[1:]))
    weights = [
        math.factorial(size) * math.factorial(count - size - 2) / math.factorial(count - 1)
        for size in range(count - 1)
    ]
    for first in range(count):
        for second in range(first):
            one, other = 1 << first, 1 << second
            for coalition in range(len(worth)):
                if not coalition & (one | other):
                    gain = worth[coalition | one | other] - worth[coalition | one]
                    gain = gain - worth[coalition | other] + worth[coalition]
                    found[first, second] += weights[coalition.bit_count()] * gain
            found[second, first] = found[first, second]
    return found


@dataclass(frozen=True, eq=False)
class Orders:
    """Orders in which the players join, each followed by its reverse.

    Parameters
    ----------
    players : (order, player)
    """

    players: Array

    @classmethod
    def drawn(cls, count: int, orders: int, seed: int) -> Orders:
        """Return an even number of orders of so many players; equal seeds give equal orders."""
        generator = np.random.Generator(np.random.PCG64(seed))
        half = [generator.permutation(count) for _ in range(orders // 2)]
        return cls(np.array([each for one in half for each in (one, one[::-1])]))

    @property
    def coalitions(self) -> tuple[int, ...]:
        """Return every coalition on the way of any order, each once."""
        return tuple(dict.fromkeys(each for order in self.players for each in _way(order)))

    def parts(self, worth: Array, place: dict[int, int]) -> tuple[Array, Array]:
        """Return the mean part of each player over the orders, and half the width of its interval of 95%.

        Parameters
        ----------
        worth : (coalition, ...)
        place : of each coalition in ``worth``

        Returns
        -------
        (player, ...), (player, ...)  the means add up to the worth of all less that of none, as the exact
        parts do; the interval is that of the orders drawn
        """
        gains = np.zeros((*self.players.shape, *worth.shape[1:]))
        for number, order in enumerate(self.players):
            way = [worth[place[coalition]] for coalition in _way(order)]
            for before, after, player in zip(way[:-1], way[1:], order, strict=True):
                gains[number, player] = after - before
        pairs = gains.reshape(-1, 2, *gains.shape[1:]).mean(axis=1)  # an order and its reverse are one draw
        spread = pairs.std(axis=0, ddof=1) if len(pairs) > 1 else np.full(pairs.shape[1:], math.nan)
        return pairs.mean(axis=0), NORMAL_95 * spread / math.sqrt(len(pairs))


def _way(order: Sequence[int] | Array) -> list[int]:
    """Return the coalitions from none to all as the players join one after another."""
    found = [0]
    for player in order:
        found.append(found[-1] | 1 << int(player))
    return found


def _players(worth: Array) -> int:
    return len(worth).bit_length() - 1
