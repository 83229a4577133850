"""The figures of a deck's chart, as its data sheet holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.report.charts.content import Exhibit
from sim.report.charts.legend import label_of
from sim.report.deck.workbook import Column
from sim.units import Language

_QUANTILES = {"p05": "5%", "p25": "25%", "p50": "50%", "p75": "75%", "p95": "95%"}


@dataclass(frozen=True)
class Sheet:
    """What the chart plots and what its data sheet holds besides.

    Parameters
    ----------
    years : (time,)
    areas : stacked, from below
    lines : by part
    quantiles : of which the areas are the differences
    """

    years: list[int]
    areas: list[Column]
    lines: dict[str, Column]
    quantiles: list[Column]

    @property
    def plotted(self) -> list[Column]:
        """Return the columns that are series, in the order of the sheet."""
        return [*self.areas, *self.lines.values()]


def sheet_of(shown: Exhibit, language: Language) -> Sheet:
    """Return the figures of a chart, from the first year that has one."""
    years = [int(year) for year in shown.line[0]]
    lines = {
        part: Column(label_of(part, shown, language), [figures.get(year) for year in years])
        for part, figures in _lines(shown).items()
        if figures.keys() & set(years)
    }
    quantiles = _quantiles(shown, years, language)
    return Sheet(years, _bands(quantiles, shown, language), lines, quantiles)


def _lines(shown: Exhibit) -> dict[str, Mapping[int, float]]:
    found: dict[str, Mapping[int, float]] = {"scenario": _by_year(*shown.line)}
    if shown.vision is not None:
        found["vision"] = _by_year(*shown.vision)
    if shown.marks:
        found["target"] = {
            year: mark.level for mark in shown.marks for year in range(mark.first, mark.year + 1)
        }
    if shown.row.base is not None:
        found["base"] = {shown.row.base.year: shown.row.base.value}
    found["observed"] = {each.year: each.value for each in shown.observed}
    return found


def _by_year(years: Any, figures: Any) -> dict[int, float]:
    return {int(year): float(figure) for year, figure in zip(years, figures, strict=True)}


def _quantiles(shown: Exhibit, years: Sequence[int], language: Language) -> list[Column]:
    fan = shown.fan
    if fan is None:
        return []
    word = {"zh": " 分位数", "en": " quantile"}[language]
    return [
        Column(_QUANTILES[level] + word, [_by_year(fan.index, fan[level]).get(year) for year in years])
        for level in _QUANTILES
    ]


def _bands(quantiles: list[Column], shown: Exhibit, language: Language) -> list[Column]:
    if not quantiles:
        return []
    low, lower, _, upper, high = quantiles
    outer, inner = (label_of(part, shown, language) for part in ("p05-p95", "p25-p75"))
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
