"""Layouts of a template: that of the cover, that of all other slides, and where content stands on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Emu

from sim.report.deck.footers import KINDS
from sim.report.deck.lettering import Area

DEFAULT_POINTS = 18.0  # of text where a template says nothing
_COVERS = re.compile(r"标题幻灯片|封面|title slide|cover", re.IGNORECASE)
_PAGES = re.compile(r"仅标题|只有标题|title only", re.IGNORECASE)


def kind_of(holder: Any) -> str:
    """Return the kind of a placeholder as its element states it, such as title, ctrTitle, body or dt."""
    return str(holder._element.find(f".//{qn('p:ph')}").get("type", "obj"))


def is_title(holder: Any) -> bool:
    """Return whether a placeholder is that of a title."""
    return kind_of(holder) in ("title", "ctrTitle")


def has_title(layout: Any) -> bool:
    """Return whether a layout has a title."""
    return any(map(is_title, layout.placeholders))


def cover_layout(deck: Any) -> Any:
    """Return the layout of the cover: by its type, by its name, else the first one with a title."""
    return _chosen(deck, "title", _COVERS, _with_title(deck))


def page_layout(deck: Any) -> Any:
    """Return the layout of all other slides: a title alone, else the one with most room for content."""
    return _chosen(deck, "titleOnly", _PAGES, sorted(_with_title(deck), key=_room, reverse=True))


def _room(layout: Any) -> float:
    area = area_of_content(layout)
    return area.width * area.height


def others(layout: Any) -> Iterable[Any]:
    """Yield the placeholders of a layout that are neither its title nor its footers."""
    return (each for each in layout.placeholders if kind_of(each) not in ("title", "ctrTitle", *KINDS))


def _with_title(deck: Any) -> list[Any]:
    return [layout for layout in deck.slide_layouts if has_title(layout)]


def _chosen(deck: Any, kind: str, name: re.Pattern[str], found: list[Any]) -> Any:
    layouts = _with_title(deck)
    of_kind = [layout for layout in layouts if layout._element.get("type") == kind]
    named = [layout for layout in layouts if name.search(layout.name)]
    return next(iter([*of_kind, *named, *found]), None)


def size_of(holder: Any) -> float:
    """Return the size of text in a placeholder [points], from its layout or the master."""
    is_head = is_title(holder)
    layout = holder.part.slide_layout
    index = holder.placeholder_format.idx
    own = [each for each in layout.placeholders if each.placeholder_format.idx == index]
    master = layout.slide_master
    styles = master._element.find(qn("p:txStyles"))
    named = None if styles is None else styles.find(qn("p:titleStyle" if is_head else "p:bodyStyle"))
    held = [each for each in master.placeholders if kind_of(each) == ("title" if is_head else "body")]
    for element in (*(each._element for each in own), *(each._element for each in held), named):
        found = None if element is None else element.find(f".//{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
        if found is not None and found.get("sz"):
            return int(found.get("sz")) / 100
    return DEFAULT_POINTS


def area_of_content(layout: Any) -> Area:
    """Return what a layout leaves between title and footers, or the largest box that it has for content."""
    deck = layout.part.package.presentation_part.presentation
    wide, high = Emu(deck.slide_width).inches, Emu(deck.slide_height).inches
    holders = [each for each in others(layout) if each.width and each.height]
    if holders:
        return area_of(max(holders, key=lambda each: each.width * each.height))
    footers = [
        area_of(each) for each in layout.placeholders if kind_of(each) in KINDS and each.top is not None
    ]
    bottom = min([0.95 * high, *(each.top for each in footers if each.top > high / 2)])
    box = area_of(title_of(layout))
    left, width = (box.left, box.width) if box.width > wide / 2 else (0.05 * wide, 0.9 * wide)
    top = box.bottom + 0.05 if box.bottom < high / 2 else 0.08 * high
    return Area(left, top, width, bottom - 0.05 - top)


def title_of(layout: Any) -> Any:
    """Return the placeholder of a layout's title."""
    return next(each for each in layout.placeholders if is_title(each))


def area_of(holder: Any) -> Area:
    """Return where a placeholder stands."""
    sides = (holder.left, holder.top, holder.width, holder.height)
    left, top, width, height = (Emu(side or 0).inches for side in sides)
    return Area(left, top, width, height)
