"""Reports as workbooks: a sheet for each table, and one that says where the figures come from.

A number is a number, in a format that shows it as it is printed, its mark and unit with it. The same
report gives the same bytes.
"""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from sim.errors import fail
from sim.report import style
from sim.report.deck.workbook import EPOCH
from sim.report.layout import width_of
from sim.report.record import Block, Cell, Column, Paragraph, Report, Table, Value, text_of
from sim.report.words.glossary import heading, headings
from sim.report.words.numbers import NO_FIGURE, find_printed, print_count
from sim.units import Language

MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1_048_576, 16_384, 32_767  # of a sheet and a cell
WIDEST, NARROWEST = 48, 8  # characters of a column
HEAD_WIDTH = 14  # characters beyond which a heading is folded
TEXT_WIDTH = 100  # characters of the column of notes
_WORDS: Mapping[str, Mapping[Language, str]] = {
    "table": {"zh": "表", "en": "Table"},
    "data": {"zh": "全部数据", "en": "All data"},
    "notes": {"zh": "说明", "en": "Notes"},
    "title": {"zh": "情景名称", "en": "Title"},
    "set": {"zh": "改动", "en": "Changed"},
    "options": {"zh": "改动", "en": "Changed"},
    "model_hash": {"zh": "模型哈希", "en": "Model hash"},
    "method": {"zh": "方法", "en": "Method"},
    "runs": {"zh": "运行次数", "en": "Runs"},
    "failed": {"zh": "算不出的成员", "en": "Failed members"},
}
_FACTS = (  # of a record, in this order
    *("scenario", "title", "set", "options", "model_hash"),
    *("method", "members", "runs", "seed", "failed"),
)
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_YEAR = re.compile(r"[12]\d{3}")  # the heading of a column of figures of a year


@dataclass(frozen=True)
class Formula(Cell):
    """A cell that a workbook computes; value and text are what it gives.

    Parameters
    ----------
    formula : such as ``=A1-B1``
    """

    formula: str = ""


def workbook_bytes(report: Report, language: Language, further: Mapping[str, Table] | None = None) -> bytes:
    """Return a report as the content of an .xlsx file.

    Parameters
    ----------
    further : tables beside those of the report, by the names of their sheets

    Raises
    ------
    SimError: a table that is larger than a sheet.
    """
    blocks = list(report.blocks(language))
    tables = [block for block in blocks if isinstance(block, Table)]
    sheets = list(_named(tables, language))
    if report.rows is not None:
        rows = _listed(report.rows(language))
        if rows not in (table for _, table in sheets):
            sheets.append((_WORDS["data"][language], rows))
    sheets += (further or {}).items()
    return sheets_bytes(sheets, [*_facts(report.record(), language)], _notes(blocks), language)


def sheets_bytes(
    sheets: Iterable[tuple[str, Table]],
    facts: Sequence[tuple[str, Value]],
    notes: Iterable[str],
    language: Language,
    draw: Callable[[Any], None] | None = None,
) -> bytes:
    """Return named tables, and what is known of their source, as the content of an .xlsx file.

    Where nothing is known of it, there is no sheet for it.

    Parameters
    ----------
    draw : adds sheets of charts to the book of XlsxWriter

    Raises
    ------
    SimError: a table that is larger than a sheet.
    """
    listed = [(name, _listed(table)) for name, table in sheets]
    for name, table in listed:
        _check_size(name, table)
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": EPOCH})
    formats = _Formats(book, style.DECK_FONT[language])
    names = _Names()
    for name, table in listed:
        _write_table(book.add_worksheet(names.take(name)), table, formats)
    if rows := [*facts, *_numbered(notes, language)]:
        _write_source(book.add_worksheet(names.take(heading("source", language))), rows, formats, language)
    if draw is not None:
        draw(book)
    book.close()
    return content.getvalue()


def _named(tables: Sequence[Table], language: Language) -> Iterator[tuple[str, Table]]:
    for number, table in enumerate(tables, 1):
        blank = "" if language == "zh" else " "
        head = next(filter(None, table.headings), f"{_WORDS['table'][language]}{blank}{number}")
        yield table.title or head, _listed(table)


def _listed(table: Table) -> Table:
    """Return a table whose rows can be read more than once."""
    return Table(list(table.columns), list(table.rows), table.title)


def _check_size(name: str, table: Table) -> None:
    rows, columns = len(list(table.rows)) + 1, len(table.columns)
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        given, most = map(print_count, (rows, columns)), map(print_count, (MOST_ROWS, MOST_COLUMNS))
        (long, wide), (longest, widest) = given, most
        raise fail(
            "too-large",
            f"有 {long} 行、{wide} 列，工作簿的一张表至多 {longest} 行、{widest} 列；请改用 csv。",
            f"{long} rows and {wide} columns; a sheet holds {longest} and {widest}. Use csv.",
            name,
        )


class _Names:
    """Names of sheets: short, without what Excel forbids, none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        clean = _NOT_IN_A_NAME.sub(" ", wanted).strip(" '")[:_LONGEST_NAME] or "-"
        tries = (f"{clean[: _LONGEST_NAME - 4]} {number}" for number in itertools.count(2))
        name = next(
            each for each in (clean, *itertools.islice(tries, 999)) if each.lower() not in self._taken
        )
        self._taken.add(name.lower())
        return name


class _Formats:
    """The formats of cells, each made once."""

    def __init__(self, book: Any, font: str) -> None:
        self._book, self._base = book, {"font_name": font, "font_size": 10, "valign": "top"}
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**self._base, **properties})
        return self._made[key]

    def head(self, *, right: bool, **properties: Any) -> Any:
        align = "right" if right else "left"
        return self.of(bold=True, text_wrap=True, align=align, bg_color=style.SHADE, bottom=1, **properties)


def number_format(cell: Cell) -> str:
    """Return the format in which Excel shows a number as it is printed, with what stands around it.

    A number that the text gives in another unit, such as bytes in MB, is shown as that text.
    """
    printed = find_printed(cell.value, cell.text)
    if printed is None:
        return _literal(cell.text) or "General"
    digits = printed.digits.lstrip("-")
    is_parted = "," in digits or float(digits) < 1000  # years have no separator
    shown = ("#,##0" if is_parted else "0") + ("." + "0" * printed.decimals if printed.decimals else "")
    shown += "%" if printed.is_share else ""
    before, after = _literal(printed.before), _literal(printed.after)
    if before and printed.digits.startswith("-"):  # else the minus would stand before the text
        return f"{before}{shown}{after};{_literal(printed.before + '-')}{shown}{after}"
    return f"{before}{shown}{after}"


def _literal(text: str) -> str:
    """Return a text as it stands in a format of numbers."""
    return '"' + text.replace('"', '"\\""') + '"' if text else ""


# --- sheets ---------------------------------------------------------------------------------


def _write_table(sheet: Any, table: Table, formats: _Formats) -> None:
    """Write a table with its heads frozen; parts of it are headed by a row of their own."""
    columns, rows = list(table.columns), list(table.rows)
    sheet.freeze_panes(1, sum(column.is_key for column in columns) or 1)
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows if not isinstance(row, str)]
        sheet.set_column(place, place, _width(_head(column), cells))
        holds_numbers = any(_is_number(_value(cell)) for cell in cells)
        if holds_numbers and _YEAR.fullmatch(_head(column)):  # a number, to filter and to draw by
            sheet.write_number(0, place, int(_head(column)), formats.head(right=True, num_format="0"))
        else:
            sheet.write_string(0, place, _head(column), formats.head(right=holds_numbers))
        for number, row in enumerate(rows, 1):
            if not isinstance(row, str):
                _write_cell(sheet, (number, place), row[place], formats, right=holds_numbers)
    for number, row in enumerate(rows, 1):
        if isinstance(row, str):
            sheet.write_string(number, 0, row, formats.of(bold=True))
    if rows and not any(isinstance(row, str) for row in rows):
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.print_area(0, 0, len(rows), max(0, len(columns) - 1))
    _set_paper(sheet)


def _head(column: Column) -> str:
    return f"{column.heading} [{column.unit}]" if column.unit else column.heading


def _width(head: str, cells: Sequence[Cell | Value]) -> int:
    widest = max((width_of(line) for cell in cells for line in text_of(cell).split("\n")), default=NARROWEST)
    return min(WIDEST, max(NARROWEST, widest, min(width_of(head), HEAD_WIDTH)) + 2)


def _value(cell: Cell | Value) -> Value:
    return cell.value if isinstance(cell, Cell) else cell


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _write_cell(
    sheet: Any, place: tuple[int, int], cell: Cell | Value, formats: _Formats, *, right: bool
) -> None:
    value = _value(cell)
    if _is_number(value):
        shown = number_format(cell) if isinstance(cell, Cell) else "General"
        look = formats.of(num_format=shown if len(shown) < 256 else "General")
        if isinstance(cell, Formula):
            sheet.write_formula(*place, cell.formula, look, value)
        else:
            sheet.write_number(*place, value, look)
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value, formats.of())
    elif isinstance(value, str) and value not in ("", NO_FIGURE):
        text = value if len(value) <= MOST_CHARACTERS else f"{value[: MOST_CHARACTERS - 1]}…"
        if right:
            sheet.write_string(*place, text, formats.of(align="right"))
        else:
            sheet.write_string(*place, text, formats.of(text_wrap=width_of(text) > WIDEST or "\n" in text))


def _write_source(
    sheet: Any, rows: Sequence[tuple[str, Value]], formats: _Formats, language: Language
) -> None:
    """Write what is known of the source, then the sentences of the report."""
    label, text = formats.of(bold=True), formats.of(text_wrap=True, align="left")
    heads = headings(language, "item", "statement")
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, formats.head(right=False))
    for number, (key, value) in enumerate(rows, 1):
        sheet.write_string(number, 0, key, label)
        if _is_number(value):
            sheet.write_number(number, 1, value, text)
        else:
            sheet.write_string(number, 1, str(value), text)
    sheet.set_column(0, 0, max((width_of(key) for key, _ in rows), default=NARROWEST) + 2)
    sheet.set_column(1, 1, TEXT_WIDTH)
    sheet.freeze_panes(1, 0)
    sheet.print_area(0, 0, len(rows), 1)
    _set_paper(sheet)


def _set_paper(sheet: Any) -> None:
    """Print on A4, turned, as wide as a page, with the heads on each."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _numbered(notes: Iterable[str], language: Language) -> Iterator[tuple[str, Value]]:
    """Yield the sentences, the first of them headed."""
    for number, note in enumerate(notes):
        yield ("" if number else _WORDS["notes"][language]), note


# --- source ---------------------------------------------------------------------------------


def _facts(record: object, language: Language) -> Iterator[tuple[str, Value]]:
    """Yield what a record says of its source: of one scenario, or of several one after the other."""
    if not isinstance(record, Mapping):
        return
    inner = (each for value in record.values() if isinstance(value, list) for each in value)
    for group in (record, *(each for each in inner if isinstance(each, Mapping) and "scenario" in each)):
        for key in _FACTS:
            value = _fact(group.get(key), language)
            if value not in (None, ""):
                yield _word(key, language), value


def _word(key: str, language: Language) -> str:
    return _WORDS[key][language] if key in _WORDS else heading(key, language)


def _fact(value: Any, language: Language) -> Value:
    if isinstance(value, Mapping):
        value = value.get(language)
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _notes(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the sentences of a report; those without a lead where its rows hold all of its text."""
    has_tables = any(isinstance(block, Table) for block in blocks)
    for block in blocks:
        if isinstance(block, Paragraph) and (has_tables or not block.lead):
            yield f"{block.lead}{block.text}".strip()
        elif isinstance(block, str) and has_tables:
            yield from (line.strip() for line in block.split("\n") if line.strip())
