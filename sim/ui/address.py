"""Keeps the address bar at the link of what is shown, copies that link, and waits for the font."""

from __future__ import annotations

import json

import streamlit as st

from sim.units import Language

FONT_FAMILY = "Noto Sans SC"
FONT_FILES = {"400": "NotoSansSC-Regular.woff", "700": "NotoSansSC-Bold.woff"}
_LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en"}

# The address is replaced, not pushed: "back" leaves the page instead of undoing slider by slider.
_ADDRESS_JS = """
(() => {
  const wanted = "?" + QUERY;
  if (window.location.search !== wanted) {
    window.history.replaceState(window.history.state, "", window.location.pathname + wanted);
  }
  document.documentElement.lang = LOCALE;
})();
"""

# On a server's first visit the packaged font is still being made; a page that asked too early asks again.
_FONTS_JS = """
(() => {
  if (window.tedaFonts) return;
  window.tedaFonts = true;
  const load = async (weight, file, tries) => {
    try {
      document.fonts.add(await new FontFace(FAMILY, `url(/app/static/${file})`, { weight }).load());
    } catch {
      if (tries > 0) setTimeout(() => load(weight, file, tries - 1), 2000);
    }
  };
  const has = (weight, status) => [...document.fonts].some((face) =>
    face.family.includes(FAMILY) && face.weight === weight && face.status === status);
  const look = (tries) => {
    for (const [weight, file] of Object.entries(FILES)) {
      if (has(weight, "error") && !has(weight, "loaded")) load(weight, file, 60);
    }
    if (tries > 0) setTimeout(() => look(tries - 1), 4000);
  };
  setTimeout(() => look(3), 1000);
})();
"""

_COPY_HTML = '<input readonly><button type="button"></button>'
_COPY_CSS = """
:host, div { font-family: var(--st-font); }
input { width: 100%; box-sizing: border-box; padding: .45rem .6rem; margin-bottom: .5rem; font-size: .8rem;
  color: #1d2b36; background: #f5f7f9; border: 1px solid #dfe5ea; border-radius: .4rem; }
button { font: inherit; font-size: .85rem; padding: .35rem .9rem; color: #fff; background: #0f4c75;
  border: 0; border-radius: .4rem; cursor: pointer; }
"""
# Without https the clipboard is closed to scripts; the old command still works there.
_COPY_JS = """
export default function ({ data, parentElement }) {
  const input = parentElement.querySelector("input");
  const button = parentElement.querySelector("button");
  const link = () => { input.value = window.location.href; };
  link();
  const watch = setInterval(link, 500);
  input.setAttribute("aria-label", data.copy);
  button.textContent = data.copy;
  input.onfocus = () => input.select();
  button.onclick = async () => {
    link();
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      input.select();
      document.execCommand("copy");
    }
    button.textContent = data.copied;
    setTimeout(() => { button.textContent = data.copy; }, 1500);
  };
  return () => clearInterval(watch);
}
"""

_copy = st.components.v2.component("teda_copy", html=_COPY_HTML, css=_COPY_CSS, js=_COPY_JS)


def address_html(query: str, language: Language) -> str:
    """Return the script that puts a link's query into the address bar."""
    return _script(_ADDRESS_JS, QUERY=query, LOCALE=_LOCALES[language])


def fonts_html() -> str:
    """Return the script that loads the packaged font as soon as it is there, where the page needs it."""
    return _script(_FONTS_JS, FAMILY=FONT_FAMILY, FILES=FONT_FILES)


def _script(body: str, **values: object) -> str:
    for name, value in values.items():
        body = body.replace(name, json.dumps(value).replace("<", "\\u003c"))
    return f"<script>{body}</script>"


def copy_box(copy: str, copied: str) -> None:
    """Show the link in the address bar with a button that copies it."""
    _copy(key="copy-link", data={"copy": copy, "copied": copied})
