"""What is added up over the members of an ensemble: whole numbers, in any order the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.outcomes.goals import GROUPS, HEADLINE, TABLE1, Goal, Group
from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.outcomes.measures import Years, assessed, is_met
from sim.registry.indicators import BASE_YEAR

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Members = NDArray[np.int64]
Tables = dict[str, pa.Table]
MET, REACHED, TOGETHER = "met", "reached", "together"  # tables of counts
TABLES = (MET, REACHED, TOGETHER)
SPANS = ("growth", "five_year_sum")  # measures of several years


class Tally:
    """Counts of sound members: which targets they meet, when they first do, and how many together.

    Members are added shard by shard, by one worker or by several whose tallies are merged.

    Parameters
    ----------
    goals : the targets that are counted
    """

    def __init__(self, goals: Sequence[Goal]) -> None:
        self.goals = tuple(goals)
        self.members = 0
        self.met: dict[Goal, int] = {goal: 0 for goal in self.goals if goal.is_judged}
        self.reached: dict[Goal, dict[int, int]] = {goal: {} for goal in self.met}
        self.together: dict[Group, Counts] = {
            group: np.zeros(len(group.members(self.goals)) + 1, dtype=np.int64) for group in GROUPS
        }

    def add(self, table: IndicatorTable, broken: Members) -> None:
        """Add the members of a run.

        Parameters
        ----------
        table : indicators, series of (time, member)
        broken : members of the table, from 0, that turned non-finite; they are not counted
        """
        members = next((row.series.shape[1] for row in table if row.series is not None), 0)
        sound = np.ones(members, dtype=np.bool_)
        sound[broken] = False
        met: dict[Goal, Flags] = {}
        for goal in self.met:
            at, first = reaching(table.rows[goal.indicator], goal)
            met[goal] = at[sound]
            self.met[goal] += int(met[goal].sum())
            _count(first[sound], self.reached[goal])
        for group, counts in self.together.items():
            number = np.zeros(int(sound.sum()), dtype=np.int64)
            for goal in group.members(self.goals):
                number += met[goal]
            counts += np.bincount(number, minlength=counts.size)
        self.members += int(sound.sum())

    def merge(self, other: Tally) -> None:
        """Add the counts of other members of the same ensemble."""
        if other.goals != self.goals:
            raise ValueError("tallies of different targets cannot be merged")
        self.members += other.members
        for goal in self.met:
            self.met[goal] += other.met[goal]
            for year, members in other.reached[goal].items():
                self.reached[goal][year] = self.reached[goal].get(year, 0) + members
        for group, counts in self.together.items():
            counts += other.together[group]

    def as_tables(self) -> Tables:
        """Return the counts as small tables, by name.

        ``met``: a row for each target, with what it is and how many members meet it; ``reached``: for
        each target and year, how many members meet it in that year for the first time; ``together``:
        for each group, how many members meet 0, 1, 2, … of its targets.
        """
        return {
            MET: pa.Table.from_pylist(list(self._met_rows()), _MET),
            REACHED: pa.Table.from_pylist(list(self._reached_rows()), _REACHED),
            TOGETHER: pa.Table.from_pylist(list(self._together_rows()), _TOGETHER),
        }

    @classmethod
    def from_tables(cls, tables: Mapping[str, pa.Table]) -> Tally:
        """Return the counts that `as_tables` gave.

        Raises
        ------
        KeyError: a table or a column is missing.
        """
        rows = tables[MET].to_pylist()
        goals = [_goal(row) for row in rows]
        tally = cls(goals)
        named = {(goal.indicator, goal.year): goal for goal in goals}
        for goal, row in zip(goals, rows, strict=True):
            if goal.is_judged:
                tally.met[goal] = row["met"]
        for row in tables[REACHED].to_pylist():
            tally.reached[named[row["indicator"], row["year"]]][row["reached"]] = row["members"]
        for row in tables[TOGETHER].to_pylist():
            tally.together[Group(row["group"], row["year"])][row["met"]] = row["members"]
        tally.members = int(tally.together[GROUPS[0]].sum())
        return tally

    def _met_rows(self) -> Iterator[dict[str, object]]:
        for goal in self.goals:
            yield {
                "indicator": goal.indicator,
                "year": goal.year,
                "target": goal.target,
                "kind": goal.kind,
                HEADLINE: HEADLINE in goal.groups,
                TABLE1: TABLE1 in goal.groups,
                "members": self.members,
                "met": self.met.get(goal),
            }

    def _reached_rows(self) -> Iterator[dict[str, object]]:
        for goal, years in self.reached.items():
            for year, members in sorted(years.items()):
                yield {
                    "indicator": goal.indicator,
                    "year": goal.year,
                    "reached": year,
                    "members": members,
                }

    def _together_rows(self) -> Iterator[dict[str, object]]:
        for group, counts in self.together.items():
            for number, members in enumerate(counts.tolist()):
                yield {"group": group.name, "year": group.year, "met": number, "members": members}


_MET = pa.schema(
    [
        ("indicator", pa.string()),
        ("year", pa.int64()),
        ("target", pa.float64()),
        ("kind", pa.string()),
        (HEADLINE, pa.bool_()),
        (TABLE1, pa.bool_()),
        ("members", pa.int64()),
        ("met", pa.int64()),
    ]
)
_REACHED = pa.schema(
    [("indicator", pa.string()), ("year", pa.int64()), ("reached", pa.int64()), ("members", pa.int64())]
)
_TOGETHER = pa.schema(
    [("group", pa.string()), ("year", pa.int64()), ("met", pa.int64()), ("members", pa.int64())]
)


def _goal(row: Mapping[str, Any]) -> Goal:
    groups = tuple(name for name in (HEADLINE, TABLE1) if row[name])
    return Goal(row["indicator"], row["year"], row["target"], row["kind"], groups)


def _count(years: Years, into: dict[int, int]) -> None:
    """Add how often each year occurs; 0 stands for never and is not counted."""
    for year, members in zip(*np.unique(years[years > 0], return_counts=True), strict=True):
        into[int(year)] = into.get(int(year), 0) + int(members)


def reaching(row: IndicatorRow, goal: Goal) -> tuple[Flags, Years]:
    """Return whether members meet a target in its year, and the year in which they first meet it.

    Levels may meet it from the base year on. What is measured over several years, an average growth
    or a sum, is asked from the target's own year on: a single good year meets no average of five.

    Returns
    -------
    (member,), (member,)  the year is 0 for a member that never does
    """
    assert row.series is not None
    entry = row.entry
    rows = row.years >= (goal.year if entry.measure in SPANS else BASE_YEAR)
    years, figures = row.years[rows], row.series[rows]  # of a single year they are the series itself
    if entry.measure in SPANS:
        figures = np.array([assessed(entry.measure, row.years, row.series, int(year)) for year in years])
    met = is_met(figures, goal.target, entry.comparison, entry.decimals)
    first = np.where(met.any(axis=0), years[met.argmax(axis=0)], 0)
    return met[years == goal.year][0], first
