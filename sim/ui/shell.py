"""The frame of all pages: title, language, year, share and download, side bar, address."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from importlib import import_module
from urllib.parse import parse_qs

import streamlit as st

from sim.errors import SimError
from sim.report.words.glossary import heading
from sim.report.words.plans import plan_line
from sim.report.words.punctuation import clauses
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace, load_workspace
from sim.ui.address import copy_box, fonts_html
from sim.ui.cache import scenarios_of
from sim.ui.downloads import draw_downloads
from sim.ui.explore import draw_explore
from sim.ui.faults import problem_html, show_link_faults
from sim.ui.garbage_collection import settle_memory
from sim.ui.keeper import begin_session, keep_address
from sim.ui.link import Query, read_link, read_told, study_query, write_link
from sim.ui.page_state import Latest, Scene
from sim.ui.texts import LANGUAGE_NAMES, say
from sim.ui.told import draw_told, told_of
from sim.ui.turns import always, is_latest
from sim.ui.uncertainty import draw_uncertainty
from sim.ui.view import current_view, has_view, restore
from sim.ui.workbench import asked_query, asks_for_members
from sim.units import Language

DEFAULT_PAGE = "explore"
FORMER = "scoreboard"  # where the table of targets was, which is part of that page now; links lead there
RESULTS = "results"  # the fragment that a change of what is set reruns
FINDINGS = "findings"  # the page, and the file of its texts
EVIDENCE = {  # what results rest on, one entry of the menu: module and function that draw it
    FINDINGS: "findings:draw_findings",
    "audit": "audit:draw_audit",
    "model": "model_page:draw_model",
    "confidence": "confidence:draw_confidence",
    "notes": "notes:draw_notes",
}
PAGES = {"how": "how:draw_how", "evaluation": "evaluation:draw_evaluation", **EVIDENCE}


@dataclass(frozen=True)
class Frame:
    """Parts of the page around the results.

    Parameters
    ----------
    page : the open page
    latest : the scene shown last, for downloads
    """

    page: str
    language: Language
    latest: Latest


def show(language: Language) -> None:
    """Show the open page; any fault is reported in it."""
    with _reporting(language):
        _show(language)


@contextlib.contextmanager
def _reporting(language: Language) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        st.html(problem_html(error, language))


def _show(language: Language) -> None:
    workspace = load_workspace()
    scenarios = scenarios_of(workspace)
    begin_session()
    _restore_once(scenarios, workspace)
    page = _navigate(language)
    latest = Latest(current_view(), scenarios, workspace)
    _draw_head(language, workspace, latest)
    show_link_faults(language)
    _results(scenarios, workspace, Frame(page, language, latest))
    settle_memory(workspace.model.hash)


@st.fragment(key=RESULTS)
def _results(scenarios: Mapping[str, Scenario], workspace: Workspace, frame: Frame) -> None:
    with _reporting(frame.language):
        if st.session_state.pop("is_restored", False):
            st.rerun()
        view = frame.latest.view = current_view()
        asked = asked_query()
        found = _found(frame, asked)
        told = told_of(found) if isinstance(found, Scene) else None
        link = st.session_state["link"] = write_link(view, workspace.model.hash, told)
        keep_address(link, asked, frame.language, partial(_restore, scenarios=scenarios, workspace=workspace))
        st.html(fonts_html(), unsafe_allow_javascript=True)
        if st.session_state["told_of"] == study_query(view):
            draw_told(st.session_state["told"], frame.latest, frame.language)
        if frame.page == DEFAULT_PAGE:
            draw_explore(view, scenarios, workspace, asked, found)
        elif isinstance(found, SimError):
            raise found
        elif found is not None:
            _drawer(frame.page)(found)


def _drawer(page: str) -> Callable[[Scene], None]:
    """Return what draws a page; its libraries, which the first visitor does not wait for, come with it."""
    module, _, function = PAGES[page].partition(":")
    found: Callable[[Scene], None] = getattr(import_module(f"sim.ui.{module}"), function)
    return found


def _found(frame: Frame, asked: str | None) -> Scene | SimError | None:
    """Return what a page shows, or why it cannot; of the workbench, what was asked last."""
    if frame.page != DEFAULT_PAGE:
        return frame.latest.answer(always)
    return None if asked is None else frame.latest.answer(is_latest, is_line=not asks_for_members())


def _restore(query: str, scenarios: Mapping[str, Scenario], workspace: Workspace) -> None:
    """Take a study that the browser has kept; all of the page is drawn anew."""
    _take_link(_parsed(query), scenarios, workspace)
    st.session_state["is_restored"] = True


def _take_link(query: Query, scenarios: Mapping[str, Scenario], workspace: Workspace) -> None:
    """Restore the view of a link, with its faults and with what it said of its results."""
    state = st.session_state
    view, faults = read_link(query, workspace, scenarios)
    state["told"], more = read_told(query)
    state["told_of"] = study_query(view)
    state["link_faults"] = [*faults, *more]
    restore(view)


def _parsed(query: str) -> Query:
    return parse_qs(query, keep_blank_values=True)


def _restore_once(scenarios: Mapping[str, Scenario], workspace: Workspace) -> None:
    """Fill the session from the link it was opened with, and again when the files have changed.

    Streamlit forgets widgets that were not drawn, for example on a page of faults; the session's own
    link then brings everything back.
    """
    state = st.session_state
    files = (workspace.model.hash, workspace.registry.hash, tuple(scenarios))
    if state.get("files") == files and has_view():
        return
    if "link" in state:
        query: Query = _parsed(state["link"])
    else:
        query = {name: st.query_params.get_all(name) for name in st.query_params}
    _take_link(query, scenarios, workspace)
    state["files"] = files


def _navigate(language: Language) -> str:
    """Draw the menu and return the name of the page that is open."""
    pages = {
        name: st.Page(
            partial(_idle, name), title=say(name, language), url_path=name, default=name == DEFAULT_PAGE
        )
        for name in (DEFAULT_PAGE, *PAGES)
        if name != FINDINGS or has_findings(load_workspace())
    }
    former = st.Page(
        partial(_idle, FORMER), title=say("explore", language), url_path=FORMER, visibility="hidden"
    )
    evidence = [page for name, page in pages.items() if name in EVIDENCE]
    others = [page for name, page in pages.items() if name not in EVIDENCE]
    chosen = st.navigation({"": [*others, former], say("evidence", language): evidence}, position="top")
    return chosen.url_path if chosen.url_path in PAGES else DEFAULT_PAGE


def has_findings(workspace: Workspace) -> bool:
    """Return whether a home has findings."""
    return (workspace.home.model / f"{FINDINGS}.yaml").is_file()


def _idle(_name: str) -> None:
    """Serve as a page in the menu; its content needs the results, which come later."""


def _draw_head(language: Language, workspace: Workspace, latest: Latest) -> None:
    registry = workspace.registry
    zone, plan = registry.zone.name.text(language), registry.plan
    below = say("subtitle", language, zone=zone, first=registry.base_year, last=plan.horizons[-1])
    below = clauses((below, plan_line(registry.other_plan, language)), language)
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.html(
            f'<div class="teda"><h1>{say("title", language)}</h1><div class="sub">{escape(below)}</div></div>'
        )
        st.segmented_control(
            heading("year", language),
            plan.horizons,
            key="year",
            required=True,
            label_visibility="collapsed",
            on_change=partial(st.rerun, RESULTS),
        )
        st.segmented_control(
            "中文 / English",
            list(LANGUAGE_NAMES),
            format_func=lambda code: LANGUAGE_NAMES[code],
            key="language",
            required=True,
            label_visibility="collapsed",
        )
        with st.popover(say("uncertainty", language), key="uncertainty"):
            draw_uncertainty(workspace, language)
        with st.popover(say("share_link", language), key="share"):
            st.html(f'<div class="teda note">{say("share_note", language)}</div>')
            copy_box(say("copy", language), say("copied", language))
        with st.popover(say("download", language), key="download"):
            draw_downloads(latest.scene, f"teda-{st.session_state['scenario']}", language)
