"""Heading sentence of a chart: the figure, the target, and the distance between them."""

from __future__ import annotations

import math

import numpy as np

from sim.outcomes.marks import SUM_YEARS
from sim.outcomes.measures import rounded
from sim.registry.indicators import Indicator
from sim.registry.plan import Comparison, PlannedTarget
from sim.report.charts.result import IndicatorResult
from sim.report.words.figures import figure_of, met_of
from sim.report.words.glossary import word
from sim.report.words.numbers import RARELY, print_figure, print_share, print_stated
from sim.units import Language

Sides = dict[Comparison, str]
_REACH_ZH: Sides = {">=": "达到 {}目标", ">": "超过 {}目标", "<=": "控制在 {}以内"}
_REACH_EN: Sides = {">=": "reaching the target of {}", ">": "exceeding {}", "<=": "staying within {}"}
_MET_ZH: Sides = {">=": "达到 {}目标", ">": "超过 {}目标", "<=": "在 {}的上限以内"}
_MET_EN: Sides = {
    ">=": "meeting the target of {}",
    ">": "above the target of {}",
    "<=": "within the limit of {}",
}
_MISSED_ZH: Sides = {">=": "距 {}目标差 {}", ">": "未超过 {}目标，差 {}", "<=": "高出 {}的上限 {}"}
_MISSED_EN: Sides = {
    ">=": "{1} short of the target of {0}",
    ">": "{1} short of exceeding {0}",
    "<=": "{1} above the limit of {0}",
}


def finding(shown: IndicatorResult, language: Language) -> str:
    """Return the sentence that heads a chart.

    With an ensemble it gives the probability of meeting the target, else the distance from it.
    """
    year = shown.focus
    chance, target = shown.chance(year), shown.row.planned.values.get(year)
    if chance is not None and target is not None:
        return _of_chance(shown, target, chance, language)
    met = met_of(shown.row, year)
    stated = stated_figure(shown, year, language)
    if met is not None and target is not None:
        return _joined(stated, _verdict(shown, year, target, met, language), language)
    if not shown.is_judged:
        return _joined(stated, word(f"kind.{shown.row.kind}", language), language)
    return _joined(stated, _later(shown, language), language)


def _joined(stated: str, rest: str, language: Language) -> str:
    return stated + (f"，{rest}" if language == "zh" else f", {rest}") if rest else stated


def stated_figure(shown: IndicatorResult, year: int, language: Language) -> str:
    """Return the name of the indicator and its figure of a year."""
    entry, value = shown.entry, figure_of(shown.row, year)
    when = period(entry, year, shown.row.plan.base_year, language)
    figure = amount(value, entry, language)
    if language == "zh":
        verb = "设为" if not shown.is_judged else "预计"
        return f"{entry.name.zh}{_blank(entry.name.zh)}{when}{verb} {figure}"
    verb = "set at" if not shown.is_judged else "projected at"
    return f"{entry.name.en} {verb} {figure} {when}"


def _of_chance(shown: IndicatorResult, target: float, chance: float, language: Language) -> str:
    entry, planned = shown.entry, shown.row.planned
    when = period(entry, shown.focus, shown.row.plan.base_year, language)
    goal = target_amount(target, entry, language)
    likely = percentage(chance, language)
    if language == "zh":
        reach = _template(_REACH_ZH, planned).format(goal)
        link = "为 " if likely[0].isdigit() else ""
        return f"{entry.name.zh}{_blank(entry.name.zh)}{when}{reach}的概率{link}{likely}"
    return f"{entry.name.en}: {likely} probability of {_template(_REACH_EN, planned).format(goal)} {when}"


def _blank(name: str) -> str:
    """Return the text between a Chinese name and a number: empty after a closing bracket."""
    return "" if name.endswith("）") else " "


def period(entry: Indicator, year: int, base_year: int, language: Language) -> str:
    """Return the years covered by a figure that is compared with a target."""
    first = {"growth": base_year + 1, "five_year_sum": year - SUM_YEARS + 1}.get(entry.measure)
    if first is None:
        return f"{year} 年" if language == "zh" else f"in {year}"
    said, kind = _SPANS[entry.measure][language]
    if language == "zh":
        return f"{first}–{year} 年" + ("" if said in entry.name.zh else kind)
    return ("" if said in entry.name.en.lower() else kind) + f"over {first}–{year}"


# Words that an indicator's name may contain already, and the words added where it does not.
_SPANS: dict[str, dict[Language, tuple[str, str]]] = {
    "growth": {"zh": ("年均", "平均"), "en": ("average", "on average ")},
    "five_year_sum": {"zh": ("累计", "合计"), "en": ("cumulative", "in total ")},
}


def _verdict(shown: IndicatorResult, year: int, target: float, met: bool, language: Language) -> str:
    entry = shown.entry
    is_short = language == "en" and entry.unit.en != "%"  # the unit stands with the previous figure
    goal = print_stated(target) if is_short else target_amount(target, entry, language)
    if met:
        return _template(_MET_ZH if language == "zh" else _MET_EN, shown.row.planned).format(goal)
    missed = _template(_MISSED_ZH if language == "zh" else _MISSED_EN, shown.row.planned)
    return missed.format(goal, distance(figure_of(shown.row, year), target, entry, language))


def _template(sides: Sides, planned: PlannedTarget) -> str:
    """Return the words of a comparison; a target that the plan does not state is called a stand-in."""
    words = sides[planned.comparison]
    if planned.kind == "stand_in":
        return words.replace("目标", "参照目标").replace("target", "stand-in target")
    return words


def distance(value: float, target: float, entry: Indicator, language: Language) -> str:
    """Return the distance of a figure from its target: in per cent of the target, or in percentage points."""
    gap = abs(float(rounded(np.array([value]), entry.decimals)[0]) - target)
    if entry.unit.zh == "%":
        points = print_figure(gap, entry.decimals)
        unit = "percentage point" if points == "1" else "percentage points"
        return f"{points} {'个百分点' if language == 'zh' else unit}"
    share = gap / abs(target) if target else math.inf
    return print_share(share, 1) if 0.0005 <= share < math.inf else amount(gap, entry, language)


def _later(shown: IndicatorResult, language: Language) -> str:
    """Return the figure of the last horizon, for an indicator without a target."""
    last = shown.row.plan.horizons[-1]
    if shown.focus == last or last not in shown.row.years:
        return ""
    figure = amount(figure_of(shown.row, last), shown.entry, language)
    return f"{last} 年 {figure}" if language == "zh" else f"{figure} in {last}"


def amount(value: float, entry: Indicator, language: Language) -> str:
    """Return a figure of an indicator with its unit."""
    return with_unit(print_figure(value, entry.decimals), entry, language)


def target_amount(value: float, entry: Indicator, language: Language) -> str:
    """Return a target of an indicator with its unit and its stated digits."""
    return with_unit(print_stated(value), entry, language)


def with_unit(figure: str, entry: Indicator, language: Language) -> str:
    """Return a printed figure with the unit of an indicator."""
    unit = entry.unit.text(language)
    if unit == "%":
        return f"{figure}%"
    if unit in ("比例", "fraction"):
        return figure
    return f"{figure} × {unit}" if unit[0].isdigit() else f"{figure} {unit}"


def percentage(share: float, language: Language) -> str:
    """Return a probability in whole per cent, never quite as impossible or certain."""
    if share < RARELY:
        return "不到 1%" if language == "zh" else "less than 1%"
    if share > 1 - RARELY:
        return "超过 99%" if language == "zh" else "more than 99%"
    return print_share(share)
