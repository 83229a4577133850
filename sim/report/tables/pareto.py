"""Report of trade-offs between objectives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.decision.trade_offs import Judged, TradeOffs
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, section
from sim.report.words.backcast import value_with_unit
from sim.report.words.numbers import NO_FIGURE, print_chance, print_share, record_number
from sim.report.words.pareto import (
    moved_words,
    notes,
    print_regret,
    print_value,
    short_words,
    title,
)
from sim.report.words.scenarios import changes, model_line
from sim.units import Language

_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("设定", "最差", "遗憾", "最大遗憾", "同时达到", "动的杠杆"),
    "en": ("setting no.", "worst", "regret", "largest regret", "all together", "levers moved"),
}
_LEVER: dict[Language, str] = {"zh": "杠杆的终值", "en": "end value of lever"}
_OWN: dict[Language, str] = {"zh": "不动", "en": "unmoved"}
_SECTION: dict[Language, tuple[str, str]] = {
    "zh": ("稳健：最差的十分之一成员与遗憾", "各设定的杠杆"),
    "en": ("Robustness: the worst tenth of members, and regret", "Levers of the settings"),
}


def pareto_report(found: TradeOffs) -> Report:
    """Return the settings with their objectives, robustness and levers."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: TradeOffs, language: Language) -> Iterator[Block]:
    yield Paragraph(title(found, language) + changes(found.options, language))
    robust, levers = _SECTION[language]
    yield from ("", _values(found, language), "", section(robust, language), _robust(found, language))
    yield from ("", section(levers, language), _levers(found, language), "")
    yield from map(Paragraph, notes(found, language))
    yield model_line(found.model_hash, language)


def _each(found: TradeOffs, language: Language) -> Iterator[tuple[str, Judged, str]]:
    """Yield name, measures and moved levers of the scenario and of each setting."""
    yield _OWN[language], found.own, NO_FIGURE
    for one in found.settings:
        yield str(one.number), one.judged, moved_words(one, language)


def _values(found: TradeOffs, language: Language) -> Table:
    setting, _, _, _, together, moved = _HEADS[language]
    has_goals = found.own.together is not None
    columns = [
        Column(setting, is_figure=False, is_key=True),
        *(Column(short_words(one, language), limit=28) for one in found.objectives),
        *([Column(together)] if has_goals else []),
        Column(moved, is_figure=False, rank=1),
    ]
    rows: list[Row] = []
    for name, judged, levers in _each(found, language):
        cells = [
            Cell(record_number(value), print_value(value, one))
            for one, value in zip(found.objectives, judged.values, strict=True)
        ]
        if judged.together is not None:
            cells.append(Cell(record_number(judged.together), print_chance(judged.together)))
        rows.append([name, *cells, levers])
    return Table(columns, rows)


def _robust(found: TradeOffs, language: Language) -> Table:
    setting, worst, regret, largest, _, _ = _HEADS[language]
    measured = [one for one in found.objectives if one.kind != "probability"]
    columns = [
        Column(setting, is_figure=False, is_key=True),
        *(Column(f"{worst} {short_words(one, language)}", limit=28) for one in measured),
        *(Column(f"{regret} {short_words(one, language)}", limit=28) for one in found.objectives),
        Column(largest),
    ]
    rows: list[Row] = []
    for name, judged, _ in _each(found, language):
        bad = [
            Cell(None if value is None else record_number(value), print_value(value, one))
            for one, value in zip(found.objectives, judged.worst, strict=True)
            if one.kind != "probability"
        ]
        missed = [
            Cell(record_number(value), print_regret(value, one))
            for one, value in zip(found.objectives, judged.regret, strict=True)
        ]
        share = Cell(record_number(judged.share_regret), print_share(judged.share_regret))
        rows.append([name, *bad, *missed, share])
    return Table(columns, rows)


def _levers(found: TradeOffs, language: Language) -> Table:
    """Return the levers that any setting moves, with their values in each."""
    moves = list(zip(*(one.moves for one in found.settings), strict=True))
    columns = [
        Column(_LEVER[language], is_figure=False, limit=28, is_key=True),
        Column(_OWN[language]),
        *(Column(str(one.number)) for one in found.settings),
    ]
    rows: list[Row] = [
        [
            own[0].name.text(language),
            Cell(record_number(own[0].own), value_with_unit(own[0].own, own[0], language)),
            *(Cell(record_number(move.value), value_with_unit(move.value, move, language)) for move in own),
        ]
        for own in moves
        if any(move.is_moved for move in own)
    ]
    return Table(columns, rows)


def _rows(found: TradeOffs, language: Language) -> Table:
    """Return a row for the scenario and each setting, in full digits."""
    names = [one.asked for one in found.objectives]
    levers = found.settings[0].moves if found.settings else ()
    heads = [
        "setting", *names, *(f"worst {name}" for name in names), *(f"regret {name}" for name in names),
        "largest_regret", "together", *(move.lever for move in levers),
    ]  # fmt: skip
    values = [[move.own for move in levers], *([move.value for move in one.moves] for one in found.settings)]
    rows: list[Row] = []
    for (name, judged, _), own in zip(_each(found, language), values, strict=True):
        figures = [*judged.values, *judged.worst, *judged.regret, judged.share_regret, judged.together]
        rows.append([name, *(None if each is None else record_number(each) for each in (*figures, *own))])
    return Table([Column(head) for head in heads], rows)


def _record(found: TradeOffs) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "set": list(found.options),
        "model_hash": found.model_hash,
        "start": found.start,
        "objectives": [
            {
                "asked": one.asked,
                "kind": one.kind,
                "name": one.name.model_dump(),
                "unit": "fraction" if one.kind == "probability" else one.unit.en,
                "better": "lower" if one.is_low else "higher",
            }
            for one in found.objectives
        ],
        "unmoved": _judged(found.own),
        "settings": [
            {
                "number": one.number,
                **_judged(one.judged),
                "levers": {move.lever: move.value for move in one.moves},
            }
            for one in found.settings
        ],
        "members": found.members,
        "search": {
            "members": found.search_members,
            "tried": found.tried,
            "on_front": found.found,
            "seed": found.seed,
        },
        "draws": None if found.facts is None else dict(found.facts),
    }


def _judged(judged: Judged) -> dict[str, object]:
    return {
        "values": list(judged.values),
        "worst": list(judged.worst),
        "regret": list(judged.regret),
        "largest_regret": judged.share_regret,
        "together": judged.together,
    }
