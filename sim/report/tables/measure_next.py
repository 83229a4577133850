"""Report of what unpublished figures would be worth."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.decision.information import Told
from sim.analysis.decision.worth import Candidate, Worth
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table
from sim.report.words.measure_next import (
    best_line,
    error_words,
    name_of,
    notes,
    now_line,
    title,
    unit_words,
)
from sim.report.words.numbers import print_digits, print_range, print_share, record_number
from sim.report.words.scenarios import model_line, scenario_line
from sim.units import Language

SHOWN = 12  # figures of the text; a spreadsheet and a record have all
DIGITS = 4  # of a figure
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("未公布的数", "成员 5%–95%", "公布误差", "猜对", "消除", "模拟：猜对", "模拟：消除"),
    "en": (
        "unpublished figure",
        "members 5%–95%",
        "publication error",
        "right call",
        "resolved",
        "acquired: right call",
        "acquired: resolved",
    ),
}
_MORE: dict[Language, str] = {"zh": "另有 {} 项用处更小。", "en": "{} more tell less."}
_NONE: dict[Language, str] = {
    "zh": "这一年没有哪个数在成员之间有差别。",
    "en": "No figure of that year differs between members.",
}


def measure_next_report(found: Worth) -> Report:
    """Return the figures, those that tell most first."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: Worth, language: Language) -> Iterator[Block]:
    yield scenario_line(found.scenario, found.title.text(language), found.options, language)
    yield Paragraph(title(found, language))
    yield Paragraph(now_line(found, language))
    if found.candidates:
        yield from (Paragraph(best_line(found, language)), "", _table(found, language))
    else:
        yield _NONE[language]
    if len(found.candidates) > SHOWN:
        yield _MORE[language].format(len(found.candidates) - SHOWN)
    yield ""
    yield from map(Paragraph, notes(found, language))
    yield model_line(found.model_hash, language)


def _table(found: Worth, language: Language) -> Table:
    name, band, error, right, resolved, acquired, acquired_resolved = _HEADS[language]
    columns = [
        Column(name, is_figure=False, limit=36, is_key=True),
        Column(band, rank=1),
        Column(error, rank=2),
        *map(Column, (right, resolved, acquired, acquired_resolved)),
    ]
    return Table(columns, [_row(one, found, language) for one in found.candidates[:SHOWN]])


def _row(one: Candidate, found: Worth, language: Language) -> Row:
    unit = unit_words(one, found, language)
    low, high = (print_digits(value, DIGITS) for value in (one.low, one.high))
    told, acquired = one.told, one.acquired
    return [
        name_of(one, found, language),
        f"{print_range(low, high)} {unit}".rstrip(),
        Cell(record_number(one.error), error_words(one)),
        Cell(record_number(told.right), print_share(told.right)),
        Cell(record_number(told.explained), print_share(told.explained)),
        Cell(record_number(acquired.right), f"{print_share(acquired.right)} ±{print_share(acquired.error)}"),
        Cell(record_number(acquired.explained), print_share(acquired.explained)),
    ]


def _rows(found: Worth, language: Language) -> Table:
    """Return a row for each figure, in full digits."""
    heads = (
        "figure", "name", "year", "unit", "low", "high", "error", "right", "explained", "acquired_right",
        "acquired_error", "acquired_explained",
    )  # fmt: skip
    rows: list[Row] = [
        [
            one.point.id,
            name_of(one, found, language),
            found.year,
            unit_words(one, found, language),
            *map(
                record_number,
                (
                    one.low, one.high, one.error, one.told.right, one.told.explained, one.acquired.right,
                    one.acquired.error, one.acquired.explained,
                ),
            ),
        ]
        for one in found.candidates
    ]  # fmt: skip
    return Table([Column(head) for head in heads], rows)


def _record(found: Worth) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "set": list(found.options),
        "model_hash": found.model_hash,
        "targets": [str(goal) for goal in found.goals],
        "year": found.year,
        "met": found.met,
        "right_now": found.right_now,
        "figures": [
            {
                "figure": one.point.id,
                "name": {"zh": name_of(one, found, "zh"), "en": name_of(one, found, "en")},
                "unit": unit_words(one, found, "en"),
                "low": one.low,
                "high": one.high,
                "error": one.error,
                "regression": _told(one.told),
                "acquisitions": _told(one.acquired),
            }
            for one in found.candidates
        ],
        "acquisitions": found.acquisitions,
        "members": found.members,
        "draws": None if found.facts is None else dict(found.facts),
    }


def _told(told: Told) -> dict[str, float | None]:
    return {
        "right": told.right,
        "explained": told.explained,
        "standard_error": record_number(told.error),
    }
