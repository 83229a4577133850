"""What ties the sheets of a workbook together: differences as formulas, names for rows of indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from sim.outcomes.fan import LIKELY
from sim.registry.indicators import Indicator
from sim.report import style
from sim.report.record import Column, Row, Table, figure_cell
from sim.report.words.glossary import heading, headings
from sim.report.workbook import Formula
from sim.units import Language

_FIRST = 1  # row of the first figures in a sheet, from 0


def differences(years: Table, sheet: str, entries: Mapping[str, Indicator], language: Language) -> Table:
    """Return each further scenario less the first, by indicator and year, as formulas on the sheet of years.

    Parameters
    ----------
    years : all indicators of all scenarios, one scenario after the other, each with the same indicators
    sheet : name of its sheet
    """
    rows, places, key = _rows(years), _years(years), _key(years)
    first = rows[0][0]
    base = {row[key]: number for number, row in enumerate(rows) if row[0] == first}
    found: list[Row] = []
    for number, row in enumerate(rows):
        if row[0] != first:
            entry, pair = entries[str(row[key])], (number, base[row[key]])
            cells = (_difference(sheet, pair, at, rows, entry.decimals) for at in places)
            words = (entry.name.text(language), entry.unit.text(language))
            found.append([f"{row[0]} − {first}", row[key], *words, *cells])
    heads = [heading("difference", language), "id", *headings(language, "indicator", "unit")]
    columns = [Column(head, is_figure=False) for head in heads]
    return Table([*columns, *(Column(years.columns[at].heading) for at in places)], found)


def _rows(years: Table) -> list[Any]:
    return [row for row in years.rows if not isinstance(row, str)]


def _years(years: Table) -> list[int]:
    """Return the columns of figures by year."""
    heads = [column.heading for column in years.columns]
    return [at for at, head in enumerate(heads) if len(head) == 4 and head.isdigit()]


def _key(years: Table) -> int:
    """Return the column of the id; before it stands the scenario, where there are several."""
    return [column.heading for column in years.columns].index("id")


def _difference(sheet: str, pair: tuple[int, int], at: int, rows: list[Any], decimals: int) -> Formula | None:
    """Return the formula of a difference, None where either figure is missing."""
    more, less = (getattr(rows[number][at], "value", rows[number][at]) for number in pair)
    if not (isinstance(more, int | float) and isinstance(less, int | float)):
        return None
    one, other = (f"'{sheet}'!{xl_rowcol_to_cell(number + _FIRST, at)}" for number in pair)
    shown = figure_cell(more - less, decimals)
    return Formula(shown.value, shown.text, f"={one}-{other}")


def name_rows(book: Any, sheet: str, years: Table) -> None:
    """Name the figures by year of each indicator of the first scenario, as in ``ind_gdp_growth``."""
    rows, places, key = _rows(years), _years(years), _key(years)
    for number, row in enumerate(rows):
        if not key or row[0] == rows[0][0]:
            cells = xl_range_abs(number + _FIRST, places[0], number + _FIRST, places[-1])
            book.define_name(f"ind_{row[key]}", f"='{sheet}'!{cells}")


def colour_probabilities(book: Any, sheet: str, table: Table, language: Language) -> None:
    """Colour the probabilities of a scoreboard, green from one half on and red below."""
    rows = len(list(table.rows))
    for at in _columns(table, heading("probability", language)):
        for criterion, ink in ((">=", style.MET), ("<", style.NOT_MET)):
            look = book.add_format({"font_color": ink})
            rule = {"type": "cell", "criteria": criterion, "value": LIKELY, "format": look}
            blank = {"type": "blanks", "stop_if_true": True, "format": None}
            page = book.get_worksheet_by_name(sheet)
            page.conditional_format(_FIRST, at, rows, at, blank)
            page.conditional_format(_FIRST, at, rows, at, rule)


def _columns(table: Table, head: str) -> Iterator[int]:
    return (at for at, column in enumerate(table.columns) if column.heading == head)
