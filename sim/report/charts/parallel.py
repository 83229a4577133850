"""Parallel coordinates: the settings of a front, an axis for each objective, the better end on top."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.decision.objectives import Objective
from sim.analysis.decision.trade_offs import TradeOffs
from sim.arrays import Array
from sim.fonts.families import families, register_fonts
from sim.report import style
from sim.report.charts.frame import write_foot, write_head
from sim.report.layout import fold_text
from sim.report.words.pareto import notes, print_value, short_words, title
from sim.report.words.scenarios import model_line
from sim.units import Language

LEFT, RIGHT = 0.09, 0.91
_HEAD = 22  # cells of a line above an axis
_NEAR = 0.04  # of an axis, from which numbers do not touch
_BELOW: dict[Language, str] = {
    "zh": "每条线是一种设定，线越高越好；两端的数是列出的设定中的最好和最差；虚线为不动杠杆",
    "en": "a line is a setting, higher is better; figures: best and worst of those; dashed: no lever moved",
}


def places_of(found: TradeOffs) -> Array:
    """Return where settings cross the axes, 1 the best and 0 the worst of all: (setting, objective).

    The first row is the scenario itself.
    """
    values = np.array([found.own.values, *(one.judged.values for one in found.settings)])
    signed = np.where([one.is_low for one in found.objectives], -values, values)
    low, width = signed.min(axis=0), np.ptp(signed, axis=0)
    return np.asarray(np.where(width > 0, (signed - low) / np.where(width > 0, width, 1.0), 0.5))


def parallel_chart(found: TradeOffs, language: Language) -> Figure:
    """Return the chart of a front."""
    register_fonts()
    heading = title(found, language)
    figure = Figure(figsize=style.CHART_INCHES, dpi=style.CHART_DPI, facecolor=style.PAPER)
    figure.set_label(heading)
    top = write_head(figure, heading, _BELOW[language]) - 0.15
    bottom = write_foot(figure, [*notes(found, language), model_line(found.model_hash, language)])
    axes = figure.add_axes((LEFT, bottom, RIGHT - LEFT, top - bottom))
    _draw(axes, places_of(found))
    _set_axes(axes, found, language)
    return figure


def _draw(axes: Axes, places: Array) -> None:
    across = np.arange(places.shape[1])
    colours = [style.STACK[number % len(style.STACK)] for number in range(len(places) - 1)]
    for place, colour in zip(places[1:], colours, strict=True):
        axes.plot(across, place, color=colour, linewidth=1.6, marker="o", markersize=4)
    axes.plot(across, places[0], color=style.INK, linewidth=1.4, linestyle=(0, (4, 2)))
    for level, numbers in together(places[1:, -1]):
        text = ", ".join(str(number + 1) for number in sorted(numbers))
        axes.annotate(
            text, (across[-1], level), (7, 0), textcoords="offset points", va="center",
            fontsize=style.LABEL_POINTS, fontfamily=families(text),
            color=colours[numbers[0]] if len(numbers) == 1 else style.MUTED,
        )  # fmt: skip


def together(places: Array) -> list[tuple[float, list[int]]]:
    """Return the places at which numbers are written, those that are too near to each other at one of them.

    Examples
    --------
    >>> together(np.array([1.0, 0.2, 0.99]))
    [(0.2, [1]), (0.99, [2, 0])]
    """
    found: list[tuple[float, list[int]]] = []
    for number in np.argsort(places, kind="stable").tolist():
        if found and places[number] - found[-1][0] < _NEAR:
            found[-1][1].append(number)
        else:
            found.append((float(places[number]), [number]))
    return found


def _set_axes(axes: Axes, found: TradeOffs, language: Language) -> None:
    axes.set_xlim(-0.02, len(found.objectives) - 0.98)
    axes.set_ylim(-0.06, 1.06)
    axes.set_axis_off()
    settings = [found.own, *(one.judged for one in found.settings)]
    for across, one in enumerate(found.objectives):
        axes.axvline(across, color=style.GRID, linewidth=1.2, zorder=0)
        _label(axes, one, across, [judged.values[across] for judged in settings], language)


def _label(axes: Axes, one: Objective, across: int, values: Sequence[float], language: Language) -> None:
    """Write what an axis measures above it, and its best and worst figure at its ends."""
    best, worst = (min(values), max(values)) if one.is_low else (max(values), min(values))
    head = "\n".join(fold_text(short_words(one, language), _HEAD))
    for text, place, way in (
        (f"{head}\n{print_value(best, one)}", 1.0, 12), (print_value(worst, one), 0.0, -12),
    ):  # fmt: skip
        axes.annotate(
            text, (across, place), (0, way), textcoords="offset points", ha="center",
            va="bottom" if way > 0 else "top", fontsize=style.LABEL_POINTS, color=style.MUTED,
            fontfamily=families(text),
        )  # fmt: skip
