"""The kinds of points that draws are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from sim.arrays import Array
from sim.errors import fail
from sim.sampling.latin import LatinShares
from sim.sampling.monte_carlo import RandomShares
from sim.sampling.sobol import MOST_DIMENSIONS, SobolShares

Method = Literal["sobol", "lhs", "mc"]
METHODS: tuple[Method, ...] = ("sobol", "lhs", "mc")


class Shares(Protocol):
    """Points of the unit cube, any of which can be had without the others."""

    def block(self, first: int, stop: int) -> Array:
        """Return the points of members ``first`` to before ``stop``: (dimension, member), 0 to 1."""
        ...


@dataclass(frozen=True)
class Axes:
    """What the dimensions of the points stand for.

    Parameters
    ----------
    keys : of what is drawn; Latin hypercubes and Monte Carlo have a stream for each key
    dimensions : that the keys take of a Sobol sequence
    cube : how many dimensions that sequence has, with those that are not drawn
    """

    keys: tuple[str, ...]
    dimensions: tuple[int, ...]
    cube: int


def shares_of(method: Method, axes: Axes, members: int, entropy: tuple[int, ...]) -> Shares:
    """Return the points of a method.

    Parameters
    ----------
    members : how many there will be; only a Latin hypercube depends on it
    entropy : the seed, and further numbers that tell its uses apart

    Raises
    ------
    SimError: more dimensions than there are directions for.
    """
    if method == "sobol":
        if axes.cube > MOST_DIMENSIONS:
            raise fail(
                "too-large",
                f"Sobol 序列最多 {MOST_DIMENSIONS:,} 维，这里有 {axes.cube:,} 个不确定的量；请用 lhs 或 mc。",
                f"a Sobol sequence has at most {MOST_DIMENSIONS:,} dimensions, and {axes.cube:,} things are "
                "uncertain here; use lhs or mc.",
                "--sampling",
            )
        return SobolShares(axes.dimensions, axes.cube, entropy)
    if method == "lhs":
        return LatinShares(axes.keys, members, entropy)
    return RandomShares(axes.keys, entropy)
