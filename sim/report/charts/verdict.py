"""How a figure stands to a target, in words that follow a figure in a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from sim.outcomes.indicators import IndicatorRow
from sim.outcomes.measures import is_met_exactly, rounded
from sim.registry.indicators import Indicator
from sim.registry.plan import Comparison
from sim.report.words.glossary import word
from sim.report.words.numbers import print_share
from sim.report.words.print_units import PrintUnit, print_unit
from sim.units import Language

Sides = Mapping[Comparison, str]
_COUNTS = ("家", "件", "人", "个", "项", "套", "张")  # units of what is counted one by one
_REACH: Mapping[Language, Sides] = {
    "zh": {">=": "达到 {}{}", ">": "超过 {}{}", "<=": "控制在 {}的上限以内"},
    "en": {">=": "reaching the {1} of {0}", ">": "exceeding the {1} of {0}", "<=": "staying within {0}"},
}
_REACHED: Mapping[Language, Sides] = {
    "zh": {">=": "已达到 {}{}", ">": "已超过 {}{}", "<=": "已控制在 {}的上限以内"},
    "en": {
        ">=": "having reached the {1} of {0}",
        ">": "having exceeded the {1} of {0}",
        "<=": "having stayed within {0}",
    },
}
_MET: Mapping[Language, Sides] = {
    "zh": {">=": "超出 {}{} {}", ">": "超过 {}{} {}", "<=": "比 {0}的上限低 {2}"},
    "en": {
        ">=": "{2} above the {1} of {0}",
        ">": "{2} above the {1} of {0}",
        "<=": "{2} below the limit of {0}",
    },
}
_LEVEL: Mapping[Language, Sides] = {  # equal at the plan's precision
    "zh": {">=": "恰好达到{1}", ">": "与{1}线持平，而{1}要求超过", "<=": "恰在上限"},
    "en": {
        ">=": "exactly the {1}",
        ">": "level with the {1}, which is to be exceeded",
        "<=": "exactly the limit",
    },
}
_MISSED: Mapping[Language, Sides] = {
    "zh": {">=": "距 {}{}差 {}", ">": "距超过 {}的{}差 {}", "<=": "高出 {0}的上限 {2}"},
    "en": {
        ">=": "{2} short of the {1} of {0}",
        ">": "{2} short of the {1} of {0}",
        "<=": "{2} above the limit of {0}",
    },
}
_LATER: Mapping[bool, Mapping[Language, Sides]] = {  # beside the target of an earlier year
    True: {
        "zh": {">=": "不低于 {3} 年 {0}的{1}", ">": "高于 {3} 年 {0}的{1}", "<=": "不高于 {3} 年 {0}的上限"},
        "en": {
            ">=": "at or above the {3} {1} of {0}",
            ">": "above the {3} {1} of {0}",
            "<=": "within the {3} limit of {0}",
        },
    },
    False: {
        "zh": {
            ">=": "仍低于 {3} 年 {0}的{1}",
            ">": "未高于 {3} 年 {0}的{1}",
            "<=": "仍高于 {3} 年 {0}的上限",
        },
        "en": {
            ">=": "still below the {3} {1} of {0}",
            ">": "not above the {3} {1} of {0}",
            "<=": "still above the {3} limit of {0}",
        },
    },
}


def target_word(row: IndicatorRow, year: int, language: Language) -> str:
    """Return what a target is called: the plan's, a stand-in for one, or its vision for a later year."""
    if row.planned.kind == "stand_in":
        return word("stand_in", language)
    if year > row.plan.period[1]:
        return {"zh": "远景目标", "en": "vision"}[language]
    return word("target", language)


def reach(row: IndicatorRow, year: int, language: Language) -> str:
    """Return what the probability of a target is of."""
    return _said(_REACH, row, year, "", language)


def reached(row: IndicatorRow, year: int, language: Language) -> str:
    """Return what the probability of a target is of, for a year that is over."""
    return _said(_REACHED, row, year, "", language)


def verdict(row: IndicatorRow, year: int, value: float, language: Language) -> str:
    """Return how a figure of a target's year stands to the target."""
    planned, target = row.planned, row.planned.values[year]
    places = planned.precision(row.entry)
    shown = _rounded(value, places)
    if math.isclose(shown, target, abs_tol=1e-9):
        return _said(_LEVEL, row, year, "", language)
    is_met = _is_met(shown, target, row)
    gap = distance(shown, target, row.entry, language)
    return _said(_MET if is_met else _MISSED, row, year, gap, language)


def beside_earlier(row: IndicatorRow, year: int, value: float, language: Language) -> str:
    """Return how a figure stands to the target of an earlier year."""
    planned, target = row.planned, row.planned.values[year]
    shown = _rounded(value, planned.precision(row.entry))
    is_met = _is_met(shown, target, row)
    return _said(_LATER[is_met], row, year, "", language)


def before_later(row: IndicatorRow, year: int, value: float, language: Language) -> str:
    """Return how far a figure is from the target of a later year."""
    planned, target = row.planned, row.planned.values[year]
    shown = _rounded(value, planned.precision(row.entry))
    word, goal = target_word(row, year, language), goal_of(row, year, language)
    if math.isclose(shown, target, abs_tol=1e-9) or _is_met(shown, target, row):
        if language == "zh":
            return f"已是 {year} 年 {goal}{word}的水平"
        return f"already at the {year} {word} of {goal}"
    gap = distance(shown, target, row.entry, language)
    if language == "zh":
        return f"距 {year} 年 {goal}{word}还差 {gap}"
    return f"{gap} from the {year} {word} of {goal}"


def goal_of(row: IndicatorRow, year: int, language: Language) -> str:
    """Return a target with its unit, as the plan states it."""
    unit = print_unit(row.entry, language)
    return without_noun(unit, unit.amount(unit.stated(row.planned.values[year])), row.entry, language)


def without_noun(unit: PrintUnit, amount: str, entry: Indicator, language: Language) -> str:
    """Return an amount without its unit where the indicator's English name says that already."""
    name = entry.name.en.lower()
    of_so_many = unit.axis.removesuffix("people")
    if language == "en" and (
        unit.axis.lower() in name.split() or (of_so_many in name and "per " in of_so_many)
    ):
        return amount.removesuffix(f" {unit.axis}")
    return amount


def distance(value: float, target: float, entry: Indicator, language: Language) -> str:
    """Return the distance of a figure from its target.

    In percentage points, in numbers for what is counted one by one, else in per cent of the target.
    """
    gap, unit = abs(value - target), print_unit(entry, language)
    number = unit.number(gap)
    if entry.unit.zh == "%":
        points = "percentage point" if number == "1" else "percentage points"
        return f"{number} {'个百分点' if language == 'zh' else points}"
    share = gap / abs(target) if target else math.inf
    amount = without_noun(unit, unit.amount(number), entry, language)
    if not 0.0005 <= share < math.inf:
        return amount
    if entry.unit.zh in _COUNTS:
        printed = print_share(share, 1)
        return f"{amount}（{printed}）" if language == "zh" else f"{amount} ({printed})"
    return print_share(share, 1)


def _rounded(value: float, decimals: int) -> float:
    return float(rounded(np.array([value]), decimals)[0])


def _is_met(value: float, target: float, row: IndicatorRow) -> bool:
    return bool(is_met_exactly(np.array([value]), target, row.planned.comparison)[0])


def _said(words: Mapping[Language, Sides], row: IndicatorRow, year: int, gap: str, language: Language) -> str:
    goal, word = goal_of(row, year, language), target_word(row, year, language)
    return words[language][row.planned.comparison].format(goal, word, gap, year)
