"""Report of the shares of feedback loops."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.decision.loop_shares import LoopShare, LoopShares
from sim.arrays import Array
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table
from sim.report.words.glossary import heading
from sim.report.words.loops import (
    kind_words,
    mean_of,
    met_line,
    named_words,
    narrative,
    notes,
    path_words,
    title,
)
from sim.report.words.numbers import print_share, record_number
from sim.report.words.scenarios import model_line, scenario_line
from sim.units import Language

SHOWN = 15  # loops of the text; a spreadsheet and a record have all
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("达到的成员", "落空的成员", "增强或平衡"),
    "en": ("meet", "miss", "reinforcing or balancing"),
}
_MORE: dict[Language, str] = {
    "zh": "另有 {} 条份额更小，见 CSV 或 JSON。",
    "en": "{} more with smaller shares are in CSV and JSON.",
}


def loops_report(found: LoopShares) -> Report:
    """Return the loops, those that do most first."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: LoopShares, language: Language) -> Iterator[Block]:
    yield scenario_line(found.scenario, found.title.text(language), found.options, language)
    yield Paragraph(title(found, language))
    if found.met is not None:
        yield Paragraph(met_line(found, language))
    yield from ("", _table(found, language))
    if len(found.loops) > SHOWN:
        yield _MORE[language].format(len(found.loops) - SHOWN)
    yield ""
    yield from map(Paragraph, (*narrative(found, language), *notes(found, language)))
    yield model_line(found.model_hash, language)


def _table(found: LoopShares, language: Language) -> Table:
    met, missed, kind = _HEADS[language]
    first, last = str(found.years[0]), str(found.years[-1])
    columns = [
        Column(heading("loop", language), is_figure=False, limit=56, is_key=True),
        Column(heading("number", language), is_figure=False, rank=2),
        Column(heading("share", language)),
        *([] if found.met is None else [Column(met), Column(missed)]),
        Column(first, rank=2),
        Column(last, rank=2),
        Column(kind, is_figure=False, rank=1),
    ]
    return Table(columns, [_row(one, found, language) for one in found.loops[:SHOWN]])


def _row(one: LoopShare, found: LoopShares, language: Language) -> Row:
    return [
        path_words(one, found, language),
        named_words(one),
        _share(one.mean),
        *([] if found.met is None else [_share(mean_of(one.met)), _share(mean_of(one.missed))]),
        _share(float(one.share[0])),
        _share(float(one.share[-1])),
        kind_words(one, language),
    ]


def _share(value: float) -> Cell:
    return Cell(record_number(value), print_share(value, 1))


def _rows(found: LoopShares, language: Language) -> Table:
    """Return a row for each loop and year, in full digits."""
    heads = ("loop", "named", "kind", "year", "share", "met", "missed", "sign")
    rows: list[Row] = [
        [
            path_words(one, found, language, len(one.path)),
            named_words(one),
            kind_words(one, language),
            year,
            record_number(float(one.share[at])),
            None if one.met is None else record_number(float(one.met[at])),
            None if one.missed is None else record_number(float(one.missed[at])),
            record_number(one.sign),
        ]
        for one in found.loops
        for at, year in enumerate(found.years)
    ]
    return Table([Column(head) for head in heads], rows)


def _record(found: LoopShares) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "set": list(found.options),
        "model_hash": found.model_hash,
        "targets": [str(goal) for goal in found.goals],
        "met": found.met,
        "members": found.members,
        "loops": [
            {
                "path": list(one.path),
                "named": list(one.named),
                "sign": one.sign,
                "share": _by_year(found, one.share),
                "met": None if one.met is None else _by_year(found, one.met),
                "missed": None if one.missed is None else _by_year(found, one.missed),
            }
            for one in found.loops
        ],
        "draws": None if found.facts is None else dict(found.facts),
    }


def _by_year(found: LoopShares, share: Array) -> dict[str, float | None]:
    return {str(year): record_number(float(one)) for year, one in zip(found.years, share, strict=True)}
