"""A table of draws in a CSV file."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.errors import Fault, SimError, fail
from sim.files import expand
from sim.scenario.options import number_or_text

CHUNK = 4_096  # rows
_MARK = b"\xef\xbb\xbf"  # that spreadsheets put before UTF-8


@dataclass(frozen=True)
class TextRows:
    """Rows of a CSV file.

    Parameters
    ----------
    cells : of each row, as many as the table has columns
    lines : of each row in the file
    path : of the file
    """

    cells: Sequence[Sequence[str]]
    lines: Sequence[int]
    path: str

    @property
    def rows(self) -> int:
        """Return how many there are."""
        return len(self.cells)

    def values(self) -> Array | None:
        """Return the cells as numbers, (row, column), None where one is no number."""
        try:
            return np.array(self.cells, dtype=np.float64)
        except ValueError:
            return None

    def cell(self, row: int, column: int) -> object:
        """Return a cell as a number, or as its text."""
        text = self.cells[row][column].strip()
        return number_or_text(text) if text else None

    def place(self, row: int) -> str:
        """Return file and line."""
        return f"{self.path}:{self.lines[row]}"


@dataclass(frozen=True)
class CsvFile:
    """A CSV file in UTF-8: names in the first line, a member in each line after it.

    Parameters
    ----------
    path : as the user gave it
    names : of the columns
    """

    path: str
    names: tuple[str, ...]

    @property
    def head(self) -> str:
        """Return the line of the columns' names."""
        return f"{self.path}:1"

    def chunks(self) -> Iterator[TextRows]:
        """Yield the rows, `CHUNK` at a time; empty lines count for none.

        Raises
        ------
        SimError: lines that are no CSV, or have other numbers of cells than there are columns.
        """
        with expand(self.path).open("rb") as stream:
            lines = enumerate(stream, start=1)
            next(lines)
            filled = ((number, line) for number, line in lines if line.strip())
            while some := list(itertools.islice(filled, CHUNK)):
                yield self._rows(some)

    def _rows(self, some: Sequence[tuple[int, bytes]]) -> TextRows:
        rows = TextRows(
            [_cells(line, f"{self.path}:{number}") for number, line in some],
            [number for number, _ in some],
            self.path,
        )
        faults = [
            Fault(
                "mismatch",
                f"有 {len(cells)} 格，而列名有 {len(self.names)} 个，应一一对应。",
                f"has {len(cells)} cells for {len(self.names)} columns; there must be one for each.",
                rows.place(row),
            )
            for row, cells in enumerate(rows.cells)
            if len(cells) != len(self.names)
        ]
        if faults:
            raise SimError(faults)
        return rows


def open_csv(path: str) -> CsvFile:
    """Return a CSV file.

    Raises
    ------
    SimError: its first line is no CSV in UTF-8.
    """
    with expand(path).open("rb") as stream:
        first = stream.readline().removeprefix(_MARK)
    return CsvFile(path, tuple(name.strip() for name in _cells(first, f"{path}:1")))


def _cells(line: bytes, place: str) -> list[str]:
    try:
        return next(csv.reader([line.decode()]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise fail(
            "syntax",
            "不是 UTF-8 编码的 CSV；请另存为“CSV UTF-8”。",
            'no CSV in UTF-8; save it as "CSV UTF-8".',
            place,
        ) from error
