"""Selection boxes whose options are named in the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from sim.ui.texts import say
from sim.units import Language


def choose(
    label: str,
    options: Mapping[str, str],
    key: str,
    language: Language,
    note: str | None = None,
    then: Callable[[], None] | None = None,
) -> str:
    """Draw a selection box for the session's value of a key and return that value.

    The browser sends the text of an option, not its position. So each language has a widget of its
    own; otherwise the texts of the other language would come back after a switch.

    Parameters
    ----------
    options : label of each value
    note : help text of the box
    then : called after the value has changed
    """
    widget = f"{key}:{language}"
    st.session_state[widget] = st.session_state[key]
    st.selectbox(
        label,
        list(options),
        format_func=lambda value: options.get(value, value),
        key=widget,
        help=note,
        filter_mode=None,
        on_change=_take,
        args=(widget, key, tuple(options), then),
    )
    return str(st.session_state[key])


def search(
    label: str, options: Mapping[str, str], key: str, language: Language, then: Callable[[str], None]
) -> None:
    """Draw a box that finds an option by any part of its label, empty while none is chosen.

    Parameters
    ----------
    options : label of each value
    key : of the session's value, "" for none
    then : called with the value that is chosen
    """
    widget = f"{key}:{language}"
    chosen = st.session_state[key]
    st.session_state[widget] = chosen if chosen in options else None

    def take() -> None:
        then(st.session_state[widget] or "")

    st.selectbox(
        label,
        list(options),
        index=None,
        format_func=lambda value: options.get(value, value),
        key=widget,
        placeholder=say("search_hint", language),
        on_change=take,
    )


def _take(widget: str, key: str, allowed: tuple[str, ...], then: Callable[[], None] | None) -> None:
    value = st.session_state[widget]
    if value in allowed:
        st.session_state[key] = value
        if then is not None:
            then()
