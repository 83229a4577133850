"""Gives slides the colours and fonts of a template's theme in place of those of this project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement

from sim.report import style

# Colour of ours: name in the theme, and its lightness [thousandths of per cent].
_SCHEME: Mapping[str, tuple[str, int, int]] = {
    style.SCENARIO: ("accent1", 0, 0),
    style.OTHER_SCENARIO: ("accent2", 0, 0),
    style.SCENARIOS[2]: ("accent3", 0, 0),
    style.SCENARIOS[3]: ("accent5", 0, 0),
    style.STACK[1]: ("accent4", 0, 0),
    style.STACK[3]: ("accent5", 0, 0),
    style.STACK[4]: ("accent6", 0, 0),
    style.STACK[7]: ("bg1", 65_000, 0),
    style.INNER_BAND: ("accent1", 60_000, 40_000),
    style.OUTER_BAND: ("accent1", 20_000, 80_000),
    style.INK: ("tx1", 0, 0),
    style.MUTED: ("tx1", 65_000, 35_000),
    style.VISION: ("tx1", 50_000, 50_000),
    style.GRID: ("bg1", 85_000, 0),
    style.SHADE: ("bg1", 95_000, 0),
    style.PAPER: ("bg1", 0, 0),
}
_FONTS = ("a:latin", "a:ea")


def adopt(slide: Any) -> None:
    """Name the theme's colours and no fonts on a slide and in its charts; red and green keep their sense."""
    for root in _roots(slide):
        for tag in _FONTS:
            for font in list(root.iter(qn(tag))):
                font.getparent().remove(font)
        for colour in list(root.iter(qn("a:srgbClr"))):
            found = _SCHEME.get(f"#{colour.get('val')}".upper())
            if found is not None:
                colour.getparent().replace(colour, _scheme(*found))


def _roots(slide: Any) -> Iterator[Any]:
    yield slide._element
    for relation in slide.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CHART:
            yield relation.target_part._element


def _scheme(name: str, share: int, more: int) -> Any:
    element = OxmlElement("a:schemeClr")
    element.set("val", name)
    for tag, value in (("a:lumMod", share), ("a:lumOff", more)):
        if value:
            child = OxmlElement(tag)
            child.set("val", str(value))
            element.append(child)
    return element
