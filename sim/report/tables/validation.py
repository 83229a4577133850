"""Report of the comparison of the model with later observations; it passes and fails nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.calibration.observations import Point
from sim.analysis.validation import LEVELS, Held, Theil, Validation
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, figure_cell, share_cell
from sim.report.words.glossary import headings
from sim.report.words.numbers import print_count, print_figure, print_range, print_share
from sim.report.words.observed import limit_mark, point_name, point_unit
from sim.scenario.workspace import Workspace
from sim.units import Language

NAME_WIDTH = 30
_HEADS = (
    *("observation", "unit", "period", "grade", "observed"),
    *("median", "inner_points", "points", "percentile", "lies"),
)
_RANKS = {"inner_points": 3, "grade": 2, "percentile": 1}
_WHERE = {
    "zh": ("50% 区间内", "90% 区间内", "区间外"),
    "en": ("in the 50% band", "in the 90% band", "outside"),
}
_THEIL = {
    "zh": ("泰尔不等系数", "点数", "均方根误差", "U^M 偏差", "U^S 变动", "U^C 协变"),
    "en": (
        "Theil's statistics",
        "Points",
        "Root mean square",
        "U^M bias",
        "U^S variation",
        "U^C covariation",
    ),
}


def validation_report(found: Validation, workspace: Workspace) -> Report:
    """Return the report of a validation."""
    return Report(partial(_blocks, found, workspace), None, partial(_record, found, workspace))


def _blocks(found: Validation, workspace: Workspace, language: Language) -> Iterator[Block]:
    yield from (validation_title(found, language), "")
    if found.held:
        yield from (held_table(found, workspace, language), "")
    if found.theil:
        yield from (_inequality(found, workspace, language), "")
    yield from map(Paragraph, coverage_words(found, language))


def _record(found: Validation, workspace: Workspace) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "model_hash": workspace.model.hash,
        "members": found.members,
        "seed": found.seed,
        "observations": [_held_record(one) for one in found.held],
        "coverage": {
            "figures": len(found.figures),
            "within_50": found.within_50,
            "within_90": found.within_90,
            "expected_50": 0.5 * len(found.figures),
            "expected_90": 0.9 * len(found.figures),
        },
        "left_out_as_set_by": found.left_out,
        "theil": [vars(one) for one in found.theil],
    }


def _held_record(one: Held) -> dict[str, object]:
    point = one.point
    return {
        "id": point.id,
        "period": point.seen.period.text("en"),
        "measure": point.seen.measure,
        "bound": point.seen.bound,
        "grade": point.seen.grade,
        "observed": point.seen.value,
        "quantiles": {
            f"p{round(100 * level):02d}": value for level, value in zip(LEVELS, one.quantiles, strict=True)
        },
        "percentile": one.percentile,
        "within_50": None if point.seen.bound else one.is_within_50,
        "within_90": None if point.seen.bound else one.is_within_90,
        "agreeing_members": one.agreeing,
    }


def validation_title(found: Validation, language: Language) -> str:
    """Return the title: the observations and the ensemble compared."""
    if language == "zh":
        return (
            f"检验：情景 {found.scenario}，{print_count(found.members)} 个成员，种子 {found.seed}；"
            "只报告，不判合格与否"
        )
    return (
        f"Validation: scenario {found.scenario}, {print_count(found.members)} members, seed {found.seed}; "
        "a report, no pass or fail"
    )


def held_table(found: Validation, workspace: Workspace, language: Language) -> Table:
    """Return a row for each observed figure with the ensemble's quantiles."""
    heads = headings(language, *_HEADS)
    columns = [
        Column(heads[0], is_figure=False, limit=NAME_WIDTH),
        Column(heads[1], is_figure=False, limit=10),
        *(Column(head, rank=_RANKS.get(key, 0)) for key, head in zip(_HEADS[2:-1], heads[2:-1], strict=True)),
        Column(heads[-1], is_figure=False),
    ]
    return Table(columns, [_row(one, workspace, language) for one in found.held])


def _row(one: Held, workspace: Workspace, language: Language) -> Row:
    point = one.point
    low, lower, middle, upper, high = (figure_cell(value, point.decimals) for value in one.quantiles)
    observed = figure_cell(point.seen.value, point.decimals)
    return [
        point_name(point, workspace, language),
        point_unit(point, workspace, language),
        point.seen.period.text(language),
        point.seen.grade,
        Cell(observed.value, limit_mark(point) + observed.text),
        middle,
        print_range(lower.text, upper.text),
        print_range(low.text, high.text),
        share_cell(one.percentile),
        _where(one, language),
    ]


def _where(one: Held, language: Language) -> str:
    """Return the band in which a figure lies; for a limit, the share of members on its right side."""
    if one.agreeing is not None:
        share = print_share(one.agreeing)
        return {"zh": f"{share} 的成员符合", "en": f"{share} of members agree"}[language]
    inside, near, outside = _WHERE[language]
    return inside if one.is_within_50 else near if one.is_within_90 else outside


def _inequality(found: Validation, workspace: Workspace, language: Language) -> Table:
    heads = _THEIL[language]
    columns = [Column(heads[0], is_figure=False, limit=NAME_WIDTH), *map(Column, heads[1:])]
    names = {one.point.id: one.point for one in found.held}
    return Table(columns, [_shares(one, names[one.id], workspace, language) for one in found.theil])


def _shares(one: Theil, point: Point, workspace: Workspace, language: Language) -> Row:
    return [
        point_name(point, workspace, language),
        one.count,
        figure_cell(one.error, point.decimals),
        *(figure_cell(share, 2) for share in (one.bias, one.variation, one.covariation)),
    ]


def coverage_words(found: Validation, language: Language) -> Iterator[str]:
    """Yield the sentences on coverage."""
    count, left = len(found.figures), found.left_out
    half, most = (print_figure(share * count, 1) for share in (0.5, 0.9))
    if language == "zh":
        if count:
            yield (
                f"2022 年及以后可用于检验的观测值有 {count} 个：落在 50% 区间内的有 {found.within_50} 个"
                f"（若区间恰当，预期约 {half} 个），落在 90% 区间内的有 {found.within_90} 个"
                f"（预期约 {most} 个）。"
            )
        else:
            yield "没有 2022 年及以后可用于检验的观测值。"
        if left:
            yield f"另有 {left} 个观测值已用于设参，不能检验模型，没有计入。"
        yield "区间只来自参数的不确定性，不含观测误差和模型结构的不确定性；观测值少，结论只是提示。"
        return
    if count:
        yield (
            f"Figures of 2022 and later that test the model: {count}. In the 50% band: {found.within_50} "
            f"(about {half} expected if the bands are right); in the 90% band: {found.within_90} "
            f"(about {most} expected)."
        )
    else:
        yield "No figure of 2022 or later is free to test the model."
    if left:
        yield f"Parameters were set with {left} more, which test nothing and are left out."
    yield (
        "The bands come from uncertain parameters alone, without errors of observation or of the model's "
        "structure; with few figures this is an indication, not a proof."
    )
