"""Reports of the ledger of forecasts: what was sealed, how it fared, and whether the chain holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from sim.analysis.ledger.check import LedgerCheck
from sim.analysis.ledger.row import SealedRow
from sim.analysis.ledger.score import LedgerScore, LedgerScores
from sim.analysis.ledger.seal import Sealing
from sim.analysis.record.naive import RULES
from sim.analysis.record.record import LEVELS, Sum
from sim.errors import Fault
from sim.registry.indicators import Indicator
from sim.registry.load import Registry
from sim.report.record import (
    Block,
    Cell,
    Column,
    Paragraph,
    Report,
    Row,
    Table,
    figure_cell,
)
from sim.report.words.glossary import headings
from sim.report.words.ledger import (
    STATES,
    UNSTATED,
    check_words,
    figure_name,
    head_line,
    head_words,
    scores_title,
    scores_words,
    sealing_title,
    who,
)
from sim.report.words.numbers import NO_FIGURE, print_digits, print_range, record_number
from sim.report.words.record import RULE_NAMES
from sim.units import Language

NAME_WIDTH = 30
DIGITS = 3  # significant digits of a score
_SEALED: dict[Language, str] = {"zh": "封存日", "en": "sealed"}
_NEAREST: dict[Language, str] = {"zh": "最近的", "en": "nearest"}
_OF_SCORED = (0, 1, 2, 3, 4, *range(6, 16))  # all columns of the scores but the state
_OF_OTHERS = (0, 1, 2, 3, 4, 5, 6, 9, 10)  # those of a row without a score
_LINE: dict[Language, tuple[str, str]] = {"zh": ("位置", "不符之处"), "en": ("place", "mismatch")}


def sealing_report(found: Sealing, registry: Registry) -> Report:
    """Return the report of what was sealed."""
    return Report(
        partial(_sealing_blocks, found, registry),
        partial(_sealed_table, found.rows, registry),
        partial(_sealing_record, found),
    )


def _sealing_blocks(found: Sealing, registry: Registry, language: Language) -> Iterator[Block]:
    yield Paragraph(sealing_title(found, language))
    if found.rows:
        yield from ("", _sealed_table(found.rows, registry, language))
    yield from ("", head_line(found.head, language), Paragraph(head_words(found.count, language)))


def _sealed_table(rows: Sequence[SealedRow], registry: Registry, language: Language) -> Table:
    names = ("indicator", "year", "unit", "median", "points", "scenario")
    name, year, unit, median, points, scenario = headings(language, *names)
    columns = [
        Column(name, is_figure=False, limit=NAME_WIDTH, is_key=True),
        Column(year, is_key=True),
        Column(unit, is_figure=False, limit=10, rank=3),
        *map(Column, (median, points)),
        *(Column(RULE_NAMES[rule][language], rank=2) for rule in RULES),
        Column(scenario, is_figure=False, rank=1),
    ]
    return Table(columns, [_sealed_row(row, registry.indicators[row.indicator], language) for row in rows])


def _sealed_row(row: SealedRow, entry: Indicator, language: Language) -> Row:
    return [
        figure_name(entry, language),
        row.year,
        entry.unit.text(language),
        *_forecast_cells(row, entry),
        *(_naive(row.naive[rule], entry.decimals) for rule in RULES),
        row.scenario,
    ]


def _forecast_cells(row: SealedRow, entry: Indicator) -> tuple[Cell, str]:
    """Return the median, and the points of 5% and 95%."""
    low, _, median, _, high = (figure_cell(value, entry.decimals) for value in _quantiles(row))
    return median, print_range(low.text, high.text)


def _quantiles(row: SealedRow) -> list[float]:
    return [float(value) for value in np.quantile(row.figures, LEVELS)]


def _naive(figure: float | None, decimals: int) -> Cell:
    return Cell(None, NO_FIGURE) if figure is None else figure_cell(figure, decimals)


def scores_report(found: LedgerScores, registry: Registry) -> Report:
    """Return the report of the scores."""
    return Report(
        partial(_score_blocks, found, registry),
        partial(_score_table, found.scores, registry),
        partial(_scores_record, found),
    )


def _score_blocks(found: LedgerScores, registry: Registry, language: Language) -> Iterator[Block]:
    yield Paragraph(scores_title(found, language))
    scored = found.of("scored")
    if scored:
        yield from ("", _narrowed(_score_table(scored, registry, language), _OF_SCORED))
    others = [one for one in found if one.state != "scored"]
    if others:
        yield from ("", _narrowed(_score_table(others, registry, language), _OF_OTHERS))
    yield ""
    yield from map(Paragraph, scores_words(found, language))


def _narrowed(table: Table, places: Sequence[int]) -> Table:
    """Return some columns of a table."""
    rows = [[row[place] for place in places] for row in table.rows if not isinstance(row, str)]
    return Table([table.columns[place] for place in places], rows)


def _score_table(scores: Iterable[LedgerScore], registry: Registry, language: Language) -> Table:
    names = ("indicator", "year", "scenario", "unit", "state", "observed", "vintage", "published")
    name, year, scenario, unit, state, observed, vintage, published = headings(language, *names)
    median, points = headings(language, "median", "points")
    columns = [
        Column(name, is_figure=False, limit=NAME_WIDTH, is_key=True),
        Column(year, is_key=True),
        Column(scenario, is_figure=False, rank=2),
        Column(_SEALED[language], is_figure=False, rank=3),
        Column(unit, is_figure=False, limit=10, rank=5),
        Column(state, is_figure=False),
        Column(observed),
        Column(vintage, is_figure=False, rank=3),
        Column(published, is_figure=False, rank=4),
        *map(Column, (median, points, "CRPS")),
        *(Column(RULE_NAMES[rule][language], rank=2) for rule in RULES),
        Column(_NEAREST[language], is_figure=False),
    ]
    return Table(
        columns, [_score_row(one, registry.indicators[one.row.indicator], language) for one in scores]
    )


def _score_row(one: LedgerScore, entry: Indicator, language: Language) -> Row:
    seen, is_waiting = one.point.seen, one.state == "waiting"
    score = None if one.prediction is None else one.prediction.crps
    joined = "、" if language == "zh" else ", "
    return [
        figure_name(entry, language),
        one.row.year,
        one.row.scenario,
        one.row.day,
        entry.unit.text(language),
        STATES[one.state][language],
        Cell(None, NO_FIGURE) if is_waiting else figure_cell(seen.value, entry.decimals),
        NO_FIGURE if is_waiting else seen.status or UNSTATED[language],
        NO_FIGURE if is_waiting else seen.known or UNSTATED[language],
        *_forecast_cells(one.row, entry),
        Cell(score, NO_FIGURE if score is None else print_digits(score, DIGITS)),
        *(_naive(one.row.naive[rule], entry.decimals) for rule in RULES),
        joined.join(who(name, language) for name in one.nearest) or NO_FIGURE,
    ]


def check_report(found: LedgerCheck) -> Report:
    """Return the report of a check."""
    return Report(
        partial(_check_blocks, found), partial(_fault_table, found.faults), partial(_check_record, found)
    )


def _check_blocks(found: LedgerCheck, language: Language) -> Iterator[Block]:
    yield from map(Paragraph, check_words(found, language))
    if found.is_intact and found.head and found.noted is None:
        yield from ("", head_line(found.head, language), Paragraph(head_words(found.count, language)))
    if found.faults:
        yield from ("", _fault_table(found.faults, language))


def _fault_table(faults: Sequence[Fault], language: Language) -> Table:
    place, what = _LINE[language]
    columns = [Column(place, is_figure=False, limit=40, is_key=True), Column(what, is_figure=False, limit=60)]
    return Table(columns, [[fault.place, fault.text(language)] for fault in faults])


# --- for programs


def _sealing_record(found: Sealing) -> dict[str, object]:
    return {
        "ledger": found.place,
        "head": found.head,
        "rows": found.count,
        "sealed_already": found.again,
        "sealed": [_row_record(row) for row in found.rows],
    }


def _row_record(row: SealedRow) -> dict[str, object]:
    """Return a row with quantiles in place of the members' figures, which stand in the ledger."""
    levels = zip(LEVELS, _quantiles(row), strict=True)
    fields = {key: value for key, value in row.as_record().items() if key != "figures"}
    return {**fields, "quantiles": {f"p{round(100 * level):02d}": value for level, value in levels}}


def _scores_record(found: LedgerScores) -> dict[str, object]:
    return {
        "ledger": found.place,
        "head": found.head,
        "counts": {state: len(found.of(state)) for state in STATES},
        "sums": {scenario: _sum_record(whole) for scenario, whole in found.sums().items()},
        "rows": [_score_record(one) for one in found],
    }


def _sum_record(whole: Sum) -> dict[str, object]:
    return {
        "count": whole.count,
        "within_50": whole.within_50,
        "within_90": whole.within_90,
        "mean_crps_in_sigma": whole.score,
        "skills": {
            each.rule: {"skill": each.skill, "better": each.better, "count": each.count}
            for each in whole.skills
        },
    }


def _score_record(one: LedgerScore) -> dict[str, object]:
    seen, prediction = one.point.seen, one.prediction
    is_waiting = one.state == "waiting"
    return {
        "line": one.line,
        **_row_record(one.row),
        "state": one.state,
        "observed": record_number(seen.value),
        "vintage": None if is_waiting else seen.status,
        "published": None if is_waiting else seen.known,
        "source": None
        if is_waiting
        else ":".join(filter(None, (seen.file, seen.sheet, seen.cell))) or seen.source,
        "crps": None if prediction is None else prediction.crps,
        "percentile": None if prediction is None else prediction.percentile,
        "naive_crps": {
            rule: None if prediction is None or figure is None else abs(figure - seen.value)
            for rule, figure in one.row.naive.items()
        },
        "nearest": list(one.nearest),
    }


def _check_record(found: LedgerCheck) -> dict[str, object]:
    return {
        "ledger": found.place,
        "rows": found.count,
        "head": found.head,
        "intact": found.is_intact,
        "line_of_given_head": found.noted,
        "faults": [
            {"place": fault.place, "zh": fault.zh, "en": fault.en, "code": fault.code}
            for fault in found.faults
        ],
    }
