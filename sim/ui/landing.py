"""The frame of every page: its settings and style, and a title while the first visit loads the model."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import cast

import streamlit as st

from sim.ui.faults import problem_html
from sim.ui.sign_in import is_admitted
from sim.ui.styles import PAGE_STYLE
from sim.ui.texts import LANGUAGE_NAMES, say
from sim.units import Language

SIDEBAR = 330  # pixels
SHELL = "sim.ui.shell"
# A packaged icon, because the icon of a named emoji would be fetched from a public server.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" '
    'fill="#0f4c75"/><path d="M6 24 L13 17 L18 20 L26 8" fill="none" stroke="#fff" stroke-width="3"/></svg>'
)


def open_page() -> None:
    """Draw the frame, then the page that is open."""
    language = page_language()
    st.set_page_config(
        page_title=say("title", language), page_icon=ICON, layout="wide", initial_sidebar_state=SIDEBAR
    )
    st.html(PAGE_STYLE)
    try:
        if is_admitted(language):
            _open(language)
    except Exception as error:  # packages or secrets are missing or damaged
        st.html(problem_html(error, language))


def _open(language: Language) -> None:
    waiting = st.empty()
    if SHELL not in sys.modules:  # some seconds, once for each server
        import_module("sim.fonts.page").provide_fonts()
        waiting.html(
            f'<div class="teda"><h1>{say("title", language)}</h1>'
            f'<p class="sub">{say("starting", language)}</p></div>'
        )
    try:
        shell = import_module(SHELL)
    finally:
        waiting.empty()
    shell.show(language)


def page_language() -> Language:
    """Return the language before the link is read: the page's title comes first."""
    chosen = st.session_state.get("language") or st.query_params.get("lang")
    return cast(Language, chosen) if chosen in LANGUAGE_NAMES else "zh"
