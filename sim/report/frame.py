"""What stands around every chart: title and subtitle above, notes below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from sim.report import style
from sim.report.fonts import families
from sim.report.layout import fold_text

MARGIN = 0.018  # of the figure's width
POINTS = 72.0  # to the inch
_TITLE_CELLS, _NOTE_CELLS = 8.8, 17.6  # half-width characters on a line, to the inch
_LINE = {style.TITLE_POINTS: 0.30, style.TEXT_POINTS: 0.24, style.NOTE_POINTS: 0.155}  # inches


def write_head(figure: Figure, heading: str, below: str) -> float:
    """Write title and subtitle; return where they end, as a share of the height."""
    y = 0.14
    for line in fold_text(heading, int(_TITLE_CELLS * figure.get_figwidth())):
        _write(figure, y, line, style.TITLE_POINTS, weight="bold")
        y += _LINE[style.TITLE_POINTS]
    _write(figure, y + 0.03, below, style.TEXT_POINTS, color=style.MUTED)
    return 1 - (y + _LINE[style.TEXT_POINTS]) / figure.get_figheight()


def write_foot(figure: Figure, notes: Sequence[str]) -> float:
    """Write the notes; return where the axes end below, as a share of the height."""
    cells = int(_NOTE_CELLS * figure.get_figwidth())
    lines = [line for note in notes for line in fold_text(note, cells)]
    height = 0.10 + _LINE[style.NOTE_POINTS] * len(lines)
    for number, line in enumerate(lines):
        y = figure.get_figheight() - height + _LINE[style.NOTE_POINTS] * number
        _write(figure, y, line, style.NOTE_POINTS, color=style.MUTED)
    year_labels = 0.36
    return (height + year_labels) / figure.get_figheight()


def _write(figure: Figure, inches_down: float, text: str, points: float, **look: Any) -> None:
    look = {"color": style.INK, **look}
    y = 1 - inches_down / figure.get_figheight()
    family = families(text)
    figure.text(MARGIN, y, text, fontsize=points, va="top", fontfamily=family, parse_math=False, **look)
