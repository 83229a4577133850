"""Tally over the members of an ensemble: whole numbers, whose sum does not depend on the order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.outcomes.measures import assessed_each, is_met, is_met_exactly
from sim.outcomes.targets import HEADLINE, TABLE1, Group, Target

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Members = NDArray[np.int64]
Tables = dict[str, pa.Table]
MET, REACHED, TOGETHER = "met", "reached", "together"  # tables of counts
TABLES = (MET, REACHED, TOGETHER)
SPANS = ("growth", "five_year_sum")  # measures of several years


class Tally:
    """Counts of finite members: targets met, first year in which each is met, and targets met together.

    A target is met at the precision that the plan prints; how many meet it exactly is counted as well.

    Members are added shard by shard, by one worker or by several whose tallies are merged.

    Parameters
    ----------
    targets : the targets that are counted
    groups : of targets that are counted together
    effects : variance of the share that meets a target, or a whole group, relative to that of as many
        independent draws; empty where it was not measured
    """

    def __init__(self, targets: Sequence[Target], groups: Sequence[Group]) -> None:
        self.targets = tuple(targets)
        self.members = 0
        self.met: dict[Target, int] = {target: 0 for target in self.targets if target.is_judged}
        self.exact: dict[Target, int | None] = dict.fromkeys(self.met, 0)
        self.reached: dict[Target, dict[int, int]] = {target: {} for target in self.met}
        self.together: dict[Group, Counts] = {
            group: np.zeros(len(group.members(self.targets)) + 1, dtype=np.int64) for group in groups
        }
        self.effects: dict[Target | Group, float] = {}

    def add(self, table: IndicatorTable, broken: Members) -> None:
        """Add the members of a run.

        Parameters
        ----------
        table : indicators, series of (time, member)
        broken : members of the table, from 0, that became non-finite; they are not counted
        """
        members = next((row.series.shape[1] for row in table if row.series is not None), 0)
        sound = np.ones(members, dtype=np.bool_)
        sound[broken] = False
        counted = slice(None) if sound.all() else sound
        met: dict[Target, Flags] = {}
        for target in self.met:
            row = table.rows[target.indicator]
            at, by_year = reaching(row, target)
            met[target] = at[counted]
            self.met[target] += int(np.count_nonzero(met[target]))
            self._add_exact(target, row, counted)
            _add_years(by_year, ~sound, self.reached[target])
        for group, counts in self.together.items():
            number = np.zeros(np.count_nonzero(sound), dtype=np.int16)
            for target in group.members(self.targets):
                number += met[target]
            counts += np.bincount(number, minlength=counts.size)
        self.members += int(np.count_nonzero(sound))

    def _add_exact(self, target: Target, row: IndicatorRow, counted: slice | Flags) -> None:
        figure, before = row.figure(target.year), self.exact[target]
        if figure is not None and before is not None:
            met = is_met_exactly(figure[counted], target.value, row.planned.comparison)
            self.exact[target] = before + int(np.count_nonzero(met))

    def merge(self, other: Tally) -> None:
        """Add the counts of other members of the same ensemble."""
        if other.targets != self.targets:
            raise ValueError("tallies of different targets cannot be merged")
        self.members += other.members
        for target in self.met:
            self.met[target] += other.met[target]
            ours, theirs = self.exact[target], other.exact[target]
            self.exact[target] = None if ours is None or theirs is None else ours + theirs
            for year, members in other.reached[target].items():
                self.reached[target][year] = self.reached[target].get(year, 0) + members
        for group, counts in self.together.items():
            counts += other.together[group]

    def as_tables(self) -> Tables:
        """Return the counts as small tables, by name.

        ``met``: a row for each target, with its definition and how many members meet it; ``reached``: for
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
        """Return the counts of tables returned by `as_tables`.

        Raises
        ------
        KeyError: a table or a column is missing.
        """
        rows = tables[MET].to_pylist()
        targets = [_target(row) for row in rows]
        groups = dict.fromkeys(Group(row["group"], row["year"]) for row in tables[TOGETHER].to_pylist())
        tally = cls(targets, tuple(groups))
        named = {(target.indicator, target.year): target for target in targets}
        for target, row in zip(targets, rows, strict=True):
            if target.is_judged:
                tally.met[target] = row["met"]
                tally.exact[target] = row.get("met_exact")  # earlier formats did not count them
            if row.get("effect") is not None:
                tally.effects[target] = row["effect"]
        for row in tables[REACHED].to_pylist():
            tally.reached[named[row["indicator"], row["year"]]][row["reached"]] = row["members"]
        for row in tables[TOGETHER].to_pylist():
            group = Group(row["group"], row["year"])
            tally.together[group][row["met"]] = row["members"]
            if row.get("effect") is not None:
                tally.effects[group] = row["effect"]
        tally.members = int(next(iter(tally.together.values())).sum())
        return tally

    def _met_rows(self) -> Iterator[dict[str, object]]:
        for target in self.targets:
            yield {
                "indicator": target.indicator,
                "year": target.year,
                "target": target.value,
                "kind": target.kind,
                HEADLINE: HEADLINE in target.groups,
                TABLE1: TABLE1 in target.groups,
                "members": self.members,
                "met": self.met.get(target),
                "met_exact": self.exact.get(target),
                "effect": self.effects.get(target),
            }

    def _reached_rows(self) -> Iterator[dict[str, object]]:
        for target, years in self.reached.items():
            for year, members in sorted(years.items()):
                yield {
                    "indicator": target.indicator,
                    "year": target.year,
                    "reached": year,
                    "members": members,
                }

    def _together_rows(self) -> Iterator[dict[str, object]]:
        for group, counts in self.together.items():
            for number, members in enumerate(counts.tolist()):
                facts = {"group": group.name, "year": group.year, "met": number, "members": members}
                yield {**facts, "effect": self.effects.get(group)}


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
        ("met_exact", pa.int64()),
        ("effect", pa.float64()),
    ]
)
_REACHED = pa.schema(
    [("indicator", pa.string()), ("year", pa.int64()), ("reached", pa.int64()), ("members", pa.int64())]
)
_TOGETHER = pa.schema(
    [
        ("group", pa.string()),
        ("year", pa.int64()),
        ("met", pa.int64()),
        ("members", pa.int64()),
        ("effect", pa.float64()),
    ]
)


def _target(row: Mapping[str, Any]) -> Target:
    groups = tuple(name for name in (HEADLINE, TABLE1) if row[name])
    return Target(row["indicator"], row["year"], row["target"], row["kind"], groups)


def _add_years(by_year: Mapping[int, Flags], seen: Flags, into: dict[int, int]) -> None:
    """Add how many members meet a target in each year for the first time; ``seen`` ones are not counted."""
    before = int(np.count_nonzero(seen))
    for year, met in by_year.items():
        if before == len(seen):
            return
        seen |= met
        after = int(np.count_nonzero(seen))
        if after > before:
            into[year] = into.get(year, 0) + after - before
        before = after


def reaching(row: IndicatorRow, target: Target) -> tuple[Flags, Mapping[int, Flags]]:
    """Return whether members meet a target in its year, (member,), and in each year that counts.

    A level may meet it from the base year on. A measure over several years, an average growth
    or a sum, counts from the target's own year on: a single good year meets no average of five.
    """
    assert row.series is not None
    entry = row.entry
    start = np.searchsorted(row.years, target.year if entry.measure in SPANS else row.plan.base_year)
    years, figures = row.years[start:], row.series[start:]  # for a single year they are the series itself
    if entry.measure in SPANS:
        figures = assessed_each(entry.measure, row.years, row.series, target.year, row.plan.base_year)
    met = is_met(figures, target.value, row.planned.comparison, row.planned.precision(entry))
    by_year = dict(zip(years.tolist(), met, strict=True))
    return by_year[target.year], by_year
