"""Text as Markdown that GitHub renders: tables, code, anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sim.report.words.numbers import print_digits

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")


def plain(text: str) -> str:
    """Return a text with Markdown's special characters escaped."""
    return _SPECIAL.sub(r"\\\1", text)


def code(text: str) -> str:
    """Return a text as code that may stand in a table."""
    fence = "``" if "`" in text else "`"
    escaped = text.replace("|", "\\|")
    return f"{fence}{escaped}{fence}" if text else ""


def anchor(name: str) -> str:
    """Return the anchor for links to ``#name``."""
    return f'<a id="{slug(name)}"></a>'


def slug(name: str) -> str:
    """Return a name as part of an address: lower case, words joined by ``-``."""
    return re.sub(r"[^\w]+", "-", name.lower().replace("_", "-")).strip("-")


def lines(*parts: str) -> str:
    """Return texts on separate lines of a cell; empty ones are omitted."""
    return "<br>".join(part for part in parts if part)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Return a table, "" without rows; each row is one line, so that diffs are readable.

    Parameters
    ----------
    right : numbers of the columns that hold figures
    """
    body = [_row(row) for row in rows]
    if not body:
        return ""
    columns = set(right)
    rule = ["---:" if column in columns else "---" for column in range(len(heads))]
    return "\n".join([_row(heads), _row(rule), *body])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


def interval(low: float, high: float) -> str:
    """Return two numbers as the ends of a range, without a line break between them."""
    return f"{print_digits(low)}\u00a0–\u00a0{print_digits(high)}"
