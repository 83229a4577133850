"""Writers of reports: text for a terminal, CSV for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.names import visible
from sim.report.layout import (
    FIGURE,
    GAP,
    NARROW,
    WORD,
    YIELDS,
    Page,
    Span,
    fit_columns,
    fold_cell,
    fold_text,
    longest_piece,
    pad,
)
from sim.report.record import Block, Cell, Column, Paragraph, Report, Table, Value, text_of
from sim.report.words.numbers import find_printed
from sim.report.words.punctuation import listed
from sim.units import Language

WIDTH = 100  # cells beyond which sentences are not drawn out
PAGE = Page(WIDTH)
_FORMULA = ("=", "+", "-", "@")  # how a formula may begin
_SIGNED = re.compile(r"[-+][\d.,]+%?|-")  # a number written as text, or a dash
LEFT_OUT: Mapping[Language, str] = {
    "zh": "（宽度不够，略去：{}；加宽窗口可见，JSON 格式中都有）",
    "en": "(No room for: {}. A wider window shows them; JSON has all.)",
}


def written(report: Report, form: str, language: Language, page: Page = PAGE) -> str:
    """Return a report as "table", "csv", "csv-long" or "json"; the page is that of the table."""
    if form == "json":
        return json_text(report.record())
    if form in ("csv", "csv-long"):
        rows = report.rows if form == "csv" else report.long
        assert rows is not None  # the command refuses the format
        return csv_text(rows(language))
    return plain_text(report.blocks(language), page, language)


def json_text(record: object) -> str:
    """Return a record as JSON; missing figures are null."""
    return json.dumps(finite(record), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def finite(value: Any) -> Any:
    """Return a record without numbers that JSON does not have: they become None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: finite(each) for key, each in value.items()}
    return [finite(each) for each in value] if isinstance(value, list | tuple) else value


def csv_text(table: Table) -> str:
    """Return the values of a table as CSV, with the digits that are printed.

    A number that is not printed has all its digits; one that does not exist is left empty. Names come from
    files of others: one that a spreadsheet would run as a formula begins with an apostrophe, and control
    characters other than line ends are shown.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_harmless(heading) for heading in table.headings])
    writer.writerows(
        [_harmless(finite(_value(cell))) for cell in row] for row in table.rows if not isinstance(row, str)
    )
    return text.getvalue()


def _harmless(value: Any) -> Any:
    """Return text that no spreadsheet and no terminal takes for a command; all else as it is."""
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _SIGNED.fullmatch(text) else text


def _value(cell: Cell | Value) -> Value:
    if not isinstance(cell, Cell):
        return cell
    printed = find_printed(cell.value, cell.text)
    return printed.plain if printed else cell.value


def plain_text(blocks: Iterable[Block], page: Page = PAGE, language: Language = "zh") -> str:
    """Return blocks one below the other, with tables aligned, no wider than the page."""
    return "".join(f"{line}\n" for block in blocks for line in _lines(block, page, language))


def _lines(block: Block, page: Page, language: Language) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _aligned(block, page, language)
    elif isinstance(block, Paragraph):
        yield from _folded(page.text(block.text), page.text(block.lead), block.hang, page)
    else:
        for line in page.text(block).split("\n"):
            text = line.lstrip(" ")
            yield from _folded(text, line.removesuffix(text), 0, page) if text else [line]


def _folded(text: str, lead: str, hang: int, page: Page) -> Iterator[str]:
    below = " " * (page.measure(lead) + hang)
    for number, line in enumerate(fold_text(text, min(page.width, WIDTH) - len(below), page.measure)):
        yield f"{below}{line.lstrip()}" if number else lead + line


def _aligned(table: Table, page: Page, language: Language) -> Iterator[str]:
    """Yield a table, in several parts under one another where the page is too narrow for one."""
    columns = [replace(column, rank=0) if page.is_whole else column for column in table.columns]
    heads = [page.text(head) for head in table.headings]
    rows = [
        page.text(row) if isinstance(row, str) else [page.text(text_of(cell)) for cell in row]
        for row in table.rows
    ]
    cells = [row for row in rows if not isinstance(row, str)]
    spans = [
        _span(column, head, texts, page) for column, head, *texts in zip(columns, heads, *cells, strict=True)
    ]
    keys = sum(column.is_key for column in columns) or 1
    parts = fit_columns(spans, keys, page.width)
    for number, widths in enumerate(parts):
        if number:
            yield ""
        yield from _row_lines(heads, columns, widths, page)
        rule = "-" if page.text("─") == "-" else "─"
        yield rule * ((sum(widths.values()) + GAP * (len(widths) - 1)) // page.measure(rule))
        for row in rows:
            if isinstance(row, str):
                yield from fold_text(row, page.width, page.measure)
            else:
                yield from _row_lines(row, columns, widths, page)
    shown = {place for widths in parts for place in widths}
    left = [head for place, head in enumerate(heads) if place not in shown]
    if left:
        yield from _folded(LEFT_OUT[language].format(listed(left, language)), "", 0, page)


def _span(column: Column, head: str, texts: Sequence[str], page: Page) -> Span:
    """Return what is known of the width of a column: figures are not folded, their heading is."""
    body, measure = max(map(page.measure, texts), default=0), page.measure
    natural = min(column.limit, max(body, measure(head)))
    whole = min(natural, max((longest_piece(text, measure) for text in (head, *texts)), default=0))
    if column.is_figure:
        least = min(natural, max(body, whole, measure(head) // 2 + 1))  # the heading on two lines
        return Span(natural, least, least if least <= FIGURE else max(FIGURE, whole), column.rank, True)
    least = max(min(natural, NARROW), whole, math.ceil(YIELDS * natural))
    return Span(natural, least, max(min(natural, NARROW), min(whole, WORD)), column.rank)


def _row_lines(
    texts: Sequence[str], columns: Sequence[Column], widths: Mapping[int, int], page: Page
) -> Iterator[str]:
    """Yield the lines of one row, long texts folded, figures on the first line."""
    folded = {place: list(fold_cell(texts[place], width, page.measure)) for place, width in widths.items()}
    for number in range(max(map(len, folded.values()))):
        padded = (
            pad(
                folded[place][number] if number < len(folded[place]) else "",
                width,
                right=columns[place].is_figure,
                measure=page.measure,
            )
            for place, width in widths.items()
        )
        yield (" " * GAP).join(padded).rstrip()
