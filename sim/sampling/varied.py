"""Draws of levers and constants that a request makes uncertain, in addition to the registry's draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from sim.arrays import Array
from sim.sampling.methods import Axes, ReplicatedShares, SamplingMethod, Shares
from sim.scenario.vary import Varied

_OWN = 1  # added to the seed, so that varied quantities are independent of the registry's draws


@dataclass(frozen=True, eq=False)
class VariedDraws:
    """Levers and constants, each uniform between two ends.

    Parameters
    ----------
    varied : varied quantities and their ends
    shares : points of the unit cube, with a dimension for each
    """

    varied: tuple[Varied, ...]
    shares: Shares

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants given."""
        return tuple(key for one in self.varied for key in one.keys)

    def replicates(self, count: int, members: int) -> Self:
        """Return draws of the same constants in replicates, independent of these and of one another."""
        return replace(self, shares=ReplicatedShares(self.shares, count, members))

    def block(self, first: int, stop: int) -> Array:
        """Return the values of members ``first`` to ``stop`` - 1, (constant, member) [units of the model]."""
        uniform = self.shares.block(first, stop)
        rows = [
            one.low + (one.high - one.low) * row
            for one, row in zip(self.varied, uniform, strict=True)
            for _ in one.keys
        ]
        return np.array(rows).reshape(len(rows), stop - first)

    def manifest(self) -> dict[str, dict[str, float | str]]:
        """Return ends and unit by constant."""
        return {
            constant.key: {"low": one.low, "high": one.high, "unit": constant.unit}
            for one in self.varied
            for constant in one.constants
        }


def varied_draws(
    varied: Sequence[Varied], method: SamplingMethod, members: int, seed: int, others: int
) -> VariedDraws:
    """Return the draws of varied quantities, from a seed of their own.

    In a Sobol sequence they take the dimensions after those of the registry: an early dimension,
    scrambled once more, would be correlated with the same one of the registry.

    Parameters
    ----------
    others : number of dimensions of the registry's sequence
    """
    places = tuple(range(others, others + len(varied)))
    axes = Axes(tuple(one.keys[0] for one in varied), places, others + len(varied))
    return VariedDraws(tuple(varied), method.shares(axes, members, (seed, _OWN)))
