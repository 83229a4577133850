"""Words of the appraisal of zones in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.analysis.appraisal.result import (
    Appraisal,
    GroupMovement,
    ItemMovement,
    ScenarioAppraisal,
)
from sim.registry.appraisal import Basis
from sim.report.words.numbers import NO_FIGURE, print_between, print_count, print_share_change, typeset
from sim.report.words.punctuation import COLON, bracketed, clauses
from sim.units import Language

BASIS: Mapping[Basis, Mapping[Language, str]] = {
    "method": {"zh": "考评办法", "en": "appraisal method"},
    "results": {"zh": "结果*", "en": "results*"},
}
BETTER: Mapping[str, Mapping[Language, str]] = {
    "higher": {"zh": "高为好", "en": "higher is better"},
    "lower": {"zh": "低为好", "en": "lower is better"},
}
NEAR, MARK = "≈", "†"  # of an item near to the model's figure, and of one that the scenario sets
TOTAL: Mapping[Language, str] = {"zh": "五项合计", "en": "all five"}
DRAWS: Mapping[str, Mapping[Language, str]] = {
    "forecast": {"zh": "取自预测", "en": "drawn from the forecast"},
    "prior": {"zh": "取自先验", "en": "drawn from the prior"},
}


def appraisal_title(found: Appraisal, language: Language) -> str:
    """Return the heading: method, year, reference and members."""
    members = print_count(found.members)
    draws = DRAWS[found.draws][language]
    if language == "zh":
        return (
            f"{found.method.title.zh}：{found.year} 年各情景相对 {found.reference} 的变动"
            f"（{draws}，{members} 个成员）"
        )
    return (
        f"{found.method.title.en}: {found.year}, scenarios against {found.reference} "
        f"({draws}, {members} members)"
    )


def scenario_heading(found: ScenarioAppraisal, language: Language) -> str:
    """Return the name of a scenario with its title."""
    return f"{found.scenario}{bracketed(found.title.text(language), language)}"


def item_name(moved: ItemMovement, language: Language) -> str:
    """Return the name of an item, marked where the model's figure is only near to it or set by a lever."""
    near, set_by = NEAR if moved.item.near else "", MARK if moved.set_by else ""
    return f"{moved.item.name.text(language)}{near}{set_by}"


def count_words(group: GroupMovement, language: Language) -> str:
    """Return how many items are modelled, of how many that are published."""
    whole = NO_FIGURE if group.group.count is None else str(group.group.count)
    return f"{group.count_modelled}/{whole}"


def print_movement(value: float) -> str:
    """Return a relative change in per cent with its sign, 0 where there is none."""
    return typeset(print_share_change(value)) if value else "0"


def change_range(low: float, high: float, language: Language) -> str:
    """Return two relative changes as the ends of a range."""
    return print_between(print_movement(low), print_movement(high), language)


def appraisal_words(found: Appraisal, language: Language) -> Iterator[str]:
    """Yield what the figures mean, and what cannot be said."""
    yield from _METHOD[language]
    yield from filter(None, (_set_by_words(found, language), _near_words(found, language)))
    yield _CANNOT[language]
    missing = _explained(found, "reason", language)
    if missing:
        yield {"zh": f"没有建模的：{missing}。", "en": f"Not modelled: {missing}."}[language]


def _set_by_words(found: Appraisal, language: Language) -> str:
    levers = {
        moved.item.name.text(language): moved.set_by.text(language)
        for one in found
        for group in one.groups
        for moved in group.items
        if moved.set_by
    }
    if not levers:
        return ""
    pairs = clauses((f"{name}{COLON[language]}{lever}" for name, lever in levers.items()), language)
    if language == "zh":
        return (
            f"{MARK} 主要由情景设定：一个杠杆单独就决定了与基准差距的八成以上，不算模型推演的成绩"
            f"（{pairs}）。"
        )
    return (
        f"{MARK} set mainly by the scenario: one lever alone makes 80% or more of the difference, which is "
        f"no achievement of the model ({pairs})."
    )


def _near_words(found: Appraisal, language: Language) -> str:
    pairs = _explained(found, "near", language)
    if not pairs:
        return ""
    return f"{NEAR} 口径不同：{pairs}。" if language == "zh" else f"{NEAR} The figure differs: {pairs}."


def _explained(found: Appraisal, field: str, language: Language) -> str:
    """Return the items that have a field, each with its text."""
    texts = [(item, getattr(item, field)) for item in found.method.items.values()]
    return clauses(
        (
            f"{item.name.text(language)}{COLON[language]}{text.text(language).rstrip('。.')}"
            for item, text in texts
            if text
        ),
        language,
    )


_METHOD: Mapping[Language, tuple[str, ...]] = {
    "zh": (
        "变动是同一成员在两个情景下的相对差，均值和 5%–95% 取自各成员；低为好的，下降算有利。增速项比较的"
        "是当年与上年之比。",
        "二级指标的权重没有公布。“已建模各项”是设已建模的几项占满该组权重，任意分配时有利变动的范围；“全组”是"
        "允许未建模的项占任意权重、设其不变时的范围，合计按公布的一级权重相加。区间取各成员的最小值和最大值，"
        "无论权重如何，九成以上成员都在其中。",
        "“已建模”一列斜线后为公布的二级指标项数，— 为没有查到。* 不见于关于办法的报道，而见于商务部发布的"
        "考核结果，不能肯定是考核指标。",
    ),
    "en": (
        "A change is the relative difference of a member between two scenarios; mean and 5% to 95% are over "
        "members. Where lower is better a fall is favourable. Of a growth the ratio to the year before is "
        "compared.",
        "Weights of items are not published. “Modelled items” is the range of the favourable movement if "
        "these carried all the weight of the group, however divided; “group” lets items that are not "
        "modelled carry any weight and holds them still; the total adds groups by their published weights. "
        "The bands take each member's least and greatest: nine members in ten lie within for any weights.",
        "After the slash the published number of items, — where it was not found. * Not named by reports on "
        "the method but reported with the ministry's results: perhaps no item.",
    ),
}
_CANNOT: Mapping[Language, str] = {
    "zh": "不能说的：得分和名次。它们取决于其他国家级经开区的数和商务部的标准化方法，都没有公布。"
    "变动不是得分。",
    "en": "What cannot be said: score and rank. They depend on figures of other zones and on the ministry's "
    "way of scaling, which are not published. A movement is no score.",
}
