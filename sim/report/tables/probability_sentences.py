"""Sentences on the probabilities of targets: their ensemble, joint probabilities, how to read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.outcomes.board import Board, Standing, Together
from sim.outcomes.share import Share
from sim.outcomes.targets import HEADLINE, TABLE1, Target
from sim.report.words.draws import drawn_from
from sim.report.words.numbers import print_count, print_figure, print_range, print_share
from sim.report.words.plans import plan_line
from sim.report.words.scenarios import scenario_line, short_hash
from sim.units import Language

LEAST_SHOWN = 0.0005  # of the members
_NOTES: dict[str, dict[Language, str]] = {
    "interval": {
        "zh": "95% 区间为 Wilson 区间，有效成员数由 16 组独立扰动的抽样测得；罕见的结果、独立抽样和自备"
        "抽样表按独立成员计算。",
        "en": "The interval is Wilson's with the effective number of members, which 16 independent "
        "scramblings measure; rare results, independent draws and tables of draws count as independent.",
    },
    "lacks": {
        "zh": "中位数差距：全部成员（达标的按 0 计）所差的中位数，括号内为占目标的比例。达到年：曾达到"
        "的成员首次达到年份的中位数，年均和累计指标从目标年算起。始终未达：到模型期末从未达到的成"
        "员。",
        "en": "Median lacks: the median of what members lack, nothing where they meet the target; in "
        "brackets as a share of the target. Reached: the median of the years in which members "
        "first meet it, of those that ever do; averages and sums from the year of the target on. "
        "Never: members that do not within the run.",
    },
    "kinds": {
        "zh": "情景输入、情景设定和未建模的指标不评概率，也不计入任何合计；带 * 的规划未给数字，以上级"
        "目标作参照，不计入合计。范围只含抽样参数的不确定性。",
        "en": "Scenario inputs, figures set by the scenario and indicators that are not modelled are not "
        "judged and not counted; * marks a higher-level target where the plan has no figure, which is not "
        "counted either. Ranges cover the uncertainty of the drawn parameters only.",
    },
    "rounding": {
        "zh": "取整有影响：按规划的印刷精度与按原值判断，以下目标的达标概率相差超过抽样误差"
        "（括号内为按原值的概率）：{}。",
        "en": "Rounding matters: at the precision that the plan prints and unrounded, the probabilities of "
        "these targets differ by more than the error of sampling (unrounded in brackets): {}.",
    },
    "left_out": {
        "zh": "{} 没有保留 {} 个有目标的指标：不在表中，也不计入任何合计。",
        "en": "{} did not keep {} indicators with a target: they are neither in the table nor counted.",
    },
    "binned": {
        "zh": "分位数由分组计数得出，各项的最大误差见 JSON 格式的 error。",
        "en": "Quantiles come from counts in bins; by how much each may be off is its error in JSON.",
    },
}


def place(target: Target) -> tuple[str, int]:
    """Return the plan's place of a target."""
    return target.indicator, target.year


def interval_text(share: Share) -> str:
    """Return the 95% interval of a share in per cent."""
    low, high = share.interval
    return print_range(print_figure(100 * low, 1), print_figure(100 * high, 1))


def together(board: Board, language: Language) -> Iterator[str]:
    """Yield the joint probability of the headline indicators by year, and the targets of Table 1 met."""
    for one in board.together:
        known = {place(row.target): row for row in board.rows}
        rows = [known[place(target)] for target in one.targets]
        if one.group.name == HEADLINE and len(rows) > 1:  # for a single one the table shows it
            yield _headline(one, rows, language)
        if one.group.name == TABLE1:
            yield _table1(one, language)


def _headline(one: Together, rows: Sequence[Standing], language: Language) -> str:
    joint = f"{print_share(one.joint.value, 1)} ({interval_text(one.joint)})"
    alone = [
        f"{row.entry.name.text(language)} {print_share(row.share.value, 1)}"
        for row in rows
        if row.share is not None
    ]
    if language == "zh":
        return f"{one.group.year} 年主要指标同时达标的概率 {joint}；各自为：{'、'.join(alone)}。"
    return (
        f"Headline indicators of {one.group.year}, all met together: {joint}; each alone: {', '.join(alone)}."
    )


def _table1(one: Together, language: Language) -> str:
    low, middle, high = (str(one.quantile(level)) for level in (0.05, 0.5, 0.95))
    total = one.joint.members
    shares = [
        f"{number}:{print_share(count / total, 1)}"
        for number, count in enumerate(one.counts.tolist())
        if total and count / total >= LEAST_SHOWN
    ]
    year, count = one.group.year, len(one.targets)
    if language == "zh":
        return (
            f"表 1 可评的 {count} 项 {year} 年目标，达标项数中位数 {middle}（5%–95%："
            f"{print_range(low, high)}），"
            f"全部达标的概率 {print_share(one.joint.value, 1)}；各项数的概率：{'，'.join(shares)}。"
        )
    return (
        f"Of the {count} targets of Table 1 for {year} that are judged, the median member meets {middle} "
        f"(5%–95%: {print_range(low, high)}); all are met with {print_share(one.joint.value, 1)}. "
        f"Probability of each number: {', '.join(shares)}."
    )


def title(board: Board, language: Language) -> str:
    """Return the title of a board: its scenario and draws."""
    facts = board.manifest
    title, options = facts["title"][language], facts.get("options", ())
    scenario = scenario_line(facts["scenario"], title, options, language)
    members, failed = print_count(facts["members"]), facts.get("failed", 0)
    model, source = short_hash(facts["model_hash"]), drawn_from(facts, language)
    if language == "zh":
        broken = f"，其中 {print_count(failed)} 个算出非有限的数，不计在内" if failed else ""
        return f"{scenario}，{members} 个成员{broken}，种子 {facts['seed']}，模型 {model}，抽样自{source}"
    broken = f", {print_count(failed)} of them non-finite and left out" if failed else ""
    return f"{scenario}, {members} members{broken}, seed {facts['seed']}, model {model}, from {source}"


def _rounding(board: Board, language: Language) -> Iterator[str]:
    """Yield the targets whose probability depends on the rounding of the figures."""
    felt = [
        f"{row.entry.name.text(language)} {row.target.year} {print_share(row.share.value, 1)} "
        f"({print_share(row.exact_share.value, 1)})"
        for row in board.rows
        if row.is_rounding_felt and row.share is not None and row.exact_share is not None
    ]
    if felt:
        yield _NOTES["rounding"][language].format(("、" if language == "zh" else ", ").join(felt))


def notes(boards: Sequence[Board], language: Language) -> Iterator[str]:
    """Yield notes on how to read boards, and on what they leave out."""
    shown = ("interval", "lacks", "kinds") if len(boards) == 1 else ("interval", "kinds")
    yield from (_NOTES[name][language] for name in shown)
    yield from dict.fromkeys(plan_line(board.other_plan, language) for board in boards if board.other_plan)
    for board in boards:
        yield from _rounding(board, language)
        if board.left_out:
            yield _NOTES["left_out"][language].format(board.manifest["scenario"], len(board.left_out))
    if any(row.points.error > 0 for board in boards for row in board.rows):
        yield _NOTES["binned"][language]
