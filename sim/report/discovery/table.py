"""Conditions as text and as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from typing import Any

from sim.analysis.discovery.result import Condition, Conditions, Discovery
from sim.report.discovery.sentences import conditions_sentence, entry_of, notes, sentence
from sim.report.layout import Column, fold_text, layout
from sim.report.sensitivity.factor_words import words_of
from sim.report.sensitivity.sentences import scenario_line
from sim.report.tables.calibration_record import unit_of
from sim.report.words.glossary import headings, word
from sim.report.words.numbers import NO_FIGURE, print_share
from sim.units import Language, unit_label

WIDTH = 110
NAME_WIDTH = 34
_HEADS = ("condition", "grade", "limit", "again", "limit_in_resamples", "coverage", "density")


def discovery_table(study: Discovery, language: Language) -> str:
    """Return the sentence, and the best conditions of each number."""
    parts = [f"{scenario_line(study, language)}\n", _folded([sentence(study, language)])]
    if study.found:
        parts.append(_table(study, language))
    return "\n".join([*parts, _folded(notes(study, language))])


def _folded(texts: list[str]) -> str:
    return "".join(f"{line.strip()}\n" for text in texts for line in fold_text(text, WIDTH))


def _table(study: Discovery, language: Language) -> str:
    heads = headings(language, *_HEADS)
    columns = [
        Column(heads[0], is_figure=False, limit=NAME_WIDTH),
        Column(heads[1], is_figure=False, limit=5),
        *(Column(head, limit=30) for head in heads[2:]),
    ]
    rows: list[list[str] | str] = []
    for found in study.found:
        count = len(found.conditions)
        ones = "" if count == 1 else "s"
        rows.append(f"【{count} 个条件】" if language == "zh" else f"[{count} condition{ones}]")
        shares = [print_share(found.coverage), print_share(found.density)]
        for one in found.conditions:
            rows.append([*_cells(study, one, language), *shares])
            shares = ["", ""]
    return layout(columns, rows)


def _cells(study: Discovery, one: Condition, language: Language) -> list[str]:
    words = words_of(one.factor, study.workspace, language)
    sign = "<" if one.is_below else ">"
    between = words.between(*one.between) if math.isfinite(one.between[0]) else NO_FIGURE
    limit = words.value(one.limit)
    return [words.name, words.grade, f"{sign} {limit}", print_share(one.again), between]


def discovery_json(study: Discovery) -> str:
    """Return all that was found as JSON."""
    entry = entry_of(study)
    record = {
        "scenario": study.scenario.name,
        "set": list(study.scenario.options),
        "model_hash": study.workspace.model.hash,
        "indicator": study.question.indicator,
        "name": entry.name.model_dump(),
        "year": study.question.year,
        "target": study.target,
        "comparison": entry.comparison,
        "of_interest": "missed" if study.is_missed else "met",
        "members": study.members,
        "seed": study.seed,
        "failed": study.failed,
        "missed": study.missed,
        "sentence": {"zh": sentence(study, "zh"), "en": sentence(study, "en")},
        "said": study.said,
        "found": [_record(study, found) for found in study.found],
        "notes": {"zh": notes(study, "zh"), "en": notes(study, "en")},
    }
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _record(study: Discovery, found: Conditions) -> dict[str, Any]:
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
        "limit_in_resamples": [end if math.isfinite(end) else None for end in one.between],
    }


_CSV_HEADS = (
    *("conditions_count", "parameter", "name", "unit", "grade"),
    *("side", "limit", "again", "coverage", "density"),
)


def discovery_csv(study: Discovery, language: Language) -> str:
    """Return a row for each condition as CSV; the heading alone where there is none."""
    heads = [word(key, language) for key in _CSV_HEADS]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(_rows(study, language))
    return text.getvalue()


def _rows(study: Discovery, language: Language) -> Iterator[list[Any]]:
    for found in study.found:
        for one in found.conditions:
            record = _condition(study, one)
            named = [record["name"][language], record["unit"][language], record["grade"]]
            where = [record["side"], record["limit"], record["again"]]
            yield [len(found.conditions), record["key"], *named, *where, found.coverage, found.density]
