"""An office's own template: read, and its sample slides dropped."""

from __future__ import annotations

import io
import os
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn

from sim.errors import Faults, SimError, fail
from sim.report.charts.suffixes import suffix_faults
from sim.report.deck.layouts import page_layout
from sim.report.deck.raw import Raw, no_presentation, read_file
from sim.report.deck.theme import theme_of

SUFFIXES = (".pptx", ".potx")
_TYPES = "[Content_Types].xml"
_TEMPLATE, _PRESENTATION = b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"


@dataclass(frozen=True)
class Template:
    """An office's template.

    Parameters
    ----------
    deck : a presentation of python-pptx, without slides
    samples : entries of its sample slides, which are in no list of slides until they are kept
    """

    deck: Any
    samples: tuple[Any, ...]

    def only(self, kept: Collection[int]) -> dict[int, Any]:
        """Return the sample slides to be kept, by their numbers from 1; the others are dropped.

        Parts that nothing refers to are not written.
        """
        found = dict(enumerate(self.samples, start=1))
        for number, entry in found.items():
            if number not in kept:
                self.deck.part.drop_rel(entry.rId)
        return {number: entry for number, entry in found.items() if number in kept}


def read_template(path: str | os.PathLike[str]) -> Template:
    """Return a template, its sample slides taken out.

    Raises
    ------
    SimError: no such file; one that is encrypted, old, damaged or no presentation; one without a layout
        that has a title.
    """
    place = os.fspath(path)
    Faults(suffix_faults(place, SUFFIXES, "template")).check()
    try:
        deck: Any = Presentation(io.BytesIO(_unpacked(place)))
        samples = _taken(deck)
        for layout in deck.slide_layouts:
            theme_of(layout.slide_master)  # a damaged file lacks one of them
        page = page_layout(deck)
    except SimError:
        raise
    except (SyntaxError, PythonPptxError, KeyError, ValueError, AttributeError) as error:
        raise no_presentation(place) from error
    if page is None:
        zh, en = "模板里没有带标题的版式。", "the template has no layout with a title."
        raise fail("no-data", zh, en, place)
    return Template(deck, samples)


def _unpacked(place: str) -> bytes:
    """Return a packed presentation; a .potx differs only in what it says that it is."""
    raw = Raw(read_file(place), place)
    raw.put(_TYPES, raw.blob(_TYPES).replace(_TEMPLATE, _PRESENTATION))
    return raw.packed()


def _taken(deck: Any) -> tuple[Any, ...]:
    """Take the sample slides out of the list of slides, and return their entries."""
    root = deck.part._element
    samples = () if root.sldIdLst is None else tuple(root.sldIdLst)
    for entry in samples:
        root.sldIdLst.remove(entry)
    for tag in ("p:custShowLst", "p:extLst"):  # shows and sections name slides that are no more
        found = root.find(qn(tag))
        if found is not None:
            root.remove(found)
    return samples
