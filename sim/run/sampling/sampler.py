"""Everything needed to draw any block of an ensemble's members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.run.sampling.copula import SHARE_LEAST, Together, correlated, drawn_together
from sim.run.sampling.quantiles import quantile_of
from sim.run.sampling.request import check_request
from sim.run.sampling.sobol import SobolSequence
from sim.run.sampling.uncertain import Uncertain, uncertain_constants
from sim.scenario.workspace import Workspace

Array = NDArray[np.float64]
Method = Literal["sobol"]


@dataclass(frozen=True, eq=False)
class Sampler:
    """The draws of an ensemble, block by block: none of it needs all members in memory.

    Parameters
    ----------
    members : how many there are
    seed : that the draws follow from
    method : of drawing
    uncertain : constants with a range; one that is held has a dimension too, but is not drawn
    together : those that are correlated
    shares : points of the unit cube, a dimension for each constant with a range
    """

    members: int
    seed: int
    method: Method
    uncertain: tuple[Uncertain, ...]
    together: tuple[Together, ...]
    shares: SobolSequence

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants drawn, in the order of the registry's file."""
        return tuple(one.key for one in self.uncertain if not one.spread.held)

    def block(self, first: int, stop: int) -> Array:
        """Return the values of members ``first`` to before ``stop``, in the units of the model.

        A member's values are the same bits whatever block it is drawn in.

        Returns
        -------
        (constant, stop - first)
        """
        uniform = np.clip(self.shares.block(first, stop), SHARE_LEAST, 1 - SHARE_LEAST)
        by_key = {one.key: row for one, row in zip(self.uncertain, uniform, strict=True)}
        by_key = correlated(by_key, self.together)
        rows = [
            quantile_of(one.spread, one.mode, by_key[one.key])
            for one in self.uncertain
            if not one.spread.held
        ]
        return np.array(rows).reshape(len(rows), stop - first)

    def manifest(self) -> dict[str, object]:
        """Return all that the draws follow from beside the registry and the model."""
        return {"method": self.method, "seed": self.seed, "members": self.members}


def sampler_of(workspace: Workspace, members: int, seed: int) -> Sampler:
    """Return the draws of the registry's uncertain constants.

    The cube has a dimension for every constant with a range, in file order, so that holding one
    leaves the draws of all others as they are. Two scenarios drawn with one seed share their draws,
    so that a difference between them is policy and not chance.

    Raises
    ------
    SimError: members not in 1–1,000,000, seed not 0 or above, a distribution that does not hold
        the model's value, a correlation of a constant with several elements.
    """
    check_request(members, seed)
    uncertain = uncertain_constants(workspace)
    sequence = SobolSequence(len(uncertain), seed)
    return Sampler(members, seed, "sobol", uncertain, drawn_together(workspace), sequence)
