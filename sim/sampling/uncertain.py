"""Uncertain constants of the registry, and their draws by distribution and correlation."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from sim.arrays import Array
from sim.errors import Fault, Faults
from sim.registry.distributions import Distribution
from sim.sampling.copula import SHARE_LEAST, Together, correlated, drawn_together
from sim.sampling.methods import Axes, ReplicatedShares, SamplingMethod, Shares
from sim.sampling.quantiles import quantile_of
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Uncertain:
    """A scalar constant of the model with a range.

    Parameters
    ----------
    key : its element key in the model
    spread : its distribution
    mode : the model's own value, which is the mode of a triangle [unit of the constant]
    is_held : whether it stays at that value in draws, because a screening found that it hardly moves any
        indicator; its range still counts in the checks of extreme values
    """

    key: str
    spread: Distribution
    mode: float
    is_held: bool = False


def uncertain_constants(workspace: Workspace) -> tuple[Uncertain, ...]:
    """Return every scalar constant with a range, drawn or held, in the order of the registry.

    Raises
    ------
    SimError: a distribution does not hold the model's value.
    """
    found = tuple(with_range(workspace))
    document = workspace.registry.documents["parameters"]
    Faults(
        Fault(
            "outside-limits",
            f"模型中的值 {one.mode:g} 不在分布的范围 {one.spread.low:g}–{one.spread.high:g} 内。",
            f"the model's value {one.mode:g} is outside its distribution, {one.spread.low:g} to "
            f"{one.spread.high:g}.",
            document.place(one.key, "distribution"),
        )
        for one in found
        if not one.spread.low <= one.mode <= one.spread.high
    ).check()
    return found


def dimensions_of(workspace: Workspace) -> int:
    """Return how many scalar constants have a range, drawn or held."""
    return sum(1 for _ in with_range(workspace))


def with_range(workspace: Workspace) -> Iterator[Uncertain]:
    """Yield every scalar constant with a range, in the order of the registry."""
    own = workspace.model.constants
    for name, parameter in workspace.registry.parameters.items():
        for key in workspace.model.constant_keys(name) if parameter.spread else ():
            assert parameter.spread is not None
            yield Uncertain(key, parameter.spread, own[key], name in workspace.registry.held)


@dataclass(frozen=True, eq=False)
class RegistryDraws:
    """The uncertain constants of the registry, by their distributions and correlations.

    Parameters
    ----------
    drawn : constants that are drawn, in the order of the registry
    together : sets of them that are correlated
    shares : points of the unit cube, with a dimension for each constant drawn
    left_out : keys whose values come from elsewhere; the draws of the others do not change with them
    """

    drawn: tuple[Uncertain, ...]
    together: tuple[Together, ...]
    shares: Shares
    left_out: Set[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants given."""
        return tuple(one.key for one in self._given)

    @property
    def _given(self) -> list[Uncertain]:
        return [one for one in self.drawn if one.key not in self.left_out]

    def without(self, keys: Set[str]) -> RegistryDraws:
        """Return the draws without those of some constants."""
        return replace(self, left_out=self.left_out | keys)

    def replicates(self, count: int, members: int) -> Self:
        """Return draws of the same constants in replicates, independent of these and of one another."""
        return replace(self, shares=ReplicatedShares(self.shares, count, members))

    def block(self, first: int, stop: int) -> Array:
        """Return the values of members ``first`` to ``stop`` - 1, (constant, member) [units of the model]."""
        uniform = np.clip(self.shares.block(first, stop), SHARE_LEAST, 1 - SHARE_LEAST)
        by_key = {one.key: row for one, row in zip(self.drawn, uniform, strict=True)}
        by_key = correlated(by_key, self.together)
        rows = [quantile_of(one.spread, one.mode, by_key[one.key]) for one in self._given]
        return np.array(rows).reshape(len(rows), stop - first)


def registry_draws(workspace: Workspace, method: SamplingMethod, members: int, seed: int) -> RegistryDraws:
    """Return the draws of the registry.

    A Sobol sequence has a dimension for every constant with a range, in the order of the registry, so
    that holding one leaves the draws of all others as they are.

    Raises
    ------
    SimError: a distribution that does not hold the model's value; a correlation of
        a constant with several elements.
    """
    uncertain = uncertain_constants(workspace)
    places = tuple(place for place, one in enumerate(uncertain) if not one.is_held)
    drawn = tuple(uncertain[place] for place in places)
    axes = Axes(tuple(one.key for one in drawn), places, len(uncertain))
    return RegistryDraws(drawn, drawn_together(workspace), method.shares(axes, members, (seed,)))
