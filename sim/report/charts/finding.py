"""Heading sentence of a chart: the figure of the asked year, and how it stands to what was promised."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from sim.outcomes.measures import rounded
from sim.report.charts.result import IndicatorResult
from sim.report.charts.verdict import (
    before_later,
    beside_earlier,
    reach,
    reached,
    verdict,
    without_noun,
)
from sim.report.words.amounts import percentage
from sim.report.words.glossary import word
from sim.report.words.numbers import print_share
from sim.report.words.periods import is_over, period
from sim.report.words.print_units import PrintUnit, print_unit
from sim.report.words.punctuation import joined
from sim.units import LANGUAGES, Language

LEVELS = ("stock", "flow", "ratio", "reduction")  # measures of which one year compares with another
PEAK = 0.01  # share of the highest figure by which both ends must be lower for it to be named
_NEAR = 3  # decimals more than the plan's, at most, that set a figure apart from its target

Verb = Mapping[Language, str]
_PROJECTED: Verb = {language: word("projected", language) for language in LANGUAGES}
_SIMULATED: Verb = {language: word("simulated", language) for language in LANGUAGES}
_PUBLISHED: Verb = {"zh": "公布", "en": "as published"}
_SET: Verb = {"zh": "设", "en": "set by the scenario"}


def finding(shown: IndicatorResult, language: Language) -> str:
    """Return the sentence that heads a chart.

    With an ensemble it gives the median and the probability of the year's target; without one, or where the
    figure itself was published, the distance from it; in a year without a target, how the figure stands to
    the targets of others, or where it came from.
    """
    if shown.published is not None and shown.is_judged:
        figure = stated_figure(shown, shown.published.value, _PUBLISHED, language)
        return joined((figure, _beside_targets(shown, shown.published.value, language)), language)
    value = shown.central(shown.focus)
    if not math.isfinite(value):
        return _without_figure(shown, language)
    if not shown.is_judged:
        return stated_figure(shown, value, _SET, language)
    verb = _SIMULATED if is_over(shown.focus) else _PROJECTED
    if shown.entry.measure == "peak_year":
        return _of_peak_year(shown, value, verb, language)
    figure = stated_figure(shown, value, verb, language)
    return joined((figure, _rest(shown, value, language)), language)


def _rest(shown: IndicatorResult, value: float, language: Language) -> str:
    """Return what follows the model's figure."""
    chance = shown.chance(shown.focus)
    if chance is None:
        return _beside_targets(shown, value, language)
    return _likely(shown, shown.focus, chance, language)


def _likely(shown: IndicatorResult, year: int, chance: float, language: Language) -> str:
    """Return the probability of the target of a year, which is named where the finding is on another."""
    what = (reached if is_over(year) else reach)(shown.row, year, language)
    is_other, likely = year != shown.focus, percentage(chance, language)
    if language == "en":
        return f"probability of {what}{f' in {year}' if is_other else ''}: {likely}"
    when = f"{year} 年" if is_other else ""
    return f"{when}{what}的概率{'为 ' if likely[0].isdigit() else ''}{likely}"


def _beside_targets(shown: IndicatorResult, value: float, language: Language) -> str:
    """Return how a figure stands to the target of its year, to the next one, or else to the last one.

    To the last one by its probability, where there is an ensemble.
    """
    row, year = shown.row, shown.focus
    targets = sorted(row.planned.values)
    if year in targets:
        return joined((_as_compared(shown, value, language), verdict(row, year, value, language)), language)
    later, earlier = [each for each in targets if each > year], [each for each in targets if each < year]
    if shown.entry.measure in LEVELS and later:
        return before_later(row, later[0], value, language)
    if shown.entry.measure in LEVELS and earlier:
        if (chance := shown.chance(earlier[-1])) is not None:  # a figure of later years makes no target met
            return _likely(shown, earlier[-1], chance, language)
        return beside_earlier(row, earlier[-1], value, language)
    return "" if targets else _course(shown, value, language)


def _as_compared(shown: IndicatorResult, value: float, language: Language) -> str:
    """Return at what figure a value counts, where its rounding by the plan's digits decides."""
    row, unit = shown.row, print_unit(shown.entry, language)
    if not _is_decided_by_rounding(shown, value):
        return ""
    counted = unit.amount(unit.number(float(rounded(np.array([value]), row.planned.precision(row.entry))[0])))
    return f"按公布位数计为 {counted}" if language == "zh" else f"which counts as {counted}"


def _is_decided_by_rounding(shown: IndicatorResult, value: float) -> bool:
    """Return whether a figure misses its target by less than the plan's digits show."""
    target = shown.row.planned.values.get(shown.focus)
    if target is None:
        return False
    places = shown.row.planned.precision(shown.entry)
    counted, near = (float(rounded(np.array([value]), each)[0]) for each in (places, places + _NEAR))
    side = target - near if shown.row.planned.comparison == ">=" else near - target
    return shown.row.planned.comparison != ">" and math.isclose(counted, target) and side > 0


def stated_figure(shown: IndicatorResult, value: float, verb: Verb, language: Language) -> str:
    """Return the name of the indicator and its figure of the year of the finding."""
    entry, unit = shown.entry, print_unit(shown.entry, language)
    number = unit.number(value)
    if shown.chance(shown.focus) is None and _is_decided_by_rounding(shown, value):
        number = _apart(value, shown.row.planned.values[shown.focus], unit)
    figure = unit.amount(number)
    when = period(entry, shown.focus, shown.row.plan.base_year, language)
    if language == "zh":
        link = "" if verb is _PROJECTED else "为"
        return f"{entry.name.zh}{blank(entry.name.zh)}{when}{verb['zh']}{link} {figure}"
    when = when.replace("in ", "for ", 1) if when.startswith("in ") and when[3:].isdigit() else when
    figure = without_noun(unit, figure, entry, "en")
    if verb is _SET:
        return f"{entry.name.en}: {figure} {when}, {verb['en']}"
    return f"{entry.name.en}: {figure} {verb['en']} {when}"


def _apart(value: float, target: float, unit: PrintUnit) -> str:
    """Return a figure with as many decimals as set it apart from its target."""
    for more in range(1, _NEAR + 1):
        if unit.number(value, more) != unit.number(target, more):
            return unit.number(value, more)
    return unit.number(value)


def _of_peak_year(shown: IndicatorResult, value: float, verb: Verb, language: Language) -> str:
    """Return the finding on the year of a peak, which is counted from the base year."""
    entry, base = shown.entry, shown.table.registry.base_year
    peak = base + round(value)
    if peak >= shown.focus:
        if language == "zh":
            return f"{entry.name.zh}：到 {shown.focus} 年仍在上升，尚未达峰"
        return f"{entry.name.en}: still rising in {shown.focus}, no peak by then"
    if language == "zh":
        return f"{entry.name.zh}：峰值{verb['zh']}在 {peak} 年（截至 {shown.focus} 年）"
    return f"{entry.name.en}: peak {verb['en']} for {peak} (figures to {shown.focus})"


def _course(shown: IndicatorResult, value: float, language: Language) -> str:
    """Return the change since the first year, or the highest figure where the course turns down again."""
    if shown.entry.measure not in LEVELS:
        return ""
    course, years = shown.course(), shown.row.years
    kept = np.isfinite(course) & (years <= shown.focus)
    if kept.sum() < 2:
        return ""
    figures, at = course[kept], years[kept]
    place, unit = int(np.argmax(figures)), print_unit(shown.entry, language)
    highest = float(figures[place])
    ends = max(float(figures[0]), float(figures[-1]))
    if 0 < place < len(figures) - 1 and highest - ends > PEAK * abs(highest):
        top, year = unit.amount(unit.number(highest)), int(at[place])
        return f"{year} 年最高，为 {top}" if language == "zh" else f"highest in {year} at {top}"
    return _change(shown, float(figures[0]), int(at[0]), value, language)


def _change(shown: IndicatorResult, first: float, since: int, value: float, language: Language) -> str:
    unit = print_unit(shown.entry, language)
    gap, is_up = unit.number(abs(value - first)), value > first
    if unit.number(value) == unit.number(first):
        return f"与 {since} 年持平" if language == "zh" else f"unchanged from {since}"
    if shown.entry.unit.zh == "%":
        one = "percentage point" + ("" if gap == "1" else "s")
        if language == "zh":
            return f"比 {since} 年{'提高' if is_up else '下降'} {gap} 个百分点"
        return f"{gap} {one} {'more' if is_up else 'less'} than in {since}"
    if first <= 0:
        return ""
    share = print_share(abs(value / first - 1), 1)
    if language == "zh":
        return f"比 {since} 年{'增长' if is_up else '下降'} {share}"
    return f"{share} {'more' if is_up else 'less'} than in {since}"


def _without_figure(shown: IndicatorResult, language: Language) -> str:
    """Return the finding where the year has no figure, as a sum of five years has in its first ones."""
    name, year = shown.entry.name, shown.focus
    return f"{name.zh}：{year} 年无可比数值" if language == "zh" else f"{name.en}: no figure for {year}"


def blank(name: str) -> str:
    """Return the text between a Chinese name and a number: empty after a closing bracket."""
    return "" if name.endswith("）") else " "
