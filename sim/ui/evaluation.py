"""The page of the evaluation: how the plan's targets stand at the end of a year, why, and what would help."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from sim.analysis.evaluation.evaluate import evaluate
from sim.analysis.evaluation.known import year_of, years_of
from sim.analysis.evaluation.result import Evaluation
from sim.report.record import Table
from sim.report.tables.evaluation import annex_table, evaluation_report, gap_table
from sim.report.words.evaluation import evaluation_title, evaluation_words, headline, record_words
from sim.sampling.forecast import shipped_hash
from sim.scenario.workspace import Workspace
from sim.ui.beside import beside
from sim.ui.fact_table import fact_table
from sim.ui.page_state import Scene
from sim.ui.terms import with_terms
from sim.ui.texts import say
from sim.units import Language

YEAR = "evaluation_year"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_evaluation(scene: Scene) -> None:
    """Draw the page; a year before the last has to be forecast again, which takes a minute or two."""
    workspace, language = scene.workspace, scene.view.language
    observed = workspace.registry.observed
    last = year_of(None, observed, workspace)
    year = st.segmented_control(
        say("evaluation_year", language), years_of(observed, workspace), default=last, key=YEAR, required=True
    )
    with st.spinner(say("evaluation_running", language), show_time=language == "en"):
        found = evaluation_of(workspace, int(year or last))
    words = "".join(f"<p>{with_terms(text, language)}</p>" for text in evaluation_words(found, language))
    st.html(
        f'<div class="teda facts"><h2>{escape(evaluation_title(found, language))}</h2>'
        f"<p><b>{escape(headline(found, language))}</b></p>{words}</div>"
    )
    _draw_files(found, language)
    parts = [(say("evaluation_annex", language), annex_table(found, language))]
    if found.lagging():
        parts.append((say("evaluation_behind", language), gap_table(found, language)))
    st.html(
        "".join(_table(title, table) for title, table in parts)
        + f'<div class="teda note">{_record(found, language)}</div>'
    )


def _record(found: Evaluation, language: Language) -> str:
    """Return the note on what was run, the scenario's name as code."""
    scenario = escape(found.scenario)
    return escape(record_words(found, language)).replace(scenario, f"<code>{scenario}</code>", 1)


def evaluation_of(workspace: Workspace, year: int) -> Evaluation:
    """Return the evaluation of a year, computed once for each state of model, registry and forecast."""
    hashes = (workspace.model.hash, workspace.registry.state, shipped_hash(workspace) or "")
    return _evaluated(hashes, year, workspace)


@st.cache_resource(max_entries=8, show_spinner=False)
def _evaluated(hashes: tuple[str, ...], year: int, _workspace: Workspace) -> Evaluation:
    return beside(evaluate, year, home=_workspace.home.folder)


def _table(title: str, table: Table) -> str:
    rows = fact_table(table.headings, table.printed())
    return f'<div class="teda facts"><h2>{escape(title)}</h2></div>{rows}'


def _draw_files(found: Evaluation, language: Language) -> None:
    files: tuple[tuple[str, str, str, Callable[[Evaluation, Language], bytes]], ...] = (
        ("evaluation_word", ".docx", WORD, _word),
        ("evaluation_slides", ".pptx", SLIDES, _slides),
        ("evaluation_workbook", ".xlsx", XLSX, _workbook),
    )
    with st.container(horizontal=True, key="evaluation_files"):
        for key, suffix, mime, make in files:
            st.download_button(
                say(key, language),
                partial(beside, make, found, language),
                f"evaluation-{found.year}{suffix}",
                mime,
                key=key,
                on_click="ignore",
            )


def _word(found: Evaluation, language: Language) -> bytes:
    from sim.report.annex import annex_bytes  # imports python-docx

    return annex_bytes(found, language)


def _slides(found: Evaluation, language: Language) -> bytes:
    from sim.report.deck.evaluation import evaluation_deck  # imports python-pptx

    return evaluation_deck(found, language)


def _workbook(found: Evaluation, language: Language) -> bytes:
    from sim.report.workbook import workbook_bytes  # imports openpyxl

    return workbook_bytes(evaluation_report(found), language)
