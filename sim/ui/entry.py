"""The first thing a visitor sees: the title, while the first visit loads the model's tools."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import cast

import streamlit as st

from sim.ui.address import fonts_html
from sim.ui.look import STYLE
from sim.ui.texts import LANGUAGES, say
from sim.units import Language

SIDEBAR = 330  # pixels
SHELL = "sim.ui.shell"


def open_page() -> None:
    """Draw the frame, then the page that is open."""
    language = page_language()
    st.set_page_config(
        page_title=say("title", language), page_icon="📈", layout="wide", initial_sidebar_state=SIDEBAR
    )
    st.html(STYLE)
    with st.container(key="fonts"):
        st.html(fonts_html(), unsafe_allow_javascript=True)
    waiting = st.empty()
    if SHELL not in sys.modules:  # some seconds, once for a server
        waiting.html(
            f'<div class="teda"><h1>{say("title", language)}</h1>'
            f'<p class="sub">{say("starting", language)}</p></div>'
        )
    shell = import_module(SHELL)
    waiting.empty()
    shell.show(language)


def page_language() -> Language:
    """Return the language before the link is read: the page's title comes first."""
    chosen = st.session_state.get("language") or st.query_params.get("lang")
    return cast(Language, chosen) if chosen in LANGUAGES else "zh"
