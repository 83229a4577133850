"""Why a figure differs from its target: parts of the gap, found by swapping one cause at a time.

Members of the forecast that the plan was made with and members of the one that has learned differ in the
world outside, in how the zone works, in the disturbances of single years, and in the policy carried out.
Each of the sixteen mixtures is run with the same members; a cause's part is its effect on their median,
averaged over all orders of swapping (Shapley 1953), so that the parts add up to the whole difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from sim.analysis.decision.shapley import exact_parts
from sim.arrays import Array

Cause = Literal["world", "zone", "noise", "policy"]
CAUSES: tuple[Cause, ...] = get_args(Cause)
Mixture = frozenset[Cause]  # the causes that are as they turned out; the others as they were expected


@dataclass(frozen=True)
class Gap:
    """The gap between a figure and its target, in the unit of the indicator; its parts add up to it.

    Parameters
    ----------
    whole : figure less target
    ambition : what the plan's measures were expected to yield, less the target
    causes : part of each cause
    rest : figure less what the model says with every cause as it turned out
    none_done : part of policy if none of the plan's measures were carried out; with all of them it is 0
    policy_band : points of 5% and 95% of the part of policy over the members, where what was carried out of
        the measures is drawn; both are the part where it is known of all of them
    """

    whole: float
    ambition: float
    causes: Mapping[Cause, float]
    rest: float
    none_done: float
    policy_band: tuple[float, float]

    @property
    def parts(self) -> dict[str, float]:
        """Return all parts by name; together they are the whole."""
        found: dict[str, float] = {"ambition": self.ambition}
        found |= {str(cause): part for cause, part in self.causes.items()}
        found["rest"] = self.rest
        return found


def every_mixture() -> tuple[Mixture, ...]:
    """Return the sixteen mixtures by number, from nothing to everything as it turned out."""
    numbers = range(2 ** len(CAUSES))
    return tuple(
        frozenset(cause for at, cause in enumerate(CAUSES) if number >> at & 1) for number in numbers
    )


def shares_of(value: Callable[[Mixture], Array]) -> dict[Cause, Array]:
    """Return each cause's part, averaged over all orders of swapping; together the whole difference.

    Parameters
    ----------
    value : figures of a mixture, in any shape
    """
    return dict(zip(CAUSES, exact_parts(np.array(list(map(value, every_mixture())))), strict=True))
