"""Draws of everything that the registry says is uncertain."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from sim.arrays import Array
from sim.sampling.methods import Axes, ReplicatedShares, SamplingMethod, Shares
from sim.sampling.monte_carlo import RandomShares
from sim.sampling.prior import JointPrior, joint_prior
from sim.scenario.workspace import Workspace


@dataclass(frozen=True, eq=False)
class RegistryDraws:
    """Draws of the joint prior.

    Parameters
    ----------
    prior : everything uncertain
    axes : points of the unit cube, with a dimension for each of the prior's axes
    innovations : random streams, one for each of its innovations of a year
    left_out : keys whose values come from elsewhere; the draws of the others do not change with them
    """

    prior: JointPrior
    axes: Shares
    innovations: Shares
    left_out: Set[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants given."""
        return tuple(key for key in self.prior.keys if key not in self.left_out)

    def without(self, keys: Set[str]) -> RegistryDraws:
        """Return the draws without those of some constants."""
        return replace(self, left_out=self.left_out | keys)

    def replicates(self, count: int, members: int) -> Self:
        """Return draws of the same constants in replicates, independent of these and of one another."""
        axes, innovations = (ReplicatedShares(each, count, members) for each in (self.axes, self.innovations))
        return replace(self, axes=axes, innovations=innovations)

    def block(self, first: int, stop: int) -> Array:
        """Return the values of members ``first`` to ``stop`` - 1, (constant, member) [units of the model]."""
        values = self.prior.values(self.axes.block(first, stop), self.innovations.block(first, stop))
        given = [place for place, key in enumerate(self.prior.keys) if key not in self.left_out]
        return np.asarray(values[given])


def registry_draws(workspace: Workspace, method: SamplingMethod, members: int, seed: int) -> RegistryDraws:
    """Return the draws of the registry.

    The variates that belong to a year are plain random streams in every method: there are many, each
    matters little, and further years leave all others as they are.

    Raises
    ------
    SimError: a distribution that does not hold the model's value; a correlation of
        a constant with several elements.
    """
    prior = joint_prior(workspace)
    places = tuple(range(len(prior.axes)))
    axes = Axes(prior.axes, places, len(places))
    shares = method.shares(axes, members, (seed,))
    return RegistryDraws(prior, shares, RandomShares(prior.innovations, (seed,)))
