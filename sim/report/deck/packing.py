"""Serialization of a deck as a file: the same slides give the same bytes."""

from __future__ import annotations

import io
import zipfile

from pptx.presentation import Presentation

from sim.report.deck.workbook import EPOCH

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def deck_bytes(deck: Presentation, title: str) -> bytes:
    """Return a deck as the content of a file, without the time at which it was made."""
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = title, "", ""
    about.created = about.modified = EPOCH
    buffer = io.BytesIO()
    deck.save(buffer)
    return without_times(buffer)


def without_times(packed: io.BytesIO) -> bytes:
    """Return a packed file without the times of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _ZIP_EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
