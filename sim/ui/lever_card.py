"""The card of a lever, opened next to its slider: its evidence and its effect."""

from __future__ import annotations

from html import escape

import streamlit as st

from sim.analysis.structure import read_structure
from sim.report.model.facts import registry_facts
from sim.scenario.load import Scenario
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace
from sim.ui.effects import effects_html
from sim.ui.texts import say
from sim.ui.view import lever_name
from sim.units import Language

_SHOWN = ("history", "grade", "plan", "source")


@st.fragment
def draw_lever_card(slot: LeverSlot, scenario: Scenario, workspace: Workspace, language: Language) -> None:
    """Draw the button; its card is built when it is opened, without redrawing the page."""
    box = st.popover(
        say("lever_card", language),
        type="tertiary",
        key=f"card:{lever_name(slot)}:{language}",
        on_change="rerun",
    )
    if box.open:
        with box:
            st.html(lever_html(slot, scenario, workspace, language))


def lever_html(slot: LeverSlot, scenario: Scenario, workspace: Workspace, language: Language) -> str:
    """Return history, grade, plan and sources of a lever, and its effect on the headline indicators."""
    part = read_structure(workspace).parts[slot.name]
    facts = {fact.key: fact for fact in registry_facts(part, workspace, language)}
    rows = "".join(
        f"<tr><th>{escape(facts[key].label(language))}</th>"
        f"<td>{'<br>'.join(map(escape, facts[key].lines))}</td></tr>"
        for key in _SHOWN
        if key in facts
    )
    if "history" not in facts:
        rows = f"<tr><td colspan='2'>{say('no_history', language)}</td></tr>" + rows
    effects = effects_html((lever_name(slot),), scenario, workspace, language)
    return f'<div class="teda variable lever-card"><table>{rows}</table></div>{effects}'
