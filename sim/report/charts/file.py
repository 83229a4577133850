"""Charts as files: the same figure gives the same bytes."""

from __future__ import annotations

import io
import os
import threading
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.errors import Faults
from sim.files import write_files
from sim.report.charts.suffixes import PICTURES, suffix_faults, suffix_of

_SETTINGS: dict[Any, Any] = {"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "teda"}
_LOCK = threading.Lock()  # Matplotlib's settings are shared by all threads


def save_chart(figure: Figure, out: str | os.PathLike[str]) -> None:
    """Write a chart atomically, as PNG, SVG or PDF according to the name's suffix.

    Raises
    ------
    SimError: another suffix, or a file that cannot be written.
    """
    Faults(suffix_faults(out, PICTURES)).check()
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
