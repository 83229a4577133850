"""How likely the targets are, as text: one ensemble in full, or several side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sim.outcomes.board import Board, Share, Standing, Together
from sim.outcomes.goals import HEADLINE, TABLE1, Goal
from sim.report.layout import Column, fold_text, layout
from sim.report.words.figures import target_text
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import NO_FIGURE, print_count, print_figure, print_range, print_share
from sim.units import Language

WIDTH = 100  # cells of a terminal, of the notes
NAME_WIDTH: dict[Language, int] = {"zh": 30, "en": 30}
UNIT_WIDTH = 11
HASH_SHOWN = 12
LEAST_SHOWN = 0.0005  # of the members
SECTIONS: dict[str, dict[Language, str]] = {
    "约束性": {"zh": "约束性指标", "en": "Binding indicators of Table 1"},
    "预期性": {"zh": "预期性指标", "en": "Expected indicators of Table 1"},
    "正文目标": {"zh": "规划正文目标", "en": "Targets in the text of the plan"},
    "远景目标": {"zh": "2035 年远景目标", "en": "Vision for 2035"},
    "": {"zh": "其他", "en": "Others"},
}
_WORDS: dict[str, dict[Language, str]] = {
    "year": {"zh": "年份", "en": "Year"},
    "chance": {"zh": "达标概率", "en": "Probability"},
    "interval": {"zh": "95% 区间", "en": "95% interval"},
    "median": {"zh": "中位数", "en": "Median"},
    "lacks": {"zh": "中位数差距", "en": "Median lacks"},
    "reached": {"zh": "达到年", "en": "Reached"},
    "never": {"zh": "始终未达", "en": "Never"},
}
_NOTES: dict[str, dict[Language, str]] = {
    "interval": {
        "zh": "95% 区间为 Wilson 区间，按独立抽样计算；Sobol 和拉丁超立方抽样更均匀，实际误差一般更小，"
        "故偏保守。",
        "en": "The interval is Wilson's, for independent draws. Sobol sequences and Latin hypercubes "
        "are more even, so that the error is as a rule smaller: it is on the safe side.",
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
        "en": "Scenario inputs, what the scenario sets and what is not modelled are not judged and "
        "count in no tally; * is a target of a higher level where the plan has no figure, in no "
        "tally either. Ranges hold the uncertainty of what is drawn and no other.",
    },
    "left_out": {
        "zh": "{} 没有保留 {} 个有目标的指标：不在表中，也不计入任何合计。",
        "en": "{} did not keep {} indicators with a target: they are not in the table, and in no tally.",
    },
    "binned": {
        "zh": "分位数由分组计数得出，各项的最大误差见 --format json 的 error。",
        "en": "Quantiles come from counts in bins; by how much each may be off is the error of "
        "--format json.",
    },
}


def board_table(board: Board, language: Language) -> str:
    """Return the board of one ensemble in full."""
    columns = [
        Column(heading("indicator", language), is_figure=False, limit=NAME_WIDTH[language]),
        Column(heading("unit", language), is_figure=False, limit=UNIT_WIDTH),
        *(Column(_WORDS["year"][language]), Column(heading("target", language))),
        *(Column(_WORDS[name][language]) for name in ("chance", "interval", "median")),
        Column("5%–95%"),
        *(Column(_WORDS[name][language]) for name in ("lacks", "reached", "never")),
    ]
    rows: list[Sequence[str] | str] = []
    for section, standings in _sections(board.rows):
        rows.append(_section(section, language))
        rows += [_row(each, language) for each in standings]
    parts = [_title(board, language), "", layout(columns, rows), *_together(board, language)]
    return "\n".join([*parts, *_notes([board], language)]) + "\n"


def boards_table(boards: Sequence[Board], language: Language) -> str:
    """Return the probabilities of several ensembles side by side, each with its interval and median."""
    columns = [
        Column(heading("indicator", language), is_figure=False, limit=NAME_WIDTH[language]),
        Column(heading("unit", language), is_figure=False, limit=UNIT_WIDTH),
        *(Column(_WORDS["year"][language]), Column(heading("target", language))),
    ]
    for board in boards:
        columns += [Column(str(board.manifest["scenario"]), limit=18), Column(_WORDS["median"][language])]
    rows: list[Sequence[str] | str] = []
    for section, standings in _sections(_all_rows(boards)):
        rows.append(_section(section, language))
        rows += [_side_by_side(each, boards, language) for each in standings]
    parts = [*(_title(board, language) for board in boards), "", layout(columns, rows)]
    for board in boards:
        parts += [f"{board.manifest['scenario']}", *(f"  {line}" for line in _together(board, language))]
    return "\n".join([*parts, *_notes(boards, language)]) + "\n"


def _all_rows(boards: Sequence[Board]) -> list[Standing]:
    """Return every target that any of the boards has, as the first that has it."""
    found: dict[tuple[str, int], Standing] = {}
    for board in boards:
        for row in board.rows:
            found.setdefault(_place(row.goal), row)
    return list(found.values())


def _place(goal: Goal) -> tuple[str, int]:
    return goal.indicator, goal.year


def _sections(rows: Sequence[Standing]) -> Iterator[tuple[str, list[Standing]]]:
    for section in SECTIONS:
        found = [row for row in rows if _attribute(row) == section]
        if found:
            yield section, found


def _attribute(row: Standing) -> str:
    return row.entry.attribute if row.entry.attribute in SECTIONS else ""


def _section(section: str, language: Language) -> str:
    title = SECTIONS[section][language]
    return f"【{title}】" if language == "zh" else f"[{title}]"


def _heads(row: Standing, language: Language) -> list[str]:
    entry = row.entry
    target = target_text(entry, row.goal.target)
    return [entry.name.text(language), entry.unit.text(language), str(row.goal.year), target]


def _row(row: Standing, language: Language) -> list[str]:
    decimals = row.entry.decimals
    low, high = (print_figure(figure, decimals) for figure in (row.points.low, row.points.high))
    spread = print_range(low, high)
    median = print_figure(row.median, decimals)
    if row.share is None:
        kind = word(f"kind.{row.goal.kind}", language)
        return [*_heads(row, language), kind, NO_FIGURE, median, spread, *[NO_FIGURE] * 3]
    return [
        *_heads(row, language),
        print_share(row.share.value, 1),
        interval_text(row.share),
        median,
        spread,
        _lacks(row),
        str(row.median_year or NO_FIGURE),
        print_share(row.never.value, 1) if row.never else NO_FIGURE,
    ]


def _lacks(row: Standing) -> str:
    if math.isnan(row.shortfall):
        return NO_FIGURE
    if not row.shortfall:
        return "0"
    figure = print_figure(row.shortfall, row.entry.decimals + 1)
    if math.isnan(row.relative_shortfall):
        return figure
    return f"{figure} ({print_share(row.relative_shortfall, 1)})"


def _side_by_side(row: Standing, boards: Sequence[Board], language: Language) -> list[str]:
    cells = _heads(row, language)
    for board in boards:
        known = {_place(each.goal): each for each in board.rows}
        one = known.get(_place(row.goal))
        if one is None:
            cells += [NO_FIGURE, NO_FIGURE]
        elif one.share is None:
            cells += [word(f"kind.{one.goal.kind}", language), print_figure(one.median, one.entry.decimals)]
        else:
            chance = f"{print_share(one.share.value, 1)} ({interval_text(one.share)})"
            cells += [chance, print_figure(one.median, one.entry.decimals)]
    return cells


def interval_text(share: Share) -> str:
    """Return the 95% interval of a share in per cent."""
    low, high = share.interval
    return print_range(print_figure(100 * low, 1), print_figure(100 * high, 1))


def _together(board: Board, language: Language) -> Iterator[str]:
    """Yield how likely the headline indicators are together, by year, and how many of Table 1 are met."""
    for one in board.together:
        known = {_place(row.goal): row for row in board.rows}
        rows = [known[_place(goal)] for goal in one.goals]
        if one.group.name == HEADLINE and len(rows) > 1:  # of one alone the table has said it
            yield from fold_text(_headline(one, rows, language), WIDTH)
        if one.group.name == TABLE1:
            yield from fold_text(_table1(one, language), WIDTH)


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
    year, count = one.group.year, len(one.goals)
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


def _title(board: Board, language: Language) -> str:
    facts = board.manifest
    failed, model = facts.get("failed", 0), facts["model_hash"][:HASH_SHOWN]
    options = "; ".join(facts.get("options", ()))
    if language == "zh":
        changed = f"（改动：{options}）" if options else ""
        broken = f"，其中 {print_count(failed)} 个算出非有限的数，不计在内" if failed else ""
        return (
            f"情景 {facts['scenario']}：{facts['title']['zh']}{changed}，"
            f"{print_count(facts['members'])} 个成员{broken}，种子 {facts['seed']}，模型 {model}"
        )
    changed = f" (changed: {options})" if options else ""
    broken = f", {print_count(failed)} of them non-finite and left out" if failed else ""
    return (
        f"Scenario {facts['scenario']}: {facts['title']['en']}{changed}, "
        f"{print_count(facts['members'])} members{broken}, seed {facts['seed']}, model {model}"
    )


def _notes(boards: Sequence[Board], language: Language) -> Iterator[str]:
    shown = ("interval", "lacks", "kinds") if len(boards) == 1 else ("interval", "kinds")
    for name in shown:
        yield from fold_text(_NOTES[name][language], WIDTH)
    for board in boards:
        if board.left_out:
            facts = board.manifest["scenario"], len(board.left_out)
            yield from fold_text(_NOTES["left_out"][language].format(*facts), WIDTH)
    if any(row.points.error > 0 for board in boards for row in board.rows):
        yield from fold_text(_NOTES["binned"][language], WIDTH)
