"""The page of all indicators."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import streamlit as st

from sim.outcomes.board import Board
from sim.outcomes.board_of_fan import fan_board
from sim.outcomes.indicators import JUDGED, IndicatorRow
from sim.outcomes.targets import HEADLINE, TABLE1, Group
from sim.report.tables.probability_sentences import interval_text
from sim.report.tables.scoreboard import SECTIONS
from sim.report.words.figures import base_heading, base_range, base_text
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import NO_FIGURE, print_chance, print_range, print_share
from sim.report.words.punctuation import listed
from sim.ui.figures import (
    band_ends,
    chance_note,
    figure_text,
    judgement,
    prices_text,
    target_text,
)
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.ui.why import draw_why
from sim.units import Language

ORDER = ("table1", "text", "vision", "model")
NOTES = ("kind_note", "measure_note", "price_note")


def draw_scoreboard(scene: Scene) -> None:
    """Draw the page."""
    language = scene.view.language
    board = fan_board(scene.fan, scene.workspace)
    words = (chance_note(scene), *(say(key, language) for key in NOTES))
    notes = "".join(f"<p>{escape(text)}</p>" for text in words)
    st.html(
        f'<div class="teda facts"><b>{escape(scene.name)}</b> {escape(_tally(scene))} '
        f"{escape(' '.join(_together(board, scene)))}</div>"
        f'<div class="teda board" tabindex="0"><table>{_head(scene)}{_body(scene, board)}</table></div>'
        f'<div class="teda note">{notes}</div>'
    )
    draw_why(scene)


def _tally(scene: Scene) -> str:
    year, rows = scene.view.year, list(scene.fan.table)
    met = [scene.fan.is_likely(row.id, year) for row in rows if row.planned.kind == "plan"]
    judged = [each for each in met if each is not None]
    return say(
        "tally",
        scene.view.language,
        year=year,
        judged=len(judged),
        met=sum(judged),
        given=sum(row.series is not None and row.kind not in JUDGED for row in rows),
        missing=sum(row.series is None for row in rows),
    )


def _together(board: Board, scene: Scene) -> Iterator[str]:
    """Yield the joint probability of the year's headline indicators, and the targets of Table 1 met."""
    language, year = scene.view.language, scene.view.year
    for one in board.together:
        if one.group == Group(HEADLINE, year) and one.joint.members and len(one.targets) > 1:
            names = (board[target.indicator, year].entry.name.text(language) for target in one.targets)
            chance = {"share": print_share(one.joint.value, 1), "interval": interval_text(one.joint)}
            yield say("joint", language, names=listed(names, language), **chance)
        if one.group == Group(TABLE1, year) and one.joint.members:
            low, middle, high = (one.quantile(level) for level in (0.05, 0.5, 0.95))
            count = len(one.targets)
            yield say("table1_met", language, count=count, middle=middle, low=low, high=high)


def _head(scene: Scene) -> str:
    language, year = scene.view.language, scene.view.year
    words = [
        (heading("indicator", language), ""),
        (heading("unit", language), ""),
        (base_heading(scene.workspace.registry.plan, language), "num"),
        (say("col_result", language, year=year), "num"),
        (say("col_band", language), "num"),
    ]
    words += [(other.name, "num") for other in scene.beside]
    words += [
        (say("col_target", language, year=year), "num"),
        (heading("judgement", language), ""),
        (heading("probability", language), "num"),
        (heading("kind", language), ""),
        (heading("price_basis", language), ""),
    ]
    cells = "".join(f'<th class="{style}">{escape(text)}</th>' for text, style in words)
    return f"<thead><tr>{cells}</tr></thead>"


def _body(scene: Scene, board: Board) -> str:
    width = 10 + len(scene.beside)
    parts = []
    for section, rows in _sections(scene):
        title = escape(heading(f"section.{section}", scene.view.language))
        parts.append(f'<tr class="section"><td colspan="{width}">{title}</td></tr>')
        parts += [_row(scene, row, board) for row in rows]
    return f"<tbody>{''.join(parts)}</tbody>"


def _sections(scene: Scene) -> Iterator[tuple[str, list[IndicatorRow]]]:
    found: dict[str, list[IndicatorRow]] = {name: [] for name in ORDER}
    for row in scene.fan.table:
        found[SECTIONS[row.planned.group]].append(row)
    found["table1"].sort(key=lambda row: row.planned.number or 0)
    return ((name, rows) for name, rows in found.items() if rows)


def _row(scene: Scene, row: IndicatorRow, board: Board) -> str:
    fan, year, language = scene.fan, scene.view.year, scene.view.language
    entry, absent = row.entry, row.series is None
    share = fan.probability(row.id, year)
    standing, ends = judgement(fan, row.id, year, language), band_ends(fan, row.id, year)
    cells = [
        (f"{escape(entry.name.text(language))}{_binding(scene, row)}", "name"),
        (escape(entry.unit.text(language)), ""),
        (_base(row, language), "num"),
        (NO_FIGURE if absent else figure_text(fan, row.id, year), "num"),
        (print_range(*ends) if ends else NO_FIGURE, "num"),
    ]
    cells += [
        (NO_FIGURE if absent else figure_text(other.fan, row.id, year), "num") for other in scene.beside
    ]
    cells += [
        (_target(scene, row), "num"),
        (f'<span class="pill {standing[1]}">{standing[0]}</span>' if standing else NO_FIGURE, ""),
        (NO_FIGURE if share is None else _chance(share, row, board, scene), "num"),
        (word(f"kind.{row.kind}", language), "word"),
        (prices_text(entry, language) or NO_FIGURE, "word"),
    ]
    body = "".join(f'<td class="{style}">{text}</td>' for text, style in cells)
    return f'<tr data-indicator="{escape(row.id)}"{_style(absent)}>{body}</tr>'


def _chance(share: float, row: IndicatorRow, board: Board, scene: Scene) -> str:
    """Return the probability, with its sampling interval as a tooltip."""
    language, found = scene.view.language, board[row.id, scene.view.year].share
    assert found is not None
    why = say("sampling_interval", language, interval=interval_text(found))
    return f'<span title="{escape(why)}">{escape(print_chance(share))}</span>'


def _style(absent: bool) -> str:
    return ' class="absent"' if absent else ""


def _binding(scene: Scene, row: IndicatorRow) -> str:
    if row.planned.attribute != "binding":
        return ""
    return f' <span class="pill">{word("binding", scene.view.language)}</span>'


def _base(row: IndicatorRow, language: Language) -> str:
    """Return the base, with the range and the reason of an estimate as a tooltip on its mark."""
    base = row.base
    text = escape(base_text(row))
    if base is None or base.estimate is None:
        return text
    why = f"{base_range(row, language)}. {base.estimate.reason.text(language)}"
    return f'{text} <span class="pill" title="{escape(why)}">{word("estimated", language)}</span>'


def _target(scene: Scene, row: IndicatorRow) -> str:
    text = target_text(row, scene.view.year)
    if text is None:
        return NO_FIGURE
    is_stand_in = row.planned.kind == "stand_in"
    mark = f' <span class="pill">{word("stand_in", scene.view.language)}</span>' if is_stand_in else ""
    return f"{escape(text)}{mark}"
