"""The address bar as a link to what is shown, a box that copies it, and the page's font."""

from __future__ import annotations

import json

import streamlit as st

from sim.ui.styles import script, sheet
from sim.units import Language

FONT_FAMILY = "Noto Sans SC"
FONT_FILES = {"400": "NotoSansSC-Regular.woff", "700": "NotoSansSC-Bold.woff"}
_LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


_COPY_HTML = '<input readonly><button type="button"></button>'

_copy = st.components.v2.component("teda_copy", html=_COPY_HTML, css=sheet("copy.css"), js=script("copy.js"))


def address_html(query: str, language: Language) -> str:
    """Return the script that puts a link's query into the address bar."""
    return _script("address.js", QUERY=query, LOCALE=_LOCALES[language])


def fonts_html() -> str:
    """Return the script that loads the packaged font as soon as it exists, if the page needs it."""
    return _script("fonts.js", FAMILY=FONT_FAMILY, FILES=FONT_FILES)


def _script(name: str, **values: object) -> str:
    body = script(name)
    for key, value in values.items():
        body = body.replace(key, json.dumps(value).replace("<", "\\u003c"))
    return f"<script>{body}</script>"


def copy_box(copy: str, copied: str) -> None:
    """Show the link in the address bar with a button that copies it."""
    _copy(key="copy-link", data={"copy": copy, "copied": copied})
