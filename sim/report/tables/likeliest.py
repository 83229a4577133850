"""Report of the likeliest failure and the likeliest success."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.decision.likely_world import LikelyWorlds, World
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, section
from sim.report.words.glossary import heading
from sim.report.words.likeliest import (
    middle_words,
    name_of,
    notes,
    quantile_words,
    sentence,
    title,
    turn_name,
    value_words,
)
from sim.report.words.numbers import record_number
from sim.report.words.scenarios import model_line, scenario_line
from sim.units import Language

SHOWN = 12  # turns of the text; a spreadsheet and a record have all
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("在这个世界", "分位"),
    "en": ("in this world", "draws below"),
}
_MORE: dict[Language, str] = {
    "zh": "另有 {} 项，离中位数更近。",
    "en": "{} more are nearer to their medians.",
}


def likeliest_report(found: LikelyWorlds) -> Report:
    """Return both worlds in words, and what is otherwise in them."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: LikelyWorlds, language: Language) -> Iterator[Block]:
    yield scenario_line(found.scenario, found.title.text(language), found.options, language)
    yield Paragraph(title(found, language))
    yield Paragraph(middle_words(found, language))
    for world in found.worlds:
        yield from ("", Paragraph(sentence(world, found, language)))
        if world.turns:
            yield from (section(name_of(world.outcome, language), language), _table(world, found, language))
        if len(world.turns) > SHOWN:
            yield _MORE[language].format(len(world.turns) - SHOWN)
    yield ""
    yield from map(Paragraph, notes(found, language))
    yield model_line(found.model_hash, language)


def _table(world: World, found: LikelyWorlds, language: Language) -> Table:
    columns = [
        Column(heading("parameter", language), is_figure=False, limit=40, is_key=True),
        Column(heading("median", language)),
        *map(Column, _HEADS[language]),
    ]
    rows: list[Row] = [
        [
            turn_name(one, found, language),
            Cell(record_number(one.middle), value_words(one.middle, one, language)),
            Cell(record_number(one.value), value_words(one.value, one, language)),
            Cell(record_number(one.quantile), quantile_words(one)),
        ]
        for one in world.turns[:SHOWN]
    ]
    return Table(columns, rows, title=name_of(world.outcome, language))


def _rows(found: LikelyWorlds, language: Language) -> Table:
    """Return a row for each world and what is otherwise in it, in full digits."""
    heads = ("outcome", "distance", "share", "key", "name", "unit", "median", "value", "quantile")
    rows: list[Row] = [
        [
            world.outcome,
            record_number(world.distance),
            record_number(world.share),
            one.key,
            turn_name(one, found, language),
            one.unit,
            record_number(one.middle),
            record_number(one.value),
            record_number(one.quantile),
        ]
        for world in found.worlds
        for one in world.turns
    ]
    return Table([Column(head) for head in heads], rows)


def _record(found: LikelyWorlds) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "set": list(found.options),
        "model_hash": found.model_hash,
        "targets": [str(goal) for goal in found.goals],
        "middle": list(found.middle),
        "members": found.members,
        "worlds": [_world(world, found) for world in found.worlds],
        "draws": None if found.facts is None else dict(found.facts),
    }


def _world(world: World, found: LikelyWorlds) -> dict[str, object]:
    return {
        "outcome": world.outcome,
        "found": world.is_reached,
        "distance": world.distance,
        "share": world.share,
        "figures": list(world.figures),
        "turns": [
            {
                "key": one.key,
                "name": {"zh": turn_name(one, found, "zh"), "en": turn_name(one, found, "en")},
                "unit": one.unit,
                "median": one.middle,
                "value": one.value,
                "quantile": one.quantile,
            }
            for one in world.turns
        ],
        "words": {"zh": sentence(world, found, "zh"), "en": sentence(world, found, "en")},
    }
