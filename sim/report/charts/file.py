"""Charts as files: the same figure gives the same bytes."""

from __future__ import annotations

import io
import os
import threading
from pathlib import PurePath
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.errors import Argument, Fault, Faults
from sim.files import write_files

SUFFIXES = (".png", ".svg", ".pdf")
_SETTINGS: dict[Any, Any] = {"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "teda"}
_LOCK = threading.Lock()  # Matplotlib's settings are shared by all threads


def save_chart(figure: Figure, out: str | os.PathLike[str]) -> None:
    """Write a chart atomically, as PNG, SVG or PDF according to the name's suffix.

    Raises
    ------
    SimError: another suffix, or a file that cannot be written.
    """
    Faults(suffix_faults(out, SUFFIXES)).check()
    write_files({os.fspath(out): chart_bytes(figure, suffix_of(out))})


def chart_bytes(figure: Figure, suffix: str) -> bytes:
    """Return a chart as the content of a file, without date or program name."""
    title = figure.get_label() or None
    record = getattr(figure, "record", "") or None
    metadata: dict[str, Any] = {
        ".png": {"Software": None, "Title": title, "Description": record},
        ".svg": {"Date": None, "Creator": None, "Title": title, "Description": record},
        ".pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Title": title, "Subject": record},
    }[suffix]
    buffer = io.BytesIO()
    with _LOCK, mpl.rc_context(_SETTINGS):
        figure.savefig(buffer, format=suffix[1:], dpi=figure.dpi, metadata=metadata)
    return buffer.getvalue()


def suffix_faults(
    out: str | os.PathLike[str], allowed: tuple[str, ...], parameter: str = "out"
) -> list[Fault]:
    """Return the faults of the name of a file to be written.

    Parameters
    ----------
    allowed : allowed suffixes
    parameter : parameter that gave the file
    """
    suffix, listed = suffix_of(out), ", ".join(allowed)
    if suffix in allowed:
        return []
    if not os.fspath(out):
        zh = f"请用 `{parameter}` 给出要写的文件，后缀为以下之一：{listed}。"
        en = f"give the file to write with `{parameter}`; its suffix must be one of: {listed}."
        return [Fault("missing", zh, en, Argument(parameter))]
    zh, en = (f'后缀 "{suffix}" 不可用', f'the suffix "{suffix}" is invalid')
    if not suffix:
        zh, en = "文件名缺少后缀", "the file name lacks its suffix"
    zh, en = f"{zh}，应是以下之一：{listed}。", f"{en}; it must be one of: {listed}."
    return [Fault("invalid-choice", zh, en, Argument(f"{parameter}={os.fspath(out)}"))]


def suffix_of(out: str | os.PathLike[str]) -> str:
    """Return the suffix of a file's name in small letters."""
    return PurePath(out).suffix.lower()
