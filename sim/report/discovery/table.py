"""Report of the conditions under which a target is missed or met."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

from sim.analysis.discovery.result import Condition, Conditions, Discovery
from sim.report.discovery.sentences import conditions_sentence, entry_of, notes, sentence
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, Value, section, share_cell
from sim.report.sensitivity.factor_words import words_of
from sim.report.sensitivity.sentences import study_line
from sim.report.words.constants import unit_of
from sim.report.words.glossary import headings, word
from sim.report.words.numbers import NO_FIGURE
from sim.units import Language, unit_label

NAME_WIDTH = 34
_HEADS = ("condition", "grade", "limit", "again", "limit_in_resamples", "coverage", "density")
_ROW_HEADS = (
    *("conditions_count", "parameter", "name", "unit", "grade"),
    *("side", "limit", "again", "coverage", "density"),
)


def discovery_report(study: Discovery) -> Report:
    """Return the sentence, and the best conditions of each number."""
    return Report(partial(_blocks, study), partial(_rows, study), partial(_record, study))


def _blocks(study: Discovery, language: Language) -> Iterator[Block]:
    yield from (study_line(study, language), "", Paragraph(sentence(study, language)), "")
    if study.found:
        yield from (_table(study, language), "")
    yield from map(Paragraph, notes(study, language))


def _table(study: Discovery, language: Language) -> Table:
    heads = headings(language, *_HEADS)
    columns = [
        Column(heads[0], is_figure=False, limit=NAME_WIDTH),
        Column(heads[1], is_figure=False, limit=5),
        *(
            Column(head, limit=30, rank=int(key == "limit_in_resamples"))
            for key, head in zip(_HEADS[2:], heads[2:], strict=True)
        ),
    ]
    rows: list[Row | str] = []
    for found in study.found:
        count = len(found.conditions)
        ones = "" if count == 1 else "s"
        rows.append(section({"zh": f"{count} 个条件", "en": f"{count} condition{ones}"}[language], language))
        shares: list[Cell | None] = [share_cell(found.coverage), share_cell(found.density)]
        for one in found.conditions:
            rows.append([*_cells(study, one, language), *shares])
            shares = [None, None]
    return Table(columns, rows)


def _cells(study: Discovery, one: Condition, language: Language) -> list[Cell | Value]:
    words = words_of(one.factor, study.workspace, language)
    limit = Cell(one.limit, f"{'<' if one.is_below else '>'} {words.value(one.limit)}")
    between = words.between(*one.between) if math.isfinite(one.between[0]) else NO_FIGURE
    return [words.name, words.grade, limit, share_cell(one.again), between]


def _record(study: Discovery) -> dict[str, Any]:
    entry = entry_of(study)
    return {
        "scenario": study.scenario.name,
        "set": study.scenario.options,
        "model_hash": study.workspace.model.hash,
        "indicator": study.question.indicator,
        "name": entry.name.model_dump(),
        "year": study.question.year,
        "target": study.target,
        "comparison": study.workspace.registry.plan.of(study.question.indicator).comparison,
        "of_interest": "missed" if study.is_missed else "met",
        "members": study.members,
        "seed": study.seed,
        "failed": study.failed,
        "missed": study.missed,
        "sentence": {"zh": sentence(study, "zh"), "en": sentence(study, "en")},
        "said": study.said,
        "found": [_found(study, found) for found in study.found],
        "notes": {"zh": notes(study, "zh"), "en": notes(study, "en")},
    }


def _found(study: Discovery, found: Conditions) -> dict[str, Any]:
    return {
        "coverage": found.coverage,
        "density": found.density,
        "mass": found.mass,
        "sentence": {
            "zh": conditions_sentence(study, found, "zh"),
            "en": conditions_sentence(study, found, "en"),
        },
        "conditions": [_condition(study, one) for one in found.conditions],
    }


def _condition(study: Discovery, one: Condition) -> dict[str, Any]:
    zh, en = (words_of(one.factor, study.workspace, language) for language in ("zh", "en"))
    unit = unit_of(one.factor.key, study.workspace)
    return {
        "key": one.factor.key,
        "name": {"zh": zh.name, "en": en.name},
        "unit": {"zh": unit_label(unit, "zh"), "en": unit_label(unit, "en")},
        "grade": zh.grade,
        "side": "below" if one.is_below else "above",
        "limit": one.limit,
        "again": one.again,
        "limit_in_resamples": one.between,
    }


def _rows(study: Discovery, language: Language) -> Table:
    """Return a row for each condition; the heading alone where there is none."""
    columns = [Column(word(key, language)) for key in _ROW_HEADS]
    return Table(
        columns, [_row(study, found, one, language) for found in study.found for one in found.conditions]
    )


def _row(study: Discovery, found: Conditions, one: Condition, language: Language) -> Row:
    record = _condition(study, one)
    return [
        len(found.conditions),
        record["key"],
        record["name"][language],
        record["unit"][language],
        record["grade"],
        record["side"],
        record["limit"],
        record["again"],
        found.coverage,
        found.density,
    ]
