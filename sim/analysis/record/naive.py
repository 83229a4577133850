"""Naive forecasts: what three simple rules would have said with the figures known by a day.

``last_value``: a level stays as in the last year known, growth is zero. ``last_growth``: growth goes on as it
was between the last two levels known or, without two, as it was last published; of a growth first as
published. ``plan``: the straight line from the base to the plan's target of the same quantity; of a sum of
years the straight line that adds up to it; where the target is a growth, that growth.

A level of part of a year is that of the same part, or the whole year's times the part's share. The level of
the base year is the published one or, without one, the model's account of that year.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.analysis.calibration.observations import Point
from sim.outcomes.measures import PER_CENT
from sim.outcomes.observed import model_keys, observed_keys
from sim.registry.indicators import Indicator
from sim.registry.observations import Observation
from sim.registry.periods import Period
from sim.scenario.workspace import Workspace

RULES = ("last_value", "last_growth", "plan")
SUMMED = ("flow", "five_year_sum")  # measures of which a part of a year has a share
Quantity = tuple[tuple[str, ...], str]  # variables, and the measure of one that is a ratio


@dataclass(frozen=True)
class Naive:
    """The naive forecasts of an observation.

    Parameters
    ----------
    point : the observation, of which the figure itself is not read
    known : figures known by the day
    account : level of the base year in the model's account [unit of the point], None for a growth
    """

    point: Point
    known: Sequence[Point]
    account: float | None
    workspace: Workspace

    def figures(self) -> tuple[float | None, ...]:
        """Return the figure of each of `RULES` [unit of the point], None where it says nothing."""
        return self._last_value(), self._last_growth(), self._planned()

    @property
    def _seen(self) -> Observation:
        return self.point.seen

    @property
    def _is_growth(self) -> bool:
        return self._seen.measure == "growth"

    def _last_value(self) -> float | None:
        if self._is_growth:
            return 0.0
        levels = self._levels()
        return levels[-1][1] if levels else None

    def _last_growth(self) -> float | None:
        levels, published = self._levels(), self._published_growth()
        between = _growth(levels)
        if self._is_growth:
            return between if published is None else published
        growth = published if between is None else between
        if growth is None or not levels:
            return None
        year, level = levels[-1]
        return float(level * (1 + growth / PER_CENT) ** (self._seen.year - year))

    def _planned(self) -> float | None:
        year = self._seen.year
        growth, level = self._growth_target(), self._path(year)
        if self._is_growth:
            before = self._path(year - 1)
            return growth if growth is not None else _growth([(year - 1, before), (year, level)])
        if level is None and growth is not None:
            base = self._base()
            years = year - self._base_year
            level = None if base is None else base * (1 + growth / PER_CENT) ** years
        return None if level is None else level * self._share(year)

    # --- figures known by the day

    def _levels(self) -> list[tuple[int, float]]:
        """Return year and level [unit of the point] of the years before, of the same part of the year."""
        base, scale = self._base(), self._scale
        found = {} if base is None else {self._base_year: base * self._share(self._base_year)}
        alike = [one for one in self._alike() if one.measure != "growth" and not one.bound]
        for one in sorted(alike, key=lambda each: not each.period.is_year):  # the same part counts more
            level = scale * one.value / _scale(one, self.workspace)
            if one.period.is_year:
                found[one.year] = level * self._share(one.year)
            elif one.period.part == self._seen.period.part and not self._is_growth:
                found[one.year] = level
        return [(year, found[year]) for year in sorted(found) if year < self._seen.year]

    def _published_growth(self) -> float | None:
        """Return the growth published for the latest period, of the longest one where several end [%]."""
        found = [(one.period, one.value) for one in self._alike() if one.measure == "growth"]
        found += [
            (Period(entry.base.year), entry.base.value)
            for _, entry in self._indicators()
            if entry.measure == "growth" and entry.base and entry.base.value is not None
        ]
        return max(found, key=lambda each: (each[0].end, -each[0].start))[1] if found else None

    def _alike(self) -> Iterator[Observation]:
        own = observed_quantity(self._seen, self.workspace)
        return (one.seen for one in self.known if observed_quantity(one.seen, self.workspace) == own)

    # --- base and plan

    def _base(self) -> float | None:
        """Return the level of the whole base year [unit of the point]."""
        for _, entry in self._indicators():
            if entry.measure == "reduction":
                return 0.0
            if entry.measure != "growth" and entry.base and entry.base.value is not None:
                return self._scale * entry.base.value / entry.scale
        return self.account

    def _path(self, year: int) -> float | None:
        """Return the level of a whole year on the plan's straight line [unit of the point]."""
        base, start = self._base(), self._base_year
        for key, entry in self._indicators():
            end = min((each for each in self._targets(key) if each >= year), default=None)
            if entry.measure == "growth" or end is None or base is None:
                continue
            target, years = self._targets(key)[end] * self._scale / entry.scale, end - start
            if entry.measure == "five_year_sum":
                return base + (target - years * base) / (years * (years + 1) / 2) * (year - start)
            return base + (target - base) * (year - start) / years
        return None

    def _growth_target(self) -> float | None:
        for key, entry in self._indicators():
            end = min((each for each in self._targets(key) if each >= self._seen.year), default=None)
            if entry.measure == "growth" and end is not None:
                return self._targets(key)[end]
        return None

    def _targets(self, key: str) -> dict[int, float]:
        return self.workspace.registry.plan.of(key).values

    def _indicators(self) -> Iterator[tuple[str, Indicator]]:
        """Yield the indicators of the same quantity."""
        own = observed_quantity(self._seen, self.workspace)
        for key, entry in self.workspace.registry.indicators.items():
            if entry.variable and quantity_of(entry, self.workspace) == own:
                yield key, entry

    @property
    def _base_year(self) -> int:
        return self.workspace.registry.base_year

    @property
    def _scale(self) -> float:
        return _scale(self._seen, self.workspace)

    def _share(self, year: int) -> float:
        """Return the share of a year's level that falls into the part of the year observed."""
        seen = self._seen
        if seen.measure not in SUMMED:
            return 1.0
        return self.workspace.registry.seasons.of(
            seen.period, year, observed_keys(seen, self.workspace)
        ).share


def _growth(levels: Sequence[tuple[int, float | None]]) -> float | None:
    """Return the growth a year between the last two levels [%], None without two above zero."""
    if len(levels) < 2:
        return None
    (first, low), (last, high) = levels[-2:]
    if low is None or high is None or low <= 0 or high <= 0:
        return None
    return PER_CENT * (math.pow(high / low, 1 / (last - first)) - 1)


def _scale(seen: Observation, workspace: Workspace) -> float:
    return workspace.registry.indicators[seen.indicator].scale if seen.indicator else 1.0


def observed_quantity(seen: Observation, workspace: Workspace) -> Quantity:
    """Return the quantity that a figure is of: its level and its growth are of one."""
    if seen.indicator:
        return quantity_of(workspace.registry.indicators[seen.indicator], workspace)
    return observed_keys(seen, workspace), ""


def quantity_of(entry: Indicator, workspace: Workspace) -> Quantity:
    """Return the quantity that an indicator is of."""
    names = tuple(name for name in (entry.variable, entry.per) if name)
    return model_keys(names, workspace), entry.measure if entry.per else ""
