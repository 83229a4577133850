"""The exploration page: the workbench, and what its figures rest on."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from sim.errors import SimError
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace
from sim.ui.faults import problem_html
from sim.ui.figures import fan_note
from sim.ui.page_state import Scene, compute_scene
from sim.ui.texts import say
from sim.ui.view import View
from sim.ui.workbench import answer_of, asked_query, asked_why, draw_workbench


def draw_explore(view: View, scenarios: Mapping[str, Scenario], workspace: Workspace) -> None:
    """Draw the page; all members are computed when the browser asks for them, having drawn its own run."""
    query, scene, fault = asked_query(), None, ""
    if query is not None:
        try:
            scene = compute_scene(view, scenarios, workspace)
        except SimError as error:
            fault = problem_html(error, view.language)
    answer = None if scene is None or query is None else answer_of(scene, query, asked_why())
    draw_workbench(view, scenarios, workspace, answer)
    st.html(fault or (_notes(scene) if scene else "<div></div>"))


def _notes(scene: Scene) -> str:
    language = scene.view.language
    notes = [fan_note(scene), say("price_note", language), say("kind_note", language)]
    notes.append(say("model_note", language, hash=scene.fan.table.model_hash[:12]))
    return f'<div class="teda note">{"".join(f"<p>{escape(note)}</p>" for note in notes)}</div>'
