"""A sector's picture: sharp at any size, scrolled and zoomed in the browser, its variables clickable."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from sim.ui.styles import script, sheet
from sim.ui.texts import say
from sim.units import Language

KEY = "picture"

_HTML = """
<div class="tools"><button data-step="0.8">−</button><button data-step="1.25">+</button
><button data-step="0"></button><span></span></div>
<div class="view" tabindex="0"></div>
"""
_picture = st.components.v2.component(
    "teda_picture", html=_HTML, css=sheet("picture.css"), js=script("picture.js")
)


def draw_picture(
    svg: str,
    title: str,
    names: Mapping[str, str],
    chosen: str,
    language: Language,
    then: Callable[[str], None],
) -> None:
    """Show a picture.

    Parameters
    ----------
    title : of what the picture shows
    names : what each variable is called
    chosen : variable to mark
    then : called with the variable that is clicked
    """
    words = {key: say(f"picture_{key}", language) for key in ("fit", "closer", "wider", "hint")}

    def take() -> None:
        then(str(st.session_state[KEY]["variable"] or ""))

    _picture(
        key=KEY,
        data={"svg": svg, "title": title, "names": dict(names), "chosen": chosen, **words},
        on_variable_change=take,
    )
