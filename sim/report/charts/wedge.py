"""Wedge chart: the parts of a difference between two scenarios, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from sim.analysis.decision.contribution import Contribution
from sim.arrays import Array
from sim.fonts.families import families, register_fonts
from sim.report import style
from sim.report.charts.frame import MARGIN, write_foot, write_head
from sim.report.charts.indicator import LEFT, RIGHT, ticks_of
from sim.report.words.contribution import difference, notes, title, unit_of
from sim.report.words.scenarios import model_line
from sim.units import Language

SHOWN = 7  # wedges of their own; the others are one
_OTHERS: Mapping[Language, str] = {"zh": "其他", "en": "Others"}
_BELOW: Mapping[Language, str] = {
    "zh": "虚线 {0}，实线 {1}；虚线以上是增加的部分，以下是减少的部分",
    "en": "dashed: {0}; solid: {1}; what adds is above the dashed line, what takes away below it",
}


@dataclass(frozen=True, eq=False)
class Wedge:
    """A part of the difference, or those that are too small for a wedge of their own together.

    Parameters
    ----------
    effect : (year,) [unit of the row]
    """

    label: str
    effect: Array


def wedges_of(found: Contribution, language: Language) -> list[Wedge]:
    """Return the largest parts, and all others as one; together they are the difference of every year."""
    own = len(found.parts) if len(found.parts) <= SHOWN + 1 else SHOWN
    wedges = [Wedge(one.label.text(language), one.effect) for one in found.parts[:own]]
    rest = [one.effect for one in found.parts[own:]]
    return [*wedges, *([Wedge(_OTHERS[language], np.sum(rest, axis=0))] if rest else [])]


def wedge_chart(found: Contribution, language: Language) -> Figure:
    """Return the chart of a row's difference: years on the horizontal axis, its unit on the vertical."""
    register_fonts()
    heading = title(found, language)
    figure = Figure(figsize=style.CHART_INCHES, dpi=style.CHART_DPI, facecolor=style.PAPER)
    figure.set_label(heading)
    top = write_head(figure, heading, difference(found, language)) - 0.06
    below = _BELOW[language].format(found.reference, found.scenario)
    bottom = write_foot(figure, [below, *notes(found, language), model_line(found.model_hash, language)])
    wedges = wedges_of(found, language)
    width = RIGHT - LEFT - 0.16  # the legend stands right of the axes
    axes = figure.add_axes((LEFT, bottom, width, top - bottom))
    _draw(axes, found, wedges)
    _set_axes(axes, found, unit_of(found, language))
    _add_legend(figure, axes, wedges)
    return figure


def _draw(axes: Axes, found: Contribution, wedges: Sequence[Wedge]) -> None:
    """Stack what adds upward from the reference's line and what takes away downward."""
    years = np.array(found.years)
    high, low = found.before.copy(), found.before.copy()
    for wedge, colour in zip(wedges, style.STACK, strict=False):
        up, down = np.maximum(wedge.effect, 0), np.minimum(wedge.effect, 0)
        axes.fill_between(years, high, high + up, color=colour, linewidth=0, label=wedge.label)
        axes.fill_between(years, low + down, low, color=colour, linewidth=0)
        high, low = high + up, low + down
    axes.plot(years, found.before, color=style.INK, linewidth=1.6, linestyle=(0, (4, 2)))
    axes.plot(years, found.after, color=style.INK, linewidth=2.4)
    axes.set_ylim(*_limits(low, high, found.after))


def _limits(low: Array, high: Array, after: Array) -> tuple[float, float]:
    least, most = float(min(low.min(), after.min())), float(max(high.max(), after.max()))
    air = 0.08 * ((most - least) or abs(most) or 1.0)
    return least - air, most + air


def _set_axes(axes: Axes, found: Contribution, unit: str) -> None:
    first, last = found.years[0], found.years[-1]
    years = [year for year in found.years if len(found.years) <= 11 or (last - year) % 2 == 0]
    axes.set_xticks(years, [str(year) for year in years])
    axes.set_yticks(*ticks_of(*axes.get_ylim()))
    axes.set_xlim(first, max(last, first + 1))
    for text in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        text.set(fontfamily=families(text.get_text()), fontsize=style.TEXT_POINTS, color=style.MUTED)
    axes.tick_params(length=0, pad=6)
    axes.grid(axis="y", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color(style.MUTED)
    axes.annotate(
        unit, (0, 1), (0, 7), xycoords="axes fraction", textcoords="offset points", va="bottom",
        fontsize=style.LABEL_POINTS, color=style.MUTED, fontfamily=families(unit),
    )  # fmt: skip


def _add_legend(figure: Figure, axes: Axes, wedges: Sequence[Wedge]) -> None:
    """Write the legend right of the axes, in the order of the wedges."""
    handles, labels = axes.get_legend_handles_labels()
    place = axes.get_position()
    legend = figure.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(place.x1 + MARGIN, place.y1), frameon=False,
        handlelength=1.2, labelspacing=0.7, borderaxespad=0,
        prop=FontProperties(family=families("".join(labels)), size=style.LABEL_POINTS),
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_parse_math(False)
    assert len(labels) == len(wedges)
