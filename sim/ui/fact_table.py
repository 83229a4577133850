"""A plain table of texts for the pages that explain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def fact_table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the table as HTML; the first column holds the label of the row."""
    named = [escape(text) for text in heads]
    head = "".join(f"<th>{text}</th>" for text in named)
    body = "".join(_row(cells) for cells in rows)
    label = f' aria-label="{named[0]}"' if named else ""
    return (  # in reach of the keyboard, by which it is scrolled where it is wider than a phone
        f'<div class="teda board" tabindex="0" role="group"{label}>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = map(escape, cells)
    return f"<tr><td class='key'>{first}</td>{''.join(f'<td>{text}</td>' for text in others)}</tr>"
