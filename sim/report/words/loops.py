"""Words of the shares of feedback loops, in both languages."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.analysis.decision.loop_shares import LoopShare, LoopShares
from sim.arrays import Array
from sim.report.words.contribution import goal_words
from sim.report.words.draws import drawn_from
from sim.report.words.numbers import print_chance, print_count, print_share
from sim.report.words.punctuation import listed
from sim.report.words.variables import scalar_name
from sim.units import Language

MOSTLY = 0.9  # of its share, from which a loop counts as of one kind
LONGEST = 5  # variables of a loop that are written out
TOLD = 3  # loops of a sentence


def title(found: LoopShares, language: Language) -> str:
    """Return the heading: which scenario, which years."""
    first, last = found.years[0], found.years[-1]
    if language == "zh":
        return f"情景 {found.scenario}：{first}–{last} 年的走势由哪些反馈回路造成"
    return f"Scenario {found.scenario}: which feedback loops make it behave as it does, {first} to {last}"


def met_line(found: LoopShares, language: Language) -> str:
    """Return how many members meet the goals."""
    assert found.met is not None
    goals = listed([goal_words(goal, language) for goal in found.goals], language)
    chance = print_chance(found.met)
    return f"达到{goals}的成员占 {chance}。" if language == "zh" else f"{chance} of members meet {goals}."


def path_words(one: LoopShare, found: LoopShares, language: Language, most: int = LONGEST) -> str:
    """Return a loop as its variables, long ones cut in the middle."""
    names = [scalar_name(key, found.structure, found.registry, language) for key in one.path]
    if len(names) > most:
        names = [*names[: most - 1], "…", names[-1]]
    return " → ".join(names)


def kind_words(one: LoopShare, language: Language) -> str:
    """Return whether a loop reinforces or balances."""
    zh, en = ("增强", "reinforcing") if one.sign > 0 else ("平衡", "balancing")
    if abs(one.sign) < MOSTLY:
        zh, en = ("时增强时平衡", "now one, now the other")
    return zh if language == "zh" else en


def named_words(one: LoopShare) -> str:
    """Return the registry's loops that have links on it."""
    return " ".join(one.named)


def difference_line(found: LoopShares, language: Language) -> str | None:
    """Return the loops that differ most between members that meet and that miss, None without both."""
    both = [one for one in found.loops if one.met is not None and one.missed is not None]
    if not both:
        return None
    ranked = sorted(both, key=lambda one: -abs(_more(one)))[:TOLD]
    more = [
        f"{path_words(one, found, language)} ({print_share(mean_of(one.met), 1)} / "
        f"{print_share(mean_of(one.missed), 1)})"
        for one in ranked
    ]
    text = ("；" if language == "zh" else "; ").join(more)
    if language == "zh":
        return f"达到与落空的成员相差最大的回路（份额，达到 / 落空）：{text}。"
    return f"Loops that differ most between members that meet and miss (share, meet / miss): {text}."


def mean_of(share: Array | None) -> float:
    """Return the mean of a share over the years, NaN where there is none."""
    return math.nan if share is None else float(share.mean())


def _more(one: LoopShare) -> float:
    return mean_of(one.met) - mean_of(one.missed)


def notes(found: LoopShares, language: Language) -> Iterator[str]:
    """Yield how shares are computed and what they are not."""
    count, members = print_count(len(found.loops)), print_count(found.members)
    if language == "zh":
        yield (
            "“份额”：该回路的得分占全部回路得分（绝对值）之和的比例，在各季末计算，按年平均"
            "（“起作用的回路”法，Schoenberg 等 2020）。"
        )
        yield (
            f"计入的是最大的反馈群中 {count} 条回路：经过每个环节的最短回路，不是全部回路；份额随之而定。"
            "“编号”表示回路上有方程带该编号的开关。份额说明走势由什么推动，不说明切断它会怎样。"
        )
    else:
        yield (
            "“share” is the loop's score over the sum of the sizes of all scores, at the ends of quarters, "
            "averaged over the year (loops that matter, Schoenberg et al. 2020)."
        )
        yield (
            f"{count} loops of the largest feedback group count: a shortest one through every link, not all "
            "that there are; shares are of these. “no.” are loops of the model whose switch stands in an "
            "equation on it. A share says what drives behaviour, not what cutting the loop would do."
        )
    if found.facts is not None:
        source = drawn_from(found.facts, language)
        zh, en = f"{members} 个成员，取自{source}。", f"{members} members, drawn from {source}."
        yield zh if language == "zh" else en
