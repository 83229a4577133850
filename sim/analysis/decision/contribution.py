"""What each lever, or bundle of levers, contributes to the difference between a scenario and another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.analysis.decision.goals import Goal
from sim.arrays import Array
from sim.registry.indicators import Indicator
from sim.registry.schema import Bilingual

Statistic = Literal["median", "mean", "probability"]


@dataclass(frozen=True, eq=False)
class Contributor:
    """The part of a lever, or of a bundle of levers.

    Parameters
    ----------
    label : its name
    levers : names of the levers in it that differ, in the registry's order; none where it changes nothing
    effect : (year,)  its part of the difference [unit of the result]
    margin : (year,)  half the width of the 95% interval from the orders drawn; zero where all were tried
    band : points of 5% and 95% over members of the part that it has in each, in the last year; None for a
        probability, and where orders are drawn
    """

    label: Bilingual
    levers: tuple[Bilingual, ...]
    effect: Array
    margin: Array
    band: tuple[float, float] | None = None


@dataclass(frozen=True, repr=False, eq=False)
class Contribution:
    """The parts of a difference, which add up to it.

    Parameters
    ----------
    scenario, reference : their names
    titles : of both
    options : settings applied to both
    indicator : id of the row, None for a probability of goals
    entry : its entry in the registry
    goals : that the probability is of; none for a row
    statistic : over the members: of a row its median or mean, of goals the share that meets all together
    years : years of the parts, the last one that which was asked for; of goals the year of the last
    before, after : (year,)  result of the reference, and of the scenario [unit of the row; fraction]
    parts : the largest first
    pairs : (part, part)  what two bring together beyond what each brings alone, in the last year, in the
        order of the parts; None where orders are drawn
    orders : number of orders drawn, 0 where all coalitions were tried
    runs : number of coalitions run
    members : number of members counted
    facts : everything that determines the draws, None where nothing is drawn
    """

    scenario: str
    reference: str
    titles: tuple[Bilingual, Bilingual]
    options: tuple[str, ...]
    indicator: str | None
    entry: Indicator | None
    goals: tuple[Goal, ...]
    statistic: Statistic
    years: tuple[int, ...]
    before: Array
    after: Array
    parts: tuple[Contributor, ...]
    pairs: Array | None
    orders: int
    runs: int
    members: int
    facts: Mapping[str, object] | None
    model_hash: str

    @property
    def is_exact(self) -> bool:
        """Return whether all coalitions were tried."""
        return not self.orders

    @property
    def whole(self) -> Array:
        """Return the difference of each year, (year,) [unit of the row; fraction]."""
        return self.after - self.before

    def __repr__(self) -> str:
        """Return what is divided and among how many, in one line."""
        what = self.indicator or " and ".join(map(str, self.goals))
        how = "exact" if self.is_exact else f"{self.orders} orders"
        return (
            f"<Contribution to the {self.statistic} of {what}: {self.scenario} against {self.reference}, "
            f"{len(self.parts)} parts, {how}, {self.members:,} members>"
        )
