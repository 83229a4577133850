"""Scoreboard of a run, and several runs side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from sim.analysis.attribution import Attribution
from sim.outcomes.chances import Chances
from sim.outcomes.indicators import JUDGED, IndicatorRow, IndicatorTable
from sim.registry.plan import PlanGroup
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, Value, figure_cell, section
from sim.report.tables.attribution import MARK, difference_blocks, mark_note
from sim.report.tables.indicators import Judged, compare_rows, long_rows, run_record, run_rows
from sim.report.words.draws import drawn_from
from sim.report.words.figures import (
    ESTIMATED,
    MET,
    NOT_MET,
    base_heading,
    base_text,
    figure_of,
    per_year,
    target_text,
)
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import NO_FIGURE, print_chance, print_count, print_figure
from sim.report.words.plans import plan_line
from sim.report.words.punctuation import COLON, bracketed
from sim.report.words.scenarios import model_line, path_lines, scenario_line
from sim.units import Language

NAME_WIDTH: dict[Language, int] = {"zh": 31, "en": 28}
UNIT_WIDTH = 13
CONSTANT_PRICES = "°"
SECTIONS: Mapping[PlanGroup, str] = {"table1": "table1", "text": "text", "vision": "vision", "none": "model"}


def run_report(
    table: IndicatorTable, chances: Chances | None = None, made_by: Attribution | None = None
) -> Report:
    """Return the indicators of a run: base, figures of the horizons, targets and whether met.

    Parameters
    ----------
    chances : probabilities of the targets, which then decide on the marks; without them the run does
    made_by : which levers make the differences from the reference; figures that one decides are marked
    """
    judged = Judged(table, chances, made_by)
    return Report(
        partial(_blocks, judged),
        partial(run_rows, judged),
        partial(run_record, judged),
        partial(long_rows, [judged]),
    )


def compare_report(
    tables: Sequence[IndicatorTable],
    chances: Sequence[Chances | None] = (),
    made_by: Sequence[Attribution | None] = (),
) -> Report:
    """Return the indicators of several runs side by side, marked by the probabilities where there are any.

    Parameters
    ----------
    made_by : for each run, which levers make the differences from the first; None for that itself
    """
    nothing = [None] * len(tables)
    judged = list(map(Judged, tables, chances or nothing, made_by or nothing))
    return Report(
        partial(_compared_blocks, judged),
        partial(compare_rows, judged),
        lambda: {"scenarios": [run_record(each) for each in judged]},
        partial(long_rows, judged),
    )


def _blocks(judged: Judged, language: Language) -> Iterator[Block]:
    table, chances = judged.table, judged.chances
    years = _horizons(table)
    columns = [
        Column(heading("indicator", language), is_figure=False, limit=NAME_WIDTH[language], is_key=True),
        Column(heading("unit", language), is_figure=False, limit=UNIT_WIDTH, is_key=True),
        Column(base_heading(table.registry.plan, language)),
    ]
    for year in years:
        columns += [Column(str(year)), Column(heading("target", language))]
        if chances:
            columns.append(Column(heading("p_met", language)))
    columns.append(Column(heading("kind", language), is_figure=False, limit=12, rank=2))
    rows: list[Row | str] = []
    for name, members in _sections(table):
        rows.append(section(heading(f"section.{name}", language), language))
        rows += [_row(row, judged, years, language) for row in members]
    yield _title(table, language)
    yield from map(Paragraph, path_lines(table.paths, table.registry, language))
    yield from ("", Table(columns, rows), "")
    yield from (_tally(judged, language), *_notes([judged], language))


def _compared_blocks(judged: Sequence[Judged], language: Language) -> Iterator[Block]:
    """Yield a table of the modelled indicators for each horizon; two runs come with their difference."""
    for each in judged:
        yield _title(each.table, language)
        yield from map(Paragraph, path_lines(each.table.paths, each.table.registry, language))
    for year in _horizons(judged[0].table):
        yield from ("", str(year), _comparison(judged, year, language))
    yield ""
    for each in judged:
        if each.made_by:
            yield from difference_blocks(each.made_by, each.table, _horizons(each.table), language)
    for each, name in zip(judged, _names([each.table for each in judged]), strict=True):
        yield Paragraph(f"{name}{COLON[language]}{_tally(each, language)}")
    yield from _notes(judged, language)


def _comparison(judged: Sequence[Judged], year: int, language: Language) -> Table:
    tables = [each.table for each in judged]
    columns = [
        Column(heading("indicator", language), is_figure=False, limit=NAME_WIDTH[language], is_key=True),
        Column(heading("unit", language), is_figure=False, limit=UNIT_WIDTH, is_key=True),
        Column(heading("target", language)),
        *(Column(name, limit=16) for name in _names(tables)),
    ]
    if len(tables) == 2:
        columns.append(Column(heading("difference", language)))
    rows: list[Row | str] = []
    for name, members in _sections(tables[0]):
        modelled = [row for row in members if row.series is not None]
        if modelled:
            rows.append(section(heading(f"section.{name}", language), language))
            rows += [_comparison_row(row.id, judged, year, language) for row in modelled]
    return Table(columns, rows, str(year))


def _comparison_row(key: str, judged: Sequence[Judged], year: int, language: Language) -> Row:
    rows = [each.table.rows[key] for each in judged]
    entry = rows[0].entry
    figures = [_figure(row, each, year) for row, each in zip(rows, judged, strict=True)]
    cells: list[Cell | Value] = [
        _name(rows[0], language),
        entry.unit.text(language),
        _target(rows[0], year),
        *figures,
    ]
    if len(rows) == 2:
        change = figure_of(rows[1], year) - figure_of(rows[0], year)
        text = print_figure(change, entry.decimals)
        cells.append(Cell(change, f"+{text}" if change > 0 and text.strip("0.,") else text))
    return cells


def _row(row: IndicatorRow, judged: Judged, years: Sequence[int], language: Language) -> Row:
    cells: list[Cell | Value] = [_name(row, language), row.entry.unit.text(language), _base(row, language)]
    for year in years:
        cells += [_figure(row, judged, year), _target(row, year)]
        if judged.chances:
            share = judged.share(row, year)
            cells.append(Cell(share, "" if share is None else print_chance(share)))
    return [*cells, word(f"kind.{row.kind}", language)]


def _horizons(table: IndicatorTable) -> list[int]:
    """Return the horizons of the plan among the years, and the last year."""
    return sorted({*table.registry.plan.horizons, *table.years[-1:].tolist()} & {*table.years.tolist()})


def _sections(table: IndicatorTable) -> list[tuple[str, list[IndicatorRow]]]:
    """Return the rows by their group of the plan, the plan's table in its order."""
    found: dict[str, list[IndicatorRow]] = {name: [] for name in SECTIONS.values()}
    for row in table:
        found[SECTIONS[row.planned.group]].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.planned.number or 0)
    return [(name, rows) for name, rows in found.items() if rows]


def _name(row: IndicatorRow, language: Language) -> str:
    entry = row.entry
    constant = entry.price_basis == "constant" and entry.is_modelled
    binding = bracketed(word("binding", language), language) if row.planned.attribute == "binding" else ""
    return f"{entry.name.text(language)}{CONSTANT_PRICES if constant else ''}{binding}"


def _base(row: IndicatorRow, language: Language) -> Cell:
    """Return the published or estimated base, or the model's figure in brackets."""
    if row.base is not None:
        return Cell(row.base.value, base_text(row, language))
    value = None if row.entry.measure == "reduction" else row.value(row.plan.base_year)
    own = figure_cell(math.nan if value is None else value[0], row.entry.decimals)
    text = per_year(own.text, row.entry.measure, language)
    return own if own.value is None else Cell(own.value, f"({text})")


def _figure(row: IndicatorRow, judged: Judged, year: int) -> Cell:
    """Return the figure of a year with its marks, or with blanks in their place."""
    met = judged.met(row, year)
    verdict = " " if met is None else (MET if met else NOT_MET)
    mark = MARK if judged.is_set(row, year) else " "
    value = figure_of(row, year)
    return Cell(value, f"{print_figure(value, row.entry.decimals)}{mark}{verdict}")


def _target(row: IndicatorRow, year: int) -> Cell:
    target = row.planned.values.get(year)
    return Cell(target, NO_FIGURE if target is None else target_text(row.planned, target))


def _names(tables: Sequence[IndicatorTable]) -> list[str]:
    """Return what scenarios are called: by name, with what is set where one name stands for two."""
    names = [table.scenario for table in tables]
    return names if len({*names}) == len(names) else [table.label for table in tables]


def _title(table: IndicatorTable, language: Language) -> str:
    return scenario_line(table.scenario, table.title.text(language), table.options, language)


def _tally(judged: Judged, language: Language) -> str:
    """Return the number of the plan's targets that are met, and how many of them one lever decides."""
    table = judged.table
    verdicts = [
        (met, judged.is_set(row, year))
        for row in table
        if row.planned.kind == "plan" and row.kind in JUDGED
        for year in row.target_years
        if (met := judged.met(row, year)) is not None
    ]
    count, by_lever = sum(met for met, _ in verdicts), sum(met and is_set for met, is_set in verdicts)
    missing = sum(row.series is None for row in table)
    given = sum(row.series is not None and row.kind not in JUDGED for row in table)
    if language == "zh":
        by_scenario = f"；情景设定或情景输入的指标 {given} 个，不计" if given else ""
        how = "达标概率不低于 50% 的" if judged.chances else "达标"
        of_which = f"（其中 {by_lever} 个主要由情景设定 {MARK}，不算成绩）" if by_lever else ""
        return (
            f"可评的规划目标 {len(verdicts)} 个，{how} {count} 个{of_which}{by_scenario}；"
            f"未建模的指标 {missing} 个。"
        )
    by_scenario = f"{given} indicators set by the scenario, " if given else ""
    how = "have a probability of 50% or more" if judged.chances else "are met"
    of_which = f" ({by_lever} of them set mainly by the scenario {MARK}: no merit)" if by_lever else ""
    return (
        f"{count} of {len(verdicts)} targets of the plan that can be assessed {how}{of_which}.\n"
        f"Not counted: {by_scenario}{missing} indicators that are not modelled."
    )


def _notes(judged: Sequence[Judged], language: Language) -> list[str]:
    table, compared = judged[0].table, len(judged) > 1
    shown = {
        "stand_in": any(row.planned.kind == "stand_in" for row in table),
        "estimated": any(row.base and row.base.estimate for row in table) and not compared,
        "base": any(_base(row, language).text.startswith("(") for row in table) and not compared,
    }
    base = table.registry.plan.base_year
    notes = [_NOTES[key][language].format(base=base) for key in _NOTES if shown.get(key, True)]
    decided = next((each.made_by for each in judged if each.made_by and each.made_by.differences), None)
    by_lever = [mark_note(decided, language)] if decided else []
    plan = [plan_line(table.registry.other_plan, language)] if table.registry.other_plan else []
    marks, model = _marks(judged[0].chances, language), model_line(table.model_hash, language)
    return [marks, *by_lever, *notes, *plan, model]


def _marks(chances: Chances | None, language: Language) -> str:
    """Return the note on the marks: what they follow from."""
    if chances is None:
        return _MARKS_OF_RUN[language]
    source, count = drawn_from(chances.facts, language), print_count(chances.members)
    return _MARKS[language].format(source=source, count=count)


_MARKS: dict[Language, str] = {
    "zh": "✓ 达标概率不低于 50%  ✗ 低于 50%。概率为 {count} 个成员中达标的比例，成员取自{source}；"
    "数值是单次推演的。",
    "en": "✓ probability of 50% or more  ✗ less: the share of {count} members that meet the target.\n"
    "Members are drawn from {source}; figures are of the single run.",
}
_MARKS_OF_RUN: dict[Language, str] = {
    "zh": "✓ 达标  ✗ 未达标，按单次推演：没有要抽样的参数，没有概率。",
    "en": "✓ met  ✗ not met by the single run: no parameter is drawn, so there are no probabilities.",
}


_NOTES: dict[str, dict[Language, str]] = {
    "precision": {
        "zh": "达标与否，按规划公布的位数四舍五入后比较。",
        "en": "Targets are compared at the precision the plan prints.",
    },
    "stand_in": {
        "zh": "* 规划未给出数字，以上级公布的目标作参照，不计入达标数。",
        "en": "* The plan gives no figure; a higher-level target is used instead and is not counted.",
    },
    "measures": {
        "zh": "增长率为 {base} 年以来的年均增速；累计指标为截至当年的五年合计，其基数为一年的数（/年）。",
        "en": "Growth rates are averages since {base}; sums are of the five years to the year shown,\n"
        "their base is of one year (/yr).",
    },
    "prices": {
        "zh": "价格：名称带 ° 的按 2020 年不变价；其余金额及其增速为当年价。",
        "en": "Prices: ° at constant 2020 prices; all other money, and its growth, at current prices.",
    },
    "estimated": {
        "zh": f"{ESTIMATED} 基数为估计：没有公布的数字，取模型的 {{base}} 年值；范围和依据见 JSON 格式。",
        "en": f"{ESTIMATED} base estimated: none is published; the model's figure for {{base}}. "
        "JSON has range and reason.",
    },
    "base": {
        "zh": "规划没有基数的，括号内为模型的 {base} 年值。",
        "en": "In brackets: the model's figure for {base}, where the plan has no base.",
    },
}
