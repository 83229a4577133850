"""Widths and lines of text in a view, estimated without a font and never underestimated."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import east_asian_width

FONT_SIZE = 13  # [pixel]; 10 points at 96 dots an inch
LINE_HEIGHT = 16  # [pixel]
WRAP_WIDTH = 116  # width of a line, as near as words allow [pixel]
_NARROW, _WIDE = "fijlrt .,;:'|!()[]-", "mwMWABCDEGHKNOQRUVXY%"
_PIECES = re.compile(r"[\u2e80-\uffef][，。；：、）》]*|[^\s\u2e80-\uffef]+ *| +")


def text_width(text: str) -> int:
    """Return the width of a line [pixel], in a sans serif font of `FONT_SIZE`."""
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if east_asian_width(char) in "WF":
        return FONT_SIZE
    return 5 if char in _NARROW else 11 if char in _WIDE else 8


@lru_cache(maxsize=4096)
def wrap(text: str, width: int = WRAP_WIDTH) -> tuple[str, ...]:
    """Return the lines of a text; a word wider than a line has a line of its own."""
    lines: list[str] = []
    line = ""
    for piece in _PIECES.findall(text):
        if line and text_width((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return (*lines, line.rstrip())


def balanced(text: str, width: int) -> tuple[str, ...]:
    """Return the lines of a text, about as long as one another, so that no last character stands alone."""
    lines = wrap(text, width)
    for room in range(text_width(text) // len(lines), width, 4):
        if len(even := wrap(text, room)) == len(lines) and max(map(text_width, even)) <= width:
            return even
    return lines


def text_size(text: str, width: int = WRAP_WIDTH) -> tuple[int, int]:
    """Return width and height of a wrapped text [pixel]."""
    lines = wrap(text, width)
    return max(map(text_width, lines)), LINE_HEIGHT * len(lines)
