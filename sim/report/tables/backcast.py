"""Report of a backcast: the levers that would have to move, and how probable the goals then are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.decision.burden import MONEY_UNIT
from sim.analysis.decision.setting import Backcast, LeverMove, Shares
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, section
from sim.report.words.backcast import DIGITS, notes, outcome_words, title, value_with_unit, years_of
from sim.report.words.contribution import goal_words
from sim.report.words.glossary import heading
from sim.report.words.numbers import (
    print_chance,
    print_digits,
    print_plain,
    print_range,
    print_share,
    record_number,
)
from sim.report.words.scenarios import model_line, scenario_line
from sim.units import Language

_MOVES: dict[Language, tuple[str, ...]] = {
    "zh": ("原情景值", "改为", "可设范围", "占全程", "年份"),
    "en": ("as in the scenario", "change to", "limits of the lever", "of range", "years"),
}
_GOALS: dict[Language, tuple[str, ...]] = {
    "zh": ("不动时概率", "改后概率"),
    "en": ("with none moved", "then"),
}
_TOGETHER: dict[Language, str] = {"zh": "同时达到", "en": "all together"}
_AS_FILE: dict[Language, str] = {"zh": "写进情景文件的杠杆", "en": "The levers of a scenario file"}


def backcast_report(found: Backcast) -> Report:
    """Return the setting and its probabilities."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: Backcast, language: Language) -> Iterator[Block]:
    yield scenario_line(found.scenario, found.title.text(language), found.options, language)
    yield Paragraph(title(found, language))
    yield from ("", Paragraph(outcome_words(found, language)), "")
    moved = [move for move in found.moves if move.is_moved]
    if moved:
        yield from (_move_table(moved, language), "")
    yield from (_goal_table(found, language), "")
    if moved:
        yield from (section(_AS_FILE[language], language), *_as_file(moved), "")
    yield from map(Paragraph, notes(found, language))
    yield model_line(found.model_hash, language)


def _move_table(moved: list[LeverMove], language: Language) -> Table:
    own, value, limits, share, years = _MOVES[language]
    columns = [
        Column(heading("role.lever", language), is_figure=False, limit=32, is_key=True),
        *map(Column, (own, value)),
        Column(limits, rank=2),
        Column(share),
        Column(years, rank=1),
    ]
    rows: list[Row] = [
        [
            move.name.text(language),
            Cell(move.own, print_digits(move.own, DIGITS)),
            Cell(record_number(move.value), value_with_unit(move.value, move, language)),
            print_range(print_digits(move.low, DIGITS), print_digits(move.high, DIGITS)),
            Cell(record_number(move.distance), print_share(move.distance)),
            years_of(move),
        ]
        for move in moved
    ]
    return Table(columns, rows)


def _goal_table(found: Backcast, language: Language) -> Table:
    before, after = _GOALS[language]
    columns = [
        Column(heading("target", language), is_figure=False, limit=48, is_key=True),
        Column(before),
        Column(after),
    ]
    rows: list[Row] = [
        [goal_words(one, language), _chance(first), _chance(then)]
        for one, first, then in zip(found.goals, found.before.alone, found.after.alone, strict=True)
    ]
    if len(found.goals) > 1:
        rows.append([_TOGETHER[language], _chance(found.before.together), _chance(found.after.together)])
    return Table(columns, rows)


def _chance(share: float) -> Cell:
    return Cell(record_number(share), print_chance(share))


def _as_file(moved: list[LeverMove]) -> Iterator[str]:
    """Yield the levers as a scenario file has them, with digits enough to run the same setting."""
    yield "levers:"
    for move in moved:
        ramp = ("from", move.before), ("to", move.value), ("start", move.start), ("end", move.end)
        yield f"  {move.lever}: {{{', '.join(f'{name}: {print_plain(value, 12)}' for name, value in ramp)}}}"


def _rows(found: Backcast, language: Language) -> Table:
    """Return a row for each lever that may move."""
    heads = (
        "lever",
        "name",
        "unit",
        "before",
        "scenario",
        "value",
        "low",
        "high",
        "share_of_range",
        "start",
        "end",
    )
    rows: list[Row] = [
        [
            move.lever,
            move.name.text(language),
            move.unit,
            record_number(move.before),
            record_number(move.own),
            record_number(move.value),
            move.low,
            move.high,
            record_number(move.distance),
            move.start,
            move.end,
        ]
        for move in found.moves
    ]
    return Table([Column(head) for head in heads], rows)


def _record(found: Backcast) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "set": list(found.options),
        "model_hash": found.model_hash,
        "targets": [str(goal) for goal in found.goals],
        "probability_asked": found.probability,
        "first_year": found.start,
        "outcome": found.outcome,
        "proved": found.outcome == "met already",
        "distance": found.distance,
        "levers": [
            {
                "lever": move.lever,
                "name": move.name.model_dump(),
                "unit": move.unit,
                "from": move.before,
                "to": move.value,
                "scenario": move.own,
                "start": move.start,
                "end": move.end,
                "low": move.low,
                "high": move.high,
                "share_of_range": move.distance,
            }
            for move in found.moves
        ],
        "before": _shares(found, found.before),
        "after": _shares(found, found.after),
        "verified": found.is_verified,
        "search": {"members": found.search_members, "share": found.searched, "settings": found.tried},
        "limit": None
        if found.standing is None
        else {
            "output": found.standing.output.model_dump(),
            "year": found.standing.year,
            "binds": found.standing.limit,
            "gain": found.standing.gain,
            "tightest": list(found.standing.usual) if found.standing.usual else None,
        },
        "weighed": "distance" if found.cost is None else "cost",
        "cost": None
        if found.cost is None
        else {
            "year": found.cost.year,
            "unit": MONEY_UNIT.en,
            "levers": dict(found.cost.levers),
            "accounts": [{"name": name.model_dump(), "worse_by": value} for name, value in found.cost.paid],
        },
        "draws": None if found.facts is None else dict(found.facts),
    }


def _shares(found: Backcast, shares: Shares) -> dict[str, object]:
    alone = {str(goal): share for goal, share in zip(found.goals, shares.alone, strict=True)}
    return {"members": shares.members, "together": shares.together, "alone": alone}
