"""Report of the probabilities of targets: one ensemble in full, or several side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, cast

from sim.outcomes.board import Board, Standing, Together, standing_record
from sim.report.record import (
    Block,
    Cell,
    Column,
    Paragraph,
    Report,
    Row,
    Table,
    Value,
    figure_cell,
    section,
    share_cell,
    tabulated,
)
from sim.report.tables.probability_sentences import interval_text, notes, place, title, together
from sim.report.words.figures import target_text
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import (
    NO_FIGURE,
    print_figure,
    print_range,
    print_share,
)
from sim.units import Language

NAME_WIDTH = 30
UNIT_WIDTH = 11
FACTS = ("scenario", "title", "options", "model_hash", "method", "seed", "members", "failed")
SECTIONS = {  # attribute of an indicator: heading of its section
    "binding": "binding_indicators",
    "expected": "expected_indicators",
    "text": "section.text",
    "vision": "section.vision",
    "": "other",
}

_HEADS = ("probability", "interval", "median", "points", "median_lacks", "reached", "never")
_SHARES = {
    "probability",
    "probability_low",
    "probability_high",
    "probability_exact",
    "relative_shortfall",
    "never",
}
_RANKS = {"never": 3, "reached": 2, "points": 1}


def probability_report(boards: Sequence[Board]) -> Report:
    """Return the probabilities of targets: of one ensemble in full, or of several side by side."""
    return Report(
        partial(_blocks, boards),
        partial(_csv_table, boards),
        lambda: {
            "interval": "Wilson 95%, effective members",
            "ensembles": [_board_record(board) for board in boards],
        },
    )


def _blocks(boards: Sequence[Board], language: Language) -> Iterator[Block]:
    yield from (title(board, language) for board in boards)
    if len(boards) == 1:
        yield from ("", _in_full(boards[0], language), "")
        yield from map(Paragraph, together(boards[0], language))
    else:
        yield from ("", _side_by_side(boards, language), "")
        for board in boards:
            yield str(board.manifest["scenario"])
            yield from (Paragraph(text, "  ") for text in together(board, language))
    yield from map(Paragraph, notes(boards, language))


def _in_full(board: Board, language: Language) -> Table:
    columns = [
        *_head_columns(language),
        *(Column(heading(key, language), rank=_RANKS.get(key, 0)) for key in _HEADS),
    ]
    return Table(columns, list(_sectioned(board.rows, partial(_row, language=language), language)))


def _side_by_side(boards: Sequence[Board], language: Language) -> Table:
    """Return the probabilities of several ensembles, each with its interval and median."""
    columns = _head_columns(language)
    for board in boards:
        columns += [Column(str(board.manifest["scenario"]), limit=18), Column(heading("median", language))]
    row = partial(_row_of_several, boards=boards, language=language)
    return Table(columns, list(_sectioned(_all_rows(boards), row, language)))


def _head_columns(language: Language) -> list[Column]:
    return [
        Column(heading("indicator", language), is_figure=False, limit=NAME_WIDTH, is_key=True),
        Column(heading("unit", language), is_figure=False, limit=UNIT_WIDTH, is_key=True),
        Column(heading("year", language), is_key=True),
        Column(heading("target", language), is_key=True),
    ]


def _all_rows(boards: Sequence[Board]) -> list[Standing]:
    """Return every target of any board, from the first board that has it."""
    found: dict[tuple[str, int], Standing] = {}
    for board in boards:
        for row in board.rows:
            found.setdefault(place(row.target), row)
    return list(found.values())


def _sectioned(
    standings: Sequence[Standing], row: Callable[[Standing], Row], language: Language
) -> Iterator[Row | str]:
    for attribute, title_key in SECTIONS.items():
        found = [each for each in standings if _attribute(each) == attribute]
        if found:
            yield section(heading(title_key, language), language)
            yield from map(row, found)


def _attribute(row: Standing) -> str:
    """Return the section of a target: its attribute, or its group where it has none."""
    attribute = row.planned.attribute or row.planned.group
    return attribute if attribute in SECTIONS else ""


def _heads(row: Standing, language: Language) -> list[Cell | Value]:
    entry, target = row.entry, row.target.value
    name, unit = entry.name.text(language), entry.unit.text(language)
    return [name, unit, row.target.year, Cell(target, target_text(row.planned, target))]


def _row(row: Standing, language: Language) -> Row:
    decimals = row.entry.decimals
    low, median, high = (
        figure_cell(each, decimals) for each in (row.points.low, row.median, row.points.high)
    )
    spread = print_range(low.text, high.text)
    if row.share is None:
        kind = word(f"kind.{row.target.kind}", language)
        return [*_heads(row, language), kind, NO_FIGURE, median, spread, *[NO_FIGURE] * 3]
    return [
        *_heads(row, language),
        share_cell(row.share.value, 1),
        interval_text(row.share),
        median,
        spread,
        Cell(row.shortfall, _lacks(row)),
        row.median_year or NO_FIGURE,
        share_cell(row.never.value, 1) if row.never else NO_FIGURE,
    ]


def _lacks(row: Standing) -> str:
    if math.isnan(row.shortfall):
        return NO_FIGURE
    if not row.shortfall:
        return "0"
    figure = print_figure(row.shortfall, row.entry.decimals + 1)
    if math.isnan(row.relative_shortfall):
        return figure
    return f"{figure} ({print_share(row.relative_shortfall, 1)})"


def _row_of_several(row: Standing, boards: Sequence[Board], language: Language) -> Row:
    cells = _heads(row, language)
    for board in boards:
        known = {place(each.target): each for each in board.rows}
        one = known.get(place(row.target))
        if one is None:
            cells += [NO_FIGURE, NO_FIGURE]
        elif one.share is None:
            cells += [word(f"kind.{one.target.kind}", language), figure_cell(one.median, one.entry.decimals)]
        else:
            chance = f"{print_share(one.share.value, 1)} ({interval_text(one.share)})"
            cells += [Cell(one.share.value, chance), figure_cell(one.median, one.entry.decimals)]
    return cells


# --- records --------------------------------------------------------------------------------


def _csv_table(boards: Sequence[Board], language: Language) -> Table:
    """Return a row for each ensemble and target; joint counts are in the JSON only."""
    return tabulated(_csv_row(board, row, language) for board in boards for row in board.rows)


def _csv_row(board: Board, row: Standing, language: Language) -> dict[str, Any]:
    record = standing_record(row)
    return {
        heading("scenario", language): board.manifest["scenario"],
        "id": record.pop("indicator"),
        heading("indicator", language): row.entry.name.text(language),
        heading("unit", language): row.entry.unit.text(language),
        **{key: _csv_cell(key, each, row.entry.decimals) for key, each in record.items()},
    }


def _csv_cell(key: str, value: Any, decimals: int) -> Cell | Value:
    """Return a share in tenths of a per cent, a figure with one more digit than the plan prints."""
    if not isinstance(value, float) or key == "target":
        return cast("Value", value)
    return share_cell(value, 1) if key in _SHARES else figure_cell(value, decimals + 1)


def _board_record(board: Board) -> dict[str, Any]:
    return {
        **{name: board.manifest.get(name) for name in FACTS},
        "targets": [_target_record(row) for row in board.rows],
        "together": [_together_record(one) for one in board.together],
        "left_out": board.left_out,
    }


def _target_record(row: Standing) -> dict[str, Any]:
    entry = row.entry
    return {
        "name": entry.name.model_dump(),
        "unit": entry.unit.zh,
        "unit_en": entry.unit.en,
        "target_kind": row.planned.stated,
        "comparison": row.planned.comparison,
        **standing_record(row),
        "reached": {str(year): members for year, members in sorted(row.reached.items())},
    }


def _together_record(one: Together) -> dict[str, Any]:
    low, high = one.joint.interval
    return {
        "group": one.group.name,
        "year": one.group.year,
        "indicators": [target.indicator for target in one.targets],
        "members": one.joint.members,
        "all_met": one.joint.count,
        "probability": one.joint.value,
        "probability_low": low,
        "probability_high": high,
        "counts": one.counts.tolist(),
    }
