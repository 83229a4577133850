"""Sheets of cells, and the addresses of their cells, such as B5."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sim.errors import SimError, fail

WORKBOOKS = (".xlsx", ".xlsm", ".xls")
TEXTS = (".csv", ".tab", ".tsv", ".txt")
CELL_LIMIT = 2_000_000  # of one sheet, including empty ones between others
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})", re.ASCII)
_SHOWN = 30  # characters of a cell that a message shows


class Cell(NamedTuple):
    """Position of a cell in a sheet, row and column from 0."""

    row: int
    column: int

    def beside(self, down: int, right: int) -> Cell:
        """Return the cell a number of rows below and columns to the right."""
        return Cell(self.row + down, self.column + right)

    def __str__(self) -> str:
        letters, number = "", self.column + 1
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row + 1}"


class Area(NamedTuple):
    """A rectangle of cells, by its first and its last."""

    first: Cell
    last: Cell

    def __contains__(self, cell: object) -> bool:
        """Return whether a cell lies in it."""
        return isinstance(cell, Cell) and all(
            low <= at <= high for low, at, high in zip(self.first, cell, self.last, strict=True)
        )

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}:{self.last}"


@dataclass(frozen=True)
class Sheet:
    """Content of one sheet.

    Parameters
    ----------
    label : name of the sheet in messages
    rows : values as read: numbers, text, dates, None where a cell is empty; rows may differ in length
    names : areas of the sheet that the workbook has a name for, by the name in lower case
    """

    label: str
    rows: Sequence[Sequence[Any]]
    names: Mapping[str, Area] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    @functools.cached_property
    def width(self) -> int:
        """Return the number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def value(self, cell: Cell) -> Any:
        """Return the value of a cell, None where it is empty."""
        row = self.rows[cell.row] if cell.row < len(self.rows) else ()
        value = row[cell.column] if cell.column < len(row) else None
        return None if isinstance(value, str) and not value.strip() else value

    def number(self, cell: Cell) -> float | None:
        """Return the number in a cell, even one written as text; None where there is none."""
        value = self.value(cell)
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            value = float(value)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        try:
            return float(value) if is_number and math.isfinite(value) else None
        except OverflowError:  # a whole number of hundreds of digits
            return None

    def is_word(self, cell: Cell) -> bool:
        """Whether a cell holds text that cannot be meant as a number or a date."""
        value = self.value(cell)
        return isinstance(value, str) and not any(character.isdigit() for character in value)

    def shown(self, cell: Cell) -> str:
        """Return the text of a cell for messages."""
        text = " ".join(str(self.value(cell)).split())
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def cell_at(address: str) -> Cell | None:
    """Return the cell of an address such as ``B5``, None if it is not an address."""
    match = _ADDRESS.fullmatch(address.strip())
    return Cell(int(match[2]) - 1, _column(match[1])) if match else None


def area_at(reference: str) -> Area | None:
    """Return the area of a reference such as ``B5`` or ``B5:C9``, None if it is not one."""
    first, _, last = reference.partition(":")
    start, end = cell_at(first), cell_at(last or first)
    return Area(start, end) if start and end else None


def line_at(pointer: str) -> tuple[int | None, int | None] | None:
    """Return the row ``1`` or the column ``A`` as (row, None) or (None, column); None for other text."""
    pointer = pointer.strip()
    if re.fullmatch(r"[1-9]\d{0,6}", pointer, re.ASCII):
        return int(pointer) - 1, None
    if re.fullmatch(r"[A-Za-z]{1,3}", pointer, re.ASCII):
        return None, _column(pointer)
    return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def limited(rows: Iterable[Sequence[Any]], name: str) -> list[Sequence[Any]]:
    """Return the rows of a sheet, of which `CELL_LIMIT` bounds the cells."""
    kept, cells = [], 0
    for row in rows:
        cells += len(row) + 1
        if cells > CELL_LIMIT:
            raise too_many(name)
        kept.append(row)
    return kept


def too_many(name: str) -> SimError:
    """Return the fault of a sheet with more than `CELL_LIMIT` cells."""
    return fail(
        "too-large",
        f'文件 "{name}" 的一张表超过 {CELL_LIMIT:,} 个单元格。',
        f'a sheet of the file "{name}" has more than {CELL_LIMIT:,} cells.',
    )
