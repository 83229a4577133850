"""The looks of this project as a template that an office can alter and use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement

from sim.report import style
from sim.report.briefing.outline import Outline
from sim.report.deck.lettering import MARGIN, WIDTH, place
from sim.report.deck.packing import deck_bytes
from sim.report.deck.stage import new_stage
from sim.units import Language

_LAYOUTS = ("title", "titleOnly")  # types of those that a briefing uses
_COLOURS: Mapping[str, str] = {  # of the theme; `theme.adopt` names them
    "dk1": style.INK,
    "lt1": style.PAPER,
    "accent1": style.SCENARIO,
    "accent2": style.OTHER_SCENARIO,
    "accent3": style.SCENARIOS[2],
    "accent4": style.STACK[1],
    "accent5": style.SCENARIOS[3],
    "accent6": style.STACK[4],
}


def own_template(language: Language) -> bytes:
    """Return a presentation without slides, whose master and theme have the looks of this project."""
    deck = new_stage(language, Outline()).deck
    for layout in list(deck.slide_layouts):
        if layout._element.get("type") not in _LAYOUTS:
            deck.slide_layouts.remove(layout)
    _colour(deck.slide_master)
    _place_title(deck.slide_master)
    return deck_bytes(deck, {"zh": "简报模板", "en": "Template of a briefing"}[language])


def _colour(master: Any) -> None:
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root: Any = parse_xml(theme.blob)
    for name, code in _COLOURS.items():
        entry = root.find(f".//{qn(f'a:{name}')}")
        for child in list(entry):
            entry.remove(child)
        colour = OxmlElement("a:srgbClr")
        colour.set("val", code.lstrip("#"))
        entry.append(colour)
    theme._blob = serialize_part_xml(root)


def _place_title(master: Any) -> None:
    """Set titles as slides of this project have them: at the left, bold, in the colour of the scenario."""
    title = next(each for each in master.placeholders if each._element.ph.get("type") == "title")
    title.left, title.top, title.width, title.height = place(MARGIN, 0.22, WIDTH, 0.66)
    level = master._element.find(f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    look = level.find(qn("a:defRPr"))
    look.set("sz", str(int(style.DECK_TITLE_POINTS * 100)))
    look.set("b", "1")
    look.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}").set("val", "accent1")
