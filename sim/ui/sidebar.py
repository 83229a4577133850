"""The side bar: scenarios, levers by sector, seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import cast, get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.names import fold
from sim.registry.levers import Group
from sim.report.words.glossary import heading
from sim.report.words.lever_scale import Scale, lever_unit, scale_of
from sim.report.words.numbers import print_plain, print_range
from sim.report.words.punctuation import listed
from sim.sampling.forecast import shipped_hash
from sim.sampling.methods import DRAWN
from sim.scenario.load import Scenario
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace
from sim.ui.choice import choose
from sim.ui.lever_card import draw_lever_card
from sim.ui.lever_path import draw_lever_path, path_of
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.ui.view import (
    MOST_SEED,
    NO_COMPARISON,
    is_moved,
    lever_key,
    lever_name,
    scenario_value,
    slots_of,
)
from sim.units import Language

GROUPS = cast("tuple[Group, ...]", get_args(Group))
OPEN_GROUPS = ("investment", "innovation")
RESULTS = "results"  # the fragment that a slider reruns


@dataclass(frozen=True)
class Desk:
    """Data that the levers need to be drawn."""

    scenario: Scenario
    workspace: Workspace
    language: Language


def draw_sidebar(
    scenarios: Mapping[str, Scenario], workspace: Workspace, language: Language
) -> DeltaGenerator:
    """Draw all inputs of the computation; return the placeholder that lists the moved levers."""
    with st.sidebar:
        _choose_scenarios(scenarios, language)
        desk = Desk(scenarios[st.session_state["scenario"]], workspace, language)
        moved = _head_of_levers(language)
        for group in GROUPS:
            slots = [slot for slot in slots_of(workspace) if slot.lever.group == group]
            if slots:
                _draw_group(group, slots, desk)
        with st.expander(say("uncertainty", language), key="group:seed"):
            _choose_draws(workspace, language)
            st.number_input(
                say("draw_seed", language),
                0,
                MOST_SEED,
                step=1,
                key="seed",
                help=say("seed_help", language),
                on_change=redraw_results,
            )
    return moved


def _choose_scenarios(scenarios: Mapping[str, Scenario], language: Language) -> None:
    titles = {name: scenario.title.text(language) for name, scenario in scenarios.items()}
    note = say("scenario_help", language)
    chosen = choose(heading("scenario", language), titles, "scenario", language, note, reset_levers)
    st.html(f'<div class="teda note">{escape(scenarios[chosen].about.text(language))}</div>')
    others = {NO_COMPARISON: say("no_compare", language), **titles}
    choose(heading("compared", language), others, "compare", language, say("compare_help", language))


def _choose_draws(workspace: Workspace, language: Language) -> None:
    """Draw the choice between the forecast and the prior, where the home ships a forecast."""
    if shipped_hash(workspace) is None:
        return
    options: dict[str, str] = {name: say(name, language) for name in DRAWN}
    note = say("draws_help", language)
    choose(say("draws", language), options, "draws", language, note, redraw_results)


def reset_levers() -> None:
    """Reset every lever to its scenario's value."""
    st.session_state["moved"], st.session_state["paths"] = {}, {}


def _head_of_levers(language: Language) -> DeltaGenerator:
    st.html(f'<div class="teda"><b>{say("levers", language)}</b></div>')
    moved = st.empty()
    st.button(say("reset", language), key="reset", on_click=reset_levers, width="stretch")
    return moved


def moved_html(scene: Scene) -> str:
    """Return the list of levers that differ from their scenario."""
    language, moved = scene.view.language, {*scene.view.levers, *scene.view.paths}
    titles = [
        lever_title(slot, scene.workspace, language)
        for slot in slots_of(scene.workspace)
        if lever_name(slot) in moved
    ]
    if not titles:
        return f'<div class="teda note">{say("levers_note", language)}</div>'
    count, names = say("changed", language, count=len(titles)), escape(listed(titles, language))
    return f'<div class="teda note"><span class="pill strong">{count}</span> {names}</div>'


def _draw_group(group: Group, slots: list[LeverSlot], desk: Desk) -> None:
    """Draw a sector; a closed one without its sliders, which would take time at every move."""
    title = say(group, desk.language)
    box = st.expander(title, expanded=group in OPEN_GROUPS, key=f"group:{group}", on_change="rerun")
    if box.open:
        with box:
            for slot in slots:
                _draw_lever(slot, desk)


def _draw_lever(slot: LeverSlot, desk: Desk) -> None:
    own = scenario_value(slot, "to", desk.scenario, desk.workspace)
    path = path_of(slot, desk.scenario.paths.get(lever_name(slot)))
    is_own = lever_name(slot) not in st.session_state["paths"]
    base = own if path is None or is_own else float(path.values[path.last])
    plan, key = slot.lever.plan, lever_key(slot)
    scale = scale_of(slot, (own,) if plan is None else (own, plan))
    title, unit = lever_title(slot, desk.workspace, desk.language), lever_unit(slot, desk.language)
    value = float(st.session_state["moved"].get(lever_name(slot), base))
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    st.slider(
        say("lever_label", desk.language, name=title, unit=unit),
        min_value=slot.lever.minimum,
        max_value=slot.lever.maximum,
        step=scale.step,
        format=scale.format,
        key=key,
        help=_help(slot, scale, desk, has_path=path is not None),
        on_change=_take_lever,
        args=(slot, base, scale),
    )
    st.html(_marks(slot, scale, own, desk.language))
    left, right = st.columns(2, gap="small")
    with left:
        draw_lever_path(slot, path, scale, desk.workspace, desk.language)
    with right:
        draw_lever_card(slot, desk.scenario, desk.workspace, desk.language)


def _take_lever(slot: LeverSlot, base: float, scale: Scale) -> None:
    """Store the value of a slider, then draw the results alone, not the widgets around them."""
    value = scale.snapped(float(st.session_state[lever_key(slot)]))
    moved = dict(st.session_state["moved"])
    moved.pop(lever_name(slot), None)
    if is_moved(slot, value, base):
        moved[lever_name(slot)] = value
    st.session_state["moved"] = moved
    redraw_results()


def redraw_results() -> None:
    """Compute and draw the results alone."""
    st.rerun(RESULTS)


def lever_title(slot: LeverSlot, workspace: Workspace, language: Language) -> str:
    """Return a lever's name, with the element where the registry describes the lever as a whole."""
    name = slot.lever.name.text(language)
    known = workspace.registry.levers
    is_own = not slot.suffix or lever_name(slot) in known or fold(lever_name(slot)) in map(fold, known)
    return name if is_own else f"{name} {slot.suffix}"


def _marks(slot: LeverSlot, scale: Scale, base: float, language: Language) -> str:
    """Return the ruler under a slider: limits, the scenario's value, and the plan's if it states one."""
    lever = slot.lever
    ticks = [("", base, say("mark_scenario", language, value=scale.text(base)))]
    if lever.plan is not None:
        ticks.append(("plan", lever.plan, say("mark_plan", language, value=scale.text(lever.plan))))
    width = lever.maximum - lever.minimum
    ruler = "".join(
        f'<i class="{name}" style="left:{print_plain(100 * (value - lever.minimum) / width)}%"></i>'
        for name, value, _ in ticks
    )
    words = " · ".join(f'<span class="{name}">{escape(text)}</span>' for name, _, text in ticks)
    low, high = scale.text(lever.minimum), scale.text(lever.maximum)
    return (
        f'<div class="ruled"><div class="ruler">{ruler}</div>'
        f'<div class="ends"><span>{low}</span><span>{words}</span><span>{high}</span></div></div>'
    )


def _help(slot: LeverSlot, scale: Scale, desk: Desk, *, has_path: bool) -> str:
    low, start, end = (
        scenario_value(slot, name, desk.scenario, desk.workspace) for name in ("from", "start", "end")
    )
    lever, language = slot.lever, desk.language
    limits = (
        f"{print_range(scale.text(lever.minimum), scale.text(lever.maximum))} {lever_unit(slot, language)}"
    )
    ramp = {"low": scale.text(low), "start": print_plain(start), "end": print_plain(end), "limits": limits}
    course = say("path_help", language, limits=limits) if has_path else say("help_ramp", language, **ramp)
    parts = [lever.about.text(language), course]
    if lever.plan is not None:
        parts.append(say("help_plan", language, quote=lever.plan_quote, value=scale.text(lever.plan)))
    parts.append(say("help_grade", language, grade=lever.grade))
    return " ".join(parts)
