"""Words of what unpublished figures would be worth, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.decision.worth import Candidate, Worth
from sim.report.words.contribution import goal_words
from sim.report.words.draws import drawn_from
from sim.report.words.numbers import print_chance, print_count, print_digits, print_share
from sim.report.words.punctuation import listed
from sim.report.words.variables import scalar_name
from sim.units import Language, is_dimensionless, unit_label

DIGITS = 3  # of an error


def title(found: Worth, language: Language) -> str:
    """Return the heading: for which targets, figures of which year."""
    goals = listed([goal_words(goal, language) for goal in found.goals], language)
    if language == "zh":
        return f"下一步该测什么：为判断{goals}，{found.year} 年哪些未公布的数最有用"
    return f"What to measure next: which unpublished figures of {found.year} tell most of {goals}"


def now_line(found: Worth, language: Language) -> str:
    """Return how sure one can be without any of the figures."""
    met, right = print_chance(found.met), print_share(found.right_now)
    if language == "zh":
        return f"现在：达到的概率为 {met}，猜较可能的一边，猜对的概率为 {right}。"
    return f"Now: the probability is {met}; calling the likelier outcome is right with {right}."


def name_of(one: Candidate, found: Worth, language: Language) -> str:
    """Return what a figure is called."""
    seen = one.point.seen
    if seen.indicator:
        return found.registry.indicators[seen.indicator].name.text(language)
    return scalar_name(seen.variable, found.structure, found.registry, language)


def unit_words(one: Candidate, found: Worth, language: Language) -> str:
    """Return the unit of a figure, nothing where it has none."""
    seen = one.point.seen
    if seen.indicator:
        return found.registry.indicators[seen.indicator].unit.text(language)
    return "" if is_dimensionless(seen.unit) else unit_label(seen.unit, language)


def best_line(found: Worth, language: Language) -> str:
    """Return which figure is worth most, in a sentence."""
    best = found.candidates[0]
    name, right = name_of(best, found, language), print_share(best.told.right)
    explained = print_share(best.told.explained)
    if language == "zh":
        return (
            f"最值得先测的是{name}：知道它以后，猜对的概率平均由 {print_share(found.right_now)} "
            f"升到 {right}，消除 {explained} 的不确定性。"
        )
    return (
        f"Most worth measuring is {name.lower()}: with it a right call rises from "
        f"{print_share(found.right_now)} to {right} on average, and {explained} of the uncertainty goes."
    )


def error_words(one: Candidate) -> str:
    """Return the error of a publication."""
    return f"±{print_digits(one.error, DIGITS)}"


def notes(found: Worth, language: Language) -> Iterator[str]:
    """Yield how the worth is computed and checked, and what was drawn."""
    count, members = print_count(found.acquisitions), print_count(found.members)
    if language == "zh":
        yield (
            "“猜对”：知道这个数（带公布误差）以后，判断达到还是落空能猜对的概率，由成员回归得到，"
            "在没有参与回归的成员上评分；“消除”：结果的不确定性（方差）消除的比例。"
            f"“模拟”：假装在 {count} 个成员中各取得一次这个数，按贝叶斯公式重新加权其余成员，算出同样的两项，"
            "用来核对；± 是标准误。"
        )
        yield "价值是逐个算的，几个数一起测的价值不是相加；取得一个数的花费不在内。"
    else:
        yield (
            "“right call” is the probability of calling met or missed rightly with the figure and its error "
            "of publication, by regression on members and scored on others; “resolved” is the share of the "
            f"outcome's variance that goes. “acquired”: the same from {count} simulated acquisitions, in "
            "each of which the other members are weighted by Bayes' rule, as a check; ± is the standard "
            "error."
        )
        yield (
            "Each figure is valued alone; several together are not worth the sum. What it costs to get one "
            "is not counted."
        )
    if found.facts is not None:
        source = drawn_from(found.facts, language)
        zh, en = f"{members} 个成员，取自{source}。", f"{members} members, drawn from {source}."
        yield zh if language == "zh" else en
