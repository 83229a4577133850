"""Words of trade-offs between objectives, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.decision.objectives import Objective
from sim.analysis.decision.trade_offs import FrontSetting, TradeOffs
from sim.report.words.contribution import goal_words
from sim.report.words.draws import drawn_from
from sim.report.words.numbers import NO_FIGURE, print_chance, print_count, print_figure, print_share
from sim.report.words.punctuation import listed
from sim.units import Language


def title(found: TradeOffs, language: Language) -> str:
    """Return the heading: what is traded off, from which scenario."""
    names = listed((objective_words(one, language) for one in found.objectives), language)
    if language == "zh":
        return f"取舍：情景 {found.scenario} 的杠杆从 {found.start} 年起可动，目标为{names}"
    return f"Trade-offs: levers of scenario {found.scenario} from {found.start} on, for {names}"


def objective_words(one: Objective, language: Language) -> str:
    """Return an objective as a phrase: which way, what, when."""
    if one.kind == "probability":
        assert one.goal is not None
        words = goal_words(one.goal, language)
        return f"“{words}”的概率" if language == "zh" else f"the probability of {words}"
    name = one.name.text(language)
    if one.year is not None:
        name = f"{name} {one.year} 年" if language == "zh" else f"{name} in {one.year}"
    way = {
        "zh": ("尽量低的", "尽量高的")[not one.is_low],
        "en": ("low ", "high ")[not one.is_low],
    }[language]
    tenth = {"zh": "（最差十分之一）", "en": " (worst tenth)"}[language] if one.kind == "worst" else ""
    return f"{way}{name}{tenth}"


def short_words(one: Objective, language: Language) -> str:
    """Return an objective as the heading of a column, with its unit."""
    if one.kind == "probability":
        return objective_words(one, language)
    year = "" if one.year is None else f" {one.year}"
    return f"{one.name.text(language)}{year} {one.unit.text(language)}"


def print_value(value: float | None, one: Objective) -> str:
    """Return a value of an objective, a probability in per cent."""
    if value is None:
        return NO_FIGURE
    return print_chance(value) if one.kind == "probability" else print_figure(value, one.decimals)


def print_regret(value: float, one: Objective) -> str:
    """Return a regret, of a probability in per cent."""
    return print_share(value) if one.kind == "probability" else print_figure(value, one.decimals)


def moved_words(one: FrontSetting, language: Language) -> str:
    """Return how many levers move, and how far in all."""
    moved = sum(move.is_moved for move in one.moves)
    ranges = print_figure(sum(move.distance for move in one.moves), 2)
    if language == "zh":
        return f"{moved} 个，{ranges} 个全程"
    return f"{moved}, by {ranges} ranges"


def notes(found: TradeOffs, language: Language) -> Iterator[str]:
    """Yield what the rows are, how they were found, and what was drawn."""
    tried, members = print_count(found.tried), print_count(found.search_members)
    shown, reached = len(found.settings), print_count(found.found)
    if language == "zh":
        yield (
            f"列出的 {shown} 种设定互有长短：没有一种在所有目标上都不差于另一种。"
            f"在 {members} 个成员中试了 {tried} 种设定（多目标遗传算法 NSGA-II），{reached} 种在前沿上，"
            "从中挑出分布均匀的若干种；搜索不证明没有更好的。"
        )
        yield (
            "“最差”为该目标最差的十分之一成员的均值。"
            "“遗憾”为九成成员中，与前沿上对该成员最好的设定相比至多差多少"
            "（概率为另有设定能达到而它达不到的成员占比）；"
            "“最大遗憾”是各项遗憾占全部设定和成员跨度的比例中最大的，越小越稳健。"
        )
        if any(one.kind == "cost" for one in found.objectives):
            yield (
                "花费：财政、企业、电网、居民等承担者以亿元计的账户比情景变差多少，逐户相加；"
                "一方变好不抵另一方变差（账户见模型的承担者）。"
            )
    else:
        yield (
            f"None of the {shown} settings is at least as good as another in every objective. {tried} "
            f"settings were tried in {members} members (NSGA-II); {reached} were on the front, of which "
            "these are spread out. A search does not prove that there are none better."
        )
        yield (
            "“worst” is the mean of the tenth of members in which the objective is worst. “regret” is how "
            "far it falls short, at most in nine tenths of members, of the setting of the front that is best "
            "for the member (of a probability: members in which another setting meets it alone); “largest "
            "regret” is the largest of them as a share of the spread over settings and members: small is "
            "robust."
        )
        if any(one.kind == "cost" for one in found.objectives):
            yield (
                "Cost: by how much the accounts in money of the budget, firms, the grid and households are "
                "worse off than in the scenario, added up; what one of them gains does not offset what "
                "another pays (see payers in the model)."
            )
    yield _draws(found, language)


def _draws(found: TradeOffs, language: Language) -> str:
    if found.facts is None:
        return {
            "zh": "没有要抽样的参数，只有一个成员。",
            "en": "No parameter is drawn: there is one member.",
        }[language]
    source, members = drawn_from(found.facts, language), print_count(found.members)
    if language == "zh":
        return f"数值用 {members} 个成员核对，取自{source}。"
    return f"Figures are verified with {members} members, drawn from {source}."
