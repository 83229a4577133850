"""Words of the record of past forecasts in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.analysis.record.hindsight import cited, later_ranges
from sim.analysis.record.record import Record
from sim.report.words.numbers import print_count, print_figure, print_share
from sim.scenario.workspace import Workspace
from sim.units import Language

ALL: Mapping[Language, str] = {"zh": "全部", "en": "all"}
RULE_NAMES: Mapping[str, Mapping[Language, str]] = {
    "last_value": {"zh": "沿用上期值", "en": "Last value"},
    "last_growth": {"zh": "沿用上期增速", "en": "Last growth"},
    "plan": {"zh": "规划直线", "en": "Plan's line"},
}
IN_BAND: Mapping[Language, tuple[str, ...]] = {
    "zh": ("50% 区间内", "90% 区间内", "区间外", "符合的概率 {}"),
    "en": ("in the 50% band", "in the 90% band", "outside", "right side {}"),
}
_NOTES: Mapping[Language, tuple[str, str]] = {
    "zh": ("已用于设参", "参数的依据"),
    "en": ("set constants", "cited"),
}


def skill_head(rule: str, language: Language) -> str:
    """Return the heading of the skill against a naive rule."""
    name = RULE_NAMES[rule][language]
    return f"技巧评分：{name}" if language == "zh" else f"Skill: {name.lower()}"


def note_of(is_test: bool, is_cited: bool, language: Language) -> str:
    """Return whether constants were set with a figure, or cite it as a reason."""
    set_by, reason = _NOTES[language]
    return set_by if not is_test else reason if is_cited else ""


def record_title(found: Record, language: Language) -> str:
    """Return the title: whose forecasts, of how many members."""
    members = print_count(found.members)
    if language == "zh":
        return (
            f"预测记录：情景 {found.scenario}，每个时点 {members} 个成员，种子 {found.seed}；"
            "只报告，不判合格与否"
        )
    return (
        f"Record of past forecasts: scenario {found.scenario}, {members} members each, seed {found.seed}; "
        "a report, no pass or fail"
    )


def record_words(found: Record, language: Language) -> Iterator[str]:
    """Yield the sentences on coverage, on skill and on what was left out."""
    whole = found.sums()[-1]
    half, most = (print_figure(share * whole.count, 1) for share in (0.5, 0.9))
    if not whole.count:
        yield {
            "zh": "没有在这些时点之后才公布、又可用于检验的观测值。",
            "en": "No figure that tests a forecast became known after one of these days.",
        }[language]
    elif language == "zh":
        yield (
            f"用各时点当时已公布的数作预测，再与后来公布的数对照，共 {whole.count} 次："
            f"落在 50% 区间内的有 {whole.within_50} 次（区间恰当时约 {half} 次），"
            f"落在 90% 区间内的有 {whole.within_90} 次（约 {most} 次）。"
            "同一个数在几个时点各预测一次，各次并不独立。"
        )
        yield (
            "连续排序概率评分（CRPS）越小越好，单位同该行；合计时以公布数的标准差 σ 为单位。技巧评分 = 1 − "
            "CRPS 之比：1 为完全准确，0 与该朴素预测相当，负数不如它；括号内为胜过它的次数和可比的次数。"
        )
    else:
        yield (
            f"Forecasts of what was known then, held against figures published later, {whole.count} times: "
            f"{whole.within_50} in the 50% band (about {half} if the bands are right), {whole.within_90} in "
            f"the 90% band (about {most}). A figure is predicted once from each day; the predictions are not "
            "independent."
        )
        yield (
            "The continuous ranked probability score (CRPS) is in the unit of its row, the smaller the "
            "better; "
            "sums are in standard deviations σ of the published figures. Skill = 1 - ratio of the CRPS: 1 is "
            "perfect, 0 as good as the naive rule, negative worse; in brackets, how often it beat the rule "
            "and "
            "how often both can be compared."
        )
    if whole.limits and whole.right_side is not None:
        share = print_share(whole.right_side)
        yield {
            "zh": f"另有只公布了上限或下限的 {whole.limits} 次，预测给真实一侧的概率平均为 {share}。",
            "en": f"Of {whole.limits} that were published as a limit, the right side had a mean probability "
            f"of {share}.",
        }[language]
    if found.set_by:
        yield {
            "zh": f"另有 {found.set_by} 个观测值已用于设参，不能检验预测，列出但不计入合计。",
            "en": f"Constants were set with {found.set_by} more observations, which test nothing: they are "
            "listed, and left out of the sums.",
        }[language]


def hindsight_words(found: Record, workspace: Workspace, language: Language) -> str:
    """Return how far the forecasts knew more than their day did."""
    registry = workspace.registry
    reasons = cited({one.point for one in found.predictions if one.is_test}, registry)
    ranges = [(origin, later_ranges(registry, origin)) for origin in found.origins]
    uncertain = print_count(len(registry.drawn))
    if language == "zh":
        listed = "、".join(f"{origin} 年末 {count}" for origin, count in ranges)
        return (
            "这不是当时作出的预测，而是用今天的模型重做的：条件更新只读当时已公布的数，不读任何目标；"
            "但模型结构和参数范围是后来定的，"
            f"{uncertain} 个有范围的参数中，依据晚于时点的有：{listed} 个；可检验的观测值中有 {reasons} 个"
            "又是某些参数取值或范围的依据（“参数的依据”）。因此成绩偏乐观，时点越早越是如此。"
        )
    listed = ", ".join(f"{count} (end of {origin})" for origin, count in ranges)
    return (
        "These forecasts were not made then, but remade with today's model: conditioning reads only what was "
        "published by the day, and no target; structure and ranges were set later. Of "
        f"{uncertain} constants with a range these rest on figures of later years: {listed}; and {reasons}"
        f" of "
        "the observations that test are among the reasons for some constant (“cited”). The record "
        "flatters, the earlier days the most."
    )
