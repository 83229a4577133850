"""A sector's picture: sharp at any size, scrolled and zoomed in the browser, its variables clickable."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from sim.ui.styles import CENTRAL, COMPARE, INK, LINE, QUIET
from sim.ui.texts import say
from sim.units import Language

KEY = "picture"

_HTML = """
<div class="tools"><button data-step="0.8">−</button><button data-step="1.25">+</button
><button data-step="0"></button><span></span></div>
<div class="view" tabindex="0"></div>
"""
_CSS = f"""
:host, div {{ font-family: var(--st-font); }}
.tools {{ display: flex; align-items: center; gap: .35rem; margin-bottom: .35rem; }}
button {{ font: inherit; font-size: .82rem; min-width: 1.9rem; height: 1.7rem; padding: 0 .55rem;
  color: {INK}; background: #fff; border: 1px solid {LINE}; border-radius: .35rem; cursor: pointer; }}
button:hover {{ border-color: {CENTRAL}; color: {CENTRAL}; }}
span {{ font-size: .78rem; color: {QUIET}; margin-left: .4rem; }}
.view {{ overflow: auto; max-height: 72vh; border: 1px solid {LINE}; border-radius: .5rem;
  background: #fff; }}
.view svg {{ display: block; height: auto; }}
[data-variable] {{ cursor: pointer; }}
[data-variable]:hover {{ opacity: .65; }}
[data-variable].chosen {{ filter: drop-shadow(0 0 3px {COMPARE}) drop-shadow(0 0 1px {COMPARE}); }}
"""
# A narrow screen begins at a size at which the words can be read, and scrolls.
_JS = """
const NARROW = 640, READABLE = 0.8, LEAST = 0.2, MOST = 3, FIT = -1;
export default function ({ data, parentElement, setTriggerValue }) {
  const view = parentElement.querySelector(".view");
  if (view.tedaSource !== data.svg) {
    view.tedaSource = data.svg;
    view.innerHTML = data.svg;
    view.scrollTo(0, 0);
    view.tedaScale = 0;
  }
  const svg = view.querySelector("svg");
  const own = svg.viewBox.baseVal.width || svg.clientWidth;
  const fit = () => view.clientWidth / own;
  const first = () => view.clientWidth < NARROW ? Math.max(fit(), READABLE) : fit();
  const scale = () => view.tedaScale === FIT ? fit() : view.tedaScale || first();
  const show = () => { svg.style.width = own * scale() + "px"; };
  svg.style.maxWidth = "none";
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  show();
  for (const button of parentElement.querySelectorAll("button")) {
    const step = Number(button.dataset.step);
    if (!step) button.textContent = data.fit;
    button.setAttribute("aria-label", step ? (step > 1 ? data.closer : data.wider) : data.fit);
    button.onclick = () => {
      view.tedaScale = step ? Math.min(MOST, Math.max(LEAST, scale() * step)) : FIT;
      show();
    };
  }
  parentElement.querySelector("span").textContent = data.hint;
  for (const node of svg.querySelectorAll("[data-variable]")) {
    node.classList.toggle("chosen", node.dataset.variable === data.chosen);
    node.onclick = () => setTriggerValue("variable", node.dataset.variable);
  }
  const node = data.chosen && svg.querySelector(".chosen");
  if (node && view.tedaChosen !== data.chosen) {
    const there = node.getBoundingClientRect(), here = view.getBoundingClientRect();
    const isSeen = there.left >= here.left && there.right <= here.right
      && there.top >= here.top && there.bottom <= here.bottom;
    if (!isSeen) {
      const across = there.left - here.left - view.clientWidth / 2;
      view.scrollBy(across, there.top - here.top - view.clientHeight / 2);
    }
  }
  view.tedaChosen = data.chosen;
  const watch = new ResizeObserver(show);
  watch.observe(view);
  return () => watch.disconnect();
}
"""

_picture = st.components.v2.component("teda_picture", html=_HTML, css=_CSS, js=_JS)


def draw_picture(svg: str, chosen: str, language: Language, then: Callable[[str], None]) -> None:
    """Show a picture.

    Parameters
    ----------
    chosen : variable to mark
    then : called with the variable that is clicked
    """
    words = {key: say(f"picture_{key}", language) for key in ("fit", "closer", "wider", "hint")}

    def take() -> None:
        then(str(st.session_state[KEY]["variable"] or ""))

    _picture(key=KEY, data={"svg": svg, "chosen": chosen, **words}, on_variable_change=take)
