"""Picture of the findings: each target's figure under each scenario, as a share of the target."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.analysis.findings import Findings
from sim.fonts.families import families, register_fonts
from sim.outcomes.board import Standing
from sim.report import style
from sim.report.charts.frame import MARGIN, POINTS, write_foot, write_head
from sim.report.documents.findings.listings import name_of
from sim.report.layout import fold_text
from sim.report.words.amounts import target_amount
from sim.report.words.numbers import print_figure, print_share
from sim.units import Language

LEFT, RIGHT = 0.33, 0.965  # of the figure's width
NAME_CELLS = 40
STEP = 0.24  # between two scenarios, in rows
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25)  # of the target
MARKS = ("o", "s", "^")
_LEGEND = 0.45  # inches
_WORDS: dict[str, dict[Language, str]] = {
    "title": {
        "zh": "各情景的推演结果相当于目标的百分比",
        "en": "Projected figures of each scenario as a percentage of the target",
    },
    "below": {
        "zh": "点为中位数，线为 5%–95% 区间；红线为目标（100%）",
        "en": "mark: median; line: 5%–95% range; red line: the target (100%)",
    },
    "foot": {
        "zh": "每个情景抽样运行 {} 次，种子 {}；只考虑参数不确定性。",
        "en": "{} runs of each scenario with sampled parameters, seed {}; no other uncertainty is included.",
    },
}


def draw_attainment(found: Findings, language: Language) -> Figure:
    """Return the chart of the targets in the table of the findings, the first on top."""
    register_fonts()
    words = {name: text[language] for name, text in _WORDS.items()}
    figure = Figure(figsize=style.CHART_INCHES, dpi=style.CHART_DPI, facecolor=style.PAPER)
    figure.set_label(words["title"])
    top = write_head(figure, words["title"], words["below"]) - _LEGEND / style.CHART_INCHES[1]
    bottom = write_foot(figure, [words["foot"].format(print_figure(found.page.members, 0), found.page.seed)])
    axes = figure.add_axes((LEFT, bottom, RIGHT - LEFT, top - bottom))
    rows = found.page.table.rows
    for place, (indicator, year) in enumerate(rows):
        standings = [one.board[indicator, year] for one in found.each]
        _draw_row(axes, len(rows) - 1 - place, standings)
        _name_row(axes, len(rows) - 1 - place, standings[0], language)
    _set_axes(axes, len(rows))
    _add_legend(figure, axes, [one.text(language) for one in found.page.table.scenarios.values()])
    return figure


def _draw_row(axes: Axes, row: int, standings: Sequence[Standing]) -> None:
    """Draw the scenarios of one target from top to bottom."""
    middle = (len(standings) - 1) / 2
    for place, (one, colour, mark) in enumerate(zip(standings, style.SCENARIOS, MARKS, strict=False)):
        height = row + STEP * (middle - place)
        low, median, high = (point / one.target.value for point in one.points[:3])
        axes.plot([low, high], [height, height], color=colour, linewidth=2.0, solid_capstyle="butt")
        axes.plot([median], [height], mark, color=colour, markersize=6.5, markeredgecolor=style.PAPER)


def _name_row(axes: Axes, row: int, one: Standing, language: Language) -> None:
    """Write year, indicator and target at the left margin."""
    goal = target_amount(one.target.value, one.entry, language)
    name = f"{one.target.year} {name_of(one, language)}{' ' if language == 'zh' else ', '}{goal}"
    left = (MARGIN - LEFT) * style.CHART_INCHES[0] * POINTS
    axes.annotate(
        "\n".join(fold_text(name, NAME_CELLS)), (0, row), (left, 0), xycoords=("axes fraction", "data"),
        textcoords="offset points", ha="left", va="center", fontsize=style.LABEL_POINTS, color=style.INK,
        fontfamily=families(name), parse_math=False, annotation_clip=False, linespacing=1.3,
    )  # fmt: skip


def _set_axes(axes: Axes, rows: int) -> None:
    axes.axvline(1.0, color=style.TARGET, linewidth=1.4, zorder=1)
    axes.set_xlim(SHARES[0], SHARES[-1])
    axes.set_ylim(-0.6, rows - 0.4)
    axes.set_xticks(SHARES, [print_share(share) for share in SHARES])
    axes.set_yticks([])
    for text in axes.get_xticklabels():
        text.set(fontfamily=families(text.get_text()), fontsize=style.TEXT_POINTS, color=style.MUTED)
    axes.tick_params(length=0, pad=5)
    axes.grid(axis="x", color=style.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color(style.MUTED)


def _add_legend(figure: Figure, axes: Axes, names: Sequence[str]) -> None:
    handles = [
        Line2D([], [], color=colour, marker=mark, markersize=6.5, markeredgecolor=style.PAPER, linewidth=2.0)
        for colour, mark in zip(style.SCENARIOS, MARKS, strict=False)
    ]
    top = axes.get_position().y1 + 0.14 / style.CHART_INCHES[1]
    legend = figure.legend(
        handles[: len(names)], names, loc="lower left", bbox_to_anchor=(MARGIN, top), ncols=len(names),
        frameon=False, handlelength=1.9, handletextpad=0.6, columnspacing=1.6, borderaxespad=0, borderpad=0,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set(fontfamily=families(text.get_text()), fontsize=style.LABEL_POINTS)
