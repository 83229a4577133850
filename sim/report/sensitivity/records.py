"""Records of an analysis of sensitivity: for programs, and as rows of a spreadsheet."""

from __future__ import annotations

from typing import Any

from sim.analysis.sensitivity.result import Ranking, Sensitivity
from sim.report.record import Cell, Table, tabulated
from sim.report.sensitivity.factor_words import words_of
from sim.report.sensitivity.sentences import entry_of, notes, sentence
from sim.report.words.constants import unit_of
from sim.report.words.glossary import word
from sim.report.words.numbers import NO_FIGURE, print_digits, record_number
from sim.units import Language, unit_label

Record = dict[str, Any]
DIGITS = 5  # significant ones of a spreadsheet
_RUNS = ("quarter", "half", "all")


def sensitivity_record(study: Sensitivity) -> Record:
    """Return all results; figures have nine digits, because further ones are binary rounding."""
    return {
        "scenario": study.scenario.name,
        "set": study.scenario.options,
        "model_hash": study.workspace.model.hash,
        "method": study.method,
        "seed": study.seed,
        "runs": study.runs,
        "points": study.points,
        "failed": study.failed,
        "correlations": study.method not in ("sobol", "morris"),
        "observations_to": study.last_year,
        "left_out": [factor.key for factor in study.left_out],
        "notes": {"zh": notes(study, "zh"), "en": notes(study, "en")},
        "figures": [_figure(study, place) for place in range(len(study.rankings))],
    }


def _figure(study: Sensitivity, place: int) -> Record:
    ranking, entry = study.rankings[place], entry_of(study, study.rankings[place])
    return {
        "indicator": ranking.question.indicator,
        "name": entry.name.model_dump(),
        "unit": entry.unit.model_dump(),
        "year": ranking.question.year,
        "is_met": ranking.question.is_met,
        "mean": _number(ranking.mean),
        "sentence": {"zh": sentence(study, ranking, "zh"), "en": sentence(study, ranking, "en")},
        "own": _number(ranking.own),
        "quantiles": dict(zip(("p05", "p50", "p95"), map(_number, ranking.quantiles), strict=True)),
        "left_out": {
            "screened": _number(float(study.screened[place])),
            "total": _number(ranking.rest),
            "total_error": _number(ranking.rest_error),
        },
        "noise": _number(ranking.noise),
        "parameters": [_parameter(study, ranking, int(each)) for each in ranking.order],
    }


def _parameter(study: Sensitivity, ranking: Ranking, place: int) -> Record:
    factor = study.factors[place]
    zh, en = (words_of(factor, study.workspace, language) for language in ("zh", "en"))
    unit = unit_of(factor.key, study.workspace)
    return {
        "key": factor.key,
        "name": {"zh": zh.name, "en": en.name},
        "unit": {"zh": unit_label(unit, "zh"), "en": unit_label(unit, "en")},
        "grade": zh.grade,
        "low": factor.low,
        "high": factor.high,
        "at_low": _number(float(ranking.swings[place, 0])),
        "at_high": _number(float(ranking.swings[place, 1])),
        "index": _number(float(ranking.index[place])),
        **{name: _number(float(each[place])) for name, each in ranking.columns.items()},
        "course": dict(zip(_RUNS, map(_number, ranking.course[:, place]), strict=True)),
    }


def _number(value: float) -> float | None:
    return record_number(value, 9)


def _cell(value: float | None) -> Cell:
    return Cell(value, NO_FIGURE if value is None else print_digits(value, DIGITS))


def sensitivity_rows(study: Sensitivity, language: Language) -> Table:
    """Return a row for each parameter of one figure, or a matrix of several figures and all parameters."""
    if len(study.rankings) == 1:
        return tabulated(_rows(study, study.rankings[0], language))
    return tabulated(_matrix(study, language))


def _rows(study: Sensitivity, ranking: Ranking, language: Language) -> list[Record]:
    ends = {
        "zh": ("5% 点", "95% 点", "指标（5% 点）", "指标（95% 点）"),
        "en": ("5%", "95%", "indicator at 5%", "indicator at 95%"),
    }[language]
    heads = [*(word(key, language) for key in ("parameter", "name", "unit", "grade")), *ends]
    rows = []
    for record in (_parameter(study, ranking, int(place)) for place in ranking.order):
        shown = [record["key"], record["name"][language], record["unit"][language], record["grade"]]
        shown += [_cell(record[name]) for name in ("low", "high", "at_low", "at_high")]
        numbers = {name: _cell(record[name]) for name in ("index", *ranking.columns)}
        course = {f"index, {runs}": _cell(number) for runs, number in record["course"].items()}
        rows.append(dict(zip(heads, shown, strict=True)) | numbers | course)
    return rows


def _matrix(study: Sensitivity, language: Language) -> list[Record]:
    heads = [word(key, language) for key in ("indicator", "year", "not_listed")]
    names = [words_of(factor, study.workspace, language).name for factor in study.factors]
    columns = [f"{name} [{factor.key}]" for name, factor in zip(names, study.factors, strict=True)]
    rows = []
    for one in study.rankings:
        row: Record = {"id": one.question.indicator, heads[0]: entry_of(study, one).name.text(language)}
        row[heads[1]] = one.question.year
        row |= dict(zip(columns, (_cell(_number(float(each))) for each in one.index), strict=True))
        if study.left_out:
            row[heads[2]] = _cell(_number(one.rest))
        rows.append(row)
    return rows
