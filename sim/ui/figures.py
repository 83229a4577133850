"""The note on the bands of the pages."""

from __future__ import annotations

from sim.report.words.draws import drawn_from
from sim.report.words.numbers import print_count
from sim.ui.cache import MEMBERS
from sim.ui.page_state import Scene
from sim.ui.texts import say


def fan_note(scene: Scene) -> str:
    """Return the note on the bands: what they are of, and what they leave out."""
    language, fan = scene.view.language, scene.fan
    source, members = drawn_from(fan.facts, language), print_count(MEMBERS if scene.is_line else fan.members)
    return say("fan_note", language, source=source, members=members, seed=scene.view.seed)
