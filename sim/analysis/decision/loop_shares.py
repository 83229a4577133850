"""Which feedback loops make a scenario behave as it does, over members and by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.analysis.decision.goals import Goal
from sim.analysis.structure import Structure
from sim.arrays import Array
from sim.registry.load import Registry
from sim.registry.schema import Bilingual


@dataclass(frozen=True, eq=False)
class LoopShare:
    """A loop and its share of what all loops of its group do.

    Parameters
    ----------
    path : keys of its scalars from cause to effect; the last acts on the first
    named : keys of the registry's loops whose switch stands in an equation on it
    share : (year,)  mean over members of the size of its share, 0 to 1
    sign : mean of the share with its sign over that: 1 of a loop that always reinforces, -1 of one that
        always balances
    met, missed : (year,)  as ``share`` in members that meet the goals, and in those that miss them; None
        without goals, or without such members
    """

    path: tuple[str, ...]
    named: tuple[str, ...]
    share: Array
    sign: float
    met: Array | None
    missed: Array | None

    @property
    def mean(self) -> float:
        """Return the mean of its share over the years."""
        return float(self.share.mean())


@dataclass(frozen=True, repr=False, eq=False)
class LoopShares:
    """The loops of the largest feedback group, those that do most first.

    Parameters
    ----------
    scenario : with its settings in ``options``
    goals : by which members are told apart; () for none
    years : (year,)
    loops : all that were scored
    met : share of members that meet the goals; None without goals
    facts : everything that determines the draws, None where nothing is drawn
    structure, registry : what the model's variables are and are called
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    goals: tuple[Goal, ...]
    years: tuple[int, ...]
    loops: tuple[LoopShare, ...]
    met: float | None
    members: int
    facts: Mapping[str, object] | None
    model_hash: str
    structure: Structure
    registry: Registry

    def __repr__(self) -> str:
        """Return scenario, number of loops and of members, in one line."""
        years = f"{self.years[0]} to {self.years[-1]}"
        return f"<LoopShares of {self.scenario}: {len(self.loops)} loops, {years}, {self.members} members>"
