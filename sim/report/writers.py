"""Writers of reports: text for a terminal, CSV for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim.report.layout import fold_text, pad, width_of
from sim.report.record import Block, Cell, Column, Paragraph, Report, Table, Value, text_of
from sim.units import Language

GAP = 1  # blanks between columns
WIDTH = 100  # cells of a terminal


def written(report: Report, form: str, language: Language) -> str:
    """Return a report as "table", "csv" or "json"."""
    if form == "json":
        return json_text(report.record())
    if form == "csv":
        assert report.rows is not None  # the command refuses the format
        return csv_text(report.rows(language))
    return plain_text(report.blocks(language))


def json_text(record: object) -> str:
    """Return a record as JSON; missing figures are null."""
    return json.dumps(_finite(record), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value


def csv_text(table: Table) -> str:
    """Return the values of a table as CSV; missing figures are left empty."""
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
    """Return blocks one below the other, with tables aligned in a terminal and in a pipe."""
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
    rows = [row if isinstance(row, str) else [text_of(cell) for cell in row] for row in table.rows]
    cells = [row for row in rows if not isinstance(row, str)]
    widths = [
        min(column.limit, max(width_of(text) for text in (column.heading, *texts)))
        for column, *texts in zip(table.columns, *cells, strict=True)
    ]
    yield from _row_lines(table.headings, table.columns, widths)
    yield "─" * (sum(widths) + GAP * (len(widths) - 1))
    for row in rows:
        if isinstance(row, str):
            yield row
        else:
            yield from _row_lines(row, table.columns, widths)


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
