"""Monthly releases: levels and growth side by side, accumulated since January; the title names the period."""

from __future__ import annotations

from dataclasses import replace

from sim.actuals.heads import Head
from sim.actuals.period_words import is_unclear, names_a_part, period_in, periods_within
from sim.actuals.quantities import split_unit
from sim.actuals.status import PRELIMINARY, status_in
from sim.actuals.tables import Entry, Found, Stray, Table, head_of, is_figure, name_column, short_row
from sim.engine.external.sheets import Cell
from sim.errors import Fault, SimError
from sim.registry.periods import Period


def read_release(table: Table) -> Found:
    """Return what a release holds; without a period that is clear it is a fault."""
    found, grid = Found(), table.grid
    heads = [head_of(grid, table.head, column) for column in range(grid.width)]
    figures = [place for place, head in enumerate(heads) if head.kind in ("level", "growth")]
    name = name_column(table, heads, table.head + 1, figures[0])
    found.left_out = [
        (grid, Cell(table.head, at), head.text) for at, head in enumerate(heads) if head.kind == "other"
    ]
    if name is None:
        return found
    try:
        periods = {place: _period(table, heads[place]) for place in figures}
    except SimError as error:
        found.faults += error.faults
        return found
    status = next(filter(None, map(status_in, table.above)), "")
    for row in table.rows(table.head + 1):
        label, unit = split_unit(grid.text(row, name))
        units = next((grid.text(row, at) for at, head in enumerate(heads) if head.role == "unit"), "")
        found.strays += short_row(grid, row, figures[-1], label)
        for place, head in enumerate(heads):
            value, cell = grid.value(row, place), Cell(row, place)
            if place in periods:
                is_level = head.kind == "level"
                found.entries.append(
                    Entry(
                        grid, cell, value, label, periods[place], str(head.kind), table.fact("地区"), "",
                        (unit or units or head.unit) if is_level else head.unit, table.fact("单位"),
                        status=status or ("" if periods[place].is_year else PRELIMINARY),
                    )
                )  # fmt: skip
            elif place != name and head.role is None and not head.is_measure and is_figure(value):
                zh, en = (
                    "这一列的表头看不出是什么数。",
                    "the head of this column does not say what its figures are.",
                )
                found.strays.append(Stray(grid, cell, label, zh, en))
    return found


def _period(table: Table, head: Head) -> Period:
    """Return the period of a column: from its head and the title, or the name of the sheet.

    Raises
    ------
    SimError: none, several, or one that may be meant as accumulated or alone.
    """
    texts = [*table.above, table.grid.sheet]
    found = list(dict.fromkeys(period for text in texts for period in periods_within(text)))
    if len(found) > 1 and len(parts := [period for period in found if not period.is_year]) == 1:
        found = parts if {period.year for period in found} == {parts[0].year} else found
    if len(found) != 1:
        raise SimError(_no_period(table, found))
    period = _of_part(found[0], head) if head.part else found[0]
    if period is not None and is_unclear(period) and "累计" in "".join([head.text, *texts]):
        last = period.last if period.unit == "M" else 3 * period.last
        period = period_in(f"{period.year}年1-{last}月")
    is_short = period is not None and period.is_year and any(map(names_a_part, texts)) and not head.part
    if period is None or is_unclear(period) or is_short:
        raise SimError(_unclear(table, head))
    return period


def _of_part(titled: Period, head: Head) -> Period | None:
    """Return the part of the year that a head names; None where the title names another."""
    period = period_in(f"{titled.year}年{head.part}")
    is_same = period is not None and (
        titled.is_year or titled in (period, replace(period, first=period.last))
    )
    return period if is_same else None


def _no_period(table: Table, found: list[Period]) -> Fault:
    cell = Cell(table.head, 0)
    if found:
        listed = ", ".join(period.code for period in found)
        zh, en = f"标题中有几个时期：{listed}。", f"the title names several periods: {listed}."
        return table.grid.fault("conflict", zh, en, cell)
    zh = "标题没有写明年份和时期，应如“2022年1—7月”或“2022年上半年”。"
    en = 'the title names no year and period; it must be as in "2022年1—7月" or "2022年上半年".'
    return table.grid.fault("missing", zh, en, cell)


def _unclear(table: Table, head: Head) -> Fault:
    zh = "看不出是当期数还是一月以来的累计数；请在标题中写明，如“2022年1—7月”。"
    en = 'are figures of the period alone or since January? Write it in the title, as in "2022年1—7月".'
    return table.grid.fault("conflict", f"“{head.text}”：{zh}", f'"{head.text}": {en}', Cell(table.head, 0))
