"""Colours, style sheets and scripts of the pages."""

from __future__ import annotations

import re
from importlib.resources import files

from sim.report import style

INK, QUIET, LINE, PAPER = style.INK, style.MUTED, "#dfe5ea", "#f5f7f9"
CENTRAL, COMPARE = style.SCENARIO, style.OTHER_SCENARIO
TARGET, PATH = style.TARGET, style.VISION
GOOD, WARN, BAD = style.MET, style.OTHER_SCENARIO, style.NOT_MET

COLOURS = {
    "ink": INK,
    "quiet": QUIET,
    "line": LINE,
    "paper": PAPER,
    "central": CENTRAL,
    "compare": COMPARE,
    "target": TARGET,
    "path": PATH,
    "good": GOOD,
    "warn": WARN,
    "bad": BAD,
    "other-outer-band": style.OTHER_OUTER_BAND,
}


def script(name: str) -> str:
    """Return a script from the folder of the pages."""
    return (files("sim.ui") / name).read_text(encoding="utf-8")


def sheet(name: str) -> str:
    """Return a style sheet from the folder of the pages, with colours in place of its ``var(--name)``.

    Components have a document of their own, without the CSS variables of the page.
    """
    return _COLOUR.sub(lambda found: COLOURS[found[1]], (files("sim.ui") / name).read_text(encoding="utf-8"))


_COLOUR = re.compile(r"var\(--(?!st-)([a-z-]+)\)")
PAGE_STYLE = f"<style>\n{sheet('page.css')}</style>"
