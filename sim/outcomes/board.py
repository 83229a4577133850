"""Targets under uncertainty: probability, figures, shortfall and the year each is reached."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

import numpy as np
import pandas as pd

from sim.errors import SimError, fail
from sim.notebook import table_html
from sim.outcomes.goals import Goal, Group
from sim.outcomes.measures import is_met
from sim.outcomes.tally import Counts, Tally
from sim.registry.agreement import unknown
from sim.registry.indicators import Indicator

NORMAL_95 = 1.959963984540054  # standard deviations that hold 95% of a normal distribution
ATTRIBUTES = ("约束性", "预期性", "正文目标", "远景目标")


class Points(NamedTuple):
    """Points of 5%, 50% and 95% of the figure that is compared with a target, in the indicator's unit.

    ``error`` is by how much they may be off at most; 0 where they are exact.
    """

    low: float
    median: float
    high: float
    error: float = 0.0


Figures = Mapping[tuple[str, int], Points]  # by indicator and year
NO_FIGURES = Points(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Share:
    """A share of members with its sampling error.

    Parameters
    ----------
    count, members : whole numbers, count of members
    """

    count: int
    members: int

    @property
    def value(self) -> float:
        """Return the share, 0 to 1, not a number without members."""
        return self.count / self.members if self.members else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95% interval of Wilson (1927, doi:10.1080/01621459.1927.10502953).

        (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)

        It takes the members as independent. Those of a scrambled Sobol sequence, or of a Latin
        hypercube, fill the space more evenly, so that the error is as a rule smaller than it says; of the
        plan's targets it is about half (``benchmarks/sampling_error.py``).
        """
        if not self.members:
            return math.nan, math.nan
        share, n, z2 = self.value, self.members, NORMAL_95**2
        middle = share + z2 / (2 * n)
        half = NORMAL_95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        low, high = (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)
        return (low if self.count else 0.0), (high if self.count < self.members else 1.0)


@dataclass(frozen=True)
class Standing:
    """How an ensemble stands to one target.

    Parameters
    ----------
    goal : the target
    entry : what the registry says of the indicator
    members : that are sound
    met : how many meet it, None where the scenario gives or sets the figure or nothing models it
    reached : how many meet it for the first time in each year, by year
    points : of the figure that is compared
    """

    goal: Goal
    entry: Indicator
    members: int
    met: int | None
    reached: Mapping[int, int]
    points: Points

    @property
    def median(self) -> float:
        """Return the median of the figure that is compared, in the indicator's unit."""
        return self.points.median

    @property
    def share(self) -> Share | None:
        """Return the share of members that meet the target, None where none is judged."""
        return None if self.met is None else Share(self.met, self.members)

    @property
    def shortfall(self) -> float:
        """Return how far the median is from the target, in the indicator's unit; 0 where it meets it.

        It is the median of what the members lack, those that meet the target lacking nothing.
        """
        if self.met is None or math.isnan(self.median):
            return math.nan
        middle = np.array([self.median])
        if is_met(middle, self.goal.target, self.entry.comparison, self.entry.decimals)[0]:
            return 0.0
        return abs(self.goal.target - self.median)

    @property
    def relative_shortfall(self) -> float:
        """Return the shortfall as a share of the target, not a number where the target is 0."""
        target = abs(self.goal.target)
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
        return None if self.met is None else Share(self.members - sum(self.reached.values()), self.members)


@dataclass(frozen=True)
class Together:
    """How many of several targets members meet.

    Parameters
    ----------
    group : which targets, of which year
    goals : the targets themselves
    counts : (number,)  of members that meet 0, 1, 2, … of them
    """

    group: Group
    goals: tuple[Goal, ...]
    counts: Counts

    @property
    def joint(self) -> Share:
        """Return the share of members that meet all of them."""
        return Share(int(self.counts[-1]), int(self.counts.sum()))

    def quantile(self, level: float) -> int:
        """Return the least number that at least a share of members does not exceed."""
        return int(np.searchsorted(np.cumsum(self.counts), level * self.counts.sum() - 1e-9))


@dataclass(frozen=True, repr=False)
class Board:
    """All targets of an ensemble, 约束性 before 预期性, then those of the text and the vision.

    Parameters
    ----------
    manifest : what the ensemble follows from
    rows : a standing for each target
    together : of the headline indicators by year, and of the plan's Table 1
    left_out : indicators with a target that the ensemble did not keep; they are in no tally
    """

    manifest: Mapping[str, Any]
    rows: tuple[Standing, ...]
    together: tuple[Together, ...]
    left_out: tuple[str, ...] = ()

    @property
    def scenario(self) -> str:
        """Return the name of the scenario, "" where the ensemble was never written."""
        return str(self.manifest.get("scenario", ""))

    @overload
    def __getitem__(self, key: str) -> tuple[Standing, ...]: ...

    @overload
    def __getitem__(self, key: tuple[str, int]) -> Standing: ...

    def __getitem__(self, key: str | tuple[str, int]) -> Standing | tuple[Standing, ...]:
        """Return how the ensemble stands to a target: ``board[indicator, year]``, or every year's.

        Raises
        ------
        SimError: there is no such target.
        """
        indicator, *years = (key,) if isinstance(key, str) else key
        found = tuple(each for each in self.rows if each.goal.indicator == indicator)
        if not found:
            known = dict.fromkeys(each.goal.indicator for each in self.rows)
            raise SimError(unknown("目标", "target", str(indicator), known, self.scenario))
        if not years:
            return found
        for each in found:
            if [each.goal.year] == years:
                return each
        listed = ", ".join(str(each.goal.year) for each in found)
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
        """Return whether there is a target of an indicator, or of an indicator and a year."""
        return any(key in (each.goal.indicator, (each.goal.indicator, each.goal.year)) for each in self.rows)

    def group(self, name: str, year: int) -> Together:
        """Return targets that are counted together.

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
        """Return what the board holds, in a line."""
        judged = sum(each.met is not None for each in self.rows)
        members = max((each.members for each in self.rows), default=0)
        targets = f"{len(self.rows)} targets, {judged} of them judged"
        return f"<Board of {self.scenario or 'an ensemble'}: {targets}, {members:,} members>"

    def _repr_html_(self) -> str:
        """Return the targets as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each target: shares 0 to 1, figures in the indicator's unit."""
        return pd.DataFrame([standing_record(each) for each in self.rows])


def build_board(
    tally: Tally, figures: Figures, indicators: Mapping[str, Indicator], manifest: Mapping[str, Any]
) -> Board:
    """Return the board of counts and figures.

    Parameters
    ----------
    figures : of each target that is modelled
    indicators : the registry's, by id
    """
    rows = [
        Standing(
            goal,
            indicators[goal.indicator],
            tally.members,
            tally.met.get(goal),
            tally.reached.get(goal, {}),
            figures.get((goal.indicator, goal.year), NO_FIGURES),
        )
        for goal in tally.goals
    ]
    together = (
        Together(group, tuple(group.members(tally.goals)), counts) for group, counts in tally.together.items()
    )
    kept = {goal.indicator for goal in tally.goals}
    left_out = (key for key, entry in indicators.items() if entry.targets and key not in kept)
    return Board(
        manifest, tuple(_in_order(rows)), tuple(each for each in together if each.goals), tuple(left_out)
    )


def _in_order(rows: Sequence[Standing]) -> list[Standing]:
    """Return the rows by attribute, those of Table 1 as it numbers them, others as registered."""

    def place(row: Standing) -> tuple[int, float]:
        attribute = row.entry.attribute or ""
        known = ATTRIBUTES.index(attribute) if attribute in ATTRIBUTES else len(ATTRIBUTES)
        return known, row.entry.table1 or math.inf

    return sorted(rows, key=place)


def standing_record(row: Standing) -> dict[str, object]:
    """Return a standing as a flat record: shares 0 to 1, figures in the indicator's unit."""
    share, never = row.share, row.never
    low, high = share.interval if share else (math.nan, math.nan)
    return {
        "indicator": row.goal.indicator,
        "year": row.goal.year,
        "attribute": row.entry.attribute,
        "kind": row.goal.kind,
        "target": row.goal.target,
        "members": row.members,
        "met": row.met,
        "probability": share.value if share else math.nan,
        "probability_low": low,
        "probability_high": high,
        "p05": row.points.low,
        "p50": row.points.median,
        "p95": row.points.high,
        "error": row.points.error,
        "shortfall": row.shortfall,
        "relative_shortfall": row.relative_shortfall,
        "median_year": row.median_year,
        "never": never.value if never else math.nan,
    }
