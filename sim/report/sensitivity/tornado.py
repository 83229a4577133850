"""The tornado: how far each parameter alone moves an indicator, the most influential on top."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.analysis.sensitivity.result import Ranking, Sensitivity
from sim.fonts.families import families, register_fonts
from sim.report import style
from sim.report.charts.frame import MARGIN, POINTS, ChartFigure, write_foot, write_head
from sim.report.charts.indicator import ticks_of
from sim.report.layout import fold_text
from sim.report.sensitivity.factor_words import words_of
from sim.report.sensitivity.page_notes import page_line, page_notes, page_record
from sim.report.sensitivity.sentences import (
    INDEX_WORDS,
    METHOD_WORDS,
    entry_of,
    error_of,
    figure_name,
    sentence,
)
from sim.report.words.numbers import print_figure, print_share
from sim.report.words.print_units import PrintUnit, print_unit
from sim.units import Language

SHOWN = 10  # parameters
LEFT, RIGHT = 0.48, 0.87  # of the figure's width
BAR = 0.62  # share of the height of a row
NAME_CELLS = 42
_LEGEND = 0.72  # inches, including the line that names the bars' measure
LOW_COLOUR, HIGH_COLOUR = style.OTHER_SCENARIO, style.SCENARIO
_ENDS: dict[Language, tuple[str, str]] = {
    "zh": ("参数取 5% 点", "参数取 95% 点"),
    "en": ("parameter at its 5% point", "parameter at its 95% point"),
}


def draw_tornado(study: Sensitivity, ranking: Ranking, language: Language) -> Figure:
    """Return the chart of the factors that decide one figure: bars in its unit, with the method's index."""
    register_fonts()
    places = [int(place) for place in ranking.order[:SHOWN]][::-1]
    heading = sentence(study, ranking, language, is_page=True)
    figure = ChartFigure(figsize=style.CHART_INCHES, dpi=style.CHART_DPI, facecolor=style.PAPER)
    figure.set_label(heading)
    figure.record = page_record(study, language)
    top = write_head(figure, _title(heading, language), _subtitle(study, language))
    bottom = write_foot(figure, page_notes(study, language))
    height = top - bottom - _LEGEND / style.CHART_INCHES[1]
    axes = figure.add_axes((LEFT, bottom, RIGHT - LEFT, height))
    times = _unit(study, ranking, language).times
    _draw_bars(axes, ranking, places, times)
    _name_rows(axes, study, places, language)
    _write_indices(axes, study, ranking, places, language)
    _set_axes(axes, study, ranking, language)
    _add_legend(figure, axes, language)
    return figure


def _title(heading: str, language: Language) -> str:
    """Return the first sentence, because a title holds no more."""
    stop = "。" if language == "zh" else ". "
    return heading.split(stop)[0].rstrip(".")


def _subtitle(study: Sensitivity, language: Language) -> str:
    method = METHOD_WORDS[study.method][language]
    return f"{page_line(study, language)}{'；方法：' if language == 'zh' else '; method: '}{method}"


def _unit(study: Sensitivity, ranking: Ranking, language: Language) -> PrintUnit:
    """Return the unit of the bars: 1 for a target that is met or not."""
    if ranking.question.is_met:
        met = {"zh": "1 为达标", "en": "1 is met"}[language]
        return PrintUnit(met, "{}", 1.0, 0)
    return print_unit(entry_of(study, ranking), language)


def _draw_bars(axes: Axes, ranking: Ranking, places: list[int], times: float) -> None:
    """Draw bars from the scenario's own figure to those with the parameter at either end."""
    for row, place in enumerate(places):
        for end, colour in zip(ranking.swings[place], (LOW_COLOUR, HIGH_COLOUR), strict=True):
            own = ranking.own * times
            axes.barh(row, end * times - own, BAR, left=own, color=colour, zorder=3)
    axes.axvline(ranking.own * times, color=style.INK, linewidth=1.0, zorder=4)


def _name_rows(axes: Axes, study: Sensitivity, places: list[int], language: Language) -> None:
    """Write the parameter with its grade next to each bar, and its range with unit."""
    for row, place in enumerate(places):
        factor = study.factors[place]
        words = words_of(factor, study.workspace, language)
        name = next(iter(fold_text(words.name, NAME_CELLS)))
        name = name if name == words.name else f"{name}…"
        grade = f"（{words.grade} 级）" if language == "zh" else f" (grade {words.grade})"
        left = (MARGIN - LEFT) * style.CHART_INCHES[0] * POINTS
        _write(axes, (0, row), name + grade, style.INK, (left, "left"))
        between = words.between(factor.low, factor.high)
        _write(axes, (0, row), between, style.MUTED, (-10, "right"), style.NOTE_POINTS)


def _write(
    axes: Axes,
    place: tuple[float, float],
    text: str,
    colour: str,
    aside: tuple[float, str],
    points: float = style.LABEL_POINTS,
) -> None:
    """Write a text next to a row.

    Parameters
    ----------
    place : share of the axes' width, and row
    aside : distance from there [points], and the end of the text that is placed there
    """
    offset, end = aside
    axes.annotate(
        text, place, (offset, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
        ha=end, va="center", fontsize=points, color=colour, fontfamily=families(text),
        parse_math=False, annotation_clip=False,
    )  # fmt: skip


def _write_indices(
    axes: Axes, study: Sensitivity, ranking: Ranking, places: list[int], language: Language
) -> None:
    """Write the index to the right of each row, and its name above."""
    error = error_of(ranking)
    for row, place in enumerate(places):
        index = float(ranking.index[place])
        is_share = study.method in ("shapley", "sobol", "morris")
        text = print_share(index, 1) if is_share else print_figure(index, 3)
        text += f" ±{print_figure(100 * float(error[place]), 1)}" if error is not None else ""
        _write(axes, (1, row), text, style.INK, (12, "left"))
    _write(axes, (1, len(places) - 0.1), INDEX_WORDS[study.method][language], style.MUTED, (12, "left"))


def _set_axes(axes: Axes, study: Sensitivity, ranking: Ranking, language: Language) -> None:
    unit = _unit(study, ranking, language)
    ends = unit.times * np.append(ranking.swings[ranking.order[:SHOWN]].ravel(), ranking.own)
    ends = ends[np.isfinite(ends)]
    air = 0.06 * (float(np.ptp(ends)) or abs(unit.times * ranking.own) or 1.0)
    low, high = float(ends.min()) - air, float(ends.max()) + air
    ticks, labels = ticks_of(low, high)
    axes.set_xlim(low, high)
    axes.set_ylim(-0.6, min(SHOWN, len(ranking.index)) - 0.4)
    axes.set_xticks(ticks, labels)
    axes.set_yticks([])
    for text in axes.get_xticklabels():
        text.set(fontfamily=families(text.get_text()), fontsize=style.TEXT_POINTS, color=style.MUTED)
    axes.tick_params(length=0, pad=5)
    axes.grid(axis="x", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color(style.MUTED)
    own = unit.number(ranking.own)
    scenario = {"zh": "竖线为本情景", "en": "the line is the scenario"}[language]
    _write_scale(axes, f"{figure_name(study, ranking, language)}, {unit.axis}; {scenario}: {own}", language)


def _write_scale(axes: Axes, text: str, language: Language) -> None:
    """Write the measure of the bars above them."""
    shown = text.replace(", ", "，").replace("; ", "；").replace(": ", " ") if language == "zh" else text
    left = (MARGIN - LEFT) * style.CHART_INCHES[0] * POINTS
    axes.annotate(
        shown, (0, 1), (left, 14), xycoords="axes fraction", textcoords="offset points", va="bottom",
        fontsize=style.LABEL_POINTS, color=style.MUTED, fontfamily=families(shown), parse_math=False,
    )  # fmt: skip


def _add_legend(figure: Figure, axes: Axes, language: Language) -> None:
    top = axes.get_position().y1 + 0.44 / style.CHART_INCHES[1]
    handles = [Patch(color=LOW_COLOUR), Patch(color=HIGH_COLOUR)]
    labels = list(_ENDS[language])
    legend = figure.legend(
        handles, labels, loc="lower left", bbox_to_anchor=(MARGIN, top), ncols=2, frameon=False,
        handlelength=1.4, handletextpad=0.6, columnspacing=1.6, borderaxespad=0, borderpad=0,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set(fontfamily=families(text.get_text()), fontsize=style.LABEL_POINTS)
