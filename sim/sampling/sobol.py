"""A scrambled Sobol sequence, of which any block can be drawn without the points before it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array
from sim.errors import Argument, fail
from sim.sampling.monte_carlo import REPLICATE

if TYPE_CHECKING:  # takes two seconds, which draws of a forecast do not need
    from scipy import stats

MOST_DIMENSIONS = 21_201  # that Joe and Kuo give directions for


@dataclass(frozen=True)
class SobolShares:
    """Points that fill the unit cube evenly; point ``i`` follows from the seed and nothing else.

    Parameters
    ----------
    dimensions : dimensions that are returned
    cube : number of all dimensions, on which the scrambling depends
    entropy : numbers that the scrambling follows from

    References
    ----------
    Sobol 1967, On the distribution of points in a cube and the approximate evaluation of integrals,
    doi:10.1016/0041-5553(67)90144-9. Directions of Joe and Kuo 2008, doi:10.1137/070709359. Scrambling of
    Matoušek 1998, doi:10.1006/jcom.1998.0487.
    """

    dimensions: tuple[int, ...]
    cube: int
    entropy: tuple[int, ...]
    _engines: list[stats.qmc.Sobol] = field(default_factory=list, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse more dimensions than there are directions for."""
        if self.cube > MOST_DIMENSIONS:
            raise fail(
                "too-large",
                f"Sobol 序列最多 {MOST_DIMENSIONS:,} 维，这里有 {self.cube:,} 个不确定的量；请用 lhs 或 mc。",
                f"a Sobol sequence has at most {MOST_DIMENSIONS:,} dimensions, and {self.cube:,} quantities "
                "are uncertain here; use lhs or mc.",
                Argument("sampling"),
            )

    def block(self, first: int, stop: int) -> Array:
        """Return the points from ``first`` to before ``stop``, (dimension, point) [share, 0 to 1]."""
        if not self.dimensions:
            return np.empty((0, stop - first))
        engine = self._engine(first)
        with warnings.catch_warnings():
            # a number of points that is no power of 2 is the user's choice
            warnings.simplefilter("ignore", UserWarning)
            points = engine.random(stop - first)
        self._engines[:] = [engine]
        return np.ascontiguousarray(points.T[list(self.dimensions)])

    def replicate(self, number: int, members: int) -> SobolShares:
        """Return the sequence with another scrambling."""
        return SobolShares(self.dimensions, self.cube, (*self.entropy, REPLICATE, number))

    def _engine(self, first: int) -> stats.qmc.Sobol:
        """Return an engine that is to give a point next: the last block's, unless it is past the point."""
        try:
            engine = self._engines.pop()  # another thread that comes in now takes a new one
        except IndexError:
            engine = None
        if engine is None or engine.num_generated > first:
            from scipy import stats

            random = np.random.default_rng(self.entropy)
            engine = stats.qmc.Sobol(self.cube, scramble=True, rng=random)
        if engine.num_generated < first:
            engine.fast_forward(first - engine.num_generated)
        return engine
