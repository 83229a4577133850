"""Tables with a period in each column: the bureau's exports, yearbooks, the template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sim.actuals.heads import Head, read_head
from sim.actuals.quantities import split_unit
from sim.actuals.status import PRELIMINARY, status_in
from sim.actuals.tables import (
    Entry,
    Found,
    Stray,
    Table,
    column_of,
    head_of,
    is_figure,
    name_column,
    order_faults,
    part_faults,
    short_row,
)
from sim.engine.external.sheets import Cell
from sim.registry.periods import Period


@dataclass(frozen=True)
class _Columns:
    """The columns of a table: their heads, that of the names, and those of further facts."""

    heads: Sequence[Head]
    name: int
    start: int

    def text(self, table: Table, row: int, role: str) -> str:
        column = next((place for place, head in enumerate(self.heads) if head.role == role), None)
        return "" if column is None else table.grid.text(row, column)


def read_across(table: Table) -> Found:
    """Return what a table with a period in each column holds."""
    found, grid = Found(), table.grid
    heads, start = _heads(table)
    heads = _with_only_period(heads)
    figures = [place for place, head in enumerate(heads) if head.period is not None and head.kind != "other"]
    for place, head in enumerate(heads):
        if head.kind == "other" or (head.is_measure and head.period is None):
            found.left_out.append((grid, Cell(table.head, place), head.text))
    name = name_column(table, heads, start, figures[0] if figures else len(heads))
    if not figures or name is None:
        return found
    for kind in ("level", "growth"):
        for status in dict.fromkeys(heads[place].status for place in figures):
            named = [
                (Cell(table.head, place), period)
                for place in figures
                if (period := heads[place].period) is not None
                and (_kind(heads[place]), heads[place].status) == (kind, status)
            ]
            found.faults += [*order_faults(grid, named), *part_faults(table, named)]
    columns = _Columns(heads, name, start)
    for row in table.rows(start):
        found.entries += _entries(table, row, columns, figures)
        found.strays += _strays(table, row, columns, figures)
    return found


def _with_only_period(heads: Sequence[Head]) -> list[Head]:
    """Return the heads; where they name one period alone, columns of levels and growth are of it."""
    periods = {head.period for head in heads if head.period is not None and not head.is_target}
    if len(periods) != 1:
        return [*heads]
    (period,) = periods
    is_measure = [head.kind in ("level", "growth") and head.role is None and not head.part for head in heads]
    return [
        replace(head, period=period) if measure else head
        for head, measure in zip(heads, is_measure, strict=True)
    ]


def _kind(head: Head) -> str:
    return head.kind or "level"


def _heads(table: Table) -> tuple[list[Head], int]:
    """Return the head of each column, two rows of heads joined, and the row of the first figures."""
    grid, row = table.grid, table.head
    tops = [head_of(grid, row, column) for column in range(grid.width)]
    below = [read_head(grid.value(row + 1, column)) for column in range(grid.width)]
    first = next(place for place, head in enumerate(tops) if head.period is not None)
    values = [grid.value(row + 1, column) for column in range(first, grid.width)]
    is_second = (
        row + 1 < table.end
        and any(head.is_measure for head in below[first:])
        and not any(map(is_figure, values))
        and not any(head.period for head in below)
    )
    if not is_second:
        return tops, row + 1
    heads, above = [], Head()
    for top, sub in zip(tops, below, strict=True):
        above = top if top.text or not sub.text else above
        heads.append(sub.within(above) if sub.is_measure else top)
    return heads, row + 2


def _entries(table: Table, row: int, columns: _Columns, figures: Sequence[int]) -> Iterator[Entry]:
    grid = table.grid
    label, own_unit, region = _label(table, row, columns)
    column_unit = columns.text(table, row, "unit")
    error = column_of(columns.heads, "error")
    for place in figures:
        head = columns.heads[place]
        period: Period | None = head.period
        if period is None:
            continue
        is_level = _kind(head) == "level"
        yield Entry(
            grid,
            Cell(row, place),
            grid.value(row, place),
            label or columns.text(table, row, "id"),
            period,
            _kind(head),
            region,
            columns.text(table, row, "id"),
            (own_unit or column_unit or head.unit) if is_level else head.unit,
            table.fact("单位"),
            columns.text(table, row, "price"),
            head.status
            or status_in(columns.text(table, row, "status"))
            or next(filter(None, map(status_in, table.above)), "" if period.is_year else PRELIMINARY),
            columns.text(table, row, "source"),
            None if error is None else grid.value(row, error),
        )


def _label(table: Table, row: int, columns: _Columns) -> tuple[str, str, str]:
    """Return name, unit and region of a row; rows of regions have the indicator above the table."""
    label, unit = split_unit(table.grid.text(row, columns.name))
    indicator = table.fact("指标")
    if columns.heads[columns.name].role == "region" and indicator:
        return (*split_unit(indicator), label)
    return label, unit, table.fact("地区")


def _strays(table: Table, row: int, columns: _Columns, figures: Sequence[int]) -> Iterator[Stray]:
    """Yield the numbers right of the first period that stand below no head that is understood."""
    grid = table.grid
    label, _, region = _label(table, row, columns)
    yield from short_row(grid, row, figures[-1], label, columns.text(table, row, "id"), region)
    for place in range(figures[0] + 1, max(grid.width, len(columns.heads))):
        head = columns.heads[place]
        if place in figures or head.role or head.is_measure or not is_figure(grid.value(row, place)):
            continue
        what = f"“{head.text}”" if head.text else "空的"
        yield Stray(
            grid,
            Cell(row, place),
            label,
            f"这一列的表头是{what}，看不出是哪一年；数字中的逗号也会使各列错位。",
            f'the head of this column, "{head.text}", names no period; commas in numbers shift columns.',
            columns.text(table, row, "id"),
            region,
        )
