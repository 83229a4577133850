"""Fixed words of tables, and the bases, targets and judgements of indicators in print."""

from __future__ import annotations

import math

from sim.outcomes.indicators import IndicatorRow
from sim.registry.indicators import BASE_YEAR, Indicator
from sim.report.words.numbers import NO_FIGURE, print_between, print_figure, print_stated, print_target
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
MET, NOT_MET = "✓", "✗"
STAND_IN = "*"  # behind a target that the plan does not state
ESTIMATED = "≈"  # before a base that nobody published


def word(key: str, language: Language) -> str:
    """Return a fixed word of the tables."""
    return WORDS[key][language]


def base_text(row: IndicatorRow) -> str:
    """Return the base with its year where that is not 2020, marked where it is an estimate."""
    base = row.base
    if base is None:
        return NO_FIGURE
    if base.estimate is not None:
        return ESTIMATED + print_figure(base.value, row.entry.decimals)
    year = "" if base.year == BASE_YEAR else f" ({base.year})"
    return f"{print_stated(base.value)}{year}"


def base_range(row: IndicatorRow, language: Language) -> str:
    """Return the range of an estimated base, with the level that it is of where that is another."""
    estimate = row.base.estimate if row.base else None
    if estimate is None:
        return ""
    level = f"{estimate.level.text(language)} " if estimate.level else ""
    return level + print_between(print_stated(estimate.low), print_stated(estimate.high), language)


def target_text(entry: Indicator, target: float) -> str:
    """Return a target as a table shows it, with a mark where the plan does not state it."""
    mark = STAND_IN if entry.target_kind == "stand_in" else ""
    return print_target(target, entry.comparison) + mark


def figure_of(row: IndicatorRow, year: int, member: int = 0) -> float:
    """Return what is compared with a target of the year, not a number when there is none."""
    figure = row.figure(year)
    return math.nan if figure is None else float(figure[member])


def met_of(row: IndicatorRow, year: int, member: int = 0) -> bool | None:
    """Return whether the target of the year is met, None where that is not asked."""
    met = row.met(year)
    return None if met is None else bool(met[member])
