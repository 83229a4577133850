"""Folder of the generated documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.errors import fail
from sim.files import display, os_reason, write_text

DOCS = "docs"


def write_documents(home: Path, files: Mapping[str, str]) -> None:
    """Write the files of a document, by their path within ``docs``.

    Raises
    ------
    SimError: the folder cannot be made, a file cannot be written.
    """
    folder = home / DOCS
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        zh, en = os_reason(error)
        raise fail("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", display(folder)) from error
    for name, text in files.items():
        write_text(display(folder / name), text)
