"""What a link told when it was made: of which content, and with which headline figures."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import streamlit as st

from sim.errors import fail
from sim.outcomes.fan import Fan
from sim.registry.schema import shown
from sim.report.words.numbers import print_figure
from sim.scenario.load import Scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace
from sim.ui.cache import hashes_of, what_of
from sim.ui.page_state import Latest, Scene
from sim.ui.texts import say
from sim.ui.view import View
from sim.units import Language

SEPARATOR = ","
_ID = 12  # letters of a content's hash
_MOST = 400  # letters of the figures


@dataclass(frozen=True)
class Told:
    """What a link says of the results that it was made from.

    Parameters
    ----------
    content : hash of model, registry, forecast and scenario as changed
    figures : of the headline indicators at every horizon, at the model's own values, as they were printed
    """

    content: str
    figures: tuple[str, ...]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Return it as parts of a link."""
        return [("id", self.content), ("seen", SEPARATOR.join(self.figures))]


def told_by(given_id: str, given_figures: str, place: str) -> Told:
    """Return what the parts of a link say.

    Raises
    ------
    SimError: they are not what a link has.
    """
    figures = tuple(given_figures.split(SEPARATOR))
    is_id = len(given_id) == _ID and set(given_id) <= set("0123456789abcdef")
    if not is_id or len(given_figures) > _MOST or not all(map(_is_figure, figures)):
        raise fail(
            "syntax",
            f"链接中记的当时数值（{shown(given_figures)}）不完整，已忽略。",
            f"the figures that the link had when it was made ({shown(given_figures)}) are damaged. Ignored.",
            place,
        )
    return Told(given_id, figures)


def _is_figure(text: str) -> bool:
    try:
        return not text or math.isfinite(float(text))
    except ValueError:
        return False


def told_of(scene: Scene) -> Told:
    """Return what a link to a view says of its results."""
    content = content_of(scene.view, scene.scenarios[scene.view.scenario], scene.workspace)
    return Told(content, tuple(text for *_, text in _figures(scene.fan)))


def content_of(view: View, scenario: Scenario, workspace: Workspace) -> str:
    """Return the hash of all that a view's figures depend on."""
    changed = apply_settings(scenario, view.settings, workspace)
    key = (hashes_of(workspace), what_of(changed), view.seed, view.draws)
    return hashlib.sha256(repr(key).encode()).hexdigest()[:_ID]


def _figures(fan: Fan) -> Iterator[tuple[str, int, str]]:
    """Yield indicator, horizon and figure as a plain number, "" where there is none."""
    registry = fan.table.registry
    for key in registry.zone.headline:
        for year in registry.plan.horizons:
            value = fan.figure(key, year)
            decimals = fan.table.rows[key].entry.decimals + 1
            yield key, year, str(round(value, decimals)) if math.isfinite(value) else ""


def draw_told(told: Told | None, latest: Latest, language: Language) -> None:
    """Say what has changed since the link was made, until the visitor has seen it or moves on."""
    view, workspace = latest.view, latest.workspace
    if told is None or told.content == content_of(view, latest.scenarios[view.scenario], workspace):
        return
    fan = latest.scene().fan
    now = list(_figures(fan))
    if len(now) != len(told.figures):
        return
    lines = [
        _line(fan, key, year, before, text, language)
        for (key, year, text), before in zip(now, told.figures, strict=True)
        if before != text
    ]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    what = f"<ul>{items}</ul>" if lines else f"<p>{escape(say('told_same', language))}</p>"
    st.html(f'<div class="teda fault" role="status"><h2>{say("told_heading", language)}</h2>{what}</div>')
    st.button(say("dismiss", language), key="told_seen", on_click=_forget)


def _line(fan: Fan, key: str, year: int, before: str, text: str, language: Language) -> str:
    entry = fan.table.rows[key].entry
    was, is_now = (
        print_figure(float(each) if each else math.nan, entry.decimals + 1) for each in (before, text)
    )
    unit = entry.unit.text(language)
    return say(
        "told_line",
        language,
        name=entry.name.text(language),
        year=year,
        before=was,
        after=is_now,
        unit="" if unit == "%" else f" {unit}",
        sign="%" if unit == "%" else "",
    )


def _forget() -> None:
    st.session_state["told"] = None
