"""Serialization of a deck as a file: the same slides give the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation

from sim.report.deck.own import hash_of

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST = 255  # characters of a property of the file
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{}</Application><PresentationFormat>Widescreen</PresentationFormat>"
    "<Slides>{}</Slides></Properties>"
)


def deck_bytes(deck: Presentation, title: str) -> bytes:
    """Return a deck as the content of a file, without the time at which it was made, with its hash."""
    _drop_what_is_not_ours(deck)
    _number_slides(deck)
    _write_about(deck, title)
    deck.core_properties.identifier = hash_of(_saved(deck))
    return _saved(deck)


def _saved(deck: Presentation) -> bytes:
    buffer = io.BytesIO()
    deck.save(buffer)
    return without_times(buffer)


def _drop_what_is_not_ours(deck: Any) -> None:
    """Drop the picture of another file and somebody's printer, which come with the default template."""
    for part, kind in (
        (deck.part.package, RELATIONSHIP_TYPE.THUMBNAIL),
        (deck.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS),
    ):
        for key in [key for key, rel in part._rels.items() if rel.reltype == kind]:
            part._rels.pop(key)


def _number_slides(deck: Any) -> None:
    """Number the parts of the slides in their order: those kept of a template have numbers from there."""
    deck.part.rename_slide_parts([entry.rId for entry in deck.part._element.get_or_add_sldIdLst()])


def _write_about(deck: Any, title: str) -> None:
    """Write the properties of the file; without a time, because any time would be a wrong one."""
    about = deck.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title[:_LONGEST], "", "", ""
    for child in [each for each in about._element if each.tag.endswith(("}created", "}modified"))]:
        about._element.remove(child)
    rels = deck.part.package._rels.values()
    for application in [
        rel.target_part for rel in rels if rel.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES
    ]:
        application._blob = _APP.format("TEDA", len(deck.slides)).encode()


def without_times(packed: io.BytesIO) -> bytes:
    """Return a packed file without the times of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _ZIP_EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
