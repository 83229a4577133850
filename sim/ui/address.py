"""A box that copies the link in the address, and the page's font."""

from __future__ import annotations

import json

import streamlit as st

from sim.places import STATIC
from sim.ui.styles import script, sheet

FONT_FAMILY = "Noto Sans SC"
FONT_FILES = {"400": "NotoSansSC-Regular.woff", "700": "NotoSansSC-Bold.woff"}
_COPY_HTML = '<input readonly><button type="button"></button>'

_copy = st.components.v2.component("teda_copy", html=_COPY_HTML, css=sheet("copy.css"), js=script("copy.js"))


def static_url(name: str) -> str:
    """Return the address of a file beside the page, which may be served under a path of its own."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/{STATIC}/{name}" if base else f"/app/{STATIC}/{name}"


def fonts_html() -> str:
    """Return the script that loads the packaged font as soon as it exists, if the page needs it."""
    files = {weight: static_url(name) for weight, name in FONT_FILES.items()}
    return _script("fonts.js", FAMILY=FONT_FAMILY, FILES=files)


def _script(name: str, **values: object) -> str:
    body = script(name)
    for key, value in values.items():
        body = body.replace(key, json.dumps(value).replace("<", "\\u003c"))
    return f"<script>{body}</script>"


def copy_box(copy: str, copied: str) -> None:
    """Show the link in the address bar with a button that copies it."""
    _copy(key="copy-link", data={"copy": copy, "copied": copied})
