"""Data sheet of a deck's chart: its figures in rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.report.charts.content import ChartContent
from sim.report.deck.workbook import Column
from sim.units import Language

_QUANTILES = {"p05": "5%", "p25": "25%", "p50": "50%", "p75": "75%", "p95": "95%"}
_ORDER = ("scenario", "vision", "target", "base", "observed")  # headings of the sheet's columns


@dataclass(frozen=True)
class Sheet:
    """Series that the chart plots, and further columns of its data sheet.

    Parameters
    ----------
    years : (time,)
    areas : stacked, from below
    lines : by part
    quantiles : quantiles whose differences the areas are
    """

    years: list[int]
    areas: list[Column]
    lines: dict[str, Column]
    quantiles: list[Column]

    @property
    def plotted(self) -> list[Column]:
        """Return the columns that are series, in the order of the sheet."""
        return [*self.areas, *self.lines.values()]


def sheet_of(content: ChartContent, language: Language) -> Sheet:
    """Return the figures of a chart, for the years in which the scenario has one.

    A stacked area cannot skip a year: Office draws it down to zero there.
    """
    years, _ = content.points(content.lines["scenario"])
    kept = np.isin(content.years, years)
    lines = {
        part: Column(content.labels[part], _figures(values[kept]))
        for part, values in _lines(content).items()
        if np.isfinite(values[kept]).any()
    }
    word = {"zh": " 分位数", "en": " quantile"}[language]
    quantiles = [
        Column(_QUANTILES[level] + word, _figures(values[kept]))
        for level, values in content.quantiles.items()
    ]
    return Sheet(years.tolist(), _bands(quantiles, content.labels, language), lines, quantiles)


def _lines(content: ChartContent) -> dict[str, Array]:
    found = dict(content.lines)
    if content.targets:
        found["target"] = np.full(len(content.years), np.nan)
    for mark in (target.mark for target in content.targets):
        found["target"][(content.years >= mark.first) & (content.years <= mark.year)] = mark.level
    return {part: found[part] for part in _ORDER if part in found}


def _figures(values: Array) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]


def _bands(quantiles: list[Column], labels: Mapping[str, str], language: Language) -> list[Column]:
    if not quantiles:
        return []
    low, lower, _, upper, high = quantiles
    outer, inner = labels["p05-p95"], labels["p25-p75"]
    above = {"zh": "（上部）", "en": " (upper part)"}[language]
    below = {"zh": "以下（不显示）", "en": " and below (not shown)"}[language]
    return [
        Column(f"5%{below}", low.figures, (low.heading,)),
        _difference(outer, lower, low),
        _difference(inner, upper, lower),
        _difference(f"{outer}{above}", high, upper),
    ]


def _difference(heading: str, more: Column, less: Column) -> Column:
    pairs = zip(more.figures, less.figures, strict=True)
    figures = [None if a is None or b is None else a - b for a, b in pairs]
    return Column(heading, figures, (more.heading, less.heading))
