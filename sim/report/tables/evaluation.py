"""Report of an evaluation: counts, the annex table, and the lagging targets with the parts of their gaps."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.evaluation.result import Evaluation, Standing
from sim.report.record import (
    Block,
    Cell,
    Column,
    Paragraph,
    Report,
    Row,
    Table,
    count_cell,
    figure_cell,
    section,
    share_cell,
)
from sim.report.words.amounts import POINTS
from sim.report.words.evaluation import (
    ALL_CAUSES,
    CAUSE,
    PACE,
    evaluation_title,
    evaluation_words,
    gap_words,
    remedy_words,
    status,
)
from sim.report.words.figures import per_year
from sim.report.words.glossary import headings
from sim.report.words.numbers import (
    NO_FIGURE,
    print_chance,
    print_change,
    print_range,
    print_target,
    record_number,
    typeset,
)
from sim.units import Language

NAME_WIDTH = 30
BRACKETS: dict[Language, tuple[str, str]] = {"zh": ("（", "）"), "en": (" (", ")")}
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("属性", "实际值（预计值）", "进度", "完成情况", "趋势判断"),
    "en": ("attribute", "actual (estimate)", "progress", "pace", "prospect"),
}
_LAGGING: dict[Language, str] = {"zh": "滞后指标及差距的来源", "en": "Targets behind, and what made the gap"}
_GAP: dict[Language, tuple[str, str, str]] = {
    "zh": ("{} 年差距", "来源（相加等于差距）", "最能推动的杠杆"),
    "en": ("gap of {}", "parts (they add up)", "levers that move most"),
}


def evaluation_report(found: Evaluation) -> Report:
    """Return the report of an evaluation."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: Evaluation, language: Language) -> Iterator[Block]:
    yield from (evaluation_title(found, language), "", annex_table(found, language), "")
    yield from map(Paragraph, evaluation_words(found, language))
    lagging = found.lagging()
    if lagging:
        yield from ("", section(_LAGGING[language], language), gap_table(found, language))


def annex_table(found: Evaluation, language: Language) -> Table:
    """Return the annex: a row for each target, binding ones marked, in the plan's order."""
    keys = ("number", "indicator", "unit", "base", "target", "probability")
    number, name, unit, base, target, chance = headings(language, *keys)
    attribute, figure, progress, pace, prospect = _HEADS[language]
    columns = [
        Column(number, rank=5),
        Column(name, is_figure=False, limit=NAME_WIDTH, is_key=True),
        Column(attribute, is_figure=False, rank=4),
        Column(unit, is_figure=False, limit=10, rank=3),
        Column(base, rank=2),
        *map(Column, (target, figure, progress)),
        Column(pace, is_figure=False),
        Column(chance),
        Column(prospect, is_figure=False),
    ]
    return Table(columns, [annex_row(row, one, found, language) for row, one in enumerate(found, start=1)])


def annex_row(row: int, one: Standing, found: Evaluation, language: Language) -> Row:
    """Return a row of the annex."""
    decimals, base = one.planned.precision(one.entry), figure_cell(one.base, one.entry.decimals)
    attribute = found.plan.attribute(one.target.indicator) or NO_FIGURE
    return [
        count_cell(row),
        one.entry.name.text(language),
        attribute if language == "zh" else one.planned.attribute or NO_FIGURE,
        one.entry.unit.text(language),
        Cell(base.value, per_year(base.text, one.entry.measure, language)),
        print_target(one.target.value, one.planned.comparison),
        _figure(one, decimals, language),
        share_cell(one.progress) if one.progress == one.progress else Cell(None, NO_FIGURE),
        PACE[one.pace][language],
        Cell(one.probability, print_chance(one.probability)),
        status(one, language),
    ]


def _figure(one: Standing, decimals: int, language: Language) -> Cell:
    """Return the figure as published, or the estimate with its band in brackets."""
    shown = figure_cell(one.figure, decimals)
    if one.is_published:
        return shown
    low, high = (figure_cell(value, decimals).text for value in one.band)
    left, right = BRACKETS[language]
    return Cell(shown.value, f"≈{shown.text}{left}{print_range(low, high)}{right}")


def gap_table(found: Evaluation, language: Language) -> Table:
    """Return the gap of each target that is behind, its parts, and the levers that would have closed most."""
    (name,), standings = headings(language, "indicator"), found.lagging()
    gap, parts, levers = (head.format(standings[0].target.year) for head in _GAP[language])
    columns = [
        Column(name, is_figure=False, limit=20, is_key=True),
        Column(gap),
        Column(parts, is_figure=False, limit=36),
        Column(levers, is_figure=False, limit=24),
    ]
    rows: list[Row] = [
        [
            one.entry.name.text(language),
            Cell(
                one.gap.whole,
                f"{typeset(print_change(one.gap.whole, one.entry.decimals + 1))} {_gap_unit(one, language)}",
            ),
            gap_words(one, language, is_policy_known=found.is_policy_known),
            remedy_words(one, language) or NO_FIGURE,
        ]
        for one in standings
    ]
    return Table(columns, rows)


def _gap_unit(one: Standing, language: Language) -> str:
    """Return the unit of a difference: of percentages it is points."""
    return POINTS[language] if one.entry.unit.en == "%" else one.entry.unit.text(language)


def _rows(found: Evaluation, language: Language) -> Table:
    """Return the annex with the parts of every gap, for CSV and Excel."""
    annex = annex_table(found, language)
    extra = [Column(CAUSE[name][language]) for name in ALL_CAUSES]
    rows = [
        [*row, *(figure_cell(one.gap.parts[name], one.entry.decimals + 1) for name in ALL_CAUSES)]
        for row, one in zip(annex.rows, found, strict=True)
    ]
    return Table([*annex.columns, *extra], rows)


def _record(found: Evaluation) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "year": found.year,
        "model_hash": found.model_hash,
        "members": found.members,
        "seed": found.seed,
        "policy_known": found.is_policy_known,
        "counts": {"all": dict(found.counts()), "table1": dict(found.counts(table1=True))},
        "targets": [_target(one) for one in found],
    }


def _target(one: Standing) -> dict[str, object]:
    return {
        "indicator": one.target.indicator,
        "unit": one.entry.unit.en,
        "attribute": one.planned.attribute,
        "table1": one.is_table1,
        "base": record_number(one.base),
        "target": one.target.value,
        "figure": record_number(one.figure),
        "is_published": one.is_published,
        "band": [record_number(value) for value in one.band],
        "latest_published": None if one.published is None else vars(one.published),
        "progress": record_number(one.progress),
        "time_passed": one.passed,
        "pace": one.pace,
        "probability": one.probability,
        "prospect": one.prospect,
        "gap": {
            "whole": one.gap.whole,
            **one.gap.parts,
            "policy_if_none_carried_out": one.gap.none_done,
            "policy_band": list(one.gap.policy_band),
        },
        "levers": [
            {
                "lever": each.lever,
                "value": each.value,
                "unit": each.unit,
                "effect": each.effect,
                "closes": each.closes,
                "payer": None if each.payer is None else each.payer.model_dump(),
            }
            for each in one.remedies
        ],
    }
