"""The Chinese font in charts: given to Matplotlib, with the families that have what it lacks."""

from __future__ import annotations

import functools
from collections.abc import Set

from matplotlib import font_manager, ft2font

from sim.errors import fail
from sim.fonts.build import FAMILY, source_font
from sim.fonts.cache import font_files

FALLBACK = "DejaVu Sans"  # comes with Matplotlib; has ₂ and ✗
RARE = "Noto Sans SC Thin"  # the packaged font itself, of which Matplotlib uses the thinnest weight


@functools.cache
def register_fonts() -> None:
    """Register the font with Matplotlib without changing its settings."""
    made, known = font_files(), font_manager.fontManager
    for path in (made.regular, made.bold, source_font()):
        known.addfont(path)
        known.ttflist.insert(0, known.ttflist.pop())  # ahead of an installed font of the same name


def families(text: str) -> list[str]:
    """Return the font families that together have every character of a text, the best first.

    Raises
    ------
    SimError: no family has a character, which would otherwise appear as an empty box.
    """
    needed = {char for char in text if char.isprintable()} - _in_font(FAMILY) - _in_font(FALLBACK)
    missing = needed - _in_font(RARE)
    if missing:
        listed = " ".join(f"{char} (U+{ord(char):04X})" for char in sorted(missing))
        raise fail(
            "unsupported",
            f"字体里没有这些字符，请换用别的字：{listed}。",
            f"the fonts lack these characters; use others: {listed}.",
            text,
        )
    return [FAMILY, FALLBACK, RARE] if needed else [FAMILY, FALLBACK]


@functools.cache
def _in_font(family: str) -> Set[str]:
    """Return the characters that a family has in both weights; rare ones exist in one only."""
    register_fonts()
    weights = (400,) if family == RARE else (400, 700)
    asked = [font_manager.FontProperties(family=[family], weight=weight) for weight in weights]
    found = [set(ft2font.FT2Font(font_manager.findfont(each)).get_charmap()) for each in asked]
    return {chr(code) for code in set.intersection(*found)}
