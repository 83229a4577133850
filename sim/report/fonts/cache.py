"""The Chinese font of charts and pages: made once from the font package, cached, given to Matplotlib."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import tempfile
import threading
from collections.abc import Callable, Set
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager, ft2font

from sim.errors import SimError, fail
from sim.files import write_files
from sim.places import STATIC, has_static, page_folders
from sim.report.fonts.build import WEIGHTS, cut_fonts, recipe, source_font
from sim.report.fonts.characters import characters

FAMILY = "Noto Sans SC"
FALLBACK = "DejaVu Sans"  # comes with Matplotlib; has ₂ and ✗
RARE = "Noto Sans SC Thin"  # the packaged font itself, of which Matplotlib uses the thinnest weight
_STAMP = "fonts.json"
_LOCK = threading.Lock()


@dataclass(frozen=True)
class FontFiles:
    """Noto Sans SC in two weights, as TrueType for charts and as WOFF for pages."""

    regular: Path
    bold: Path
    web_regular: Path
    web_bold: Path


def font_files(on_wait: Callable[[], None] | None = None) -> FontFiles:
    """Return the font files; the first call on a machine makes them, in about 15 s.

    They are kept in the git-ignored ``static/`` beside ``app.py``, which Streamlit serves, or
    if that is not writable, in the user's cache folder. No network is needed.

    Parameters
    ----------
    on_wait : called when they must be made first, to inform the user of the wait
    """
    with _LOCK:
        return _font_files(on_wait)


def _font_files(on_wait: Callable[[], None] | None) -> FontFiles:
    wanted = characters()
    usable = [folder / STATIC for folder in page_folders() if has_static(folder)]
    for folder in usable:
        if is_complete(folder, recipe(wanted)):
            return _named(folder)
    if on_wait:
        on_wait()
    return _named(keep(cut_fonts(wanted), recipe(wanted), [*usable, _folder_of_this_process()]))


def keep(fonts: dict[str, bytes], made_by: str, folders: list[Path]) -> Path:
    """Write the fonts into the first writable folder, and return it.

    Two processes may do so at once: files are moved into place atomically, both have the same bytes,
    and the stamp that marks the set as complete is written last.
    """
    sizes = {name: len(content) for name, content in fonts.items()}
    stamp = json.dumps({"recipe": made_by, "sizes": sizes}, indent=1).encode()
    for folder in folders:
        contents = {os.fspath(folder / name): content for name, content in fonts.items()}
        with contextlib.suppress(SimError):
            write_files(contents | {os.fspath(folder / _STAMP): stamp})
        if is_complete(folder, made_by):  # written by this process or by the other one
            return folder
    raise fail(
        "unwritable",
        "无处存放中文字体：static 文件夹、用户缓存文件夹和临时文件夹都不可写。",
        "no place to keep the Chinese font: neither the folder static, nor the user's cache, "
        "nor the folder for temporary files can be written.",
        os.fspath(folders[0]),
    )


def is_complete(folder: Path, made_by: str) -> bool:
    """Return whether a folder holds all fonts of a recipe."""
    try:
        stamp = json.loads((folder / _STAMP).read_bytes())
        sizes = {name: (folder / name).stat().st_size for name in stamp["sizes"]}
        return bool(stamp == {"recipe": made_by, "sizes": sizes})
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _named(folder: Path) -> FontFiles:
    paths = (folder / f"NotoSansSC-{weight}.{kind}" for kind in ("ttf", "woff") for weight in WEIGHTS)
    return FontFiles(*paths)


@functools.cache
def _folder_of_this_process() -> Path:
    return Path(tempfile.mkdtemp(prefix="teda-fonts-"))


def register_fonts(on_wait: Callable[[], None] | None = None) -> FontFiles:
    """Register the font with Matplotlib without changing its settings."""
    made = font_files(on_wait)
    _add(made)
    return made


@functools.cache
def _add(made: FontFiles) -> None:
    known = font_manager.fontManager
    for path in (made.regular, made.bold, source_font()):
        known.addfont(path)
        known.ttflist.insert(0, known.ttflist.pop())  # ahead of an installed font of the same name


def use_fonts(on_wait: Callable[[], None] | None = None) -> FontFiles:
    """Use the font in all figures that a script or a notebook draws from now on."""
    made = register_fonts(on_wait)
    mpl.rcParams["font.family"] = [FAMILY, FALLBACK]
    mpl.rcParams["pdf.fonttype"] = 42
    return made


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
