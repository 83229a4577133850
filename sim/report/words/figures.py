"""The words of tables in both languages, and how figures are printed."""

from __future__ import annotations

import math

import numpy as np

from sim.outcomes.indicators import IndicatorRow
from sim.outcomes.measures import rounded
from sim.registry.indicators import BASE_YEAR
from sim.units import Language

WORDS: dict[str, dict[Language, str]] = {
    "indicator": {"zh": "指标", "en": "Indicator"},
    "unit": {"zh": "单位", "en": "Unit"},
    "base": {"zh": "2020 基数", "en": "2020 base"},
    "estimated": {"zh": "基数为估计", "en": "base estimated"},
    "target": {"zh": "目标", "en": "Target"},
    "kind": {"zh": "性质", "en": "Kind"},
    "difference": {"zh": "相差", "en": "Difference"},
    "scenario": {"zh": "情景", "en": "Scenario"},
    "variable": {"zh": "变量", "en": "Variable"},
    "binding": {"zh": "（约束性）", "en": " (binding)"},
    "table1": {"zh": "规划表 1 主要指标", "en": "Table 1 of the plan"},
    "text": {"zh": "规划正文目标", "en": "Targets in the text of the plan"},
    "vision": {"zh": "2035 年远景目标", "en": "Vision for 2035"},
    "model": {"zh": "规划未列的模型结果", "en": "Results of the model beyond the plan"},
    "causal": {"zh": "模型推演", "en": "causal"},
    "accounting": {"zh": "核算得出", "en": "accounting"},
    "scenario_input": {"zh": "情景输入", "en": "scenario input"},
    "set_by_scenario": {"zh": "情景设定", "en": "set by scenario"},
    "not_modelled": {"zh": "未建模", "en": "not modelled"},
    "constant": {"zh": "2020 年不变价", "en": "constant 2020 prices"},
    "current": {"zh": "当年价", "en": "current prices"},
    "none": {"zh": "", "en": ""},
    "plan": {"zh": "规划目标", "en": "plan"},
    "stand_in": {"zh": "参照目标", "en": "stand-in"},
    "met": {"zh": "达标", "en": "met"},
    "not_met": {"zh": "未达标", "en": "not met"},
}
MET, NOT_MET, NO_FIGURE = "✓", "✗", "—"
ESTIMATED = "≈"  # before a base that nobody published


def word(key: str, language: Language) -> str:
    """Return a fixed word of the tables."""
    return WORDS[key][language]


def print_figure(value: float, decimals: int) -> str:
    """Return a figure at its printed precision, thousands apart; a dash for what is no number."""
    if not math.isfinite(value):
        return NO_FIGURE
    return f"{float(rounded(np.array([value]), decimals)[0]) + 0.0:,.{decimals}f}"


def print_target(value: float) -> str:
    """Return a stated figure with the digits it was stated with."""
    return f"{value:,.15g}"


def print_base(row: IndicatorRow) -> str:
    """Return the base with its year where that is not 2020, marked where it is an estimate."""
    base = row.base
    if base is None:
        return NO_FIGURE
    if base.estimate is not None:
        return ESTIMATED + print_figure(base.value, row.entry.decimals)
    year = "" if base.year == BASE_YEAR else f" ({base.year})"
    return f"{print_target(base.value)}{year}"


def print_range(row: IndicatorRow, language: Language) -> str:
    """Return the range of an estimated base, with the level that it is of where that is another."""
    estimate = row.base.estimate if row.base else None
    if estimate is None:
        return ""
    level = f"{estimate.level.text(language)} " if estimate.level else ""
    between = {"zh": "至", "en": "to"}[language]
    return f"{level}{print_target(estimate.low)} {between} {print_target(estimate.high)}"


def figure_of(row: IndicatorRow, year: int, member: int = 0) -> float:
    """Return what is compared with a target of the year, not a number when there is none."""
    figure = row.figure(year)
    return math.nan if figure is None else float(figure[member])


def met_of(row: IndicatorRow, year: int, member: int = 0) -> bool | None:
    """Return whether the target of the year is met, None where that is not asked."""
    met = row.met(year)
    return None if met is None else bool(met[member])
