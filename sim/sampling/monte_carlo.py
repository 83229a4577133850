"""Plain Monte Carlo: independent random points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.sampling.streams import source_of, uniform


@dataclass(frozen=True)
class RandomShares:
    """Independent random shares; each key has a stream of its own, which others do not move.

    Parameters
    ----------
    keys : of what is drawn
    entropy : that the streams follow from, with the keys
    """

    keys: tuple[str, ...]
    entropy: tuple[int, ...]

    def block(self, first: int, stop: int) -> Array:
        """Return the shares of members ``first`` to before ``stop``: (key, member), 0 to 1."""
        return np.array([uniform(source_of(self.entropy, key), first, stop) for key in self.keys])
