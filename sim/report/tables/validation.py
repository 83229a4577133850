"""What later observations say of the model, as text and JSON; it passes and fails nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sim.analysis.calibration.observations import Point
from sim.analysis.validation import LEVELS, Held, Theil, Validation
from sim.report.layout import Column, fold_text, layout
from sim.report.words.figures import print_figure
from sim.report.words.observed import limit_mark, point_name, point_unit
from sim.scenario.workspace import Workspace
from sim.units import Language

WIDTH = 98
NAME_WIDTH = 30
HEADS = {
    "zh": ("观测", "单位", "时期", "等级", "观测值", "中位数", "25%–75%", "5%–95%", "百分位", "落在"),
    "en": (
        "Observed",
        "Unit",
        "Period",
        "Grade",
        "Figure",
        "Median",
        "25%–75%",
        "5%–95%",
        "Percentile",
        "Lies",
    ),
}
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


def validation_json(found: Validation) -> str:
    """Return the validation as JSON."""
    record = {
        "scenario": found.scenario,
        "members": found.members,
        "seed": found.seed,
        "observations": [_record(one) for one in found.held],
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
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _record(one: Held) -> dict[str, object]:
    point = one.point
    return {
        "id": point.id,
        "period": point.seen.period.text("en"),
        "measure": point.seen.measure,
        "bound": point.seen.bound,
        "grade": point.seen.grade,
        "observed": point.seen.value,
        "quantiles": {
            f"p{100 * level:02.0f}": value for level, value in zip(LEVELS, one.quantiles, strict=True)
        },
        "percentile": one.percentile,
        "within_50": None if point.seen.bound else one.is_within_50,
        "within_90": None if point.seen.bound else one.is_within_90,
        "agreeing_members": one.agreeing,
    }


def validation_table(found: Validation, workspace: Workspace, language: Language) -> str:
    """Return the validation as text, in plain words."""
    parts = [validation_title(found, language)]
    if found.held:
        parts.append(_figures(found, workspace, language))
    if found.theil:
        parts.append(_inequality(found, workspace, language))
    parts.append(
        "\n".join(line for text in coverage_words(found, language) for line in fold_text(text, WIDTH))
    )
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def validation_title(found: Validation, language: Language) -> str:
    """Return what was held against what."""
    if language == "zh":
        return (
            f"检验：情景 {found.scenario}，{found.members:,} 个成员，种子 {found.seed}；只报告，不判合格与否"
        )
    return (
        f"Validation: scenario {found.scenario}, {found.members:,} members, seed {found.seed}; "
        "a report, no pass or fail"
    )


def _figures(found: Validation, workspace: Workspace, language: Language) -> str:
    heads = HEADS[language]
    columns = [
        Column(heads[0], is_figure=False, limit=NAME_WIDTH),
        Column(heads[1], is_figure=False, limit=10),
        *(Column(head) for head in heads[2:-1]),
        Column(heads[-1], is_figure=False),
    ]
    return layout(columns, [figure_row(one, workspace, language) for one in found.held])


def figure_row(one: Held, workspace: Workspace, language: Language) -> list[str]:
    """Return the texts of an observed figure, under `HEADS`."""
    point = one.point
    low, lower, middle, upper, high = (print_figure(value, point.decimals) for value in one.quantiles)
    return [
        point_name(point, workspace, language),
        point_unit(point, workspace, language),
        point.seen.period.text(language),
        point.seen.grade,
        limit_mark(point) + print_figure(point.seen.value, point.decimals),
        middle,
        f"{lower}–{upper}",
        f"{low}–{high}",
        f"{100 * one.percentile:.0f}%",
        _where(one, language),
    ]


def _where(one: Held, language: Language) -> str:
    """Return in which band a figure lies; of a limit, how many members are on its right side."""
    if one.agreeing is not None:
        share = f"{100 * one.agreeing:.0f}%"
        return {"zh": f"{share} 的成员符合", "en": f"{share} of members agree"}[language]
    inside, near, outside = _WHERE[language]
    return inside if one.is_within_50 else near if one.is_within_90 else outside


def _inequality(found: Validation, workspace: Workspace, language: Language) -> str:
    heads = _THEIL[language]
    columns = [Column(heads[0], is_figure=False, limit=NAME_WIDTH), *(Column(head) for head in heads[1:])]
    names = {one.point.id: one.point for one in found.held}
    return layout(columns, [_shares(one, names[one.id], workspace, language) for one in found.theil])


def _shares(one: Theil, point: Point, workspace: Workspace, language: Language) -> list[str]:
    return [
        point_name(point, workspace, language),
        str(one.count),
        print_figure(one.error, point.decimals),
        *(f"{share:.2f}" for share in (one.bias, one.variation, one.covariation)),
    ]


def coverage_words(found: Validation, language: Language) -> Iterator[str]:
    """Yield what it comes to."""
    count, left = len(found.figures), found.left_out
    if language == "zh":
        if count:
            yield (
                f"2022 年及以后可用于检验的观测值有 {count} 个：落在 50% 区间内的有 {found.within_50} 个"
                f"（若区间恰当，预期约 {0.5 * count:.1f} 个），落在 90% 区间内的有 {found.within_90} 个"
                f"（预期约 {0.9 * count:.1f} 个）。"
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
            f"(about {0.5 * count:.1f} expected if the bands are right); in the 90% band: {found.within_90} "
            f"(about {0.9 * count:.1f} expected)."
        )
    else:
        yield "No figure of 2022 or later is free to test the model."
    if left:
        yield f"Parameters were set with {left} more, which test nothing and are left out."
    yield (
        "The bands come from uncertain parameters alone, without errors of observation or of the model's "
        "structure; with few figures this is a hint and no proof."
    )
