"""Width, padding and folding of text with Chinese in it, in cells of a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from unicodedata import combining, east_asian_width


def width_of(text: str) -> int:
    """Return the width of a text in cells of a terminal; a Chinese character takes two."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return the text padded with blanks to a width in cells."""
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


# Text that stays together: a short remark in brackets, a Chinese character with the quote that opens before
# it and the marks that close after it, a Latin word with such marks or the blanks after it.
_PIECES = re.compile(
    r"（[^（）]{1,8}）[，。；：、”’]*"
    r"|[“‘]?[^\x00-\u2e7f][，。；：、）》％”’]*"
    r"|[\x00-\u2e7f]+?(?:[，。；：、）》％]+[”’]*| +|(?=[“‘]?[^\x00-\u2e7f])|$)"
)
