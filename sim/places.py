"""Folders of this installation: what came with it, where the user's own cache lies, how to mend it."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sim.errors import Fault

PROJECT = "teda-simulator"
CACHE = "TEDA_CACHE"  # names another folder for the user's cache; empty, there is none
STATIC = "static"  # the folder beside app.py that Streamlit serves
_PACKAGE = Path(__file__).resolve().parent


def installed_folder() -> Path:
    """Return where ``model/``, ``scenarios/`` and ``app.py`` are: in a wheel's package, else beside it."""
    carried = _PACKAGE / "home"
    return carried if carried.is_dir() else _PACKAGE.parent


def is_checkout() -> bool:
    """Return whether the package runs from a checkout, beside ``app.py``."""
    return installed_folder() == _PACKAGE.parent and (_PACKAGE.parent / "app.py").is_file()


def page_folders() -> Iterator[Path]:
    """Yield where the page and the fonts that it serves can be, the best first.

    A checkout keeps them beside ``app.py``; an installed package may be read-only and shared, and
    so has them in the user's cache folder.
    """
    if is_checkout():
        yield _PACKAGE.parent
    if folder := user_cache():
        yield folder


def user_cache() -> Path | None:
    """Return the project's folder in the user's cache, None where the user has none."""
    if (named := os.environ.get(CACHE)) is not None:
        return Path(named) if named else None
    local = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    with contextlib.suppress(RuntimeError):  # a user without a home
        return (Path(local) if local else Path.home() / ".cache") / PROJECT
    return None


def page_folder() -> Path:
    """Return the first of these folders in which ``static/`` can be written, else a temporary one."""
    return next((folder for folder in page_folders() if has_static(folder)), None) or _temporary_folder()


def has_static(folder: Path) -> bool:
    """Return whether a folder has ``static/``, made now if need be, and what is in it can be changed."""
    with contextlib.suppress(OSError):
        (folder / STATIC).mkdir(parents=True, exist_ok=True)
    return (folder / STATIC).is_dir() and os.access(folder / STATIC, os.W_OK)


@cache
def _temporary_folder() -> Path:
    folder = folder_of_this_process("page")
    (folder / STATIC).mkdir()
    return folder


def folder_of_this_process(what: str) -> Path:
    """Return a new temporary folder, which goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"teda-{what}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def incomplete_environment(error: ImportError) -> Fault:
    """Return the fault of an installation that lacks a package or a part of one."""
    python = "python" if os.name == "nt" else "python3"
    mend = (
        f"{python} bootstrap.py setup --again"
        if is_checkout()
        else f"pip install --force-reinstall {PROJECT}"
    )
    what = (str(error).splitlines() or [type(error).__name__])[0]
    return Fault(
        "not-installed",
        f"环境不完整（{what}）。请重建：{mend}",
        f"the environment is incomplete ({what}). Make it again: {mend}",
    )
