"""The font files of charts and pages: cut once from the font package, and kept."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from sim.errors import SimError, fail
from sim.files import write_files
from sim.fonts.build import WEIGHTS, cut_fonts, recipe
from sim.fonts.characters import characters
from sim.places import STATIC, folder_of_this_process, has_static, page_folders

_STAMP = "fonts.json"
_LOCK = threading.Lock()


@dataclass(frozen=True)
class FontFiles:
    """Noto Sans SC in two weights, as TrueType for charts and as WOFF for pages."""

    regular: Path
    bold: Path
    web_regular: Path
    web_bold: Path


def font_files() -> FontFiles:
    """Return the font files; the first call on a machine makes them, in about 2 s.

    They are kept in the git-ignored ``static/`` beside ``app.py``, which Streamlit serves, or
    if that is not writable, in the user's cache folder. No network is needed.
    """
    with _LOCK:
        return _font_files()


@functools.cache
def _font_files() -> FontFiles:
    wanted = characters()
    folders = list(page_folders())
    for folder in folders:
        if is_complete(folder / STATIC, recipe(wanted)):
            return _named(folder / STATIC)
    writable = [folder / STATIC for folder in folders if has_static(folder)]
    return _named(keep(cut_fonts(wanted), recipe(wanted), [*writable, folder_of_this_process("fonts")]))


def keep(fonts: dict[str, bytes], made_by: str, folders: list[Path]) -> Path:
    """Write the fonts into the first writable folder, and return it.

    Two processes may do so at once: files are moved into place atomically, both have the same bytes,
    and the stamp that marks the set as complete is written last.
    """
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in fonts.items()}
    stamp = json.dumps({"recipe": made_by, "digests": digests}, indent=1).encode()
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
    """Return whether a folder holds all fonts of a recipe, undamaged; read in some 20 ms."""
    try:
        stamp = json.loads((folder / _STAMP).read_bytes())
        if stamp["recipe"] != made_by:
            return False
        digests = {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in stamp["digests"]
        }
        return bool(stamp["digests"] == digests)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _named(folder: Path) -> FontFiles:
    paths = (folder / f"NotoSansSC-{weight}.{kind}" for kind in ("ttf", "woff") for weight in WEIGHTS)
    return FontFiles(*paths)
