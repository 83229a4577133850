"""Workbook embedded in a chart of a deck: the quantiles, and the bands as formulas of them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter

EPOCH = datetime.datetime(2020, 1, 1)


@dataclass(frozen=True)
class Column:
    """A column of the sheet.

    Parameters
    ----------
    heading : heading, which is also the name of the series
    figures : (time,)  None where there is no figure
    difference : headings of the columns whose difference it is, (minuend, subtrahend) or (minuend,); empty
        for a column of its own figures
    """

    heading: str
    figures: Sequence[float | None]
    difference: tuple[str, ...] = field(default=())


def workbook(rows: Sequence[int | str], columns: Sequence[Column], heading: str, number_format: str) -> bytes:
    """Return a workbook: years or names in column A, then the columns; equal data give equal bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": EPOCH})
        sheet = book.add_worksheet("Sheet1")
        printed = book.add_format({"num_format": number_format})
        sheet.set_column(0, len(columns), 14)
        sheet.write_row(0, 0, [heading, *(column.heading for column in columns)])
        for row, name in enumerate(rows, start=1):
            sheet.write(row, 0, name)
        places = {column.heading: number for number, column in enumerate(columns, start=1)}
        given = {column.heading: column.figures for column in columns}
        for number, column in enumerate(columns, start=1):
            for row, figure in enumerate(column.figures, start=1):
                if figure is None:
                    continue
                if column.difference and all(given[name][row - 1] is not None for name in column.difference):
                    formula = _formula(row, [places[name] for name in column.difference])
                    sheet.write_formula(row, number, formula, printed, figure)
                else:
                    sheet.write_number(row, number, figure, printed)
    return buffer.getvalue()


def _formula(row: int, columns: Sequence[int]) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return "=" + "-".join(str(xl_rowcol_to_cell(row, column)) for column in columns)
