"""Words of signposts, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.decision.foretold import Rule, Signpost, Signposts
from sim.report.words.contribution import goal_words
from sim.report.words.draws import drawn_from
from sim.report.words.numbers import print_chance, print_count, print_figure
from sim.report.words.punctuation import listed
from sim.units import Language

_SMALL_P = 0.001


def title(found: Signposts, language: Language) -> str:
    """Return the heading: what is watched for, in which scenario."""
    goals = listed([goal_words(goal, language) for goal in found.goals], language)
    if language == "zh":
        return f"先兆：情景 {found.scenario} 中，哪些年度数预示“{goals}”会落空"
    return (
        f"Signposts: which yearly figures of scenario {found.scenario} foretell that {goals} will be missed"
    )


def chance_line(found: Signposts, language: Language) -> str:
    """Return how probable the targets are before anything is known."""
    chance = print_chance(found.met)
    return f"事前达到的概率为 {chance}。" if language == "zh" else f"Beforehand the probability is {chance}."


def alarm_words(one: Signpost, language: Language) -> str:
    """Return when a signpost gives the alarm: the sign, the figure and its unit."""
    figure, unit = print_figure(one.threshold, one.entry.decimals + 1), one.entry.unit.text(language)
    return f"{'<' if one.is_below else '>'} {figure} {unit}"


def sentence(one: Signpost, language: Language) -> str:
    """Return a signpost as a sentence: if it gives the alarm, what the probability then is."""
    name, alarm = one.entry.name.text(language), alarm_words(one, language)
    then, without = print_chance(one.tested.met_after_alarm), print_chance(one.tested.met_without)
    if language == "zh":
        side = "低于" if one.is_below else "高于"
        case = f"如果 {one.year} 年{name}{side} {alarm[2:]}"
        return f"{case}，达到的概率为 {then}，否则为 {without}（提前 {one.lead} 年）。"
    side = "below" if one.is_below else "above"
    return (
        f"If {name.lower()} in {one.year} is {side} {alarm[2:]}, the probability is {then}, otherwise "
        f"{without} ({one.lead} years ahead)."
    )


def best_of_years(found: Signposts) -> Iterator[Signpost]:
    """Yield the best signpost of each year."""
    years: set[int] = set()
    for one in found.posts:
        if one.year not in years:
            years.add(one.year)
            yield one


def rule_words(rule: Rule, language: Language) -> Iterator[str]:
    """Yield what the rule is, how it did, and its test."""
    post, name = rule.signpost, rule.title.text(language)
    alarms, kept, always, adaptive, fixed = (
        print_chance(value) for value in (rule.alarms, rule.kept, rule.always, rule.adaptive, rule.best_fixed)
    )
    test = f"p = {print_figure(rule.p_value, 3)}" if rule.p_value >= _SMALL_P else "p < 0.001"
    if language == "zh":
        side = "低于" if post.is_below else "高于"
        yield (
            f"规则：{post.year} 年{post.entry.name.zh}{side} {alarm_words(post, language)[2:]}，"
            f"就从 {post.year + 1} 年起改用情景 {rule.switch}（{name}）。"
            f"在没有参与学习的一半成员中，{alarms} 会改；"
            f"达到的概率：不改 {kept}，按规则 {adaptive}，一律改 {always}。"
        )
        plan = "一律不改" if rule.best_year is None else f"{rule.best_year} 年后一律改"
        yield (
            f"与最好的固定方案（{plan}，{fixed}）相比：规则多达到 {print_count(rule.better)} 个成员、"
            f"少达到 {print_count(rule.worse)} 个（McNemar 检验 {test}）。"
        )
        if rule.costs is not None:
            all_, some = (print_figure(value, 0) for value in rule.costs)
            yield f"承担者多付：一律改平均 {all_} 亿元，按规则平均 {some} 亿元。"
        return
    side = "below" if post.is_below else "above"
    yield (
        f"Rule: if {post.entry.name.en.lower()} in {post.year} is {side} {alarm_words(post, language)[2:]}, "
        f"go over to scenario {rule.switch} ({name}) from {post.year + 1} on. In the half of members that it "
        f"was not learned on, {alarms} go over; the probability is {kept} if none does, {adaptive} by the "
        f"rule, {always} if all do."
    )
    plan = "none goes over" if rule.best_year is None else f"all go over after {rule.best_year}"
    more, fewer = print_count(rule.better), print_count(rule.worse)
    yield (
        f"Against the best fixed plan ({plan}, {fixed}): the rule meets the targets in {more} members more "
        f"and in {fewer} fewer (McNemar's test, {test})."
    )
    if rule.costs is not None:
        all_, some = (print_figure(value, 0) for value in rule.costs)
        yield f"Those who pay, pay {all_} 100M CNY more in the mean if all go over, {some} by the rule."


def notes(found: Signposts, language: Language) -> Iterator[str]:
    """Yield how the signposts were learned and scored, and what they are not."""
    half = print_count(found.members // 2)
    if language == "zh":
        yield (
            f"阈值在一半成员（{half} 个）中学得，表中的数来自没有参与学习的另一半。"
            "“命中”：落空的成员中报警的比例；“误报”：达到的成员中报警的比例。"
            "每年列出最好的三项，按命中减误报排列。"
        )
        yield (
            "先兆是模型成员中的统计关系，不是原因；实际公布的数还有误差和修订，公布也晚于年末，用起来会比表中差一些。"
        )
    else:
        yield (
            f"Thresholds were learned on half of the members ({half}); the figures of the table are of the "
            "other half. “hits” is the share of members that miss in which the alarm is given, “false "
            "alarms” that of members that meet. The best three of each year are listed, by hits less "
            "false alarms."
        )
        yield (
            "A signpost is a statistical relation over members of the model and no cause; published figures "
            "come later, with errors and revisions, so that it will do somewhat worse in use."
        )
    if found.facts is not None:
        source = drawn_from(found.facts, language)
        members = print_count(found.members)
        zh, en = f"{members} 个成员，取自{source}。", f"{members} members, drawn from {source}."
        yield zh if language == "zh" else en


def lead_words(one: Signpost, language: Language) -> str:
    """Return how many years ahead a signpost is."""
    return f"{one.lead} 年" if language == "zh" else str(one.lead)
