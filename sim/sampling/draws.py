"""All draws of a small ensemble at once."""

from __future__ import annotations

from dataclasses import dataclass

from sim.arrays import Array
from sim.sampling.request import MOST_AT_ONCE, check_request
from sim.sampling.sampler import sampler_of
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Draws:
    """The values of the uncertain constants.

    Parameters
    ----------
    keys : of the constants in the model that are drawn, in the order of the registry
    values : (constant, member), in the units of the model
    seed : that the draws follow from
    """

    keys: tuple[str, ...]
    values: Array
    seed: int

    @property
    def members(self) -> int:
        """Return the number of members."""
        return int(self.values.shape[1])

    def as_inputs(self) -> dict[str, Array]:
        """Return what the engine takes: values (member,) by key."""
        return dict(zip(self.keys, self.values, strict=True))


def draw(workspace: Workspace, members: int, seed: int) -> Draws:
    """Draw the uncertain constants of the registry by a scrambled Sobol sequence.

    Raises
    ------
    SimError: as `sampler_of`.
    """
    check_request(members, seed, MOST_AT_ONCE)
    sampler = sampler_of(workspace, members, seed)
    return Draws(sampler.keys, sampler.block(0, members), seed)
