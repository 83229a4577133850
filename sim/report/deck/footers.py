"""Date, marking and page number of a slide, taken over from its layout, which says where they stand."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from sim.report import style
from sim.report.deck.lettering import LANGUAGE_TAGS, set_typefaces
from sim.units import Language

KINDS = ("dt", "ftr", "sldNum")
_NUMBER = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"  # any; Office tells fields apart by it


def add_footers(slide: Any, texts: Mapping[str, str], language: Language, *, is_ours: bool) -> None:
    """Add the placeholders of a layout that have a text: dt, ftr, and sldNum, whose text is the number."""
    size = f' sz="{int(style.DECK_NOTE_POINTS * 100)}"' if is_ours else ""  # a template has its own
    for holder in slide.slide_layout.placeholders:
        kind = holder._element.find(f".//{qn('p:ph')}").get("type")
        if kind not in KINDS or not texts.get(kind):
            continue
        element = copy.deepcopy(holder._element)
        element.find(f".//{qn('p:cNvPr')}").set("id", str(max(_ids(slide)) + 1))
        properties = element.find(qn("p:spPr"))
        for child in list(properties):  # the layout places it
            properties.remove(child)
        element.replace(element.find(qn("p:txBody")), _body(kind, texts[kind], language, size))
        slide.shapes._spTree.append(element)


def _ids(slide: Any) -> list[int]:
    return [int(each.get("id")) for each in slide.shapes._spTree.iter(qn("p:cNvPr"))]


def _body(kind: str, text: str, language: Language, size: str) -> Any:
    look = f'<a:rPr lang="{LANGUAGE_TAGS[language]}"{size}/>'
    words = f"<a:t>{escape(text)}</a:t>"
    run = f"<a:r>{look}{words}</a:r>"
    if kind == "sldNum":
        run = f'<a:fld id="{_NUMBER}" type="slidenum">{look}{words}</a:fld>'
    body = parse_xml(f"<p:txBody {nsdecls('p', 'a')}><a:bodyPr/><a:lstStyle/><a:p>{run}</a:p></p:txBody>")
    for properties in body.iter(qn("a:rPr")):
        set_typefaces(properties, language)
    return body
