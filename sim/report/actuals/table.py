"""Reports of actuals: what an import understood, and what a folder holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sim.actuals.importing import Import
from sim.actuals.policies import Policy
from sim.analysis.calibration.observations import DECIMALS, Point
from sim.registry.observations import Observation, latest_vintages
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import print_count, print_digits, record_number
from sim.report.words.observed import limit_mark, point_name, point_unit
from sim.report.words.punctuation import bracketed, listed
from sim.scenario.workspace import Workspace
from sim.units import Language, unit_label

VINTAGES: Mapping[str, Mapping[Language, str]] = {
    "": {"zh": "", "en": ""},
    "快报": {"zh": "快报", "en": "preliminary"},
    "年报": {"zh": "年报", "en": "annual report"},
    "普查修订": {"zh": "普查修订", "en": "census revision"},
}
_HEADS = (
    "indicator",
    "period",
    "value",
    "unit",
    "price_basis",
    "vintage",
    "published",
    "file",
    "sheet",
    "cell",
)
_RANKS = {"price_basis": 3, "published": 4, "sheet": 1, "file": 2}
_FEW = 12  # names or places that a sentence lists


def import_report(found: Import, workspace: Workspace) -> Report:
    """Return what files say: a row for each figure, then what is new, unknown and left out."""
    rows = [one.observation() for one in found.actuals]
    return Report(
        lambda language: [
            *([_table(rows, workspace, language)] if rows else []),
            *([_policies(found.policies, language)] if found.policies else []),
            *_sentences(found, workspace, language),
        ],
        lambda language: _table(rows, workspace, language),
        lambda: {
            "actuals": [_record(row) for row in rows],
            "policies": [_policy_record(one) for one in found.policies],
            "new": len(found.merged.new),
            "replaced": len(found.merged.replaced),
            "same": found.merged.same,
            "unknown": [
                {"name": name, "cell": place, "nearest": near} for name, place, near in found.unknown
            ],
            "left_out": [
                {"zh": reason.zh, "en": reason.en, "cells": list(places)}
                for reason, places in found.left_out.items()
            ],
        },
    )


def kept_report(rows: Sequence[Observation], policies: Sequence[Policy], workspace: Workspace) -> Report:
    """Return what a folder of actuals holds; of several vintages the last counts."""
    table = partial(_table, rows, workspace)
    return Report(
        lambda language: [
            table(language),
            *([_policies(policies, language)] if policies else []),
            Paragraph(_counts(rows, policies, language)),
        ],
        table,
        lambda: {
            "actuals": [_record(row) for row in rows],
            "policies": [_policy_record(one) for one in policies],
        },
    )


def _table(rows: Sequence[Observation], workspace: Workspace, language: Language) -> Table:
    columns = [
        Column(
            heading(key, language),
            is_figure=key == "value",
            limit=32,
            rank=_RANKS.get(key, 0),
            is_key=key in _HEADS[:2],
        )
        for key in _HEADS
    ]
    return Table(columns, [_row(row, workspace, language) for row in rows], heading("indicator", language))


def _row(row: Observation, workspace: Workspace, language: Language) -> Row:
    entry = workspace.registry.indicators.get(row.indicator)
    point = Point(row, 0.0, entry.decimals if entry else DECIMALS)
    return [
        point_name(point, workspace, language),
        Cell(row.period.code, row.period.text(language)),
        Cell(record_number(row.value), f"{limit_mark(point)}{print_digits(row.value, 10)}"),
        point_unit(point, workspace, language),
        word(f"prices.{row.price_basis}", language),
        VINTAGES[row.status][language],
        row.known,
        row.file,
        row.sheet,
        row.cell,
    ]


def _policies(policies: Sequence[Policy], language: Language) -> Table:
    heads = ("role.lever", "year", "value", "unit", "file", "sheet", "cell")
    columns = [Column(heading(key, language), is_figure=key == "value") for key in heads]
    rows: list[Row] = [
        [one.lever, Cell(one.year, str(one.year)), Cell(one.value, print_digits(one.value, 10)),
         unit_label(one.unit, language), one.file, one.sheet, one.cell]
        for one in policies
    ]  # fmt: skip
    return Table(columns, rows, heading("role.lever", language))


def _sentences(found: Import, workspace: Workspace, language: Language) -> Iterator[Block]:
    merged = found.merged
    new, changed, same = map(print_count, (len(merged.new), len(merged.replaced), merged.same))
    yield Paragraph(
        f"新增 {new} 个数，改动 {changed} 个，已有 {same} 个；政策 {len(found.policies)} 条。"
        if language == "zh"
        else f"{new} new, {changed} changed, {same} there already; policies: {len(found.policies)}."
    )
    for one, before in merged.replaced:
        change = f"{print_digits(before.value, 10)} → {print_digits(one.value, 10)}"
        name = point_name(Point(before, 0.0, 0), workspace, language)
        yield Paragraph(f"{name} {one.period.text(language)}: {change}")
    assumed = [one.name for one in found.actuals if one.is_assumed]
    if assumed:
        names = _some(list(dict.fromkeys(assumed)), language)
        yield Paragraph(
            f"没有写单位、按指标单位读的：{names}。"
            if language == "zh"
            else f"No unit was stated, the indicator's was taken: {names}."
        )
    if found.unknown:
        yield Paragraph(_unknown(found, language))
    for reason, places in found.left_out.items():
        count, where = print_count(len(places)), bracketed(_some(places, language), language)
        yield Paragraph(
            f"未收 {count} 个数：{reason.zh}{where}。"
            if language == "zh"
            else f"Left out, {count}: {reason.en}{where}."
        )


def _unknown(found: Import, language: Language) -> str:
    names = [f"{name}{bracketed(f'→ {near}?', language) if near else ''}" for name, _, near in found.unknown]
    some = _some(names, language)
    if language == "zh":
        return f"没有认出的名称 {len(names)} 个：{some}。要收入的，在实绩文件夹的 names.csv 中写明，再导入。"
    return f"Names not recognised, {len(names)}: {some}. Say what they mean in names.csv, and import again."


def _some(names: Sequence[str], language: Language) -> str:
    return listed(names[:_FEW], language) + (" …" if len(names) > _FEW else "")


def _counts(rows: Sequence[Observation], policies: Sequence[Policy], language: Language) -> str:
    subjects = len({row.indicator or f"{row.variable} {row.measure}" for row in rows})
    old = len(rows) - len(latest_vintages(rows))
    vintages = Counter(
        VINTAGES[row.status][language] or ("未注明" if language == "zh" else "none stated") for row in rows
    )
    parts = listed([f"{name} {count}" for name, count in vintages.items()], language)
    if language == "zh":
        held = f"{subjects} 项的 {len(rows)} 个数（{parts}），其中 {old} 个已有更终的版本"
        return f"{held}；政策 {len(policies)} 条。没有错误。"
    held = f"{len(rows)} figures of {subjects} subjects ({parts}), {old} with a more final vintage"
    return f"{held}; policies: {len(policies)}. No faults."


def _record(row: Observation) -> dict[str, Any]:
    return {
        "indicator": row.indicator, "variable": row.variable, "measure": row.measure,
        "period": row.period.code, "value": record_number(row.value), "bound": row.bound, "unit": row.unit,
        "price_basis": row.price_basis, "status": row.status, "known": row.known, "grade": row.grade,
        "error": row.error, "source": row.source, "file": row.file, "sheet": row.sheet, "cell": row.cell,
    }  # fmt: skip


def _policy_record(one: Policy) -> dict[str, Any]:
    return {"lever": one.lever, "year": one.year, "value": one.value, "unit": one.unit, "source": one.source,
            "file": one.file, "sheet": one.sheet, "cell": one.cell}  # fmt: skip
