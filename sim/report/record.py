"""Reports as data: tables, paragraphs and records, which `writers` turns into text, CSV and JSON.

A report module defines the content: paragraphs and tables to read, rows for a spreadsheet, a
record for a program. A cell holds a value and its printed text, so that a writer of workbooks has
numbers, and formats them as they are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sim.report.words.numbers import print_count, print_figure, print_share, record_number
from sim.units import Language

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Cell:
    """A value and its printed text: a program reads the value, a person the text."""

    value: Value
    text: str


def text_of(cell: Cell | Value) -> str:
    """Return a cell as a person reads it."""
    return cell.text if isinstance(cell, Cell) else "" if cell is None else str(cell)


def figure_cell(value: float, decimals: int) -> Cell:
    """Return a figure printed with a number of decimals."""
    return Cell(record_number(value), print_figure(value, decimals))


def share_cell(value: float, decimals: int = 0) -> Cell:
    """Return a fraction printed in per cent."""
    return Cell(record_number(value), print_share(value, decimals))


def count_cell(number: int) -> Cell:
    """Return a whole number printed with separators between thousands."""
    return Cell(number, print_count(number))


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    is_figure : whether its cells are figures, which are right-aligned
    limit : greatest width of the text, in cells of a terminal; longer texts are folded
    unit : of all its values, "" where it differs by row or there is none
    rank : where a table is wider than the page, those of the highest rank are left out first; one of
        rank 0 never
    is_key : one of the first columns, which stand before every part of a table that has to be cut; where
        none is, the first is
    """

    heading: str
    is_figure: bool = True
    limit: int = 24
    unit: str = ""
    rank: int = 0
    is_key: bool = False


Row = Sequence[Cell | Value]


@dataclass(frozen=True)
class Table:
    """Columns and rows; a row that is a single text is a heading over the rows below it.

    Parameters
    ----------
    title : name of its sheet in a workbook; by default the heading of the first column
    """

    columns: Sequence[Column]
    rows: Iterable[Row | str]
    title: str = ""

    @property
    def headings(self) -> list[str]:
        """The headings of the columns."""
        return [column.heading for column in self.columns]

    def printed(self) -> Iterator[list[str]]:
        """Yield the rows as a person reads them, without the headings between them."""
        return ([text_of(cell) for cell in row] for row in self.rows if not isinstance(row, str))


@dataclass(frozen=True)
class Paragraph:
    """A text that is folded to the available width.

    Parameters
    ----------
    lead : text before the first line; the others are indented to its end
    hang : further indent of the others [cells]
    """

    text: str
    lead: str = ""
    hang: int = 0


Block = str | Paragraph | Table  # a plain text is a line as it is


@dataclass(frozen=True)
class Report:
    """Results of a command; only the requested form is computed.

    Parameters
    ----------
    blocks : content to read, from top to bottom
    rows : one table for a spreadsheet, with values in full; None where only the text has tables
    record : for programs, in both languages
    long : the table for a spreadsheet with one figure in a row, where it is not that anyway
    """

    blocks: Callable[[Language], Iterable[Block]]
    rows: Callable[[Language], Table] | None
    record: Callable[[], object]
    long: Callable[[Language], Table] | None = None


def tabulated(records: Iterable[Mapping[str, Cell | Value]]) -> Table:
    """Return records as a table; all have the headings of the first."""
    rows = list(records)
    return Table(
        [Column(heading) for heading in (rows[0] if rows else ())], [[*row.values()] for row in rows]
    )


def key_values(pairs: Iterable[tuple[str, object]]) -> Table:
    """Return columns key and value; the items of a list share one field."""
    return Table([Column("key"), Column("value")], [[key, _joined(value)] for key, value in pairs])


def _joined(value: Any) -> Value:
    if isinstance(value, list | tuple):
        return "; ".join("" if item is None else str(item) for item in value)
    return cast("Value", value)


def section(title: str, language: Language) -> str:
    """Return a heading of rows or lines, in the brackets of the language."""
    return f"【{title}】" if language == "zh" else f"[{title}]"
