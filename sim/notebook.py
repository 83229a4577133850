"""Tables of results in notebooks: escaped, and no longer than a screen."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS, MOST_COLUMNS = 20, 12


def table_html(title: str, frame: pd.DataFrame) -> str:
    """Return a frame below its title as HTML, the middle of long and wide frames omitted."""
    table = frame.to_html(
        max_rows=MOST_ROWS,
        max_cols=MOST_COLUMNS,
        float_format="{:.6g}".format,
        na_rep="–",
        border=0,
        show_dimensions=True,
    )
    return f"<p>{escape(title)}</p>{table}"


def listed(names: Iterable[str], most: int = 3) -> str:
    """Return the first of some names, with ``…`` for the others."""
    first = list(itertools.islice(names, most + 1))
    return ", ".join(first[:most]) + (", …" if len(first) > most else "")
