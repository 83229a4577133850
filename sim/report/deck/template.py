"""An office's own template: read, its sample slides dropped, and the layouts that a briefing uses."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from typing import Any

from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn

from sim.errors import Faults, SimError, fail
from sim.report.charts.file import suffix_faults
from sim.report.deck.raw import Raw, no_presentation, read_file

SUFFIXES = (".pptx", ".potx")
_TYPES = "[Content_Types].xml"
_TEMPLATE, _PRESENTATION = b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"
DEFAULT_POINTS = 18.0  # of text where a template says nothing
_COVERS = re.compile(r"标题幻灯片|封面|title slide|cover", re.IGNORECASE)
_PAGES = re.compile(r"仅标题|只有标题|title only", re.IGNORECASE)
_FOOTERS = ("dt", "ftr", "sldNum")


def read_template(path: str | os.PathLike[str]) -> Any:
    """Return a template as a presentation without slides.

    Raises
    ------
    SimError: no such file; one that is encrypted, old, damaged or no presentation; one without a layout
        that has a title.
    """
    place = os.fspath(path)
    Faults(suffix_faults(place, SUFFIXES, "template")).check()
    try:
        deck: Any = Presentation(io.BytesIO(_unpacked(place)))
        _drop_slides(deck)
        for layout in deck.slide_layouts:
            _ = layout.slide_master  # of a damaged file it has none
        page = page_layout(deck)
    except SimError:
        raise
    except (SyntaxError, PythonPptxError, KeyError, ValueError, AttributeError) as error:
        raise no_presentation(place) from error
    if page is None:
        zh, en = "模板里没有带标题的版式。", "the template has no layout with a title."
        raise fail("no-data", zh, en, place)
    return deck


def _unpacked(place: str) -> bytes:
    """Return a packed presentation; a .potx differs only in what it says that it is."""
    raw = Raw(read_file(place), place)
    raw.put(_TYPES, raw.blob(_TYPES).replace(_TEMPLATE, _PRESENTATION))
    return raw.packed()


def _drop_slides(deck: Any) -> None:
    """Drop the sample slides; parts that nothing refers to are not written."""
    root = deck.part._element
    for entry in [] if root.sldIdLst is None else list(root.sldIdLst):
        deck.part.drop_rel(entry.rId)
        root.sldIdLst.remove(entry)
    for tag in ("p:custShowLst", "p:extLst"):  # shows and sections name slides that are no more
        found = root.find(qn(tag))
        if found is not None:
            root.remove(found)


def kind_of(holder: Any) -> str:
    """Return the kind of a placeholder as its element states it, such as title, ctrTitle, body or dt."""
    return str(holder._element.find(f".//{qn('p:ph')}").get("type", "obj"))


def has_title(layout: Any) -> bool:
    """Return whether a layout has a title."""
    return any(kind_of(holder) in ("title", "ctrTitle") for holder in layout.placeholders)


def cover_layout(deck: Any) -> Any:
    """Return the layout of the cover: by its type, by its name, else the first one with a title."""
    return _chosen(deck, "title", _COVERS, _with_title(deck))


def page_layout(deck: Any) -> Any:
    """Return the layout of all other slides: a title alone, else the one with fewest things beside it."""
    fewest = sorted(_with_title(deck), key=lambda layout: len(list(others(layout))))
    return _chosen(deck, "titleOnly", _PAGES, fewest)


def others(layout: Any) -> Iterable[Any]:
    """Yield the placeholders of a layout that are neither its title nor its footers."""
    return (each for each in layout.placeholders if kind_of(each) not in ("title", "ctrTitle", *_FOOTERS))


def _with_title(deck: Any) -> list[Any]:
    return [layout for layout in deck.slide_layouts if has_title(layout)]


def _chosen(deck: Any, kind: str, name: re.Pattern[str], found: list[Any]) -> Any:
    layouts = _with_title(deck)
    of_kind = [layout for layout in layouts if layout._element.get("type") == kind]
    named = [layout for layout in layouts if name.search(layout.name)]
    return next(iter([*of_kind, *named, *found]), None)


def size_of(holder: Any) -> float:
    """Return the size of text in a placeholder [points], from its layout or the master."""
    is_title = kind_of(holder) in ("title", "ctrTitle")
    layout = holder.part.slide_layout
    index = holder.placeholder_format.idx
    own = [each for each in layout.placeholders if each.placeholder_format.idx == index]
    master = layout.slide_master
    styles = master._element.find(qn("p:txStyles"))
    named = None if styles is None else styles.find(qn("p:titleStyle" if is_title else "p:bodyStyle"))
    held = [each for each in master.placeholders if kind_of(each) == ("title" if is_title else "body")]
    for element in (*(each._element for each in own), *(each._element for each in held), named):
        found = None if element is None else element.find(f".//{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
        if found is not None and found.get("sz"):
            return int(found.get("sz")) / 100
    return DEFAULT_POINTS
