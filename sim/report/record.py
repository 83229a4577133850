"""Reports as data, with their text, CSV and JSON writers.

A report module says what there is to show: paragraphs and tables to read, rows for a spreadsheet, a
record for a program. How that becomes characters stands here, once. A cell holds a value beside its
printed text, so that a writer of workbooks has numbers, and formats them as they are printed.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sim.report.layout import fold_text, pad, width_of
from sim.report.words.numbers import print_count, print_figure, print_share, record_number
from sim.units import Language

GAP = 1  # blanks between columns
WIDTH = 100  # cells of a terminal
Value = str | int | float | bool | None


@dataclass(frozen=True)
class Cell:
    """A value and how it is printed: a program reads the one, a person the other."""

    value: Value
    text: str


def figure_cell(value: float, decimals: int) -> Cell:
    """Return a figure printed at a number of decimals."""
    return Cell(record_number(value), print_figure(value, decimals))


def share_cell(value: float, decimals: int = 0) -> Cell:
    """Return a fraction printed in per cent."""
    return Cell(record_number(value), print_share(value, decimals))


def count_cell(number: int) -> Cell:
    """Return a whole number printed with its thousands apart."""
    return Cell(number, print_count(number))


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    is_figure : figures stand flush right
    limit : greatest width of the text, in cells of a terminal; what is longer is folded
    unit : of all its values, "" where it differs by row or there is none
    """

    heading: str
    is_figure: bool = True
    limit: int = 24
    unit: str = ""


Row = Sequence[Cell | Value]


@dataclass(frozen=True)
class Table:
    """Columns and rows; a row that is a single text is a heading over the rows below it."""

    columns: Sequence[Column]
    rows: Iterable[Row | str]

    @property
    def headings(self) -> list[str]:
        """What stands over the columns."""
        return [column.heading for column in self.columns]

    def printed(self) -> Iterator[list[str]]:
        """Yield the rows as a person reads them, without the headings between them."""
        return ([_text(cell) for cell in row] for row in self.rows if not isinstance(row, str))


@dataclass(frozen=True)
class Paragraph:
    """A text that is folded to the width there is.

    Parameters
    ----------
    lead : what stands in front of the first line; the others begin below its end
    hang : cells by which they begin further on
    """

    text: str
    lead: str = ""
    hang: int = 0


Block = str | Paragraph | Table  # a text alone is a line as it is


@dataclass(frozen=True)
class Report:
    """What a command found; only what is asked for is worked out.

    Parameters
    ----------
    blocks : what there is to read, from top to bottom
    rows : one table for a spreadsheet, with values in full; None where only the text has tables
    record : for programs, in both languages
    """

    blocks: Callable[[Language], Iterable[Block]]
    rows: Callable[[Language], Table] | None
    record: Callable[[], object]

    def written(self, form: str, language: Language) -> str:
        """Return the report as "table", "csv" or "json"."""
        if form == "json":
            return json_text(self.record())
        if form == "csv":
            assert self.rows is not None  # the command refuses the format
            return csv_text(self.rows(language))
        return plain_text(self.blocks(language))


def tabulated(records: Iterable[Mapping[str, Cell | Value]]) -> Table:
    """Return records as a table; all have the headings of the first."""
    rows = list(records)
    return Table(
        [Column(heading) for heading in (rows[0] if rows else ())], [[*row.values()] for row in rows]
    )


def key_values(pairs: Iterable[tuple[str, object]]) -> Table:
    """Return columns key and value; the items of a list stand in one field."""
    return Table([Column("key"), Column("value")], [[key, _joined(value)] for key, value in pairs])


def _joined(value: Any) -> Value:
    if isinstance(value, list | tuple):
        return "; ".join("" if item is None else str(item) for item in value)
    return cast("Value", value)


def section(title: str, language: Language) -> str:
    """Return a heading over rows or lines, in the brackets of the language."""
    return f"【{title}】" if language == "zh" else f"[{title}]"


# --- writers --------------------------------------------------------------------------------


def json_text(record: object) -> str:
    """Return a record as JSON; figures that do not exist are null."""
    return json.dumps(_finite(record), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value


def csv_text(table: Table) -> str:
    """Return the values of a table as CSV; figures that do not exist are left empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows(
        [_finite(_value(cell)) for cell in row] for row in table.rows if not isinstance(row, str)
    )
    return text.getvalue()


def _value(cell: Cell | Value) -> Value:
    return cell.value if isinstance(cell, Cell) else cell


def plain_text(blocks: Iterable[Block], width: int = WIDTH) -> str:
    """Return blocks under one another, tables aligned in a terminal and in a pipe."""
    return "".join(f"{line}\n" for block in blocks for line in _lines(block, width))


def _lines(block: Block, width: int) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _aligned(block)
    elif isinstance(block, Paragraph):
        below = " " * (width_of(block.lead) + block.hang)
        for number, line in enumerate(fold_text(block.text, width - len(below))):
            yield f"{below}{line.lstrip()}" if number else block.lead + line
    else:
        yield block


def _aligned(table: Table) -> Iterator[str]:
    rows = [row if isinstance(row, str) else [_text(cell) for cell in row] for row in table.rows]
    cells = [row for row in rows if not isinstance(row, str)]
    widths = [
        min(column.limit, max(width_of(text) for text in (column.heading, *texts)))
        for column, *texts in zip(table.columns, *cells, strict=True)
    ]
    yield from _row_lines(table.headings, table.columns, widths)
    yield "─" * (sum(widths) + GAP * (len(widths) - 1))
    for row in rows:
        yield from [row] if isinstance(row, str) else _row_lines(row, table.columns, widths)


def _text(cell: Cell | Value) -> str:
    return cell.text if isinstance(cell, Cell) else "" if cell is None else str(cell)


def _row_lines(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    """Yield the lines of one row, long texts folded, figures on the first line."""
    folded = [list(fold_text(text, width)) for text, width in zip(texts, widths, strict=True)]
    for number in range(max(map(len, folded))):
        parts = [parts[number] if number < len(parts) else "" for parts in folded]
        padded = (
            pad(part, width, right=column.is_figure)
            for part, column, width in zip(parts, columns, widths, strict=True)
        )
        yield (" " * GAP).join(padded).rstrip()
