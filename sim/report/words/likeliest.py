"""Words of the likeliest failure and the likeliest success, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.analysis.decision.likely_world import LikelyWorlds, Outcome, Turn, World
from sim.report.words.contribution import goal_words
from sim.report.words.draws import drawn_from
from sim.report.words.numbers import print_chance, print_count, print_digits, print_figure, print_share
from sim.report.words.punctuation import listed
from sim.report.words.variables import scalar_name
from sim.units import Language, is_dimensionless, unit_label

DIGITS = 4  # of a parameter
TOLD = 4  # turns of a sentence
_NAMES: Mapping[Outcome, Mapping[Language, str]] = {
    "missed": {"zh": "最可能的落空", "en": "The likeliest failure"},
    "met": {"zh": "最可能的达到", "en": "The likeliest success"},
}


def title(found: LikelyWorlds, language: Language) -> str:
    """Return the heading: which targets, in which scenario."""
    goals = listed([goal_words(goal, language) for goal in found.goals], language)
    if language == "zh":
        return f"情景 {found.scenario}：{goals}，最可能怎样落空，最可能怎样达到"
    return f"Scenario {found.scenario}: how {goals} is likeliest to be missed, and to be met"


def name_of(outcome: Outcome, language: Language) -> str:
    """Return what a world is called."""
    return _NAMES[outcome][language]


def turn_name(turn: Turn, found: LikelyWorlds, language: Language) -> str:
    """Return what is otherwise in a world."""
    return scalar_name(turn.key, found.structure, found.registry, language)


def value_words(value: float, turn: Turn, language: Language) -> str:
    """Return a value of a parameter with its unit."""
    unit = "" if is_dimensionless(turn.unit) else f" {unit_label(turn.unit, language)}"
    return f"{print_digits(value, DIGITS)}{unit}"


def middle_words(found: LikelyWorlds, language: Language) -> str:
    """Return the figures in the middle of all that is uncertain."""
    figures = _figures(found.middle, found, language)
    if language == "zh":
        return f"中间世界（一切不确定的量都取中位数）：{figures}。"
    return f"In the middle world (all that is uncertain at its median): {figures}."


def sentence(world: World, found: LikelyWorlds, language: Language) -> str:
    """Return a world in words: how far it is, what is otherwise, what comes of it."""
    share, figures = print_chance(world.share), _figures(world.figures, found, language)
    name = name_of(world.outcome, language)
    if world.is_reached and not world.turns:
        if language == "zh":
            return f"{name}：一切如常就会这样（成员中占 {share}）：{figures}。"
        return f"{name}: things go as they usually do ({share} of members): {figures}."
    far = print_figure(world.distance, 2)
    if not world.is_reached:
        if language == "zh":
            return f"{name}：离中间世界 {far} 个标准差以内没有找到（成员中占 {share}）；最远处为{figures}。"
        return f"{name}: none found within {far} standard deviations ({share} of members); there: {figures}."
    turns = [_turn(one, found, language) for one in world.turns[:TOLD]]
    if language == "zh":
        more = f"等 {len(world.turns)} 项" if len(world.turns) > TOLD else ""
        where = f"{name}：离中间世界 {far} 个标准差（成员中占 {share}）"
        return f"{where}：{listed(turns, language)}{more}；结果为{figures}。"
    more = f" and {len(world.turns) - TOLD} more" if len(world.turns) > TOLD else ""
    return (
        f"{name}: {far} standard deviations from the middle ({share} of members): "
        f"{listed(turns, language)}{more}; the result is {figures}."
    )


def _turn(one: Turn, found: LikelyWorlds, language: Language) -> str:
    name = turn_name(one, found, language)
    if language == "zh":
        return f"{name}偏{'高' if one.quantile > 0.5 else '低'}"
    return f"{name} {'high' if one.quantile > 0.5 else 'low'}"


def quantile_words(turn: Turn) -> str:
    """Return the share of draws below a value, in per cent."""
    return print_share(turn.quantile)


def _figures(figures: tuple[float, ...], found: LikelyWorlds, language: Language) -> str:
    words = []
    for goal, figure in zip(found.goals, figures, strict=True):
        name, unit = goal.name.text(language), goal.unit.text(language)
        value = print_figure(figure, goal.decimals)
        words.append(
            f"{name} {goal.year} 年 {value} {unit}"
            if language == "zh"
            else f"{name.lower()} {value} {unit} in {goal.year}"
        )
    return listed(words, language)


def notes(found: LikelyWorlds, language: Language) -> Iterator[str]:
    """Yield how the worlds were found and what they are not."""
    members = print_count(found.members)
    if language == "zh":
        yield (
            "“最可能”：从中间世界出发，朝最能改变结果的方向（各不确定量与结果的秩相关）走，"
            "最先遇到的落空（达到）的世界；结果由模型在该世界中重新算出。"
            "“分位”是抽样中低于该值的比例，离 50% 越远越不寻常。"
        )
        yield "其他世界合起来可能比这一个更常见；与结果的相关不显著（不到 3 个标准误）的量留在中位数。"
    else:
        yield (
            "“likeliest”: from the middle world in the direction that changes the result most (rank "
            "correlations of all that is uncertain with it), the first world that misses, or meets; the "
            "model itself was run in it. “draws below” far from 50% are unusual."
        )
        yield (
            "Other worlds may together be more common than this one; what is not correlated with the result "
            "by three standard errors stays at its median."
        )
    if found.facts is not None:
        source = drawn_from(found.facts, language)
        zh, en = f"{members} 个成员，取自{source}。", f"{members} members, drawn from {source}."
        yield zh if language == "zh" else en
