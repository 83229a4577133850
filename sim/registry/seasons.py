"""Seasons: the share of a year that falls into a part of it, from a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.document import read_text
from sim.errors import Fault, Faults, SimError, suggestion
from sim.registry.observations import GRADES
from sim.registry.periods import Period, read_period
from sim.registry.schema import not_among, shown
from sim.registry.sources import Source

COLUMNS = ("part", "year", "variable", "share", "deviation", "grade", "source")
ANY_YEAR = "2021"  # to read a part of no year


@dataclass(frozen=True)
class Season:
    """The share of a year that falls into a part of it.

    Parameters
    ----------
    part : of the year, as in H1 or M1-2
    year : calendar year, None for all
    variable : of the model, "" for all
    share : of the year's total, 0 to 1
    deviation : standard deviation of the share
    """

    part: str
    year: int | None
    variable: str
    share: float
    deviation: float

    @property
    def relative(self) -> float:
        """Return the standard deviation relative to the share."""
        return self.deviation / self.share


@dataclass(frozen=True)
class Seasons:
    """The shares of a home; a part that no row describes has the share of its length."""

    rows: tuple[Season, ...] = ()

    def of(self, period: Period, year: int, variables: Sequence[str]) -> Season:
        """Return the share of a period in a year for a sum of variables, from the most specific row."""
        if period.is_year:
            return Season("", year, "", 1.0, 0.0)
        fitting = [
            row
            for row in self.rows
            if row.part == period.part
            and row.year in (None, year)
            and (not row.variable or row.variable in variables)
        ]
        if not fitting:
            return Season(period.part, year, "", period.end - period.start, 0.0)
        return max(fitting, key=lambda row: (bool(row.variable), row.year is not None))


def read_seasons(path: str, sources: Mapping[str, Source]) -> Seasons:
    """Return the shares of a table; lines that begin with # are remarks.

    Raises
    ------
    SimError: every row that names no part of a year or an unknown source, a share that is not between 0
        and 1, or a deviation below 0, with its line.
    """
    lines = read_text(path).split("\n")
    remarks = next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))
    rows = csv.reader(io.StringIO("\n".join(lines[remarks:])))
    if tuple(next(rows, ())) != COLUMNS:
        listed = ",".join(COLUMNS)
        place = f"{path}:{remarks + 1}"
        raise SimError(Fault("missing", f"列名应为 {listed}。", f"the columns must be {listed}.", place))
    found: list[Season] = []
    faults = Faults()
    for cells in rows:
        row = dict(zip(COLUMNS, [*cells, *[""] * len(COLUMNS)], strict=False))
        wrong = list(_faults(row, sources))
        faults += [fault.at(f"{path}:{remarks + rows.line_num}") for fault in wrong]
        if not wrong:
            year = int(row["year"]) if row["year"] else None
            share, deviation = float(row["share"]), float(row["deviation"])
            found.append(Season(row["part"], year, row["variable"], share, deviation))
    faults.check()
    return Seasons(tuple(found))


def _faults(row: Mapping[str, str], sources: Mapping[str, Source]) -> Iterator[Fault]:
    period = read_period(ANY_YEAR + row["part"])
    if not row["part"] or period is None or period.part != row["part"]:
        yield not_among("part", shown(row["part"]), ("H1", "Q1-Q3", "M1-2", "…"))
    if row["year"] and not row["year"].isdigit():
        yield Fault(
            "not-a-number",
            f'"year" 为 {shown(row["year"])}，应是年份，或空着表示各年。',
            f'"year" is {shown(row["year"])}; it must be a year, or empty for all.',
        )
    for name, most in (("share", 1.0), ("deviation", 0.5)):
        if not _is_within(row[name], most):
            yield Fault(
                "outside-limits",
                f'"{name}" 为 {shown(row[name])}，应在 0 到 {most:g} 之间。',
                f'"{name}" is {shown(row[name])}; it must be from 0 to {most:g}.',
            )
    if row["grade"] not in GRADES:
        yield not_among("grade", shown(row["grade"]), GRADES)
    if row["source"] not in sources:
        zh, en = suggestion(row["source"], sources)
        yield Fault(
            "unknown-name", f'没有名为 "{row["source"]}" 的来源。{zh}', f'no source "{row["source"]}".{en}'
        )


def _is_within(text: str, most: float) -> bool:
    try:
        return 0 <= float(text) <= most
    except ValueError:
        return False
