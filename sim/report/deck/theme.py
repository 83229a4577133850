"""Gives slides the colours and fonts of a template's theme in place of those of this project."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement

from sim.report import style

# Colour of ours: name in the theme, and its lightness [thousandths of per cent].
_SCHEME: dict[str, tuple[str, int, int]] = {
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
_CODE = re.compile("[0-9A-Fa-f]{6}")
_ALIKE = 110.0  # distance of two colours, red, green and blue from 0 to 255, that are told apart with effort


@dataclass(frozen=True)
class Theme:
    """Colours and fonts of a master.

    Parameters
    ----------
    colours : six hexadecimal digits, by their names as slides use them, such as ``accent1`` and ``bg1``
    heads, bodies : fonts of titles and of text, Latin and Chinese, "" for the one of the system
    """

    colours: Mapping[str, str]
    heads: tuple[str, str]
    bodies: tuple[str, str]

    @property
    def is_red(self) -> bool:
        """Return whether its first accent is so near to the red of targets that charts would mix them up."""
        ends = (_channels(code) for code in (self.colours.get("accent1", "FFFFFF"), style.TARGET[1:]))
        return math.dist(*ends) < _ALIKE


def theme_of(master: Any) -> Theme:
    """Return the theme of a master, whose colour map says which of its colours stand for text and ground.

    Raises
    ------
    KeyError, AttributeError: the master of a damaged file.
    """
    root = parse_xml(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    named = {
        entry.tag.rpartition("}")[2]: next((each.get("lastClr") or each.get("val", "") for each in entry), "")
        for entry in root.find(f".//{qn('a:clrScheme')}")
    }
    mapped = master._element.find(qn("p:clrMap"))
    colours = {name: named.get(source, "") for name, source in mapped.attrib.items()}
    return Theme(
        {name: code for name, code in colours.items() if _CODE.fullmatch(code)},
        _faces(root.find(f".//{qn('a:majorFont')}")),
        _faces(root.find(f".//{qn('a:minorFont')}")),
    )


def _faces(fonts: Any) -> tuple[str, str]:
    latin, chinese = (fonts.find(qn(tag)).get("typeface", "") for tag in _FONTS)
    return latin, chinese


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as the web's guidelines define it, from 1 to 21.

    Source: W3C, Web Content Accessibility Guidelines 2.2, "contrast ratio".
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(code: str) -> float:
    shares = (each / 255 for each in _channels(code))
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(code: str) -> bytes:
    return bytes.fromhex(code)


def adopt(slide: Any) -> None:
    """Name the theme's colours and no fonts on a slide and in its charts; red and green keep their sense.

    Where the theme's first accent is red itself, targets in charts have the colour of text.
    """
    is_red = theme_of(slide.slide_layout.slide_master).is_red
    for number, root in enumerate(_roots(slide)):
        known = _SCHEME | ({style.TARGET: ("tx1", 0, 0)} if is_red and number else {})
        for tag in _FONTS:
            for font in list(root.iter(qn(tag))):
                font.getparent().remove(font)
        for colour in list(root.iter(qn("a:srgbClr"))):
            found = known.get(f"#{colour.get('val')}".upper())
            if found is not None:
                colour.getparent().replace(colour, _scheme(*found))


def _roots(slide: Any) -> Iterator[Any]:
    """Yield a slide, and the charts on it."""
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
