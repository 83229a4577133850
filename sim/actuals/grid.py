"""Sheets of tables that offices publish: cells with what the workbook says about each."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.actuals.readings import without_notes
from sim.engine.external.sheets import Cell
from sim.errors import Fault, fail


@dataclass(frozen=True)
class Grid:
    """One sheet.

    Parameters
    ----------
    file : its file, as the user named it
    sheet : its name, "" for a text file
    rows : values as read: numbers, text, dates, None where a cell is empty
    percents : cells that are shown in per cent
    covered : cells of merged areas but for their first, by the first
    without_value : formulas whose value the file does not hold
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Any]]
    percents: Collection[Cell] = frozenset()
    covered: Mapping[Cell, Cell] = field(default_factory=dict)
    without_value: Collection[Cell] = frozenset()

    @functools.cached_property
    def width(self) -> int:
        """Return the number of columns."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def value(self, row: int, column: int) -> Any:
        """Return the value of a cell, None where there is none or only blanks."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        value = cells[column] if 0 <= column < len(cells) else None
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, row: int, column: int) -> str:
        """Return a cell as text, half-width and without marks of footnotes; "" where it is empty."""
        value = self.value(row, column)
        return "" if value is None else without_notes(str(value))

    def spread(self, row: int, column: int) -> Any:
        """Return the value of a cell, or of the first cell of the merged area that covers it."""
        first = self.covered.get(Cell(row, column), Cell(row, column))
        return self.value(*first)

    def is_merged(self, cell: Cell) -> bool:
        """Return whether a cell is part of a merged area."""
        return cell in self.covered or cell in self._firsts

    @functools.cached_property
    def _firsts(self) -> Collection[Cell]:
        """Return the first cells of merged areas."""
        return frozenset(self.covered.values())

    def place(self, cell: Cell | None = None) -> str:
        """Return file, sheet and cell as messages name them."""
        where = [self.sheet, "" if cell is None else str(cell)]
        return ":".join([self.file, *filter(None, where)])

    def fault(self, code: Any, zh: str, en: str, cell: Cell | None = None) -> Fault:
        """Return a fault at a cell."""
        return fail(code, zh, en, self.place(cell)).faults[0]
