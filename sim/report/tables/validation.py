"""Report of the record of past forecasts, the worst first; it passes and fails nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.record.hindsight import cited, later_ranges
from sim.analysis.record.naive import RULES
from sim.analysis.record.record import LEVELS, Prediction, Record, Skill, Sum
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
    share_cell,
)
from sim.report.words.glossary import headings
from sim.report.words.numbers import NO_FIGURE, print_digits, print_range
from sim.report.words.observed import limit_mark, point_name, point_unit
from sim.report.words.record import (
    ALL,
    IN_BAND,
    RULE_NAMES,
    hindsight_words,
    note_of,
    record_title,
    record_words,
    skill_head,
)
from sim.scenario.workspace import Workspace
from sim.units import Language

NAME_WIDTH = 30
DIGITS = 3  # significant digits of a score
_ORIGIN: dict[Language, str] = {"zh": "预测时点", "en": "Forecast of"}
_PIT: dict[Language, str] = {"zh": "百分位 PIT", "en": "PIT"}
_SUMS: dict[Language, tuple[str, ...]] = {
    "zh": (_ORIGIN["zh"], "预测次数", "命中率（50%）", "覆盖率（90%）", "平均 CRPS（σ）"),
    "en": (_ORIGIN["en"], "Figures", "Hits (50%)", "Coverage (90%)", "Mean CRPS (σ)"),
}


def validation_report(found: Record, workspace: Workspace) -> Report:
    """Return the report of a record."""
    return Report(
        partial(_blocks, found, workspace),
        partial(rows_table, found, workspace),
        partial(_record, found, workspace),
    )


def _blocks(found: Record, workspace: Workspace, language: Language) -> Iterator[Block]:
    yield from (record_title(found, language), "")
    if found.predictions:
        yield from (sums_table(found, language), "", rows_table(found, workspace, language), "")
    yield from map(Paragraph, record_words(found, language))
    if found.predictions:
        yield Paragraph(hindsight_words(found, workspace, language))


def sums_table(found: Record, language: Language) -> Table:
    """Return a row for each origin and one for all, with coverage and skill."""
    heads = (*_SUMS[language], *(skill_head(rule, language) for rule in RULES))
    columns = [Column(heads[0], is_figure=False), *map(Column, heads[1:])]
    return Table(columns, [_sum_row(one, language) for one in found.sums()])


def _sum_row(one: Sum, language: Language) -> Row:
    return [
        ALL[language] if one.origin is None else origin_text(one.origin, language),
        count_cell(one.count),
        *(_share(inside, one.count) for inside in (one.within_50, one.within_90)),
        Cell(one.score, NO_FIGURE if one.score is None else print_digits(one.score, DIGITS)),
        *(_skill(each) for each in one.skills),
    ]


def _share(inside: int, count: int) -> Cell:
    return share_cell(inside / count) if count else Cell(None, NO_FIGURE)


def _skill(one: Skill) -> Cell:
    if one.skill is None:
        return Cell(None, NO_FIGURE)
    return Cell(one.skill, f"{figure_cell(one.skill, 2).text} ({one.better}/{one.count})")


def rows_table(found: Record, workspace: Workspace, language: Language) -> Table:
    """Return a row for each prediction, the worst first."""
    names = ("observation", "unit", "period", "observed", "median", "inner_points", "points")
    name, unit, period, observed, median, inner, outer = headings(language, *names)
    origin, pit, score = _ORIGIN[language], _PIT[language], "CRPS"
    lies, note = headings(language, "lies", "remark")
    columns = [
        Column(name, is_figure=False, limit=NAME_WIDTH, is_key=True),
        Column(period, is_figure=False, is_key=True),
        Column(origin, is_figure=False, is_key=True),
        Column(unit, is_figure=False, limit=10, rank=4),
        *map(Column, (observed, median)),
        Column(inner, rank=3),
        *map(Column, (outer, pit, score)),
        *(Column(RULE_NAMES[rule][language], rank=2) for rule in RULES),
        Column(lies, is_figure=False),
        Column(note, is_figure=False, rank=1),
    ]
    return Table(columns, [_row(one, workspace, language) for one in found.worst_first])


def _row(one: Prediction, workspace: Workspace, language: Language) -> Row:
    point = one.point
    low, lower, middle, upper, high = (figure_cell(value, point.decimals) for value in one.quantiles)
    observed = figure_cell(point.seen.value, point.decimals)
    return [
        point_name(point, workspace, language),
        point.seen.period.text(language),
        origin_text(one.origin, language),
        point_unit(point, workspace, language),
        Cell(observed.value, limit_mark(point) + observed.text),
        middle,
        print_range(lower.text, upper.text),
        print_range(low.text, high.text),
        Cell(None, NO_FIGURE) if one.is_limit else figure_cell(one.percentile, 2),
        Cell(figure_cell(one.crps, 0).value, print_digits(one.crps, DIGITS)),
        *(_naive(figure, point.decimals) for figure in one.naive),
        lies(one, language),
        note_of(one.is_test, bool(cited([point], workspace.registry)), language),
    ]


def _naive(figure: float | None, decimals: int) -> Cell:
    return Cell(None, NO_FIGURE) if figure is None else figure_cell(figure, decimals)


def lies(one: Prediction, language: Language) -> str:
    """Return the band in which a figure lies; for a limit, the probability of its right side."""
    inside, near, outside, right = IN_BAND[language]
    if one.right_side is not None:
        return right.format(share_cell(one.right_side).text)
    return inside if one.is_within_50 else near if one.is_within_90 else outside


def origin_text(origin: int, language: Language) -> str:
    """Return the day of a forecast in words."""
    return f"{origin} 年末" if language == "zh" else f"end of {origin}"


# --- for programs


def _record(found: Record, workspace: Workspace) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "model_hash": workspace.model.hash,
        "members": found.members,
        "seed": found.seed,
        "origins": list(found.origins),
        "sums": [_sum_record(one, workspace) for one in found.sums()],
        "histogram": found.histogram(),
        "predictions": [_prediction_record(one, workspace) for one in found.worst_first],
        "observations_set_by": found.set_by,
    }


def _sum_record(one: Sum, workspace: Workspace) -> dict[str, object]:
    later = None if one.origin is None else later_ranges(workspace.registry, one.origin)
    return {
        **{key: value for key, value in vars(one).items() if key != "skills"},
        "expected_50": 0.5 * one.count,
        "expected_90": 0.9 * one.count,
        "skills": {each.rule: {"skill": each.skill, "better": each.better, "count": each.count}
                   for each in one.skills},
        "ranges_of_later_evidence": later,
    }  # fmt: skip


def _prediction_record(one: Prediction, workspace: Workspace) -> dict[str, object]:
    point = one.point
    return {
        "origin": one.origin,
        "id": point.id,
        "period": point.seen.period.code,
        "measure": point.seen.measure,
        "unit": point.seen.unit,
        "bound": point.seen.bound,
        "grade": point.seen.grade,
        "observed": point.seen.value,
        "error": point.error,
        "quantiles": {
            f"p{round(100 * level):02d}": value for level, value in zip(LEVELS, one.quantiles, strict=True)
        },
        "percentile": one.percentile,
        "crps": None if one.is_limit else one.crps,
        "within_50": None if one.is_limit else one.is_within_50,
        "within_90": None if one.is_limit else one.is_within_90,
        "right_side": one.right_side,
        "naive": dict(zip(RULES, one.naive, strict=True)),
        "tests": one.is_test,
        "cited_by_constants": bool(cited([point], workspace.registry)),
    }
