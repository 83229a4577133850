"""Plain Monte Carlo: independent random streams, one for each key, readable from any position."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Array

REPLICATE = 2  # begins what distinguishes the entropy of a replicate
_A_STEP = 4  # numbers of each step of Philox's counter


@functools.lru_cache(maxsize=4_096)
def source_of(entropy: tuple[int, ...], name: str, purpose: int = 0) -> np.random.SeedSequence:
    """Return the seed of a name's stream, a different one for each purpose."""
    return np.random.SeedSequence(entropy, spawn_key=(purpose, *name.encode()))


def uniform(source: np.random.SeedSequence, first: int, stop: int) -> Array:
    """Return the numbers from ``first`` to before ``stop`` of a stream, (number,) [share, 0 to below 1].

    The generator is a function of a counter (Philox), so that it can begin anywhere.

    References
    ----------
    Salmon, Moraes, Dror and Shaw 2011, Parallel random numbers: as easy as 1, 2, 3,
    doi:10.1145/2063384.2063405.
    """
    steps, within = divmod(first, _A_STEP)
    generator = np.random.Generator(np.random.Philox(source).advance(steps))
    return generator.random(within + stop - first)[within:]


@dataclass(frozen=True)
class RandomShares:
    """Independent random shares; each key has a stream of its own, which others do not move.

    Parameters
    ----------
    keys : names of what is drawn
    entropy : numbers that, with its key, a stream follows from
    """

    keys: tuple[str, ...]
    entropy: tuple[int, ...]

    def block(self, first: int, stop: int) -> Array:
        """Return the shares of members ``first`` to before ``stop``, (key, member) [share, 0 to 1]."""
        shares = [uniform(source_of(self.entropy, key), first, stop) for key in self.keys]
        return np.array(shares).reshape(len(self.keys), stop - first)

    def replicate(self, number: int, members: int) -> RandomShares:
        """Return shares of other streams."""
        return replace(self, entropy=(*self.entropy, REPLICATE, number))
