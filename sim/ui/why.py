"""Why an indicator is where it is: causes of its difference, and how far single levers would move it."""

from __future__ import annotations

from html import escape

import streamlit as st

from sim.analysis.decision.causes import Why
from sim.analysis.decision.reach import Reach, reaches
from sim.analysis.decision.why import why
from sim.errors import SimError
from sim.report.words.lever_scale import lever_unit, scale_of
from sim.report.words.numbers import NO_FIGURE, print_figure
from sim.report.words.why import difference, sentences
from sim.scenario.load import Scenario
from sim.scenario.settings import apply_settings
from sim.ui.cache import what_of
from sim.ui.cause_tree import cause_tree
from sim.ui.choice import choose
from sim.ui.fact_table import fact_table
from sim.ui.faults import fault_list
from sim.ui.how import draw_how
from sim.ui.page_state import Scene
from sim.ui.texts import say

_DEPTH = 3
_SHOWN = 6  # levers
_NONE = ""


def draw_why(scene: Scene) -> None:
    """Draw the choice of an indicator, and what is found about it."""
    language = scene.view.language
    modelled = {row.id: row.entry.name.text(language) for row in scene.fan.table if row.series is not None}
    st.session_state.setdefault("why", _NONE)
    if st.session_state["why"] not in modelled:
        st.session_state["why"] = _NONE
    chosen = choose(say("why_of", language), {_NONE: NO_FIGURE, **modelled}, "why", language)
    if chosen != _NONE:
        st.html(_causes(scene, chosen) + _levers(scene, chosen))
        draw_how(scene, changed_scenario(scene), chosen)


def _causes(scene: Scene, key: str) -> str:
    """Return the causes of the difference from the first study beside, or else from the base year."""
    view, language, workspace = scene.view, scene.view.language, scene.workspace
    scenario = changed_scenario(scene)
    against = scene.beside[0].scenario if scene.beside else None
    hashes = (workspace.model.hash, workspace.registry.hash)
    since = workspace.registry.plan.base_year
    other = None if against is None else what_of(against)
    try:
        found = _found(hashes, what_of(scenario), other, key, view.year, since, scenario, against)
    except SimError as error:
        return f'<div class="teda note">{fault_list(error.faults)}</div>'
    words = "".join(
        f"<p>{escape(text)}</p>" for text in (difference(found, language), *sentences(found, language))
    )
    return f'<div class="teda facts">{words}</div>' + cause_tree(found, language)


@st.cache_resource(max_entries=64, show_spinner=False)
def _found(
    hashes: tuple[str, str],
    what: object,
    other: object,
    key: str,
    year: int,
    since: int,
    _scenario: Scenario,
    _against: Scenario | None,
) -> Why:
    if _against is not None:
        return why(_scenario, key, year, against=_against, depth=_DEPTH)
    return why(_scenario, key, year, since=since, depth=_DEPTH)


def changed_scenario(scene: Scene) -> Scenario:
    """Return the scenario with what the visitor has set."""
    return apply_settings(scene.scenarios[scene.view.scenario], scene.view.settings, scene.workspace)


def _levers(scene: Scene, key: str) -> str:
    """Return the levers that move the indicator most, and those that alone would meet its target."""
    language, entry = scene.view.language, scene.fan.table.rows[key].entry
    scenario, workspace = changed_scenario(scene), scene.workspace
    hashes = (workspace.model.hash, workspace.registry.hash)
    found = [
        each
        for each in _reaches(hashes, what_of(scenario), key, scene.view.year, scenario, scene)
        if each.change
    ]
    if not found:
        return ""
    rows = [
        (
            each.slot.lever.name.text(language) + (f" {each.slot.suffix}" if each.slot.suffix else ""),
            lever_unit(each.slot, language),
            scale_of(each.slot, (each.own,)).text(each.own),
            f"{print_figure(each.low, entry.decimals + 1)} → {print_figure(each.high, entry.decimals + 1)}",
            NO_FIGURE if each.needed is None else scale_of(each.slot, (each.needed,)).text(each.needed),
        )
        for place, each in enumerate(found)
        if place < _SHOWN or each.needed is not None
    ]
    heads = [say(name, language) for name in ("why_lever", "why_unit", "why_own", "why_ends", "why_needed")]
    note = say("why_note", language, year=scene.view.year)
    return fact_table(heads, rows) + f'<div class="teda note">{escape(note)}</div>'


@st.cache_resource(max_entries=64, show_spinner=False)
def _reaches(
    hashes: tuple[str, str], what: object, key: str, year: int, _scenario: Scenario, _scene: Scene
) -> tuple[Reach, ...]:
    return reaches(_scenario, key, year, _scene.workspace)
