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
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # fonts are cut once; charts of every day only need their names
    import uharfbuzz
    from fontTools.ttLib import TTFont

FAMILY = "Noto Sans SC"
WEIGHTS: Mapping[str, int] = {"Regular": 400, "Bold": 700}
FEATURES = {b"kern", b"mark"}  # of OpenType, as far as Matplotlib and Chinese pages use them
_PACKAGE = "justmytype-intl-cjk"
_FORMAT = 2  # version of the files, to be raised when they are cut differently
_LEGAL = {0, 7, 13, 14}  # names: copyright, trademark, licence and its address
_STYLE_OF_MAC, _BOLD, _REGULAR = 1, 1 << 5, 1 << 6  # bits of head.macStyle, of OS/2.fsSelection


def source_font() -> Path:
    """Return the packaged variable font, all weights of Noto Sans SC."""
    return _packaged("NotoSansSC[wght].ttf")


def _packaged(name: str) -> Path:
    return Path(str(files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc" / name))


def recipe(characters: Set[str]) -> str:
    """Return the SHA-256 of everything the files depend on; equal recipes give equal bytes."""
    versions = (version(package) for package in (_PACKAGE, "fonttools", "uharfbuzz"))
    parts = (str(_FORMAT), *versions, "".join(sorted(characters)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def cut_fonts(characters: Set[str]) -> dict[str, bytes]:
    """Return the font files by name: each weight as TTF and as WOFF, and the licence.

    Takes about one second of processor time for ten thousand characters.
    """
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(source_font())))
    made: dict[str, bytes] = {}
    for style, weight in WEIGHTS.items():
        font = _named(_instance(face, weight, characters), style)
        made[f"NotoSansSC-{style}.ttf"] = _saved(font)
        font.flavor = "woff"
        made[f"NotoSansSC-{style}.woff"] = _saved(font)
    made["OFL.txt"] = _packaged("OFL.txt").read_bytes()
    return made


def _instance(face: uharfbuzz.Face, weight: int, characters: Set[str]) -> bytes:
    """Return one weight of the characters that a variable font has, without hints."""
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(ord(char) for char in characters)
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(tag, "big") for tag in FEATURES)
    wanted.name_id_set.update(_LEGAL)
    wanted.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
        | uharfbuzz.SubsetFlags.SET_OVERLAPS_FLAG  # strokes that cross are filled, not cut out
    )
    wanted.pin_axis_location(face, "wght", weight)
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


def _named(cut: bytes, style: str) -> TTFont:
    """Return a font that says which style it is; its outlines stay as they are, unread."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(cut), recalcTimestamp=False, recalcBBoxes=False)
    words = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"NotoSansSC-{style}"}  # by number of name
    names = font["name"]
    names.names = [each for each in names.names if each.nameID in _LEGAL]
    for number, word in words.items():
        names.setName(word, number, 3, 1, 0x409)  # Windows, Unicode, English
    is_bold = style == "Bold"
    font["head"].macStyle = _STYLE_OF_MAC if is_bold else 0
    font["OS/2"].fsSelection &= ~(_BOLD | _REGULAR)
    font["OS/2"].fsSelection |= _BOLD if is_bold else _REGULAR
    return font


def _saved(font: TTFont) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
