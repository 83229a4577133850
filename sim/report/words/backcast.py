"""Words of a backcast, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.analysis.decision.setting import Backcast, Cost, LeverMove, Outcome, StandingLimit
from sim.report.words.contribution import goal_words
from sim.report.words.draws import drawn_from
from sim.report.words.numbers import (
    print_chance,
    print_change,
    print_count,
    print_digits,
    print_figure,
    print_plain,
    print_share,
)
from sim.report.words.punctuation import listed
from sim.units import Language, is_dimensionless, unit_label

DIGITS = 4  # of a lever's value
LIMITS: Mapping[str, Mapping[Language, str]] = {
    "demand": {"zh": "需求", "en": "demand"},
    "labour": {"zh": "劳动力", "en": "labour"},
    "capital": {"zh": "资本", "en": "capital"},
    "energy": {"zh": "能源", "en": "energy"},
    "land": {"zh": "土地", "en": "land"},
}
_OUTCOME: Mapping[Outcome, Mapping[Language, str]] = {
    "met already": {
        "zh": "不改任何杠杆就已达到：概率 {after}（要求 {asked}）。",
        "en": "Met already, with no lever moved: probability {after} ({asked} asked for).",
    },
    "found": {
        "zh": "找到了：动 {moved} 个杠杆，合计 {distance} 个全程，"
        "概率由 {before} 升到 {after}（要求 {asked}）。",
        "en": "Found: {moved} levers move, by {distance} whole ranges in all; the probability rises from "
        "{before} to {after} ({asked} asked for).",
    },
    "not found": {
        "zh": "没有找到（已搜索，未证明）：这些杠杆在各种设定下，搜到的最高概率是 {after}"
        "（要求 {asked}，不动为 {before}）。",
        "en": "Not found (searched, not proved): the highest probability that the search reached with these "
        "levers is {after} ({asked} asked for, {before} with none moved).",
    },
}


def title(found: Backcast, language: Language) -> str:
    """Return the heading: what is to be reached, and how probably."""
    goals = listed([goal_words(goal, language) for goal in found.goals], language)
    asked = print_share(found.probability, 1 if (100 * found.probability) % 1 else 0)
    if language == "zh":
        together = "同时" if len(found.goals) > 1 else ""
        return f"要做到什么程度：{goals}，{together}达到的概率不低于 {asked}"
    together = " together" if len(found.goals) > 1 else ""
    return f"What it would take: {goals},{together} with a probability of at least {asked}"


def outcome_words(found: Backcast, language: Language) -> str:
    """Return what came of the search."""
    return _OUTCOME[found.outcome][language].format(
        moved=sum(move.is_moved for move in found.moves),
        distance=print_figure(found.distance, 2),
        before=print_chance(found.before.together),
        after=print_chance(found.after.together),
        asked=print_share(found.probability, 1 if (100 * found.probability) % 1 else 0),
    )


def value_with_unit(value: float, move: LeverMove, language: Language) -> str:
    """Return a value of a lever with its unit, which a dimensionless one has none."""
    unit = "" if is_dimensionless(move.unit) else f" {unit_label(move.unit, language)}"
    return f"{print_digits(value, DIGITS)}{unit}"


def years_of(move: LeverMove) -> str:
    """Return the calendar years of the ramp, the first and the last."""
    return f"{print_plain(move.start + 1)}–{print_plain(max(move.end, move.start + 1))}"


def notes(found: Backcast, language: Language) -> Iterator[str]:
    """Yield how the change is measured, what was searched and verified, and what stands in the way."""
    if found.standing is not None:
        yield _limit(found.standing, language)
    if found.cost is not None and found.outcome != "met already":
        yield _cost(found.cost, language)
    yield from _verification(found, language)
    if language == "zh":
        size = (
            "变动的大小是各杠杆离情景值的距离占其可设范围的比例，相加；不是花费。"
            if found.cost is None
            else "搜索使花费最小：各杠杆单独动一个全程时承担者多付的钱，按移动的比例相加。"
        )
        yield (
            f"杠杆从 {found.start} 年初起由情景 {found.scenario} 的值逐步变动，此前不变；"
            f"情景中仍在变动的杠杆按原定年份到位。{size}"
        )
        if found.outcome != "met already":
            yield (
                f"在 {print_count(found.search_members)} 个成员中试了 {print_count(found.tried)} 种设定。"
                "没有一个杠杆的作用被证明是单调的，所以不给概率的上界；搜索也不证明没有更小的变动。"
            )
    else:
        size = (
            "The size of a change is the distance from the scenario's value as a share of the lever's range, "
            "added up; it is no cost."
            if found.cost is None
            else "Cost is made least: what those who pay would pay for a whole range of each lever alone, by "
            "the share that it moves, added up."
        )
        yield (
            f"Levers ramp from the values of scenario {found.scenario} from the start of {found.start} on; "
            f"the past stays, and a lever that still moves in the scenario keeps its own years. {size}"
        )
        if found.outcome != "met already":
            yield (
                f"{print_count(found.tried)} settings were tried in {print_count(found.search_members)} "
                "members. Of no lever the effect is proved to be monotone, so no upper bound of the "
                "probability is given; nor does a search prove that no smaller change would do."
            )
    yield _draws(found, language)


def _cost(cost: Cost, language: Language) -> str:
    """Return what the levers cost one by one, and what each account pays for all together."""
    whole = print_figure(sum(cost.levers.values()), 0)
    paid = [
        f"{name.text(language)} {print_change(value, 0)}"
        for name, value in cost.paid
        if print_change(value, 0) not in ("+0", "-0")
    ]
    if language == "zh":
        accounts = listed(paid, language) or "没有变化"
        return (
            f"花费：各杠杆单独计相加约 {whole} 亿元；一起动时到 {cost.year} 年"
            f"各账户比情景变差（负数为变好，亿元，均值）：{accounts}。"
        )
    accounts = "; ".join(paid) or "none"
    return (
        f"Cost: about {whole} 100M CNY, the levers each on its own; moved together, accounts are worse off "
        f"by {cost.year} (minus where better, 100M CNY, means): {accounts}."
    )


def _verification(found: Backcast, language: Language) -> Iterator[str]:
    """Yield a warning where what was found among few members does not hold among all."""
    if found.outcome == "found" and not found.is_verified:
        searched, after = print_share(found.searched, 1), print_share(found.after.together, 1)
        members = print_count(found.after.members)
        if language == "zh":
            yield f"注意：搜索的成员中概率为 {searched}，用全部 {members} 个成员核对只有 {after}。"
        else:
            yield f"Note: {searched} among the members of the search, but only {after} among all {members}."


def _draws(found: Backcast, language: Language) -> str:
    if found.facts is None:
        return {
            "zh": "没有要抽样的参数，只有一个成员。",
            "en": "No parameter is drawn: there is one member.",
        }[language]
    source, members = drawn_from(found.facts, language), print_count(found.after.members)
    if language == "zh":
        return f"概率用 {members} 个成员核对，取自{source}。"
    return f"Probabilities are verified with {members} members, drawn from {source}."


def _limit(standing: StandingLimit, language: Language) -> str:
    output, year = standing.output.text(language), standing.year
    if standing.limit is None:
        if language == "zh":
            return f"挡在前面的：{year} 年{output}没有哪一项约束明显卡住。"
        return f"What stands in the way: no single limit binds {output.lower()} in {year}."
    name, gain = LIMITS[standing.limit][language], print_share(standing.gain, 1)
    usual = ""
    if standing.usual is not None:
        most, share = LIMITS[standing.usual[0]][language], print_share(standing.usual[1])
        usual = (
            f"；{share} 的成员中最紧的是{most}"
            if language == "zh"
            else f"; {most} is the tightest in {share} of members"
        )
    if language == "zh":
        return f"挡在前面的：{year} 年{output}最紧的约束是{name}，单独放宽一成可多 {gain}{usual}。"
    return (
        f"What stands in the way: {name} limits {output.lower()} in {year} most; a tenth more of it adds "
        f"{gain}{usual}."
    )
