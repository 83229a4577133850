"""The page that says what the model is, what it rests on and how to read the charts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from sim.analysis.evidence import count_evidence
from sim.ui.scene import Scene
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


def _about(scene: Scene) -> None:
    language = scene.view.language
    _section("about_heading", [say("about", language)], language)
    reading = [
        say("fan_note", language, members=scene.fan.members, seed=scene.view.seed),
        say("price_note", language),
        say("kind_note", language),
    ]
    _section("reading_heading", reading, language)


def _evidence(scene: Scene) -> None:
    language, found = scene.view.language, count_evidence(scene.workspace.registry)
    text = say(
        "evidence",
        language,
        constants=found.constants,
        assumed=found.assumed,
        share=found.share_assumed,
        uncertain=found.uncertain,
    )
    _section("evidence_heading", [text], language)
    rows = [(say(f"grade_{grade}", language), f"{count:,}") for grade, count in found.grades.items()]
    _table((say("grade", language), say("count", language)), rows)


def _scenarios(scene: Scene) -> None:
    language = scene.view.language
    _section("scenarios_heading", [], language)
    rows = [
        (scenario.title.text(language), scenario.about.text(language))
        for scenario in scene.scenarios.values()
    ]
    _table((), rows)


def _loops(scene: Scene) -> None:
    language, loops = scene.view.language, scene.workspace.registry.loops
    if not loops:
        return
    _section("loops_heading", [], language)
    rows = [(f"{key} {loop.name.text(language)}", loop.path.text(language)) for key, loop in loops.items()]
    _table((say("loop", language), say("loop_path", language)), rows)


def _section(heading: str, paragraphs: Iterable[str], language: Language) -> None:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    st.html(f'<div class="teda facts"><h3>{say(heading, language)}</h3>{body}</div>')


def _table(heads: Iterable[str], rows: Iterable[tuple[str, str]]) -> None:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        f"<tr><td class='key'>{escape(first)}</td><td>{escape(then)}</td></tr>" for first, then in rows
    )
    st.html(
        f'<div class="teda board"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
