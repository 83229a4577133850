"""The page of notes: the model, its evidence, and how to read the charts."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from sim.analysis.evidence import count_evidence
from sim.report.words.evidence import HEADS, evidence_rows, evidence_text, screening_text
from sim.report.words.glossary import heading
from sim.ui.actuals import draw_actuals
from sim.ui.fact_table import fact_table
from sim.ui.figures import fan_note
from sim.ui.page_state import Scene
from sim.ui.terms import with_terms
from sim.ui.texts import say
from sim.units import Language


def draw_notes(scene: Scene) -> None:
    """Draw the page."""
    left, right = st.columns(2, gap="large")
    with left:
        _about(scene)
        _evidence(scene)
    with right:
        _scenarios(scene)
        _loops(scene)
    draw_actuals(scene)


def _about(scene: Scene) -> None:
    language = scene.view.language
    _section("about_heading", [say("about", language)], language)
    reading = [
        fan_note(scene),
        say("price_note", language),
        say("kind_note", language),
    ]
    _section("reading_heading", reading, language)


def _evidence(scene: Scene) -> None:
    language, workspace = scene.view.language, scene.workspace
    found = count_evidence(workspace.registry)
    words = (
        evidence_text(found, language),
        screening_text(workspace.registry, workspace.model.hash, language),
    )
    _section("evidence_heading", filter(None, words), language)
    st.html(fact_table(HEADS[language], evidence_rows(found, language)))


def _scenarios(scene: Scene) -> None:
    language = scene.view.language
    _section("scenarios_heading", [], language)
    rows = [
        (scenario.title.text(language), scenario.about.text(language))
        for scenario in scene.scenarios.values()
    ]
    st.html(fact_table((), rows))


def _loops(scene: Scene) -> None:
    language, loops = scene.view.language, scene.workspace.registry.loops
    if not loops:
        return
    _section("loops_heading", [], language)
    rows = [(f"{key} {loop.name.text(language)}", loop.path.text(language)) for key, loop in loops.items()]
    st.html(fact_table((heading("loop", language), heading("path", language)), rows))


def _section(heading: str, paragraphs: Iterable[str], language: Language) -> None:
    body = "".join(f"<p>{with_terms(text, language)}</p>" for text in paragraphs)
    st.html(f'<div class="teda facts"><h2>{say(heading, language)}</h2>{body}</div>')
