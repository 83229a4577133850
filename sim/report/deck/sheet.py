"""Data sheet of a deck's chart: its figures in rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Array
from sim.report.charts.content import ChartContent
from sim.report.deck.workbook import Column
from sim.units import Language

_QUANTILES = {"p05": "5%", "p25": "25%", "p50": "50%", "p75": "75%", "p95": "95%"}
SPAN = "span"  # levels of targets that cover several years
_ORDER = (
    "scenario",
    "vision",
    SPAN,
    "average",
    "target",
    "base",
    "observed",
)  # headings of the sheet's columns


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
    """Return the figures of a chart, for all its years.

    A stacked area cannot skip a year: Office draws it down to zero there. Where the bands begin after the
    base, they open from it.
    """
    lines = {
        part: Column(_name(part, content, language), _figures(values))
        for part, values in _lines(content).items()
        if np.isfinite(values).any()
    }
    word = {"zh": " 分位数", "en": " quantile"}[language]
    quantiles = [
        Column(_QUANTILES[level] + word, _figures(values)) for level, values in content.quantiles.items()
    ]
    areas = _opened(_bands(quantiles, content.labels, language), content)
    return Sheet(content.years.tolist(), areas, lines, quantiles)


def _name(part: str, content: ChartContent, language: Language) -> str:
    """Return the heading of a line's column; that of the levels of targets is not in the legend."""
    if part != SPAN:
        return content.labels[part]
    return content.labels["target"] + {"zh": "（各年水平）", "en": " (level in each year)"}[language]


def _opened(areas: list[Column], content: ChartContent) -> list[Column]:
    """Return the areas with no width at the base in the years before their first one."""
    if not areas:
        return []
    first = next(place for place, figure in enumerate(areas[0].figures) if figure is not None)
    base = content.lines.get("base")
    known = [] if base is None else [figure for figure in base.tolist() if np.isfinite(figure)]
    opening = [known[0] if known else areas[0].figures[first], 0.0, 0.0, 0.0]
    return [
        replace(area, figures=[start] * first + list(area.figures[first:]))
        for area, start in zip(areas, opening, strict=True)
    ]


def _lines(content: ChartContent) -> dict[str, Array]:
    found = dict(content.lines)
    for own in content.averages:
        _fill(found, "average", content, (own.first, own.year), own.level)
    for mark in (target.mark for target in content.targets):
        _fill(found, "target", content, (mark.year, mark.year), mark.level)
        if mark.is_span:
            _fill(found, SPAN, content, (mark.first, mark.year), mark.level)
    return {part: found[part] for part in _ORDER if part in found}


def _fill(
    found: dict[str, Array], part: str, content: ChartContent, span: tuple[int, int], level: float
) -> None:
    values = found.setdefault(part, np.full(len(content.years), np.nan))
    values[(content.years >= span[0]) & (content.years <= span[1])] = level


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
