"""The browser's own memory of a study: its address, its next session, its next visit."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import streamlit as st

from sim.ui.styles import script, sheet
from sim.ui.texts import FOREIGN, say
from sim.units import Language

KEY = "keeper"
_LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}

_keeper = st.components.v2.component(
    "teda_keeper", html='<div id="bar"></div>', css=sheet("keeper.css"), js=script("keeper.js")
)


def begin_session() -> None:
    """Give the session a name, by which the browser notices that the server has forgotten another."""
    st.session_state.setdefault("session", secrets.token_hex(8))


def keep_address(query: str, asked: str | None, language: Language, restore: Callable[[str], None]) -> None:
    """Put a link's query into the address, unless the browser knows better.

    Parameters
    ----------
    asked : what the workbench has asked for, which the link answers; None where it has asked nothing
    restore : takes the query that the browser has kept over a lost session, or from an earlier visit
    """

    def take() -> None:
        kept = st.session_state[KEY].get("query")
        if isinstance(kept, str):
            restore(kept)

    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    texts = {
        "offer": "offer_study",
        "take": "offer_take",
        "earlier": "offer_earlier",
        "leave": "offer_leave",
        "other": "other_tab",
        "seen": "dismiss",
    }
    told = {
        "session": st.session_state["session"],
        "run": st.session_state["runs"],  # a menu empties the address, and equal data would not be sent
        "query": query,
        "asked": asked,
        "locale": _LOCALES[language],
        "language": language,
        "labels": FOREIGN,
        "texts": {name: say(key, language) for name, key in texts.items()},
    }
    # In a list: in a dictionary Streamlit looks for tables, for which it loads pandas.
    _keeper(key=KEY, data=[told], on_query_change=take)
