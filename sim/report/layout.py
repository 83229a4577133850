"""Width, padding and folding of text with Chinese in it, in cells of a terminal; widths of columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import combining, east_asian_width

Measure = Callable[[str], float]
GAP = 1  # blanks between columns
NARROW = 12  # cells below which no column is pressed
WORD = 20  # cells up to which a word is not broken
FIGURE = 14  # cells up to which a figure with what belongs to it stays on one line
YIELDS = 2 / 3  # of its width that a column of text keeps before another one is left out


def width_of(text: str) -> int:
    """Return the width of a text in cells of a terminal; a Chinese character takes two."""
    return _cells(text, "WF")


def width_in_old_console(text: str) -> int:
    """Return how many cells a text takes where dashes, signs and Greek letters take two, as in GBK."""
    return _cells(text, "WFA")


def _cells(text: str, wide: str) -> int:
    return sum(0 if combining(c) else 2 if east_asian_width(c) in wide else 1 for c in text)


@dataclass(frozen=True)
class Page:
    """What a text is laid out for.

    Parameters
    ----------
    width : cells in a line
    is_whole : whether a table that is too wide keeps all its columns, as in a file
    measure : how many of them a text takes
    signs : what stands for each character that is not to be had there
    """

    width: int = 100
    is_whole: bool = True
    measure: Callable[[str], int] = width_of
    signs: Mapping[int, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """Return a text in the characters that there are."""
        return text.translate(self.signs)


def pad(text: str, width: int, *, right: bool = False, measure: Callable[[str], int] = width_of) -> str:
    """Return the text padded with blanks to a width in cells."""
    blanks = " " * max(0, width - measure(text))
    return blanks + text if right else text + blanks


def fold_text(text: str, width: float, measure: Measure = width_of) -> Iterator[str]:
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


def fold_cell(text: str, width: int, measure: Measure = width_of) -> Iterator[str]:
    """Yield the text of a cell in lines of at most a width; a word that is longer is broken anywhere."""
    for number, whole in enumerate(fold_text(text, width, measure)):
        line = whole.lstrip() if number else whole
        while measure(line) > width:
            end = next(end for end in range(len(line), 0, -1) if end == 1 or measure(line[:end]) <= width)
            yield line[:end]
            line = line[end:]
        yield line


def longest_piece(text: str, measure: Callable[[str], int] = width_of) -> int:
    """Return the width of what stays together in a text at least."""
    return max((measure(piece.rstrip()) for piece in _PIECES.findall(text)), default=0)


# Text that stays together: a short remark in brackets, a Chinese character with the quote that opens before
# it and the marks that close after it, a Latin word with such marks or the blanks after it.
_PIECES = re.compile(
    r"（[^（）]{1,8}）[，。；：、”’]*"
    r"|[“‘]?[^\x00-\u2e7f][，。；：、）》％”’]*"
    r"|[\x00-\u2e7f]+?(?:[，。；：、）》％]+[”’]*| +|(?=[“‘]?[^\x00-\u2e7f])|$)"
)


@dataclass(frozen=True)
class Span:
    """What is known of the width of a column, in cells.

    Parameters
    ----------
    natural : what it would take
    least : what it can be pressed to before another column is left out
    floor : what it can be pressed to at all
    rank : as that of the column
    is_figure : what is pressed down to ``least`` is its heading, which costs no row a line
    """

    natural: int
    least: int
    floor: int
    rank: int = 0
    is_figure: bool = False


def fit_columns(spans: Sequence[Span], keys: int, width: int) -> list[dict[int, int]]:
    """Return the columns of each part of a table, with their widths.

    What is too wide is mended by the first of these that will do: columns of text become narrower;
    columns are left out, those of the highest rank first; columns of text become as narrow as can be;
    the table is cut in parts that all begin with the same columns.

    Parameters
    ----------
    keys : how many columns stand before all parts
    """
    shown = list(range(len(spans)))
    while not (fitted := _pressed({place: spans[place].least for place in shown}, spans, width)):
        rank = max(spans[place].rank for place in shown)
        if not rank:
            break
        shown.remove(next(place for place in reversed(shown) if spans[place].rank == rank))
    if fitted:
        return [fitted]
    return [
        _pressed({place: spans[place].floor for place in part}, spans, width)
        or {place: spans[place].floor for place in part}
        for part in _parts(shown, spans, keys, width)
    ]


def _pressed(floors: Mapping[int, int], spans: Sequence[Span], width: int) -> dict[int, int]:
    """Return the widths that fit, headings over figures pressed first; nothing where none do."""
    widths = {place: spans[place].natural for place in floors}
    excess = _total(widths.values()) - width
    if excess > sum(widths[place] - floors[place] for place in widths):
        return {}
    for _ in range(excess):
        open_ones = [place for place in widths if widths[place] > floors[place]]
        heads = [
            place for place in open_ones if spans[place].is_figure and widths[place] > spans[place].least
        ]
        widths[max(heads or open_ones, key=lambda place: widths[place])] -= 1
    return widths


def _parts(shown: Sequence[int], spans: Sequence[Span], keys: int, width: int) -> list[list[int]]:
    """Return the columns of the parts, as many in each as can stand side by side."""
    front = list(shown[:keys])
    parts: list[list[int]] = []
    for place in shown[keys:]:
        wider = [*(parts[-1] if parts else front), place]
        if parts and _total(spans[each].floor for each in wider) > width:
            wider = [*front, place]
            parts.append(wider)
        elif parts:
            parts[-1] = wider
        else:
            parts.append(wider)
    return parts or [front]


def _total(widths: Iterable[int]) -> int:
    listed = list(widths)
    return sum(listed) + GAP * (len(listed) - 1)
