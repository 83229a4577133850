"""Words of the parts of a difference, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.analysis.decision.contribution import Contribution, Contributor
from sim.analysis.decision.goals import Goal
from sim.report.words.amounts import POINTS
from sim.report.words.draws import drawn_from
from sim.report.words.glossary import word
from sim.report.words.numbers import (
    NO_FIGURE,
    SIGNS,
    print_change,
    print_count,
    print_figure,
    print_stated,
)
from sim.report.words.punctuation import joined, listed
from sim.units import Language

SHARE_DECIMALS = 1  # of percentage points
MORE_DECIMALS = 1  # beyond those of the row: parts are smaller than it
_STATISTIC: Mapping[str, Mapping[Language, str]] = {
    "median": {"zh": word("median", "zh"), "en": word("median", "en")},
    "mean": {"zh": "均值", "en": "mean"},
    "probability": {"zh": "同时达到的概率", "en": "probability of meeting all together"},
}


def goal_words(goal: Goal, language: Language) -> str:
    """Return a goal as a phrase: the indicator, its year and the figure to be reached."""
    unit = goal.unit.text(language)
    figure = f"{SIGNS[goal.comparison]} {print_stated(goal.value)}{unit if unit == '%' else f' {unit}'}"
    if language == "zh":
        return f"{goal.name.zh} {goal.year} 年 {figure}"
    return f"{goal.name.en} {figure} in {goal.year}"


def what(found: Contribution, language: Language) -> str:
    """Return what is divided: a row in a year, or goals met together."""
    if found.entry is None:
        return listed([goal_words(goal, language) for goal in found.goals], language)
    year, name = found.years[-1], found.entry.name.text(language)
    return f"{name} {year} 年" if language == "zh" else f"{name} in {year}"


def decimals_of(found: Contribution) -> int:
    """Return the decimals of a part: of a row one more than its figures have."""
    return SHARE_DECIMALS if found.entry is None else found.entry.decimals + MORE_DECIMALS


def scale_of(found: Contribution) -> float:
    """Return what turns a result into what is printed: a probability is printed in per cent."""
    return 100.0 if found.entry is None else 1.0


def unit_of(found: Contribution, language: Language) -> str:
    """Return the unit of a part: of percentages it is points."""
    if found.entry is None or found.entry.unit.en == "%":
        return POINTS[language]
    unit, basis = found.entry.unit.text(language), found.entry.price_basis
    prices = "" if "年价" in found.entry.unit.zh else word(f"prices.{basis}", language)
    return joined((unit, prices), language)


def print_effect(value: float, found: Contribution) -> str:
    """Return a part with its sign, a dash where there is none."""
    return print_change(scale_of(found) * value, decimals_of(found))


def title(found: Contribution, language: Language) -> str:
    """Return the heading: what is divided, between which scenarios."""
    if language == "zh":
        return f"{what(found, language)}：{found.scenario} 与 {found.reference} 之差由谁造成"
    return f"{what(found, language)}: who makes {found.scenario} differ from {found.reference}"


def difference(found: Contribution, language: Language) -> str:
    """Return both results and their difference."""
    scale = scale_of(found)
    decimals = SHARE_DECIMALS if found.entry is None else found.entry.decimals
    before, after = (
        print_figure(scale * float(each[-1]), decimals) + ("%" if found.entry is None else "")
        for each in (found.before, found.after)
    )
    whole, unit = print_effect(float(found.whole[-1]), found), unit_of(found, language)
    name = _STATISTIC[found.statistic][language]
    if language == "zh":
        return f"{name}：{found.reference} {before}，{found.scenario} {after}，相差 {whole} {unit}。"
    return f"{name}: {before} in {found.reference}, {after} in {found.scenario}; difference {whole} {unit}."


def share(part: Contributor, found: Contribution) -> float:
    """Return a part as a share of the difference, NaN where that is nothing to the printed digits."""
    whole = scale_of(found) * float(found.whole[-1])
    return (
        scale_of(found) * float(part.effect[-1]) / whole
        if abs(whole) >= 10.0 ** -decimals_of(found)
        else float("nan")
    )


def lever_list(part: Contributor, language: Language) -> str:
    """Return the levers of a bundle that differ."""
    names = [lever.text(language) for lever in part.levers]
    return listed(names, language) if names else NO_FIGURE


def notes(found: Contribution, language: Language) -> Iterator[str]:
    """Yield how the parts were found, what their intervals are, and what was drawn."""
    runs, members = print_count(found.runs), print_count(found.members)
    if language == "zh":
        yield (
            "“变动”：各杠杆（组）从 "
            f"{found.reference} 逐个换成 {found.scenario} 时它带来的变动，对一切先后次序取平均（沙普利值），"
            "各部分相加等于总差。"
        )
        if found.is_exact:
            yield f"全部 {runs} 种组合都算了，没有抽样误差。" + (
                "" if found.entry is None else "5%–95% 是各成员自己的数，不是中位数的误差。"
            )
        else:
            yield (
                f"共 {len(found.parts)} 个，超过 12 个，只抽了 {found.orders} 种次序（{runs} 种组合）；"
                "± 是抽取次序带来的 95% 误差。用分组文件归并到 12 组以内即为精确值，并给出两两之间的配合。"
            )
    else:
        yield (
            f"A part is what a lever or group adds when they change over from {found.reference} to "
            f"{found.scenario} one by one, averaged over all orders (Shapley value); the parts add up to the "
            "difference."
        )
        if found.is_exact:
            yield f"All {runs} coalitions were run, so that nothing is sampled." + (
                ""
                if found.entry is None
                else " 5%–95% is over the members' own parts, no error of the median's."
            )
        else:
            yield (
                f"There are {len(found.parts)}, more than 12, so {found.orders} orders were drawn ({runs} "
                "coalitions); ± is the 95% error of that. Bundled to 12 or fewer with a file of groups, "
                "parts are exact, and pairs are shown."
            )
    yield _draws(found, members, language)


def _draws(found: Contribution, members: str, language: Language) -> str:
    if found.facts is None:
        return {
            "zh": "没有要抽样的参数，只有一个成员。",
            "en": "No parameter is drawn: there is one member.",
        }[language]
    source = drawn_from(found.facts, language)
    if language == "zh":
        return f"每种组合用同样的 {members} 个成员，取自{source}。"
    return f"Every coalition runs in the same {members} members, drawn from {source}."


def pair_words(first: Contributor, second: Contributor, language: Language) -> str:
    """Return the names of two parts."""
    names = first.label.text(language), second.label.text(language)
    return " × ".join(names)


def together(value: float, language: Language) -> str:
    """Return whether two parts strengthen each other or stand in for each other."""
    if language == "zh":
        return "互相促进" if value > 0 else "互相替代"
    return "strengthen each other" if value > 0 else "stand in for each other"
