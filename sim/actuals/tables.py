"""Tables of a sheet: what every layout yields, and where on the sheet each table begins."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.actuals.grid import Grid
from sim.actuals.heads import Head, Role, read_head
from sim.actuals.period_words import period_in, periods_within
from sim.engine.external.sheets import Cell
from sim.errors import Fault
from sim.registry.periods import Period

Layout = Literal["across", "down", "listed", "release"]
NOTES = re.compile(r"(?:注|数据来源|资料来源|说明|备注|note|source)\s*\d*[:：.、]?", re.IGNORECASE)
_FACT = re.compile(
    r"\(?(?P<what>指标|地区|单位|时间|数据库|计量单位)\s*:\s*(?P<said>[^()]+(?:\([^()]*\))?)\)?"
)
_ENOUGH = 3  # periods in a row or column that make it a head without any label


@dataclass(frozen=True)
class Entry:
    """A cell that a table holds for a name and a period, not yet read.

    Parameters
    ----------
    name, region : as the sheet writes them, half-width; region "" where the table names none
    key : id of the indicator where the table has a column of ids
    kind : "level" or "growth"
    unit : that the row or the column states, "" where they do not
    table_unit : that stands above the whole table
    price, status, source, error : what further columns say, "" or None where there are none
    """

    grid: Grid
    cell: Cell
    value: Any
    name: str
    period: Period
    kind: str = "level"
    region: str = ""
    key: str = ""
    unit: str = ""
    table_unit: str = ""
    price: str = ""
    status: str = ""
    source: str = ""
    error: Any = None


@dataclass(frozen=True)
class Stray:
    """A number of which the table does not say what it is; a fault where its row or column is of use.

    Parameters
    ----------
    name, region, key : of its row or column, as those of an `Entry`; one without a name is of use where any
        figure of the table is
    """

    grid: Grid
    cell: Cell
    name: str
    zh: str
    en: str
    key: str = ""
    region: str = ""


@dataclass
class Found:
    """What the tables of a sheet hold: entries, numbers without a head, faults, and columns left out."""

    entries: list[Entry] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[tuple[Grid, Cell, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """One table of a sheet.

    Parameters
    ----------
    head : row of its head
    end : row after its last
    above : text of the rows over it, as title and facts
    """

    grid: Grid
    layout: Layout
    head: int
    end: int
    above: tuple[str, ...]

    def fact(self, what: str) -> str:
        """Return what a line over the table says of 指标, 地区 or 单位; "" where none does."""
        for text in self.above:
            for found in _FACT.finditer(text):
                if found["what"] == what or (what == "单位" and found["what"] == "计量单位"):
                    return found["said"].strip()
        return ""

    def rows(self, start: int) -> Iterator[int]:
        """Yield the rows of the table from one on, until the notes below it."""
        for row in range(start, self.end):
            first = next(filter(None, (self.grid.text(row, at) for at in range(self.grid.width))), "")
            if NOTES.match(first):
                return
            if first:
                yield row


def tables_of(grid: Grid) -> list[Table]:
    """Return the tables of a sheet, each until the head of the next."""
    starts: list[tuple[int, Layout]] = []
    for row in range(grid.height):
        layout = _layout(grid, row, has_table=bool(starts))
        if layout == "release" and starts and starts[-1] == (row - 1, "across"):
            continue  # the second row of a head
        if layout is not None:
            starts.append((row, layout))
    ends = [row for row, _ in starts[1:]] + [grid.height]
    return [
        Table(grid, layout, row, end, tuple(_above(grid, row, starts[place - 1][0] if place else -1)))
        for place, ((row, layout), end) in enumerate(zip(starts, ends, strict=False))
    ]


def head_of(grid: Grid, row: int, column: int) -> Head:
    """Return the head in a cell, or in the cell of a merged area that stands for it."""
    return read_head(grid.spread(row, column))


def column_of(heads: Sequence[Head], *roles: Role) -> int | None:
    """Return the first column of one of the roles, the first role before the others."""
    places = (place for role in roles for place, head in enumerate(heads) if head.role == role)
    return next(places, None)


def name_column(table: Table, heads: Sequence[Head], start: int, before: int) -> int | None:
    """Return the column of names: by its head, else the first of text to the left of the figures."""
    named = column_of(heads, "name", "region", "id")
    if named is not None:
        return named
    for column in range(before):
        if heads[column].role in (None, "lever") and any(
            isinstance(table.grid.value(row, column), str) for row in table.rows(start)
        ):
            return column
    return None


def is_figure(value: Any) -> bool:
    """Return whether a cell holds a number."""
    if isinstance(value, str):
        return re.fullmatch(r"\s*[-+]?[\d０-９][\d０-９,，.．]*\s*", value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _layout(grid: Grid, row: int, *, has_table: bool) -> Layout | None:
    """Return what kind of head a row is, None where it is none."""
    cells = [grid.value(row, column) for column in range(grid.width)]
    heads = [read_head(cell) for cell in cells]
    roles = {head.role for head in heads}
    dated = [place for place, head in enumerate(heads) if head.period is not None]
    if {"period", "figure"} <= roles and roles & {"name", "region", "id"}:
        return "listed"
    if dated and _is_across(cells, heads, dated):
        return "across"
    if dated and not has_table and _begins_a_column(grid, row, dated):
        return "down"
    if (
        not dated
        and "period" in roles
        and any(
            period_in(grid.value(below, heads.index(head))) is not None
            for head in heads
            if head.role == "period"
            for below in range(row + 1, min(row + 5, grid.height))
        )
    ):
        return "down"
    is_measured = [head for head in heads if head.kind in ("level", "growth") and (head.role is None)]
    if not dated and is_measured and not any(map(is_figure, cells)) and _has_name(heads, cells):
        return "release"
    return None


def _has_name(heads: Sequence[Head], cells: Sequence[Any]) -> bool:
    """Return whether a row of measures also heads a column of names, by a word or an empty first cell."""
    return any(head.role in ("name", "region") for head in heads) or not heads[0].is_measure


def _is_across(cells: Sequence[Any], heads: Sequence[Head], dated: Sequence[int]) -> bool:
    left = [place for place in range(dated[0]) if cells[place] is not None]
    is_labelled = any(heads[place].role in ("id", "name", "region", "unit") for place in left)
    if is_labelled:
        return all(heads[place].role for place in left)
    is_worded = all(isinstance(cells[place], str) and "年" in str(cells[place]) for place in dated)
    if left and not is_worded:
        return False
    if is_worded:
        return len(dated) >= (_ENOUGH - 1)
    return len(dated) >= _ENOUGH and _is_ordered([heads[place].period for place in dated])


def _begins_a_column(grid: Grid, row: int, dated: Sequence[int]) -> bool:
    """Return whether periods without a head run down from a cell."""
    if len(dated) > 1:
        return False
    periods = [period_in(grid.value(row + step, dated[0])) for step in range(_ENOUGH)]
    return None not in periods and _is_ordered(periods)


def _is_ordered(periods: Sequence[Period | None]) -> bool:
    ends = [period.end for period in periods if period is not None]
    steps = [later - earlier for earlier, later in itertools.pairwise(ends)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def order_faults(grid: Grid, dated: Sequence[tuple[Cell, Period]]) -> Iterator[Fault]:
    """Yield periods that stand twice, or not in order: one of them may be mistaken."""
    seen: dict[Period, Cell] = {}
    for cell, period in dated:
        if period in seen:
            zh = f"时期 {period.text('zh')} 重复，{seen[period]} 已有。"
            yield grid.fault(
                "duplicate", zh, f"{period.text('en')} is there twice, first in {seen[period]}.", cell
            )
        seen.setdefault(period, cell)
    if len(seen) == len(dated) and not _is_ordered([period for _, period in dated]):
        listed = ", ".join(period.code for _, period in dated)
        zh, en = f"时期的顺序不对：{listed}。", f"the periods are not in order: {listed}."
        yield grid.fault("wrong-order", zh, en, dated[0][0])
    elif (missing := _skipped(list(seen))) is not None:
        zh = f"年份独缺 {missing}，是否写错？确实没有的，请加上这一年、各格留空。"
        en = (
            f"{missing} alone is skipped; is a year mistaken? If not, add the year and leave its cells empty."
        )
        yield grid.fault("wrong-order", zh, en, dated[0][0])


def part_faults(table: Table, dated: Sequence[tuple[Cell, Period]]) -> Iterator[Fault]:
    """Yield that the title names a part of a year where the heads name whole years."""
    parts = [period for text in table.above for period in periods_within(text) if not period.is_year]
    if parts and dated and all(period.is_year for _, period in dated):
        part = parts[0]
        zh = f"标题写的是{part.text('zh')}，表头是全年；请在表头写明，如“{part.text('zh')}”。"
        en = f"the title says {part.text('en')}, the heads whole years; write the part into the heads."
        yield table.grid.fault("conflict", zh, en, dated[0][0])


def _skipped(periods: Sequence[Period]) -> int | None:
    """Return the one year that a run of years lacks, which one that is mistaken leaves behind."""
    years = sorted(period.year for period in periods if period.is_year)
    missing = sorted({*range(years[0], years[-1])} - {*years}) if len(years) >= _ENOUGH else []
    return missing[0] if len(missing) == 1 else None


def short_row(grid: Grid, row: int, last: int, name: str, key: str = "", region: str = "") -> Iterator[Stray]:
    """Yield that a line of a text file ends before the last column of figures: its cells may be shifted."""
    if not grid.sheet and len(grid.rows[row]) <= last:
        zh, en = (
            "这一行的格数比表头少，各数可能错位。",
            "this line has fewer cells than the head; they may be shifted.",
        )
        yield Stray(grid, Cell(row, len(grid.rows[row]) - 1), name, zh, en, key, region)


def _above(grid: Grid, head: int, last: int) -> Iterator[str]:
    """Yield the text over a head, the nearest first, until the rows of the table before."""
    for row in range(head - 1, last, -1):
        values = [grid.value(row, column) for column in range(grid.width)]
        if last >= 0 and (any(map(is_figure, values)) or sum(each is not None for each in values) >= _ENOUGH):
            return
        yield from filter(None, (grid.text(row, column) for column in range(grid.width)))
