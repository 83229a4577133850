"""Colours, style sheets and scripts of the pages."""

from __future__ import annotations

import re
from importlib.resources import files

from sim.report import style

INK, QUIET, LINE, PAPER = style.INK, style.MUTED, "#dfe5ea", "#f5f7f9"
CENTRAL, COMPARE = style.SCENARIO, style.OTHER_SCENARIO
BAND, INNER, COMPARE_BAND = style.INNER_BAND, "#4f8fc4", style.OTHER_INNER_BAND  # let grid and bands through
BAND_SHOWN, INNER_SHOWN = style.OUTER_BAND, style.INNER_BAND  # where nothing shines through
TARGET, PATH, BASE = style.TARGET, style.VISION, style.OBSERVED
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
    """Return a script that lies beside the pages."""
    return (files("sim.ui") / name).read_text(encoding="utf-8")


def sheet(name: str) -> str:
    """Return a style sheet that lies beside the pages, its ``var(--name)`` filled in with colours.

    Components have a document of their own, which knows no variables of the page.
    """
    return _COLOUR.sub(lambda found: COLOURS[found[1]], (files("sim.ui") / name).read_text(encoding="utf-8"))


_COLOUR = re.compile(r"var\(--(?!st-)([a-z-]+)\)")
PAGE_STYLE = f"<style>\n{sheet('page.css')}</style>"
