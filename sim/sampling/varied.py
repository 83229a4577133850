"""Draws of levers and constants that a request makes uncertain, beside those of the registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.sampling.methods import Axes, SamplingMethod, Shares
from sim.scenario.vary import Varied

_OWN = 1  # added to the seed, so that what varies is independent of the registry's draws


@dataclass(frozen=True, eq=False)
class VariedDraws:
    """Levers and constants, each uniform between two ends.

    Parameters
    ----------
    varied : what varies, and its ends
    shares : points of the unit cube, with a dimension for each
    """

    varied: tuple[Varied, ...]
    shares: Shares

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants given."""
        return tuple(key for one in self.varied for key in one.keys)

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
            target.key: {"low": one.low, "high": one.high, "unit": target.unit}
            for one in self.varied
            for target in one.targets
        }


def varied_draws(
    varied: Sequence[Varied], method: SamplingMethod, members: int, seed: int, others: int
) -> VariedDraws:
    """Return the draws of what varies, from a seed of its own.

    In a Sobol sequence it takes the dimensions after those of the registry: an early dimension,
    scrambled once more, would go in step with the same one of the registry.

    Parameters
    ----------
    others : number of dimensions of the registry's sequence
    """
    places = tuple(range(others, others + len(varied)))
    axes = Axes(tuple(one.keys[0] for one in varied), places, others + len(varied))
    return VariedDraws(tuple(varied), method.shares(axes, members, (seed, _OWN)))
