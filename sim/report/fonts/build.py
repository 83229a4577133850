"""Cuts the fonts of charts and pages from the packaged variable font.

The package has 30,890 characters in all weights (17.8 MB); charts and pages need two weights of
the characters in use. WOFF is compressed with zlib, which Python has; WOFF2 would be a quarter
smaller and need one more library, for pages that only a machine without Chinese fonts loads.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Set
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS: Mapping[str, int] = {"Regular": 400, "Bold": 700}
_PACKAGE = "justmytype-intl-cjk"
_FORMAT = 1  # version of the files, to be raised when they are subset differently


def source_font() -> Path:
    """Return the packaged variable font, all weights of Noto Sans SC."""
    return _packaged("NotoSansSC[wght].ttf")


def _packaged(name: str) -> Path:
    return Path(str(files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc" / name))


def recipe(characters: Set[str]) -> str:
    """Return the SHA-256 of everything the files depend on; equal recipes give equal bytes."""
    parts = (str(_FORMAT), version(_PACKAGE), version("fonttools"), "".join(sorted(characters)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def cut_fonts(characters: Set[str]) -> dict[str, bytes]:
    """Return the font files by name: each weight as TTF and as WOFF, and the licence.

    Takes about 15 s for about ten thousand characters.
    """
    cut = _subset(source_font(), characters)
    made: dict[str, bytes] = {}
    for name, weight in WEIGHTS.items():
        font = _instance(cut, weight)
        made[f"NotoSansSC-{name}.ttf"] = _saved(font)
        font.flavor = "woff"
        made[f"NotoSansSC-{name}.woff"] = _saved(font)
    made["OFL.txt"] = _packaged("OFL.txt").read_bytes()
    return made


def _subset(path: Path, characters: Set[str]) -> bytes:
    options = subset.Options(
        layout_features=["kern", "mark"],
        name_IDs=["*"],
        notdef_outline=True,
        hinting=False,
        glyph_names=False,
        recalc_timestamp=False,
    )
    with subset.load_font(str(path), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(char) for char in characters])
        cutter.subset(font)
        return _saved(font)


def _instance(cut: bytes, weight: int) -> TTFont:
    font = TTFont(io.BytesIO(cut), recalcTimestamp=False)
    return instancer.instantiateVariableFont(
        font, {"wght": weight}, inplace=True, optimize=False, updateFontNames=True
    )


def _saved(font: TTFont) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
