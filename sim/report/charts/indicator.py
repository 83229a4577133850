"""Builds the chart of an indicator: data in, figure out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from sim import arguments
from sim.fonts.families import families, register_fonts
from sim.outcomes.marks import TargetMark
from sim.report import style
from sim.report.charts.content import ChartContent, result_content
from sim.report.charts.finding import finding
from sim.report.charts.frame import MARGIN, POINTS, ChartFigure, text_width, write_foot, write_head
from sim.report.charts.legend import subtitle
from sim.report.charts.peaks import UNIT, Peaks, peaks_of
from sim.report.charts.provenance import page_notes, record_line
from sim.report.charts.result import IndicatorResult, result_of
from sim.report.words.numbers import print_chance, print_figure, typeset
from sim.run.single import ScenarioRun, run_of
from sim.scenario.load import AnyScenario
from sim.units import Language

if TYPE_CHECKING:  # it imports pandas, which a single run does not need
    from sim.ensembles.drawn import AnyEnsemble

LEFT, RIGHT = 0.062, 0.912  # of the figure's width
LABEL_OFFSET = 9.0  # points between a point and its label
LABEL_GAP = 28.0  # points between the centres of two labels in the margin
LEGEND_ROW = 0.22  # inches
_LEGEND_AND_UNIT = 0.60  # inches, between the subtitle and the axes
_ENTRY = 1.9 + 0.6 + 1.6 + 0.2  # widths of a letter beside the name of an entry: line, gaps, and some air


@arguments.reading()
def build_chart(
    run: ScenarioRun | AnyScenario,
    indicator: str,
    ensemble: AnyEnsemble = "forecast",
    language: Language = "zh",
    year: int | None = None,
) -> Figure:
    """Return the chart of an indicator of a run, headed by its finding.

    It has the scenario's line, the base and the targets of the plan, the line to three times the
    base where the plan states that vision, and the 5–95 % and 25–75 % bands of an ensemble.

    Parameters
    ----------
    run : result of `run_scenario`, or a scenario to run unchanged: a name, a path, or a loaded one
    indicator : id of the indicator
    ensemble : what the bands and the probability are of: ``"forecast"``, 1,000 members in memory from
        seed 7, conditioned on observations; ``"prior"``, as many of the prior; an ensemble of the same
        model and scenario; or None for the single run alone, as where the home draws nothing
    language : language of all text, ``zh`` or ``en``
    year : of the finding; by default the plan's last horizon, which a scenario can still move

    Returns
    -------
    Figure : a Matplotlib figure, with years on the horizontal axis and the indicator's unit on the vertical

    Raises
    ------
    SimError: an unknown indicator, one that is not modelled, a year that the model does not reach, or an
        ensemble of another model or scenario.

    Examples
    --------
    >>> figure = sim.build_chart("plan", "gross_industrial_output")
    >>> figure.savefig(folder / "output.svg")
    >>> alone = sim.build_chart("plan", "gross_industrial_output", ensemble=None)
    """
    return draw(result_of(run_of(run), indicator, ensemble, year), language)


def draw_all(
    run: ScenarioRun,
    chosen: Sequence[str],
    ensemble: AnyEnsemble,
    language: Language,
    year: int | None,
) -> Iterator[Figure]:
    """Yield the charts of several indicators, one at a time: each takes a megabyte until it is written.

    Raises
    ------
    SimError: as `build_chart`.
    """
    for indicator in chosen:
        yield draw(result_of(run, indicator, ensemble, year), language)


def draw(shown: IndicatorResult, language: Language) -> Figure:
    """Return the chart of an indicator's result."""
    register_fonts()
    peaks = peaks_of(shown)
    if peaks is not None:
        return _draw_peaks(shown, peaks, language)
    heading, content = finding(shown, language), result_content(shown, language)
    figure = ChartFigure(figsize=style.CHART_INCHES, dpi=style.CHART_DPI, facecolor=style.PAPER)
    figure.set_label(heading)
    figure.record = record_line(shown, language)
    rows = _legend_rows(content)
    room = _LEGEND_AND_UNIT + LEGEND_ROW * (len(rows) - 1)
    top = (
        write_head(figure, heading, subtitle(shown, language), is_balanced=True)
        - room / style.CHART_INCHES[1]
    )
    bottom = write_foot(figure, page_notes(shown, language))
    axes = figure.add_axes((LEFT, bottom, RIGHT - LEFT, top - bottom))
    _draw_series(axes, content)
    _set_axes(axes, content)
    _label_points(axes, content)
    _add_legend(figure, axes, content, rows)
    return figure


def _draw_peaks(shown: IndicatorResult, peaks: Peaks, language: Language) -> Figure:
    """Return the chart of a year of a peak: a bar for each year, the last one of draws that still rise."""
    figure = ChartFigure(figsize=style.CHART_INCHES, dpi=style.CHART_DPI, facecolor=style.PAPER)
    heading = finding(shown, language)
    figure.set_label(heading)
    figure.record = record_line(shown, language)
    head = write_head(figure, heading, subtitle(shown, language), is_balanced=True)
    top, bottom = (
        head - _LEGEND_AND_UNIT / style.CHART_INCHES[1],
        write_foot(figure, page_notes(shown, language)),
    )
    bottom += LEGEND_ROW / style.CHART_INCHES[1]  # the last year has two lines
    axes = figure.add_axes((LEFT, bottom, RIGHT - LEFT, top - bottom))
    inks = [style.SCENARIO] * (len(peaks.years) - 1) + [style.VISION]
    axes.bar(peaks.years, peaks.shares, width=0.72, color=inks, label="peaks")
    limits = (0.0, 1.12 * max(*peaks.shares, 1.0))
    ticks, labels = ticks_of(*limits)
    axes.set_ylim(*limits)
    axes.set_xlim(peaks.years[0] - 0.6, peaks.years[-1] + 0.6)
    axes.set_yticks(ticks, labels)
    axes.set_xticks(peaks.years, peaks.names(language))
    _dress(axes)
    for year, share in zip(peaks.years, peaks.shares, strict=True):
        if share > 0:
            text = print_chance(share / 100)
            axes.annotate(
                text, (year, share), (0, 3), textcoords="offset points", ha="center", va="bottom",
                fontsize=style.LABEL_POINTS, color=style.INK, fontfamily=families(text),
            )  # fmt: skip
    _write_unit(axes, UNIT[language])
    return figure


def _draw_series(axes: Axes, content: ChartContent) -> None:
    """Draw the series of the content; each artist is labelled with its part, which the legend translates."""
    points = {part: content.points(values) for part, values in content.lines.items()}
    levels = {level: content.points(values) for level, values in content.quantiles.items()}
    bands = (("p05", "p95", style.OUTER_BAND), ("p25", "p75", style.INNER_BAND))
    for low, high, colour in bands if levels else ():
        years, ends = levels[low][0], (levels[low][1], levels[high][1])
        axes.fill_between(years, *ends, color=colour, linewidth=0, label=f"{low}-{high}")
    if "vision" in points:
        axes.plot(*points["vision"], color=style.VISION, linewidth=1.4, linestyle=(0, (6, 3)), label="vision")
    axes.plot(*points["scenario"], color=style.SCENARIO, linewidth=2.6, label="scenario")
    if "base" in points:
        _draw_base(axes, content)
    if "observed" in points:
        axes.plot(
            *points["observed"], "s", markersize=6.5, color=style.OBSERVED, markeredgecolor=style.PAPER,
            label="observed", zorder=5,
        )  # fmt: skip
    for own in content.averages:
        axes.plot(
            [own.first, own.year], [own.level, own.level],
            color=style.SCENARIO, linewidth=1.6, linestyle=(0, (1.5, 1.5)), label="average", zorder=4,
        )  # fmt: skip
    for target in content.targets:
        _draw_mark(axes, target.mark)


def _draw_base(axes: Axes, content: ChartContent) -> None:
    """Draw the base as a point; an estimate as a ring, with its range where that is in the same unit."""
    year, value = content.points(content.lines["base"])
    if content.base_range is not None:
        axes.plot(
            [*year, *year],
            content.base_range,
            color=style.OBSERVED,
            linewidth=1.2,
            label="base_range",
            zorder=4,
        )
    axes.plot(
        year, value, "o", markersize=8, color=style.OBSERVED, label="base", zorder=5,
        markerfacecolor=style.PAPER if content.is_base_estimated else style.OBSERVED, clip_on=False,
    )  # fmt: skip


def _draw_mark(axes: Axes, mark: TargetMark) -> None:
    """Draw a target: a diamond, or the level of an average with the diamond at its end."""
    if mark.is_span:
        axes.plot(
            [mark.first, mark.year], [mark.level, mark.level],
            color=style.TARGET, linewidth=1.6, linestyle=(0, (1.5, 1.5)), label="span", zorder=4,
        )  # fmt: skip
    axes.plot(
        [mark.year], [mark.level], "D", color=style.TARGET, markersize=8,
        markeredgecolor=style.PAPER, markeredgewidth=1.0, label="target", zorder=6,
    )  # fmt: skip


def _set_axes(axes: Axes, content: ChartContent) -> None:
    low, high = content.limits
    ticks, labels = ticks_of(low, high)
    years = content.years.tolist()
    axes.set_ylim(low, high)
    axes.set_xlim(years[0] - 0.35, years[-1] + 0.35)
    axes.set_yticks(ticks, labels)
    axes.set_xticks(years, [str(year) for year in years])
    _dress(axes)
    if low < 0 < high:
        axes.axhline(0, color=style.MUTED, linewidth=0.9, zorder=1.5, label="zero")
    _write_unit(axes, content.axis)


def _dress(axes: Axes) -> None:
    """Set letters, grid and edges of the axes."""
    for text in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        text.set(fontfamily=families(text.get_text()), fontsize=style.TEXT_POINTS, color=style.MUTED)
    axes.tick_params(length=0, pad=6)
    axes.grid(axis="y", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color(style.MUTED)


def _write_unit(axes: Axes, unit: str) -> None:
    """Write the unit above the axis, flush with the title."""
    left = (MARGIN - LEFT) * style.CHART_INCHES[0] * POINTS
    axes.annotate(
        unit, (0, 1), (left, 7), xycoords="axes fraction", textcoords="offset points", va="bottom",
        fontsize=style.LABEL_POINTS, color=style.MUTED, fontfamily=families(unit),
    )  # fmt: skip


def ticks_of(low: float, high: float) -> tuple[list[float], list[str]]:
    """Return round levels within a range and their labels, all with the same decimals."""
    found = MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    ticks = [float(tick) for tick in found if low - 1e-9 <= tick <= high + 1e-9]
    decimals = next((n for n in range(7) if np.allclose(np.round(ticks, n), ticks, rtol=0, atol=1e-9)), 6)
    return ticks, [typeset(print_figure(tick, decimals)) for tick in ticks]


@dataclass(frozen=True)
class _Label:
    year: int
    level: float
    name: str
    figure: str
    colour: str


def _labels(content: ChartContent) -> Iterator[_Label]:
    """Yield the labels of points: each target, and the scenario's figures of the horizons."""
    for target in content.targets:
        yield _Label(target.mark.year, target.mark.level, target.name, target.figure, style.TARGET)
    for own in content.averages:
        yield _Label(own.year, own.level, "", own.figure, style.SCENARIO)
    line = dict(zip(content.years.tolist(), content.lines["scenario"].tolist(), strict=True))
    for year, figure in content.figures.items():
        yield _Label(year, line[year], "", figure, style.SCENARIO)


def _label_points(axes: Axes, content: ChartContent) -> None:
    """Write labels of the last year in the margin, the others above and below their points."""
    last = int(content.years[-1])
    labels = sorted(_labels(content), key=lambda label: label.level)
    _label_margin(axes, [label for label in labels if label.year == last])
    for year in {label.year for label in labels} - {last}:
        *below, top = [label for label in labels if label.year == year]
        for label in below:
            _annotate(axes, label, (0, -LABEL_OFFSET), ha="center", va="top")
        _annotate(axes, top, (0, LABEL_OFFSET), ha="center", va="bottom")


def _label_margin(axes: Axes, labels: Sequence[_Label]) -> None:
    """Write labels right of their points, pushed apart where they would touch."""
    to_points = POINTS / axes.figure.dpi
    heights = [axes.transData.transform((label.year, label.level))[1] * to_points for label in labels]
    missing = [max(0.0, LABEL_GAP - (above - below)) for below, above in pairwise(heights)]
    lift = -sum(missing) / 2
    for label, more in zip(labels, [*missing, 0.0], strict=True):
        _annotate(axes, label, (LABEL_OFFSET, lift), "\n", ha="left", va="center")
        lift += more


def _annotate(
    axes: Axes, label: _Label, offset: tuple[float, float], between: str = " ", **place: Any
) -> None:
    text = f"{label.name}{between}{label.figure}" if label.name else label.figure
    axes.annotate(
        text, (label.year, label.level), offset, textcoords="offset points", color=label.colour,
        fontsize=style.LABEL_POINTS, fontweight="bold", fontfamily=families(text), zorder=8,
        parse_math=False, linespacing=1.4,
        path_effects=[withStroke(linewidth=2.5, foreground=style.PAPER)], annotation_clip=False, **place,
    )  # fmt: skip


def _add_legend(figure: Figure, axes: Axes, content: ChartContent, rows: Sequence[Sequence[str]]) -> None:
    """Write the legend between the subtitle and the unit, a line for each row of parts."""
    drawn = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    inches = axes.get_position().y1 * style.CHART_INCHES[1] + 0.36
    for row, parts in enumerate(reversed(rows)):
        labels = [content.labels[part] for part in parts]
        legend = figure.legend(
            [drawn[part] for part in parts], labels, loc="lower left",
            bbox_to_anchor=(MARGIN, (inches + row * LEGEND_ROW) / style.CHART_INCHES[1]),
            ncols=len(labels), frameon=False, handlelength=1.9, handletextpad=0.6, columnspacing=1.6,
            borderaxespad=0, borderpad=0,
            prop=FontProperties(family=families("".join(labels)), size=style.LABEL_POINTS),
        )  # fmt: skip
        for text in legend.get_texts():
            text.set_parse_math(False)  # a scenario's title may contain a dollar sign


def _legend_rows(content: ChartContent) -> list[list[str]]:
    """Return the parts in rows that fit between the margins, by the measured width of their names."""
    rows: list[list[str]] = [[]]
    room = style.CHART_INCHES[0] * (1 - 2 * MARGIN)
    left = room
    for part, label in content.labels.items():
        width = text_width(label, style.LABEL_POINTS) + _ENTRY * style.LABEL_POINTS / POINTS
        if width > left and rows[-1]:
            rows.append([])
            left = room
        rows[-1].append(part)
        left -= width
    return rows
