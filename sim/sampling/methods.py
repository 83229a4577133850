"""Sampling methods: designs of points in the unit cube, by the method's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol, Self

import numpy as np

from sim.arrays import Array
from sim.errors import Argument, Fault, suggestion
from sim.sampling.latin_hypercube import LatinShares
from sim.sampling.monte_carlo import RandomShares
from sim.sampling.sobol import SobolShares

_SAMPLING = Argument("sampling")


class Shares(Protocol):
    """Points of the unit cube, any of which can be had without the others."""

    def block(self, first: int, stop: int) -> Array:
        """Return the points of members ``first`` to before ``stop``: (dimension, member) [share, 0 to 1]."""
        ...

    def replicate(self, number: int, members: int) -> Self:
        """Return other points of the same kind, which are independent of these and of other replicates."""
        ...


@dataclass(frozen=True)
class ReplicatedShares:
    """The points of several replicates, one after the other.

    Parameters
    ----------
    shares : points of the first of them, which itself is none
    count, members : number of replicates, and of the members of each
    """

    shares: Shares
    count: int
    members: int

    def block(self, first: int, stop: int) -> Array:
        """Return the points of members ``first`` to before ``stop`` of all replicates together."""
        parts = [
            self.shares.replicate(number, self.members).block(0, self.members)
            for number in range(first // self.members, -(-stop // self.members))
        ]
        start = first - first // self.members * self.members
        return np.concatenate(parts, axis=1)[:, start : start + stop - first]

    def replicate(self, number: int, members: int) -> ReplicatedShares:
        """Return replicates of a replicate of the points."""
        return replace(self, shares=self.shares.replicate(number, members))


@dataclass(frozen=True)
class Axes:
    """The dimensions of the points.

    Parameters
    ----------
    keys : names of what is drawn; Latin hypercubes and Monte Carlo have a stream for each
    dimensions : dimensions of a Sobol sequence that the keys take
    cube : number of dimensions of that sequence, those that are not drawn included
    """

    keys: tuple[str, ...]
    dimensions: tuple[int, ...]
    cube: int


@dataclass(frozen=True)
class SamplingMethod:
    """A way to spread members over the unit cube.

    Parameters
    ----------
    shares : builds the points from their axes, the number of members, and the entropy: the seed and
        further numbers that distinguish its uses
    is_tied_to_members : whether a member changes with the number of members
    is_independent : whether members are independent, so that replicates tell nothing new of their error
    """

    shares: Callable[[Axes, int, tuple[int, ...]], Shares]
    is_tied_to_members: bool = False
    is_independent: bool = False


METHODS: Mapping[str, SamplingMethod] = {
    "sobol": SamplingMethod(lambda axes, _, entropy: SobolShares(axes.dimensions, axes.cube, entropy)),
    "lhs": SamplingMethod(lambda axes, members, entropy: LatinShares(axes.keys, members, entropy), True),
    "mc": SamplingMethod(lambda axes, _, entropy: RandomShares(axes.keys, entropy), is_independent=True),
}
PRIOR = "sobol"  # how the registry is drawn where no other method is named
DEFAULT = FORECAST = (
    "forecast"  # the members of the forecast that a home ships; without one, those of `PRIOR`
)
Drawn = Literal["forecast", "prior"]  # what pictures and tables show that draw for themselves
DRAWN: Mapping[Drawn, str] = {"forecast": FORECAST, "prior": PRIOR}  # and their methods


def method_faults(word: str, *, has_table: bool) -> Iterator[Fault]:
    """Yield the fault of an unknown method, or of one for which a table leaves nothing to draw."""
    if word not in (*METHODS, FORECAST):
        zh, en = suggestion(word, (*METHODS, FORECAST))
        listed = ", ".join((FORECAST, *METHODS))
        yield Fault(
            "invalid-choice",
            f'没有名为 "{word}" 的抽样方法。{zh}可用的有：{listed}。',
            f'no method of sampling "{word}".{en} There are: {listed}.',
            _SAMPLING,
        )
    elif has_table and word != DEFAULT:
        yield Fault(
            "conflict",
            f'抽样表（`draws`）已给出各成员的取值，`sampling="{word}"` 无从使用；请去掉其一。',
            f'a table (`draws`) gives the draws, which leaves nothing for `sampling="{word}"`; leave out one '
            "of them.",
            _SAMPLING,
        )
