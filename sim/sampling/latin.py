"""A Latin hypercube: each of N equal slices of every dimension holds one of the N members."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.sampling.permutation import ROUNDS, shuffled
from sim.sampling.streams import source_of, uniform

_WITHIN, _ORDER = 1, 2  # purposes of the streams: the place within a slice, the order of the slices


@dataclass(frozen=True)
class LatinShares:
    """Shares of a Latin hypercube; a member of one number of members is none of another.

    Parameters
    ----------
    keys : of what is drawn
    members : N
    entropy : that the order of the slices and the places within them follow from, with the keys
    """

    keys: tuple[str, ...]
    members: int
    entropy: tuple[int, ...]

    def block(self, first: int, stop: int) -> Array:
        """Return the shares of members ``first`` to before ``stop``: (key, member), 0 to 1."""
        places = np.arange(first, stop).astype(np.uint64)
        return np.array([self._row(key, places, first, stop) for key in self.keys])

    def _row(self, key: str, places: NDArray[np.uint64], first: int, stop: int) -> Array:
        state = source_of(self.entropy, key, _ORDER).generate_state(ROUNDS, np.uint64)
        within = uniform(source_of(self.entropy, key, _WITHIN), first, stop)
        slices = shuffled(places, self.members, state.astype(np.uint64))
        return np.asarray((slices + within) / self.members, dtype=np.float64)
