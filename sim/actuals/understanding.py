"""From the cells of tables to figures of indicators: names, units and prices made out, faults collected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sim.actuals.across import read_across
from sim.actuals.actual import Actual, when
from sim.actuals.down import read_down, read_listed
from sim.actuals.grid import Grid
from sim.actuals.names import Glossary, Meaning
from sim.actuals.quantities import DIGITS, converted, quantity
from sim.actuals.readings import Reading, read_cell, shown
from sim.actuals.release import read_release
from sim.actuals.subjects import Reason, Subject, growth_name, left_out, price_basis_in, subject_of
from sim.actuals.tables import Entry, Found, Table, tables_of
from sim.errors import Fault, SimError, fail
from sim.registry.periods import Period
from sim.scenario.workspace import Workspace

_READERS = {"across": read_across, "down": read_down, "listed": read_listed, "release": read_release}
BEFORE = Reason("基年及以前的数，不作实绩", "of the base year or before, and so no actual")


@dataclass
class Understood:
    """What files say.

    Parameters
    ----------
    actuals : figures in the order of the files
    unknown : names that mean nothing yet, with the cell in which each first stands
    left_out : figures that are not kept, by reason: how many, and the first of their cells
    names : every name with its meaning, for the mapping file
    tables : number of tables
    """

    actuals: list[Actual] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    left_out: dict[Reason, list[str]] = field(default_factory=dict)
    names: dict[str, Meaning | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    tables: int = 0


@dataclass(frozen=True)
class Occasion:
    """What holds for all files of an import.

    Parameters
    ----------
    status : vintage of figures of which the files do not say it
    known : day of publication, "" where none is given
    today : periods must have ended by then
    """

    status: str = ""
    known: str = ""
    today: date = field(default_factory=date.today)


def understand(
    grids: Sequence[Grid], glossary: Glossary, occasion: Occasion, workspace: Workspace
) -> Understood:
    """Return what sheets say, with all faults of their cells."""
    found = Understood()
    for grid in grids:
        for table in tables_of(grid):
            found.tables += 1
            _take_table(table, found, glossary, occasion, workspace)
    return found


def _take_table(
    table: Table, found: Understood, glossary: Glossary, occasion: Occasion, workspace: Workspace
) -> None:
    read: Found = _READERS[table.layout](table)
    is_of_use = False
    for entry in read.entries:
        known = _known(entry, glossary)
        if known is None:
            _note_unknown(entry, found, glossary)
            continue
        meaning, kind, offset = known
        found.names.setdefault(glossary.label(entry.name, entry.region), meaning)
        if meaning.is_ignored:
            continue
        is_of_use = True
        try:
            taken = _actual(entry, meaning, kind, offset, occasion, workspace)
        except SimError as error:
            found.faults += [fault.at(entry.grid.place(entry.cell)) for fault in error.faults]
            continue
        if isinstance(taken, Reason):
            found.left_out.setdefault(taken, []).append(entry.grid.place(entry.cell))
        elif taken is not None:
            found.actuals.append(taken)
    for stray in read.strays:
        is_known = glossary.meaning(stray.name, stray.region, stray.key) is not None
        if is_known or (is_of_use and not stray.name):
            found.faults.append(stray.grid.fault("syntax", stray.zh, stray.en, stray.cell))
    if is_of_use or not read.entries:
        found.faults += read.faults
    for grid, cell, text in read.left_out if is_of_use else ():
        reason = Reason(f"列“{text}”不是实绩", f'the column "{text}" holds no actuals')
        found.left_out.setdefault(reason, []).append(grid.place(cell))


def _known(entry: Entry, glossary: Glossary) -> tuple[Meaning, str, float] | None:
    """Return what an entry means, whether it is a level or growth, and what is to be taken off its figure."""
    meaning = glossary.meaning(entry.name, entry.region, entry.key)
    if meaning is not None:
        return meaning, entry.kind, 0.0
    of_growth = growth_name(glossary.label(entry.name, ""))
    if of_growth is None:
        return None
    meaning = glossary.meaning(of_growth[0], entry.region, "")
    return None if meaning is None else (meaning, "growth", of_growth[1])


def _note_unknown(entry: Entry, found: Understood, glossary: Glossary) -> None:
    label = glossary.label(entry.name, entry.region)
    if label and entry.value is not None:
        found.unknown.setdefault(label, entry.grid.place(entry.cell))
        found.names.setdefault(label, None)


def _actual(
    entry: Entry, meaning: Meaning, kind: str, offset: float, occasion: Occasion, workspace: Workspace
) -> Actual | Reason | None:
    """Return the figure of a cell, why it is left out, or None where there is none.

    Raises
    ------
    SimError: what is wrong with it.
    """
    reading = _reading(entry)
    if reading is None:
        return None
    subject = subject_of(meaning, "growth" if reading.is_growth else kind, workspace)
    if isinstance(subject, Reason):
        return subject
    if entry.period.year <= workspace.registry.base_year:
        return BEFORE
    price = _price(entry, subject)
    if (reason := left_out(subject, entry.period, price)) is not None:
        return reason
    _check_period(entry.period, occasion, workspace)
    unit = _unit(entry, reading, meaning, subject)
    value = _in_unit(reading.value - offset if kind == "growth" else reading.value, unit, subject)
    if subject.is_level and value < 0:
        zh, en = (
            f"“{shown(entry.value)}”是负数，这个指标不会小于 0。",
            f'"{shown(entry.value)}" is negative, which it cannot be.',
        )
        raise fail("outside-limits", zh, en)
    return Actual(
        subject=subject,
        period=entry.period,
        value=value,
        given=shown(entry.value),
        given_unit=unit,
        bound=reading.bound,
        status=entry.status or occasion.status,
        known=occasion.known,
        source=entry.source or Path(entry.grid.file).name,
        error=_error(entry, unit, subject),
        name=entry.name,
        file=Path(entry.grid.file).name,
        sheet=entry.grid.sheet,
        cell=str(entry.cell),
        is_assumed=not unit,
    )


def _reading(entry: Entry) -> Reading | None:
    grid = entry.grid
    if entry.cell in grid.without_value:
        zh = "公式没有保存结果；请在 Excel 中打开并保存一次，或改为数值。"
        raise fail(
            "missing", zh, "a formula without a value; open and save the file in Excel, or paste values."
        )
    if grid.is_merged(entry.cell):
        zh, en = (
            "合并的单元格，看不出是哪一项的数；请取消合并。",
            "a merged cell: it is unclear whose figure it is; unmerge it.",
        )
        raise fail("conflict", zh, en)
    return read_cell(entry.value, is_percent=entry.cell in grid.percents)


def _price(entry: Entry, subject: Subject) -> str:
    price = price_basis_in(entry.price)
    given = shown(entry.price)
    if price is None:
        raise fail(
            "invalid-choice",
            f"价格“{given}”应是 当年价 或 2020年价。",
            f'prices "{given}" must be 当年价 or 2020年价.',
        )
    if price and subject.is_level and not subject.needs_prices and price != subject.price_basis:
        wanted = {"constant": "2020年价", "current": "当年价", "none": "（不分价格）"}[subject.price_basis]
        zh, en = (
            f"价格是“{given}”，该指标的是{wanted}。",
            f'prices are "{given}"; the indicator\'s are {wanted}.',
        )
        raise fail("mismatch", zh, en)
    return price


def _check_period(period: Period, occasion: Occasion, workspace: Workspace) -> None:
    last = workspace.registry.own_plan.horizons[-1]
    if period.year > last or _last_day(period) > occasion.today:
        zh, en = when(period)
        zh = f"{zh}还没有结束，不会有实绩；是目标或年份有误？"
        raise fail("outside-limits", zh, f"{en} has not ended; is it a target, or a wrong year?")


def _last_day(period: Period) -> date:
    months = round(12 * (period.end - (period.year - 1)))
    return date(period.year + months // 12, months % 12 + 1, 1) - timedelta(days=1)


def _unit(entry: Entry, reading: Reading, meaning: Meaning, subject: Subject) -> str:
    """Return the unit of a figure, the most particular statement first; "" where none is stated."""
    if subject.measure == "growth":
        return reading.unit or entry.unit
    return meaning.unit or reading.unit or entry.unit or entry.table_unit


def _in_unit(value: float, unit: str, subject: Subject) -> float:
    wanted = quantity(subject.unit)
    if not unit or wanted is None:
        return float(f"{value:.{DIGITS}g}")
    given = quantity(unit)
    if given is None:
        raise fail("units", f"单位“{shown(unit)}”不认识。", f'the unit "{shown(unit)}" is not known.')
    if given.kind != wanted.kind:
        zh, en = (
            f"单位是“{unit}”，该指标的是“{subject.unit}”，不能换算。",
            f'the unit is "{unit}", which does not convert to "{subject.unit}".',
        )
        raise fail("units", zh, en)
    return converted(value, given, wanted)


def _error(entry: Entry, unit: str, subject: Subject) -> float | None:
    reading = read_cell(entry.error)
    if reading is None:
        return None
    if reading.value <= 0:
        zh, en = (
            f"± 为“{shown(entry.error)}”，应大于 0。",
            f'± is "{shown(entry.error)}"; it must be above 0.',
        )
        raise fail("outside-limits", zh, en)
    return _in_unit(reading.value, reading.unit or unit, subject)


def unknown_names(found: Understood, glossary: Glossary) -> Iterator[tuple[str, str, str]]:
    """Yield names that mean nothing yet: the name, its first cell, and the indicator most like it."""
    return ((name, place, glossary.hint(name)) for name, place in found.unknown.items())
