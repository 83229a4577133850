"""Targets under uncertainty: probability, figures, shortfall and the year each is reached."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from sim.bilingual_names import Names
from sim.errors import SimError, fail
from sim.notebook import table_html
from sim.outcomes.measures import is_met
from sim.outcomes.share import Share
from sim.outcomes.tally import Counts, Tally
from sim.outcomes.targets import Group, Target
from sim.registry.agreement import unknown
from sim.registry.indicators import Indicator
from sim.registry.load import Registry
from sim.registry.plan import Attribute, Plan, PlanGroup, PlannedTarget

if TYPE_CHECKING:
    import pandas as pd

GROUPS: tuple[PlanGroup, ...] = ("table1", "text", "vision", "none")
ATTRIBUTES: tuple[Attribute | None, ...] = ("binding", "expected", None)


class Points(NamedTuple):
    """Points of 5%, 50% and 95% of the figure that is compared with a target, in the indicator's unit.

    ``error`` is their largest possible error; 0 where they are exact.
    """

    low: float
    median: float
    high: float
    error: float = 0.0


Figures = Mapping[tuple[str, int], Points]  # by indicator and year
NO_FIGURES = Points(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Standing:
    """Result of an ensemble for one target.

    Parameters
    ----------
    target : the target
    entry : the indicator's entry in the registry
    planned : the plan's targets for it
    attribute : official word for the target's attribute, or for its group where it has none
    members : number of finite members
    met : number that meet it, None where the scenario gives or sets the figure or nothing models it
    reached : number that meet it for the first time in each year, by year
    points : quantiles of the figure that is compared
    exact : number of members that meet the target before figures are rounded as the plan prints them; None
        where it was not counted
    effect : variance of the shares relative to that of independent draws, None where it was not measured
    """

    target: Target
    entry: Indicator
    planned: PlannedTarget
    attribute: str | None
    members: int
    met: int | None
    reached: Mapping[int, int]
    points: Points
    exact: int | None = None
    effect: float | None = None

    @property
    def median(self) -> float:
        """Return the median of the figure that is compared, in the indicator's unit."""
        return self.points.median

    @property
    def share(self) -> Share | None:
        """Return the share of members that meet the target, None where none is judged."""
        return None if self.met is None else Share(self.met, self.members, self.effect)

    @property
    def exact_share(self) -> Share | None:
        """Return the share of members that meet the target without rounding, None where it is not known."""
        is_known = self.met is not None and self.exact is not None
        return Share(self.exact or 0, self.members, self.effect) if is_known else None

    @property
    def is_rounding_felt(self) -> bool:
        """Return whether rounding moves the share by more than its sampling error."""
        share, exact = self.share, self.exact_share
        return share is not None and exact is not None and abs(share.value - exact.value) > share.error

    @property
    def shortfall(self) -> float:
        """Return the distance of the median from the target, in the indicator's unit; 0 where it is met.

        It equals the median shortfall of the members, which is 0 for those that meet the target.
        """
        if self.met is None or math.isnan(self.median):
            return math.nan
        middle = np.array([self.median])
        if is_met(middle, self.target.value, self.planned.comparison, self.planned.precision(self.entry))[0]:
            return 0.0
        return abs(self.target.value - self.median)

    @property
    def relative_shortfall(self) -> float:
        """Return the shortfall as a share of the target, not a number where the target is 0."""
        target = abs(self.target.value)
        return self.shortfall / target if target else math.nan

    @property
    def median_year(self) -> int | None:
        """Return the year by which half of those members have met the target that ever do."""
        total, passed = sum(self.reached.values()), 0
        for year, members in sorted(self.reached.items()):
            passed += members
            if 2 * passed >= total:
                return year
        return None

    @property
    def never(self) -> Share | None:
        """Return the share of members that do not meet the target in any year of the run."""
        count = self.members - sum(self.reached.values())
        return None if self.met is None else Share(count, self.members)


@dataclass(frozen=True)
class Together:
    """Counts of members by the number of targets that they meet together.

    Parameters
    ----------
    group : the group of targets, and its year
    targets : the targets themselves
    counts : (number,)  of members that meet 0, 1, 2, … of them
    effect : variance of the share that meets all relative to that of independent draws, None if not measured
    """

    group: Group
    targets: tuple[Target, ...]
    counts: Counts
    effect: float | None = None

    @property
    def joint(self) -> Share:
        """Return the share of members that meet all of them."""
        return Share(int(self.counts[-1]), int(self.counts.sum()), self.effect)

    def quantile(self, level: float) -> int:
        """Return the least number of targets that at least a share of members does not exceed."""
        return int(np.searchsorted(np.cumsum(self.counts), level * self.counts.sum() - 1e-9))


@dataclass(frozen=True, repr=False)
class Board:
    """All targets of an ensemble, 约束性 before 预期性, then those of the text and the vision.

    Parameters
    ----------
    manifest : the inputs that determine the ensemble
    rows : a result for each target
    together : of the headline indicators by year, and of the plan's Table 1
    left_out : indicators with a target that the ensemble did not keep; no tally counts them
    other_plan : the plan with the targets where it is not the home's own
    """

    manifest: Mapping[str, Any]
    rows: tuple[Standing, ...]
    together: tuple[Together, ...]
    left_out: tuple[str, ...] = ()
    other_plan: Plan | None = None

    @property
    def scenario(self) -> str:
        """Return the name of the scenario, "" where the ensemble was never written."""
        return str(self.manifest.get("scenario", ""))

    @overload
    def __getitem__(self, key: str) -> tuple[Standing, ...]: ...

    @overload
    def __getitem__(self, key: tuple[str, int]) -> Standing: ...

    def __getitem__(self, key: str | tuple[str, int]) -> Standing | tuple[Standing, ...]:
        """Return the result for a target, ``board[indicator, year]``, or an indicator's results by year.

        The indicator is given by its id, or by its name in Chinese or English.

        Raises
        ------
        SimError: there is no such target.
        """
        given, *years = (key,) if isinstance(key, str) else key
        called = {each.target.indicator: (each.entry.name.zh, each.entry.name.en) for each in self.rows}
        indicator = Names(("目标", "target"), called).resolve(str(given), self.scenario)
        found = tuple(each for each in self.rows if each.target.indicator == indicator)
        if not years:
            return found
        for each in found:
            if [each.target.year] == years:
                return each
        listed = ", ".join(str(each.target.year) for each in found)
        raise fail(
            "no-data",
            f'"{indicator}" 没有 {years[0]} 年的目标，有目标的年份：{listed}。',
            f'"{indicator}" has no target for {years[0]}; there is one for: {listed}.',
            self.scenario,
        )

    def __iter__(self) -> Iterator[Standing]:
        """Yield the rows in order."""
        return iter(self.rows)

    def __contains__(self, key: object) -> bool:
        """Return whether an indicator has a target, or one for a year."""
        return any(
            key in (each.target.indicator, (each.target.indicator, each.target.year)) for each in self.rows
        )

    def group(self, name: str, year: int) -> Together:
        """Return the counts of a group of targets.

        Raises
        ------
        SimError: there is no such group.
        """
        groups = {(each.group.name, each.group.year): each for each in self.together}
        if (name, year) not in groups:
            known = [" ".join(map(str, group)) for group in groups]
            given, place = f"{name} {year}", self.scenario
            raise SimError(unknown("目标组", "group of targets", given, known, place))
        return groups[name, year]

    def __repr__(self) -> str:
        """Return the content of the board, in one line."""
        judged = sum(each.met is not None for each in self.rows)
        members = max((each.members for each in self.rows), default=0)
        targets = f"{len(self.rows)} targets, {judged} of them judged"
        return f"<Board of {self.scenario or 'an ensemble'}: {targets}, {members:,} members>"

    def _repr_html_(self) -> str:
        """Return the targets as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each target: shares 0 to 1, figures in the indicator's unit."""
        import pandas as pd

        return pd.DataFrame([standing_record(each) for each in self.rows])


def build_board(tally: Tally, figures: Figures, registry: Registry, manifest: Mapping[str, Any]) -> Board:
    """Return the board of counts and figures.

    Parameters
    ----------
    figures : quantiles for each target that is modelled
    registry : registry with its indicators and its plan
    """
    rows = [
        Standing(
            target,
            registry.indicators[target.indicator],
            registry.plan.of(target.indicator),
            registry.plan.attribute(target.indicator),
            tally.members,
            tally.met.get(target),
            tally.reached.get(target, {}),
            figures.get((target.indicator, target.year), NO_FIGURES),
            tally.exact.get(target),
            tally.effects.get(target),
        )
        for target in tally.targets
    ]
    together = (
        Together(group, tuple(group.members(tally.targets)), counts, tally.effects.get(group))
        for group, counts in tally.together.items()
    )
    kept = {target.indicator for target in tally.targets}
    left_out = (key for key in registry.indicators if registry.plan.of(key).values and key not in kept)
    return Board(
        manifest,
        tuple(_in_order(rows)),
        tuple(each for each in together if each.targets),
        tuple(left_out),
        registry.other_plan,
    )


def _in_order(rows: Sequence[Standing]) -> list[Standing]:
    """Return the rows by attribute, those of Table 1 as it numbers them, others as registered."""

    def place(row: Standing) -> tuple[int, int, float]:
        planned = row.planned
        return (
            GROUPS.index(planned.group),
            ATTRIBUTES.index(planned.attribute),
            planned.number or math.inf,
        )

    return sorted(rows, key=place)


def standing_record(row: Standing) -> dict[str, object]:
    """Return a result as a flat record: shares 0 to 1, figures in the indicator's unit."""
    share, never = row.share, row.never
    low, high = share.interval if share else (math.nan, math.nan)
    return {
        "indicator": row.target.indicator,
        "year": row.target.year,
        "attribute": row.attribute,
        "kind": row.target.kind,
        "target": row.target.value,
        "members": row.members,
        "met": row.met,
        "probability": share.value if share else math.nan,
        "probability_low": low,
        "probability_high": high,
        "probability_exact": row.exact_share.value if row.exact_share else math.nan,
        "p05": row.points.low,
        "p50": row.points.median,
        "p95": row.points.high,
        "error": row.points.error,
        "shortfall": row.shortfall,
        "relative_shortfall": row.relative_shortfall,
        "median_year": row.median_year,
        "never": never.value if never else math.nan,
    }
