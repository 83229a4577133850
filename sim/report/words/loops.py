"""Words of the shares of feedback loops, in both languages."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.analysis.decision.loop_shares import LoopShare, LoopShares
from sim.arrays import Array
from sim.report.words.contribution import goal_words
from sim.report.words.draws import drawn_from
from sim.report.words.numbers import print_chance, print_count, print_share
from sim.report.words.punctuation import COLON, STOP, bracketed, clauses, listed
from sim.report.words.variables import scalar_name
from sim.units import Language

MOSTLY = 0.9  # of its share, from which a loop counts as of one kind
LONGEST = 5  # variables of a loop that are written out
SENTENCE = 2  # variables of a loop within a sentence
FEWEST = 16  # members of a kind that are compared with the others
LEAST_AHEAD = 0.0005  # of a share, from which a loop is said to carry success or failure
_HEADS: Mapping[str, Mapping[Language, str]] = {
    "most": {"zh": "起作用最大的回路", "en": "Loops that do most"},
    "success": {
        "zh": "带来成功的回路（份额：达到的成员 / 落空的成员）",
        "en": "Loops that carry success (share where goals are met / missed)",
    },
    "failure": {
        "zh": "带来失败的回路（份额：落空的成员 / 达到的成员）",
        "en": "Loops that carry failure (share where goals are missed / met)",
    },
}


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


def narrative(found: LoopShares, language: Language) -> Iterator[str]:
    """Yield which loops do most and, with goals, which carry their being met and which their being missed.

    A sentence names the leading loop of every spell of years.
    """
    share = np.array([one.share for one in found.loops])
    yield _told("most", _spells(share, found), (share,), found, language)
    if found.met is None:
        return
    if few := _few(found, language):
        yield few
        return
    met, missed = (
        np.array(each) for each in zip(*((one.met, one.missed) for one in found.loops), strict=True)
    )
    for head, own, other in (("success", met, missed), ("failure", missed, met)):
        spells = _spells(own - other, found)
        told = [(loop, years) for loop, years in spells if (own - other)[loop, years].mean() >= LEAST_AHEAD]
        if told:
            yield _told(head, told, (own, other), found, language)


def _few(found: LoopShares, language: Language) -> str:
    """Return that those that meet the goals, or that miss them, are too few to be compared; or nothing."""
    assert found.met is not None
    counts = {True: round(found.met * found.members), False: round((1 - found.met) * found.members)}
    is_met = counts[True] < counts[False]
    if counts[is_met] >= FEWEST:
        return ""
    count = print_count(counts[is_met])
    if language == "zh":
        kind = "达到" if is_met else "落空"
        return f"{kind}目标的成员只有 {count} 个，不足 {FEWEST} 个，不比较哪些回路带来成败；请增加成员。"
    kind = "meet" if is_met else "miss"
    return (
        f"Only {count} members {kind} the goals, fewer than {FEWEST}: what carries success and failure is "
        "not compared; ask for more members."
    )


def _spells(values: Array, found: LoopShares) -> list[tuple[int, slice]]:
    """Return the loop that is the largest over each spell of years, and the places of these years."""
    leading = values.argmax(axis=0)
    ends = [0, *(np.flatnonzero(np.diff(leading)) + 1), len(found.years)]
    return [(int(leading[first]), slice(first, end)) for first, end in itertools.pairwise(map(int, ends))]


def _told(
    head: str,
    spells: Sequence[tuple[int, slice]],
    shares: Sequence[Array],
    found: LoopShares,
    language: Language,
) -> str:
    parts = []
    for loop, years in spells:
        figures = " / ".join(print_share(float(share[loop, years].mean()), 1) for share in shares)
        first, last = found.years[years][0], found.years[years][-1]
        when = f"{first}" if first == last else f"{first}–{last}"
        when += " 年" if language == "zh" else ""
        parts.append(f"{when} {_called(found.loops[loop], found, language)} {figures}")
    return f"{_HEADS[head][language]}{COLON[language]}{clauses(parts, language)}{STOP[language]}"


def _called(one: LoopShare, found: LoopShares, language: Language) -> str:
    """Return a loop as a sentence has it: its first variables, whether it reinforces, and its numbers."""
    numbers = [f"{key} {found.registry.loops[key].name.text(language)}" for key in one.named]
    more = [kind_words(one, language), *numbers]
    return path_words(one, found, language, SENTENCE) + bracketed(listed(more, language), language)


def mean_of(share: Array | None) -> float:
    """Return the mean of a share over the years, NaN where there is none."""
    return math.nan if share is None else float(share.mean())


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
