"""Report of the causes of a difference, as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sim.analysis.decision.causes import Cause, Why
from sim.engine.model import CLOCK
from sim.names import split_element
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table
from sim.report.words.numbers import NO_FIGURE, print_share_change, record_number
from sim.report.words.scenarios import changes, model_line
from sim.report.words.why import (
    cause_words,
    difference,
    name_of,
    notes,
    others_words,
    print_part,
    sentences,
    title,
    values_words,
    via_words,
)
from sim.units import Language

INDENT = "· "
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("原因", "带来", "占总差别", "本身的变化", "经由"),
    "en": ("cause", "brings", "of the difference", "its own change", "by way of"),
}
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


def why_report(found: Why) -> Report:
    """Return the tree of causes to read, a row for each, and nested for programs."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: Why, language: Language) -> Iterator[Block]:
    yield Paragraph(title(found, language) + changes(found.options, language))
    yield Paragraph(difference(found, language))
    yield from ("", cause_table(found, language), "")
    yield from map(Paragraph, sentences(found, language))
    yield ""
    yield from map(Paragraph, notes(found, language))
    yield model_line(found.model_hash, language)


def cause_table(found: Why, language: Language) -> Table:
    """Return the tree of causes, a row for each, indented by its depth."""
    name, part, share, change, via = _HEADS[language]
    columns = [
        Column(name, is_figure=False, limit=44, is_key=True),
        Column(f"{part} {found.entry.unit.text(language)}"),
        Column(share),
        Column(change, is_figure=False, limit=36, rank=1),
        Column(via, is_figure=False, limit=36, rank=2),
    ]
    return Table(columns, list(_table(found, language)))


def _table(found: Why, language: Language) -> Iterator[Row]:
    for depth, one in _walk(found.causes, found.rest, found.smaller):
        if isinstance(one, Cause):
            name = cause_words(one, found, language)
            change, via, share = (
                values_words(one, found, language),
                via_words(one, found, language),
                one.share,
            )
        else:
            share, smaller = one
            name, change, via = others_words(smaller, language), NO_FIGURE, ""
        part = share / found.whole
        yield [
            INDENT * depth + name,
            Cell(record_number(share), print_part(share, found)),
            Cell(record_number(part), print_share_change(part, 0)),
            change,
            via,
        ]


def _walk(
    causes: Sequence[Cause], rest: float, smaller: int, depth: int = 0
) -> Iterator[tuple[int, Cause | tuple[float, int]]]:
    """Yield causes with their depths, and behind those of an effect the part and number of the others."""
    for one in causes:
        yield depth, one
        yield from _walk(one.causes, one.rest, one.smaller, depth + 1)
    if smaller:
        yield depth, (rest, smaller)


def _rows(found: Why, language: Language) -> Table:
    """Return a row for each cause, in full digits."""
    heads = (
        "depth", "key", "name", "kind", "part", "of_difference", "before", "after", "unit", "via",
        "indicator_unit",
    )  # fmt: skip
    rows: list[Row] = []
    for depth, one in _walk(found.causes, found.rest, found.smaller):
        if isinstance(one, Cause):
            middle = (one.key, name_of(one.key, found, language), one.kind)
            last = (
                record_number(one.before), record_number(one.after), _unit(one, found),
                via_words(one, found, language),
            )  # fmt: skip
            share = one.share
        else:
            share, smaller = one
            middle, last = ("", others_words(smaller, language), "others"), (None, None, "", "")
        parts = (record_number(share), record_number(share / found.whole))
        rows.append([depth, *middle, *parts, *last, found.entry.unit.text(language)])
    return Table([Column(head) for head in heads], rows)


def _unit(one: Cause, found: Why) -> str:
    return "" if one.key == CLOCK else found.structure.parts[split_element(one.key)[0]].variable.units


def _record(found: Why) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "against": found.against,
        "since": found.since,
        "set": list(found.options),
        "model_hash": found.model_hash,
        "indicator": found.indicator,
        "year": found.year,
        "unit": found.entry.unit.en,
        "before": found.before,
        "after": found.after,
        "causes": [_nested(one, found) for one in found.causes],
        "others": {"part": found.rest, "number": found.smaller},
        "loops": [{"path": list(loop.path), "part": loop.share} for loop in found.loops],
        "named_loops": list(found.named),
        "sentences": {language: list(sentences(found, language)) for language in _LANGUAGES},
    }


def _nested(one: Cause, found: Why) -> dict[str, object]:
    return {
        "key": one.key,
        "name": {language: name_of(one.key, found, language) for language in _LANGUAGES},
        "kind": one.kind,
        "part": one.share,
        "before": record_number(one.before),
        "after": record_number(one.after),
        "unit": _unit(one, found),
        "via": list(one.via),
        "causes": [_nested(each, found) for each in one.causes],
        "others": {"part": one.rest, "number": one.smaller},
    }
