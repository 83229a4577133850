"""Frame of a chart: title and subtitle above, notes below."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from sim.fonts.families import families
from sim.report import style
from sim.report.layout import fold_text

MARGIN = 0.018  # of the figure's width
POINTS = 72.0  # per inch
HINTED = 1.04  # bitmaps place letters at whole pixels: lines are up to 3% longer than their outlines
_INK = TextToPath()
_LINE = {style.TITLE_POINTS: 0.30, style.TEXT_POINTS: 0.24, style.NOTE_POINTS: 0.155}  # inches


class ChartFigure(Figure):
    """A chart with the record of what it was made of, which goes into its file and not on the page."""

    record: str = ""


def write_head(figure: Figure, heading: str, below: str, *, is_balanced: bool = False) -> float:
    """Write title and subtitle; return their lower end as a share of the height.

    Parameters
    ----------
    is_balanced : whether the lines of the title are made of like length, so that no word stands alone
    """
    y = 0.14
    fold = _balanced if is_balanced else _fold
    for line in fold(figure, heading, style.TITLE_POINTS, "bold"):
        _write(figure, y, line, style.TITLE_POINTS, weight="bold")
        y += _LINE[style.TITLE_POINTS]
    for line in _fold(figure, below, style.TEXT_POINTS):
        _write(figure, y + 0.03, line, style.TEXT_POINTS, color=style.MUTED)
        y += _LINE[style.TEXT_POINTS]
    return 1 - y / figure.get_figheight()


def write_foot(figure: Figure, notes: Sequence[str]) -> float:
    """Write the notes; return the lower end of the axes as a share of the height."""
    lines = [line for note in notes for line in _fold(figure, note, style.NOTE_POINTS)]
    height = 0.10 + _LINE[style.NOTE_POINTS] * len(lines)
    for number, line in enumerate(lines):
        y = figure.get_figheight() - height + _LINE[style.NOTE_POINTS] * number
        _write(figure, y, line, style.NOTE_POINTS, color=style.MUTED)
    year_labels = 0.36
    return (height + year_labels) / figure.get_figheight()


def _fold(
    figure: Figure, text: str, points: float, weight: str = "normal", share: float = 1.0
) -> Iterator[str]:
    """Yield the lines of a text folded between the margins, or a share of their distance, in its font."""
    measure = functools.partial(_width, family=tuple(families(text)), points=points, weight=weight)
    return fold_text(text, share * figure.get_figwidth() * (1 - 2 * MARGIN) / HINTED, measure)


def _balanced(figure: Figure, text: str, points: float, weight: str) -> list[str]:
    """Return the lines of a text in the narrowest of a few widths that needs no line more."""
    full = list(_fold(figure, text, points, weight))
    if len(full) == 1:
        return full
    narrower = (list(_fold(figure, text, points, weight, share)) for share in _SHARES)
    return next((lines for lines in narrower if len(lines) == len(full)), full)


_SHARES = (0.6, 0.7, 0.8, 0.9)  # of the distance between the margins


def text_width(text: str, points: float) -> float:
    """Return the width of a text in its font, as a bitmap may have it [inch]."""
    return _width(text, tuple(families(text)), points, "normal") * HINTED


@functools.lru_cache(maxsize=16_384)  # the notes of one chart are those of the next
def _width(line: str, family: tuple[str, ...], points: float, weight: str) -> float:
    """Return the width of a line in its font [inch]."""
    font = FontProperties(family=list(family), size=points, weight=weight)
    return float(_INK.get_text_width_height_descent(line, font, ismath=False)[0]) / POINTS


def _write(figure: Figure, inches_down: float, text: str, points: float, **look: Any) -> None:
    look = {"color": style.INK, **look}
    y = 1 - inches_down / figure.get_figheight()
    family = families(text)
    figure.text(MARGIN, y, text, fontsize=points, va="top", fontfamily=family, parse_math=False, **look)
