"""The effect of one lever or constant on the headline indicators, as a small table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from sim.analysis.effects import Effect, Move, effects_of, moves_of
from sim.names import split_element
from sim.report.words.numbers import MINUS, print_digits, print_figure, print_plain
from sim.report.words.variables import element_name
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace
from sim.ui.cache import What, what_of
from sim.ui.texts import say
from sim.units import Language

_KEPT = 256
_LEAST = 1e-6  # least relative change that counts as one


def effects_html(names: Sequence[str], scenario: Scenario, workspace: Workspace, language: Language) -> str:
    """Return a table for each of some levers and constants, "" where none of them has a range.

    Parameters
    ----------
    names : names in the registry
    scenario : scenario in which each is moved alone, everything else as in its file
    """
    moves = tuple(moves_of(names, workspace))
    if not moves:
        return ""
    hashes = (workspace.model.hash, workspace.registry.hash)
    found = _effects(hashes, what_of(scenario), moves, scenario, workspace)
    heading = say("effects_heading", language)
    note = say("effects_note", language, name=scenario.title.text(language))
    tables = "".join(_table(move, found[move.key], len(moves) > 1, workspace, language) for move in moves)
    return f'<div class="teda effects"><h3>{heading}</h3><div class="note">{escape(note)}</div>{tables}</div>'


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _effects(
    hashes: tuple[str, str], what: What, moves: tuple[Move, ...], _scenario: Scenario, _workspace: Workspace
) -> Mapping[str, tuple[Effect, ...]]:
    registry = _workspace.registry
    return effects_of(moves, registry.zone.headline, _scenario, _workspace, registry.plan.horizons)


def _table(
    move: Move, effects: Sequence[Effect], has_others: bool, workspace: Workspace, language: Language
) -> str:
    by_indicator: dict[str, list[Effect]] = {}
    for effect in effects:
        by_indicator.setdefault(effect.indicator, []).append(effect)
    widest = max((abs(_relative(effect)) for effect in effects), default=0.0)
    rows = "".join(_row(each, widest, workspace, language) for each in by_indicator.values())
    ends = say("effects_ends", language, low=print_digits(move.low), high=print_digits(move.high))
    element = element_name(split_element(move.key)[1], workspace.registry, language) if has_others else ""
    heads = "".join(f"<th>{year}</th>" for year in workspace.registry.plan.horizons)
    return f"<table><tr><th>{escape(f'{element} {ends}'.strip())}</th>{heads}</tr>{rows}</table>"


def _row(effects: Sequence[Effect], widest: float, workspace: Workspace, language: Language) -> str:
    entry = workspace.registry.indicators[effects[0].indicator]
    name = f"{entry.name.text(language)} <small>{escape(entry.unit.text(language))}</small>"
    cells = "".join(_cell(effect, widest, entry.decimals) for effect in effects)
    return f"<tr><td>{name}</td>{cells}</tr>"


def _cell(effect: Effect, widest: float, decimals: int) -> str:
    """Return both ends, the change between them, and a bar as long as the change is large."""
    low, high = (print_figure(value, decimals) for value in (effect.low, effect.high))
    relative = _relative(effect)
    if abs(relative) < _LEAST:
        return f"<td>{low}<b>0</b></td>"
    change = print_figure(abs(effect.change), decimals)
    if not float(change.replace(",", "")):
        change = print_plain(abs(effect.change), 1)  # smaller than the last printed digit
    side, sign = ("up", "+") if effect.change > 0 else ("down", MINUS)
    width = print_plain(100 * abs(relative) / widest, 3)
    return f'<td>{low} → {high}<b>{sign}{change}</b><i class="{side}" style="width:{width}%"></i></td>'


def _relative(effect: Effect) -> float:
    """Return the change relative to the scenario's figure; zero where there is no figure."""
    relative = effect.change / max(abs(effect.own), 1e-9)
    return relative if relative == relative else 0.0
