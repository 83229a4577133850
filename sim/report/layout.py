"""Plain-text tables that stay aligned with Chinese in them, in a terminal and in a pipe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

GAP = 1  # blanks between columns


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether figures stand flush right, and its greatest width."""

    heading: str
    is_figure: bool = True
    limit: int = 24


def width_of(text: str) -> int:
    """Return how many cells of a terminal a text takes; a Chinese character takes two."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def layout(columns: Sequence[Column], rows: Sequence[Sequence[str] | str]) -> str:
    """Return a table; a row that is a single text is a heading over the rows below it."""
    cells = [row for row in rows if not isinstance(row, str)]
    widths = [
        min(column.limit, max(width_of(text) for text in (column.heading, *texts)))
        for column, *texts in zip(columns, *cells, strict=True)
    ]
    rule = "─" * (sum(widths) + GAP * (len(widths) - 1))
    lines = [*_lines([column.heading for column in columns], columns, widths), rule]
    for row in rows:
        lines += [row] if isinstance(row, str) else _lines(row, columns, widths)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    """Yield the lines of one row, long texts folded, figures on the first line."""
    folded = [list(fold_text(text, width)) for text, width in zip(texts, widths, strict=True)]
    for number in range(max(map(len, folded))):
        parts = [parts[number] if number < len(parts) else "" for parts in folded]
        yield (" " * GAP).join(
            pad(part, width, right=column.is_figure)
            for part, column, width in zip(parts, columns, widths, strict=True)
        )


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return the text filled with blanks to a width in cells."""
    blanks = " " * max(0, width - width_of(text))
    return blanks + text if right else text + blanks


def fold_text(text: str, width: float, measure: Callable[[str], float] = width_of) -> Iterator[str]:
    """Yield the text in lines of at most a width, broken at blanks or between Chinese characters.

    Parameters
    ----------
    width : in the unit of ``measure``, which is cells of a terminal by default
    """
    line = ""
    for piece in _PIECES.findall(text):
        if line and measure((line + piece).rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()


# What stays together: a short remark in brackets, a Chinese character with the quote that opens before
# it and the marks that close after it, a Latin word with such marks or the blanks after it.
_PIECES = re.compile(
    r"（[^（）]{1,8}）[，。；：、”’]*"
    r"|[“‘]?[^\x00-\u2e7f][，。；：、）》％”’]*"
    r"|[\x00-\u2e7f]+?(?:[，。；：、）》％]+[”’]*| +|(?=[“‘]?[^\x00-\u2e7f])|$)"
)
