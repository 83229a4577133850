"""A plain table of texts for the pages that explain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def fact_table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the table as HTML; the first column holds the label of the row."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(_row(cells) for cells in rows)
    return f'<div class="teda board"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(cells: Sequence[str]) -> str:
    first, *others = map(escape, cells)
    return f"<tr><td class='key'>{first}</td>{''.join(f'<td>{text}</td>' for text in others)}</tr>"
