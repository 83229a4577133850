"""The page of findings: what follows from the model, in one page, with the numbers of today."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from sim.analysis.findings import find
from sim.cache import kept
from sim.report.charts.file import chart_bytes
from sim.report.documents.findings.page import findings_text
from sim.report.documents.findings.picture import draw_attainment
from sim.scenario.workspace import Workspace
from sim.ui.beside import beside
from sim.ui.cache import hashes_of, scenarios_of, what_of
from sim.ui.chart_image import SVG, image_html
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.units import LANGUAGES, Language

Written = Mapping[Language, tuple[str, bytes, str]]  # text in Markdown, picture as SVG, and its title


def draw_findings(scene: Scene) -> None:
    """Draw the page; its runs are made once for each state of the files, which takes half a minute."""
    language = scene.view.language
    with st.spinner(say("findings_running", language), show_time=True):
        text, picture, title = _kept(scene.workspace)[language]
    with st.container(key="findings"):
        st.markdown(f"#{text}")  # its title is below that of the page
        st.html(image_html(picture, SVG, title))


def _kept(workspace: Workspace) -> Written:
    scenarios = tuple(what_of(each) for each in scenarios_of(workspace).values())
    key = (hashes_of(workspace), workspace.registry.state, scenarios)
    return kept("findings", key, lambda: beside(_written, workspace))


def _written(workspace: Workspace) -> Written:
    found = find(workspace)
    charts = {each: draw_attainment(found, each) for each in LANGUAGES}
    return {
        each: (findings_text(found, each), chart_bytes(chart, ".svg"), str(chart.get_label()))
        for each, chart in charts.items()
    }
