"""Words and numbers about what moved between two models, shared by the table and the page."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.analysis.model_changes.comparison import ModelComparison, Moved
from sim.analysis.model_changes.results import Definition
from sim.report.words.figures import per_year
from sim.report.words.numbers import NO_FIGURE, print_count, print_digits, print_figure, print_share_change
from sim.report.words.punctuation import clauses
from sim.report.words.scenarios import short_hash
from sim.units import Language

_MOST_DECIMALS = 8
_EXACT = 8  # significant digits that are kept

TITLES: Mapping[str, Mapping[Language, str]] = {
    "title": {"zh": "模型变动", "en": "Model changes"},
    "figures": {"zh": "结果的变动", "en": "Results that moved"},
    "chances": {"zh": "达标概率的变动", "en": "Probabilities of targets that moved"},
    "scenarios": {"zh": "情景的增减", "en": "Scenarios added and removed"},
    "settings": {"zh": "情景设定的变动", "en": "Settings of scenarios that changed"},
    "indicators": {"zh": "指标的增减和口径变动", "en": "Indicators added, removed or redefined"},
    "variables": {"zh": "变量的增减和方程变动", "en": "Variables added, removed or rewritten"},
    "constants": {"zh": "常量的变动", "en": "Constants that changed"},
    "levers": {"zh": "杠杆的增减和范围变动", "en": "Levers added, removed or with other limits"},
    "ranges": {"zh": "参数分布的变动", "en": "Parameters whose range changed"},
}
HEADS: Mapping[str, Mapping[Language, str]] = {
    "old": {"zh": "旧", "en": "Old"},
    "new": {"zh": "新", "en": "New"},
    "difference": {"zh": "新减旧", "en": "New less old"},
    "share": {"zh": "变动", "en": "Change"},
    "size": {"zh": "占尺度", "en": "Of scale"},
    "points": {"zh": "新减旧（百分点）", "en": "New less old, points"},
}
KINDS: Mapping[str, Mapping[Language, str]] = {
    "added": {"zh": "新增", "en": "added"},
    "removed": {"zh": "删去", "en": "removed"},
    "rewritten": {"zh": "方程已改", "en": "rewritten"},
}
SCALE_SAID: Mapping[Language, str] = {
    "zh": "按变动占该指标尺度的比例由大到小排列；尺度是它在新旧模型各情景、各年中绝对值最大的数。"
    "各年的数与当年目标相比的那个数同口径（增长率为基年以来的年均，五年合计为五年之和）。",
    "en": "Sorted by the difference relative to the indicator's scale, its largest figure in either model "
    "over all scenarios and years. A year's figure is the one that a target of the year is held against "
    "(growth: the average since the base year; a sum of five years: the sum).",
}
SAME: Mapping[Language, str] = {"zh": "两者没有差别。", "en": "Nothing differs."}
NO_CHANCES: Mapping[Language, str] = {
    "zh": "两者不都有预测，不比较达标概率。",
    "en": "Probabilities are not compared: one of the two has no forecast.",
}


def models_line(found: ModelComparison, language: Language) -> str:
    """Return both models by their hashes."""
    old, new = short_hash(found.old.model_hash), short_hash(found.new.model_hash)
    return f"旧模型 {old}，新模型 {new}" if language == "zh" else f"Old model {old}, new model {new}"


def summary(found: ModelComparison, language: Language) -> str:
    """Return in one sentence how much moved."""
    counts = {
        "zh": (
            f"{len(found.scenarios)} 个情景的 {print_count(len(found.compared))} 个数中，"
            f"{print_count(len(found.moved))} 个有变动",
            f"达标概率 {len(found.chances)} 个有变动" if found.has_chances else "",
            f"变量新增 {len(found.added_variables)} 个，删去 {len(found.removed_variables)} 个，"
            f"方程已改 {len(found.rewritten_variables)} 个",
            f"常量 {len(found.constants)} 个、杠杆 {len(found.levers)} 个、"
            f"参数分布 {len(found.ranges)} 个有变动。",
        ),
        "en": (
            f"Of {print_count(len(found.compared))} figures in {len(found.scenarios)} scenarios "
            f"{print_count(len(found.moved))} moved",
            f"{len(found.chances)} probabilities moved" if found.has_chances else "",
            f"{len(found.added_variables)} variables were added, {len(found.removed_variables)} removed and "
            f"{len(found.rewritten_variables)} rewritten",
            f"{len(found.constants)} constants, {len(found.levers)} levers and {len(found.ranges)} ranges of "
            "parameters changed.",
        ),
    }
    return clauses(counts[language], language)


def figures(one: Moved, found: ModelComparison, language: Language) -> tuple[str, str]:
    """Return the old and the new figure; those of the base year are of one year, where others are sums."""
    definition = found.new.indicators[one.indicator]
    old, new = pair(one.old, one.new, definition.decimals)
    if one.year != found.base_year:
        return old, new
    return per_year(old, definition.measure, language), per_year(new, definition.measure, language)


def pair(old: float, new: float, decimals: int) -> tuple[str, str]:
    """Return two figures that differ, with as many decimals as it takes to see that."""
    for places in range(decimals, _MOST_DECIMALS):
        texts = print_figure(old, places), print_figure(new, places)
        if texts[0] != texts[1]:
            return texts
    return print_digits(old, _EXACT), print_digits(new, _EXACT)


def difference(one: Moved, definition: Definition) -> str:
    """Return how far a figure moved, with its sign and as many decimals as it takes to see that."""
    if not math.isfinite(one.difference):
        return NO_FIGURE
    text = next(
        (
            text
            for places in range(definition.decimals, _MOST_DECIMALS)
            if (text := print_figure(one.difference, places)).strip("-0.,")
        ),
        print_digits(one.difference, 2),
    )
    return text if text.startswith("-") else f"+{text}"


def share(one: Moved) -> str:
    """Return how far a figure moved in per cent of the old one, with as many decimals as it takes."""
    found = (print_share_change(one.share, places) for places in (1, 2, 3, 4))
    return next((text for text in found if text.strip("+-0.%")), "<0.0001%")


def called(name: str, found: ModelComparison, language: Language) -> str:
    """Return a name of the model; in Chinese what it is called stands before it, where that is known."""
    label = found.label(name) if language == "zh" else None
    return f"{label.zh} {name}" if label else name
