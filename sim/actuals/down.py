"""Tables with a period in each row, and lists with a figure in each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.actuals.heads import Head, read_head
from sim.actuals.period_words import period_in
from sim.actuals.quantities import quantity, split_unit
from sim.actuals.readings import HAN
from sim.actuals.status import status_in
from sim.actuals.tables import (
    Entry,
    Found,
    Stray,
    Table,
    column_of,
    is_figure,
    order_faults,
    part_faults,
    short_row,
)
from sim.engine.external.sheets import Cell
from sim.registry.periods import Period


@dataclass(frozen=True)
class _Column:
    """What the heads of a column state; its name is "" where they state none."""

    name: str
    unit: str
    kind: str
    status: str


def read_down(table: Table) -> Found:
    """Return what a table with a period in each row holds."""
    found, grid = Found(), table.grid
    column, start = _periods_begin(table)
    tops = range(_first_head(table, start), start)
    columns = {
        place: _column([read_head(grid.spread(top, place)) for top in tops])
        for place in range(grid.width)
        if place != column
    }
    last = max((place for place, one in columns.items() if one.name), default=0)
    dated: list[tuple[Cell, Period]] = []
    for row in table.rows(start):
        cell, period = Cell(row, column), period_in(grid.value(row, column))
        if period is not None:
            dated.append((cell, period))
            found.strays += short_row(grid, row, last, "")
        for place, one in columns.items():
            _take(table, found, Cell(row, place), period, one)
    found.faults += [*order_faults(grid, dated), *part_faults(table, dated)]
    return found


def _periods_begin(table: Table) -> tuple[int, int]:
    """Return the column of the periods and the row of the first."""
    grid = table.grid
    heads = [read_head(grid.value(table.head, column)) for column in range(grid.width)]
    labelled = column_of(heads, "period")
    if labelled is None:  # no head above the periods: the table begins with the first of them
        return next(place for place, head in enumerate(heads) if head.period is not None), table.head
    rows = range(table.head + 1, table.end)
    return labelled, next(
        (row for row in rows if period_in(grid.value(row, labelled)) is not None), table.end
    )


def _first_head(table: Table, start: int) -> int:
    """Return the first row of the heads: above the figures, and with more than the one cell of a title."""
    row = start
    while (
        row > 0
        and sum(table.grid.value(row - 1, column) is not None for column in range(table.grid.width)) > 1
    ):
        row -= 1
    return min(row, table.head)


def _take(table: Table, found: Found, cell: Cell, period: Period | None, column: _Column) -> None:
    """Collect what a cell is: a figure of a period, a number without one, or of a column left out."""
    grid, name = table.grid, column.name
    if not name:
        if is_figure(grid.value(*cell)):
            zh, en = "这一列没有表头。", "this column has no head."
            found.strays.append(Stray(grid, cell, name, zh, en))
        return
    if column.kind == "other":
        found.left_out.append((grid, cell, name))
    elif period is not None:
        status = column.status or next(filter(None, map(status_in, table.above)), "")
        found.entries.append(
            Entry(grid, cell, grid.value(*cell), name, period, column.kind, table.fact("地区"), "",
                  column.unit, table.fact("单位"), status=status)
        )  # fmt: skip
    elif is_figure(grid.value(*cell)):
        zh, en = "这一行看不出是哪一年。", "this row names no period."
        found.strays.append(Stray(grid, cell, name, zh, en))


def _column(heads: Sequence[Head]) -> _Column:
    """Return what the heads of a column state, the upper ones first."""
    names, units, kind, status = [], [], "level", ""
    for head in heads:
        if not head.text or head.role:
            continue
        if head.is_measure:
            kind = head.kind or kind
        elif quantity(head.text.strip("()")) is None:
            names.append(split_unit(head.text)[0])
        bare = head.text.strip("()")
        units += [head.unit or (bare if quantity(bare) is not None else "")]
        status = status or head.status
    chinese = [name for name in dict.fromkeys(names) if HAN.search(name)] or names[:1]
    return _Column("：".join(chinese), next(filter(None, reversed(units)), ""), kind, status)


def read_listed(table: Table) -> Found:
    """Return what a list holds: in each row a name, a period and a figure."""
    found, grid = Found(), table.grid
    heads = [read_head(grid.value(table.head, column)) for column in range(grid.width)]
    at = {
        role: column_of(heads, role)
        for role in ("name", "id", "region", "period", "figure", "unit", "status")
    }
    named, figure, dated = at["name"], at["figure"], at["period"]
    for row in table.rows(table.head + 1):
        if figure is None or dated is None:
            break
        text = {role: grid.text(row, place) if place is not None else "" for role, place in at.items()}
        label, unit = split_unit(text["name"] if named is not None else table.fact("指标") or text["id"])
        period, cell = period_in(grid.value(row, dated)), Cell(row, figure)
        if period is not None:
            entry = Entry(
                grid, cell, grid.value(*cell), label, period, "level", text["region"] or table.fact("地区"),
                text["id"], unit or text["unit"] or heads[figure].unit, table.fact("单位"),
                status=status_in(text["status"]) or next(filter(None, map(status_in, table.above)), ""),
            )  # fmt: skip
            found.entries.append(entry)
        elif is_figure(grid.value(*cell)):
            zh, en = "这一行看不出是哪一年。", "this row names no period."
            found.strays.append(Stray(grid, cell, label, zh, en, text["id"]))
    return found
