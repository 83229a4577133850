"""Picture of the record: how many figures lie in each tenth of their forecast."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from sim.analysis.record.record import BINS, Record
from sim.fonts.families import families, register_fonts
from sim.report import style
from sim.report.charts.frame import write_foot, write_head
from sim.report.words.numbers import print_count, print_figure, print_share
from sim.units import Language

INCHES = (7.2, 3.6)
SIDES = (0.04, 0.955)  # of the figure's width
WIDTH = 0.86  # of a bar, in tenths
_WORDS: Mapping[Language, tuple[str, str, str]] = {
    "zh": (
        "实际数落在预测的哪一段（PIT）",
        "柱为次数；虚线为区间恰当时的预期",
        "每个时点 {} 个成员，种子 {}；共 {} 次。",
    ),
    "en": (
        "Where in the forecast the figure came to lie (PIT)",
        "bars: figures; dashed: as expected where the bands are right",
        "{} members from each day, seed {}; {} predictions.",
    ),
}  # fmt: skip


def draw_histogram(found: Record, language: Language) -> Figure:
    """Return the histogram of the PIT, in tenths."""
    register_fonts()
    title, below, foot = _WORDS[language]
    counts = found.histogram()
    figure = Figure(figsize=INCHES, dpi=style.CHART_DPI, facecolor=style.PAPER)
    figure.set_label(title)
    top = write_head(figure, title, below)
    notes = foot.format(print_count(found.members), found.seed, print_count(sum(counts)))
    bottom = write_foot(figure, [notes])
    axes = figure.add_axes((SIDES[0], bottom, SIDES[1] - SIDES[0], top - bottom - 0.03))
    places = np.arange(BINS)
    axes.bar(places + 0.5, counts, width=WIDTH, color=style.SCENARIOS[0])
    for place, count in enumerate(counts):
        axes.text(
            place + 0.5, count, print_count(count), ha="center", va="bottom", color=style.INK,
            fontsize=style.LABEL_POINTS, fontfamily=families("0"),
        )  # fmt: skip
    expected = sum(counts) / BINS
    axes.axhline(expected, color=style.TARGET, linewidth=1.4, linestyle=(0, (4, 3)))
    axes.text(
        BINS, expected, f" {print_figure(expected, 1)}", ha="left", va="center", color=style.TARGET,
        fontsize=style.LABEL_POINTS, fontfamily=families("0"),
    )  # fmt: skip
    axes.set_xlim(0, BINS)
    axes.set_ylim(0, 1.15 * max(*counts, 1))
    axes.set_xticks(range(BINS + 1), [print_share(place / BINS) for place in range(BINS + 1)])
    axes.set_yticks([])
    for text in axes.get_xticklabels():
        text.set(fontfamily=families(text.get_text()), fontsize=style.TEXT_POINTS, color=style.MUTED)
    axes.tick_params(length=0, pad=5)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color(style.MUTED)
    return figure
