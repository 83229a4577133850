"""The exploration page: the workbench, and what its figures rest on."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from sim.errors import SimError
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace
from sim.ui.faults import problem_html
from sim.ui.figures import fan_note
from sim.ui.page_state import Scene
from sim.ui.terms import with_terms
from sim.ui.texts import say
from sim.ui.view import View
from sim.ui.workbench import answer_of, asked_why, draw_workbench


def draw_explore(
    view: View,
    scenarios: Mapping[str, Scenario],
    workspace: Workspace,
    asked: str | None,
    found: Scene | SimError | None,
) -> None:
    """Draw the page.

    Parameters
    ----------
    asked : what the browser wants all members of, having drawn its own run
    found : what came of it, None where nothing is asked
    """
    scene = found if isinstance(found, Scene) else None
    answer = None if scene is None or asked is None else answer_of(scene, asked, asked_why())
    draw_workbench(view, scenarios, workspace, answer)
    if isinstance(found, SimError):
        st.html(problem_html(found, view.language))
    else:
        st.html(_notes(scene) if scene else "<div></div>")


def _notes(scene: Scene) -> str:
    language = scene.view.language
    notes = [fan_note(scene), say("price_note", language), say("kind_note", language)]
    notes.append(say("model_note", language, hash=scene.fan.table.model_hash[:12]))
    return f'<div class="teda note">{"".join(f"<p>{with_terms(note, language)}</p>" for note in notes)}</div>'
