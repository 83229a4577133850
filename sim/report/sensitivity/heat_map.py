"""The heat map: the influence of each parameter on each indicator."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.sensitivity.result import Sensitivity
from sim.arrays import Array
from sim.fonts.families import families, register_fonts
from sim.report import style
from sim.report.charts.frame import ChartFigure, write_foot, write_head
from sim.report.layout import fold_text
from sim.report.sensitivity.factor_words import words_of
from sim.report.sensitivity.page_notes import page_line, page_notes, page_record
from sim.report.sensitivity.sentences import (
    INDEX_WORDS,
    METHOD_WORDS,
    entry_of,
    names_of,
)
from sim.report.words.numbers import print_figure
from sim.report.words.punctuation import listed
from sim.units import Language

SHOWN = 40  # parameters
WIDTH = 12.5  # inches
ROW, LABELS = 0.235, 1.75  # inches: height of a row, and of the parameters' names above the rows
LEFT, RIGHT = 0.245, 0.935  # of the figure's width
NAME_CELLS, LABEL_CELLS = 34, 26
WRITTEN = 0.05  # least index whose cell shows its figure
DARK = 0.7  # share of the scale above which figures are white
NAMED = 3
_CELLS: dict[Language, str] = {
    "zh": "格中为{}乘 100，不足 5 的不写；参数名后是证据等级。",
    "en": "In the cells: {} times 100, where that is 5 or more; behind a parameter its grade.",
}
_COLOURS = LinearSegmentedColormap.from_list(
    "share", [style.PAPER, style.OUTER_BAND, style.INNER_BAND, style.SCENARIO]
)


def draw_heat_map(study: Sensitivity, language: Language) -> Figure:
    """Return the chart of the indices of several figures, the most influential parameters first."""
    register_fonts()
    indices = np.clip(np.array([one.index for one in study.rankings]), 0, 1)
    order = _columns(indices)
    shown, names = indices[:, order], [names_of(study, language)[place] for place in order]
    heading = _heading(names, len(indices), language)
    figure = ChartFigure(figsize=(WIDTH, _height(len(shown))), dpi=style.CHART_DPI, facecolor=style.PAPER)
    figure.set_label(heading)
    figure.record = page_record(study, language)
    scenario, method = page_line(study, language), METHOD_WORDS[study.method][language]
    below = f"{scenario}{'；方法：' if language == 'zh' else '; method: '}{method}"
    top = write_head(figure, heading, below) - LABELS / figure.get_figheight()
    cells = _CELLS[language].format(INDEX_WORDS[study.method][language])
    foot = write_foot(figure, [cells, *page_notes(study, language)])
    bottom = foot - 0.25 / figure.get_figheight()  # takes the place of the years of other charts
    axes = figure.add_axes((LEFT, bottom, RIGHT - LEFT, top - bottom))
    axes.imshow(shown, cmap=_COLOURS, vmin=0, vmax=max(0.5, float(shown.max())), aspect="auto")
    _write_cells(axes, shown)
    grades = [words_of(study.factors[place], study.workspace, language).grade for place in order]
    _label(
        axes, _row_names(study, language), [f"{_short(n)} {g}" for n, g in zip(names, grades, strict=True)]
    )
    return figure


def _height(rows: int) -> float:
    return 3.4 + ROW * rows


def _columns(indices: Array) -> NDArray[np.int64]:
    """Return the factors shown: the first of each figure, then those with the greatest average."""
    mean = indices.mean(axis=0)
    first = np.isin(np.arange(mean.size), indices.argmax(axis=1))
    shown = np.lexsort((-mean, ~first))[:SHOWN]
    shown = shown[indices[:, shown].max(axis=0) >= WRITTEN] if (indices >= WRITTEN).any() else shown
    return np.asarray(shown[np.argsort(-mean[shown], kind="stable")], dtype=np.int64)


def _heading(names: list[str], figures: int, language: Language) -> str:
    """Return the heading: the parameters that matter most over all figures."""
    if language == "zh":
        named = listed([f"“{name}”" for name in names[:NAMED]], "zh")
        return f"按 {figures} 个指标平均，最起作用的参数是{named}"
    return f"On average over {figures} indicators, what decides most: {listed(names[:NAMED], 'en')}"


def _row_names(study: Sensitivity, language: Language) -> list[str]:
    years = {one.question.year for one in study.rankings}
    found = []
    for one in study.rankings:
        name = _short(entry_of(study, one).name.text(language), NAME_CELLS)
        found.append(f"{name} {one.question.year}" if len(years) > 1 else name)
    return found


def _short(name: str, cells: int = LABEL_CELLS) -> str:
    first = next(iter(fold_text(name, cells)))
    return first if first == name else f"{first}…"


def _write_cells(axes: Axes, shown: Array) -> None:
    limit = DARK * max(0.5, float(shown.max()))
    for (row, column), index in np.ndenumerate(shown):
        if index >= WRITTEN:
            axes.text(
                column, row, print_figure(100 * index, 0), ha="center", va="center",
                fontsize=style.NOTE_POINTS, fontfamily=families("0"),
                color=style.PAPER if index > limit else style.INK,
            )  # fmt: skip


def _label(axes: Axes, rows: list[str], columns: list[str]) -> None:
    axes.set_yticks(range(len(rows)), rows)
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(columns)), columns, rotation=60, ha="left", rotation_mode="anchor")
    for text in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        text.set(fontfamily=families(text.get_text()), fontsize=style.NOTE_POINTS + 0.5, color=style.INK)
    axes.tick_params(length=0, pad=3)
    axes.set_xticks(np.arange(len(columns) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(rows) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color=style.GRID, linewidth=0.5)
    axes.tick_params(which="minor", length=0)
    axes.spines[:].set_visible(False)
