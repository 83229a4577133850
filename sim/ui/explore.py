"""The exploration page: cards, charts, and one chart of the user's choice."""

from __future__ import annotations

from html import escape

import streamlit as st

from sim.outcomes.marks import vision_multiple
from sim.report.words.glossary import word
from sim.report.words.numbers import print_plain
from sim.ui.cards import cards_html
from sim.ui.charts import build_chart, legend_html
from sim.ui.choice import choose
from sim.ui.figures import fan_note, measure_text, prices_text
from sim.ui.page_state import Scene
from sim.ui.texts import say

TALL, LOW = 270, 190


def draw_explore(scene: Scene) -> None:
    """Draw the page.

    Everything is built before the first element is sent, so that the browser draws it at once.
    """
    keys = list(scene.workspace.registry.zone.headline)
    names = _names(scene)
    if st.session_state["chart"] not in names:
        st.session_state["chart"] = _preferred(scene, keys)
    charts = [build_chart(scene, key, TALL if place < 2 else LOW) for place, key in enumerate(keys)]
    free = build_chart(scene, st.session_state["chart"], LOW)
    head, notes = cards_html(scene, keys) + _legend(scene, keys), _notes(scene)
    definition = _definition(scene, st.session_state["chart"])
    st.html(head)
    with st.container(key="charts"):
        for chart in charts:
            chart.draw()
        with st.container(key="free"):
            choose(say("other_indicator", scene.view.language), names, "chart", scene.view.language)
            st.html(definition)
        free.draw()
    st.html(notes)


def _legend(scene: Scene, keys: list[str]) -> str:
    multiples = [vision_multiple(scene.fan.table.rows[key]) for key in keys]
    multiple = next((print_plain(found, 3) for found in multiples if found), None)
    beside = None if scene.beside is None else scene.beside[0]
    return legend_html(scene.name, scene.workspace.registry.plan, beside, multiple, scene.view.language)


def _names(scene: Scene) -> dict[str, str]:
    entries = scene.workspace.registry.indicators
    return {key: entry.name.text(scene.view.language) for key, entry in entries.items() if entry.is_modelled}


def _preferred(scene: Scene, shown: list[str]) -> str:
    entries = scene.workspace.registry.indicators
    others = [key for key, entry in entries.items() if entry.is_modelled and key not in shown]
    headlines = [key for key in others if key in scene.workspace.registry.zone.headline]
    return (headlines or others or shown)[0]


def _definition(scene: Scene, key: str) -> str:
    row, language = scene.fan.table.rows[key], scene.view.language
    entry, planned = row.entry, row.planned
    facts = [measure_text(entry, language), word(f"kind.{row.kind}", language), prices_text(entry, language)]
    if planned.quote and planned.section and language == "zh":
        facts.append(say("plan_quote", language, quote=planned.quote, section=planned.section))
    items = "".join(f"<p>{escape(fact)}</p>" for fact in facts if fact)
    return f'<div class="teda note">{items}</div>'


def _notes(scene: Scene) -> str:
    language, fan = scene.view.language, scene.fan
    notes = [fan_note(scene)]
    failed = len(fan.sound) - fan.members
    if failed:
        notes.append(say("failed_note", language, count=failed))
    notes += [say("price_note", language), say("kind_note", language)]
    notes.append(say("model_note", language, hash=fan.table.model_hash[:12]))
    return f'<div class="teda note">{"".join(f"<p>{escape(note)}</p>" for note in notes)}</div>'
