"""Faults in the page, in both languages, as the commands report them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from html import escape

import streamlit as st

from sim.errors import Fault, SimError
from sim.places import incomplete_environment
from sim.ui.texts import say
from sim.units import Language

_LOG = logging.getLogger(__name__)


def fault_list(faults: Iterable[Fault]) -> str:
    """Return faults as a list in HTML, each a Chinese line and then an English one."""
    items = []
    for fault in faults:
        place = f'<span class="place">{escape(fault.place)}</span><br>' if fault.place else ""
        items.append(f"<li>{place}{escape(fault.zh)}<br>{escape(fault.en)}</li>")
    return f"<ul>{''.join(items)}</ul>"


def faults_html(faults: Iterable[Fault], language: Language) -> str:
    """Return the message that explains why nothing can be shown."""
    return (
        f'<div class="teda fault hard" role="alert"><h2>{say("faults_heading", language)}</h2>'
        f"<p>{say('faults_note', language)}</p>{fault_list(faults)}</div>"
    )


def show_link_faults(language: Language) -> None:
    """Show the ignored parts of a link until the user has seen them."""
    faults = st.session_state.get("link_faults")
    if not faults:
        return
    st.html(
        f'<div class="teda fault" role="alert"><h2>{say("link_heading", language)}</h2>'
        f"{fault_list(faults)}</div>"
    )
    st.button(say("dismiss", language), key="dismiss", on_click=_dismiss)


def _dismiss() -> None:
    st.session_state["link_faults"] = []


def problem_html(error: Exception, language: Language) -> str:
    """Return the message that takes the place of what could not be shown."""
    if isinstance(error, SimError):
        return faults_html(error.faults, language)
    _LOG.error("a page could not be shown", exc_info=error)
    if isinstance(error, ImportError):
        fault = incomplete_environment(error)
        lines = [fault.zh, fault.en] if language == "zh" else [fault.en, fault.zh]
    else:
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        other: Language = "en" if language == "zh" else "zh"
        lines = [say("crash", each, what=what) for each in (language, other)]
    return f'<div class="teda fault hard" role="alert">{"<br>".join(map(escape, lines))}</div>'
