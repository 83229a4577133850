"""Words of an evaluation: classes, prospects, and the parts of a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.analysis.evaluation.gap import CAUSES, Cause
from sim.analysis.evaluation.pace import LIKELY, Pace, Prospect
from sim.analysis.evaluation.result import Evaluation, Standing
from sim.report.words.numbers import print_between, print_change, print_count, print_plain, typeset
from sim.report.words.punctuation import bracketed
from sim.report.words.scenarios import short_hash
from sim.units import Language, unit_label

PACE: Mapping[Pace, Mapping[Language, str]] = {
    "early": {"zh": "提前实现", "en": "achieved early"},
    "ahead": {"zh": "快于预期", "en": "ahead of pace"},
    "on_pace": {"zh": "基本符合预期", "en": "on pace"},
    "behind": {"zh": "滞后于预期", "en": "behind pace"},
}
PROSPECT: Mapping[Prospect, Mapping[Language, str]] = {
    "sure": {"zh": "能够完成", "en": "will be met"},
    "likely": {"zh": "有望完成", "en": "likely to be met"},
    "doubtful": {"zh": "完成难度较大", "en": "hard to meet"},
    "unlikely": {"zh": "难以完成", "en": "unlikely to be met"},
}
CLOSED: Mapping[bool, Mapping[Language, str]] = {
    True: {"zh": "完成", "en": "fulfilled"},
    False: {"zh": "未完成", "en": "not fulfilled"},
}
CAUSE: Mapping[Cause | str, Mapping[Language, str]] = {
    "ambition": {"zh": "目标高于措施所及", "en": "target beyond the measures"},
    "world": {"zh": "外部环境", "en": "outside world"},
    "zone": {"zh": "本区情况与预想不同", "en": "zone unlike expected"},
    "noise": {"zh": "逐年波动", "en": "single years"},
    "policy": {"zh": "措施未全部落实", "en": "measures not carried out"},
    "rest": {"zh": "未能解释", "en": "unexplained"},
}


NOT_IDENTIFIED: Mapping[Language, str] = {"zh": "未能识别，{}", "en": "not identified, {}"}


def status(one: Standing, language: Language) -> str:
    """Return the prospect of a target, or at its horizon with a published figure whether it is met."""
    if one.passed == 1 and one.is_published:
        return CLOSED[one.probability == 1][language]
    return PROSPECT[one.prospect][language]


def evaluation_title(found: Evaluation, language: Language) -> str:
    """Return the heading of an evaluation."""
    first, last = found.plan.period
    if language == "zh":
        kind = "期末评估" if found.year == last else "中期评估" if found.year == first + 2 else "年度监测"
        return f"{found.plan.title.zh}：{found.year} 年末{kind}"
    kind = "closing" if found.year == last else "mid-term" if found.year == first + 2 else "yearly"
    return f"{found.plan.title.en}: {kind} evaluation, end of {found.year}"


def evaluation_words(found: Evaluation, language: Language) -> Iterator[str]:
    """Yield what the evaluation comes to: counts, what is estimated, what lags and why."""
    if any(one.is_table1 for one in found):
        yield _counts(found, language, table1=True)
    yield _counts(found, language, table1=False)
    published, members = sum(one.is_published for one in found), print_count(found.members)
    if language == "zh":
        yield (
            f"{len(found.standings)} 项指标中，{found.year} 年已公布 {published} 项；其余为预测的估计"
            f"（{members} 个成员，已向 {found.year} 年末以前公布的数学习），括号内为 5%–95%。"
            "估计不是统计数，不能代替公布数。"
        )
        yield (
            "进度按目标一致法：（现值−基数）÷（目标−基数），与已过时间之比 1.05 及以上为快于预期，"
            "0.95 以下为滞后于预期。“趋势判断”依目标年的达标概率：九成以上能够完成，五成以上有望完成，"
            "一成以上完成难度较大，以下难以完成。"
        )
        yield (
            "差距的各部分相加等于差距：依次把外部环境、本区情况、逐年波动和措施落实由预想换成实际，"
            "取各种次序的平均。" + _POLICY["zh"][found.is_policy_known]
        )
        if found.lagging():
            yield (
                "“最能推动的杠杆”：其余照实际，只把一个杠杆按规划的进度调到允许范围有利的一端，中位数的变化，"
                "列前三个；各端的代价不同，只说明能推动多少，不是建议。"
            )
    else:
        yield (
            f"Of {len(found.standings)} targets, {published} have a published figure for {found.year}; the "
            f"others are estimated by the forecast ({members} members that have learned from what "
            f"was published by the end of {found.year}), with 5% to 95% in brackets. Estimates are no "
            "statistics and do not replace them."
        )
        yield (
            "Progress is (figure - base) / (target - base); divided by the share of time passed, 1.05 and "
            "more is ahead of pace, less than 0.95 behind. The prospect follows the probability of the "
            "horizon: will be met from 90%, likely from 50%, hard to meet from 10%, unlikely below."
        )
        yield (
            "The parts of a gap add up to it: outside world, zone, single years and measures are swapped "
            "from expected to actual one after the other, averaged over all orders. "
            + _POLICY["en"][found.is_policy_known]
        )
        if found.lagging():
            yield (
                "Levers that move most: everything else as it turned out, one lever is put to the favourable "
                "end of its range, as fast as in the plan; the change of the median, the best three. Ends "
                "are not equally costly: it says what a lever can do and recommends nothing."
            )


def headline(found: Evaluation, language: Language) -> str:
    """Return what an evaluation finds, in one sentence."""
    behind, total = len(found.lagging()), len(found.standings)
    hard = sum(one.probability < LIKELY for one in found)
    estimated = total - sum(one.is_published for one in found)
    if language == "zh":
        by = f"（{estimated} 项按预测估计）" if estimated else ""
        return f"{total} 项可评指标{by}中，{behind} 项滞后于预期，{hard} 项达标概率不到一半"
    by = f" ({estimated} of them estimated)" if estimated else ""
    return f"Of {total} targets{by} {behind} are behind pace; {hard} are less likely than not to be met"


def source_line(found: Evaluation, language: Language) -> str:
    """Return scenario and members that an evaluation follows from, as a formal page has them."""
    return _SOURCE[language].format(found.title.text(language), print_count(found.members))


def record_words(found: Evaluation, language: Language) -> str:
    """Return what identifies an evaluation: scenario, model, draws."""
    facts = (found.scenario, short_hash(found.model_hash), print_count(found.members), found.seed)
    return _RECORD[language].format(*facts)


_SOURCE: Mapping[Language, str] = {
    "zh": "推演：TEDA 情景模拟器，情景“{}”，{} 个成员。",
    "en": "Simulated by the TEDA scenario simulator, scenario {}, {} members.",
}
_RECORD: Mapping[Language, str] = {
    "zh": "情景 {}，模型 {}，{} 个成员，种子 {}。",
    "en": "Scenario {}, model {}, {} members, seed {}.",
}


def _counts(found: Evaluation, language: Language, *, table1: bool) -> str:
    counts = found.counts(table1=table1)
    total = sum(counts.values())
    listed = [f"{PACE[pace][language]} {number}" for pace, number in counts.items()]
    if language == "zh":
        return f"{'表 1' if table1 else '全部'} {total} 项：{'，'.join(f'{one} 项' for one in listed)}。"
    return f"{'Table 1' if table1 else 'All'}, {total} targets: {', '.join(listed)}."


_POLICY: Mapping[Language, Mapping[bool, str]] = {
    "zh": {
        False: "没有执行记录的措施落实到什么程度不知道，每项按零到全部均匀抽样，"
        "故标“未能识别”，并给出 5%–95%。",
        True: "各项措施都有执行记录，按记录计算。",
    },
    "en": {
        False: "Of measures without a record what was carried out is not known and drawn evenly between none "
        "and all: not identified, with 5% to 95%.",
        True: "All measures have a record of what was carried out, which counts.",
    },
}


def remedy_words(one: Standing, language: Language) -> str:
    """Return the levers that would have closed most of a gap, each with its end and effect."""
    digits = one.entry.decimals + 1
    found = []
    for each in one.remedies:
        if abs(each.effect) < 0.5 * 10.0**-digits:
            continue
        name, effect = each.name.text(language), typeset(print_change(each.effect, digits))
        unit = "" if each.unit in ("", "dmnl") else f" {unit_label(each.unit, language)}"
        to = f"{print_plain(each.value)}{unit}"
        found.append(f"{name}→{to}：{effect}" if language == "zh" else f"{name} to {to}: {effect}")
    return ("；" if language == "zh" else "; ").join(found)


def gap_words(one: Standing, language: Language, *, is_policy_known: bool) -> str:
    """Return the parts of a gap, the largest first; those below a hundredth of the gap are left out."""

    def text(name: str, part: float) -> str:
        words = f"{CAUSE[name][language]} {typeset(print_change(part, digits))}"
        if name != "policy" or is_policy_known:
            return words
        low, high = (typeset(print_change(end, digits)) for end in one.gap.policy_band)
        band = NOT_IDENTIFIED[language].format(print_between(low, high, language))
        return words + bracketed(band, language)

    ordered = sorted(one.gap.parts.items(), key=lambda item: -abs(item[1]))
    least = abs(one.gap.whole) / 100
    digits = one.entry.decimals + 1
    joined = "，" if language == "zh" else ", "
    return joined.join(
        text(name, part) for name, part in ordered if abs(part) >= least and abs(part) >= 0.5 * 10.0**-digits
    )


ALL_CAUSES: tuple[str, ...] = ("ambition", *CAUSES, "rest")
