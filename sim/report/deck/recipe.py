"""What a deck was made from, kept within it: scenarios and draws, and every text and scale as generated.

It is a custom XML part, which Office keeps when it saves a deck. By it a later command makes the pages
again, and tells what people have edited from what is as it was.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any
from xml.sax.saxutils import escape

from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pydantic import Field, TypeAdapter

from sim.report.briefing.outline import Outline
from sim.report.briefing.subject import Subject
from sim.run.single import ScenarioRun
from sim.units import Language

PREFIX = "teda:"  # of the names of shapes that are ours
NAME = "/customXml/teda.xml"
NAMESPACE = "urn:teda:recipe"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_SCALE = ("c:min", "c:max", "c:majorUnit")


@dataclass
class Recipe:
    """What a deck was made from.

    Parameters
    ----------
    scenarios : names or files, the subject first
    settings : ``name=value`` of the subject and all others
    draws : ``forecast`` or ``prior``, "" for a single run, else the folder of an ensemble
    texts : of every shape of ours, by its name; of a table its rows
    scales : of every chart, by the name of its shape: ends and step of its axis
    books : SHA-256 of the data sheet of every chart
    titles : of an outline, by the keys of their pages, in place of findings
    question : of an outline, on the cover
    """

    scenarios: Annotated[list[str], Field(min_length=1)]
    settings: list[str]
    language: Language
    year: int | None
    draws: str
    texts: dict[str, str | list[list[str]]] = field(default_factory=dict)
    scales: dict[str, list[str]] = field(default_factory=dict)
    books: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    question: str = ""


def recipe_of(subject: Subject, outline: Outline) -> Recipe:
    """Return what a briefing is made from, before its slides are known."""
    scenarios = [_named(run) for run in (subject.run, *subject.compared)]
    asked = subject.asked
    draws = "" if asked is None else asked if isinstance(asked, str) else str(asked.folder or "")
    titles = {slide.key: slide.title for slide in outline.slides if slide.title}
    if outline.title:
        titles.setdefault("cover", outline.title)
    settings = list(subject.run.scenario.options)
    question = next((slide.question for slide in outline.slides if slide.question), "")
    return Recipe(
        scenarios, settings, subject.language, subject.year, draws, titles=titles, question=question
    )


def _named(run: ScenarioRun) -> str:
    """Return a scenario by its name, where it is one of the home, else by its file."""
    scenario, folder = run.scenario, run.workspace.home.scenarios
    file = scenario.files[0] if scenario.files else ""
    return scenario.name if not file or Path(file).parent.resolve() == folder.resolve() else file


def note_slides(recipe: Recipe, deck: Any) -> None:
    """Note every text, scale and data sheet of ours in a deck."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if not shape.name.startswith(PREFIX):
                continue
            if shape.has_table:
                recipe.texts[shape.name] = [[cell.text for cell in row.cells] for row in shape.table.rows]
            elif shape.has_chart:
                recipe.scales[shape.name] = scale_of(shape.chart._chartSpace)
                blob = shape.chart.part.chart_workbook.xlsx_part.blob
                recipe.books[shape.name] = hashlib.sha256(blob).hexdigest()
            elif shape.has_text_frame:
                recipe.texts[shape.name] = shape.text_frame.text


def scale_of(space: Any) -> list[str]:
    """Return ends and step of a chart's vertical axis as it states them, "" where it states none."""
    axis = space.find(f".//{qn('c:valAx')}")
    found = [None if axis is None else axis.find(f".//{qn(tag)}") for tag in _SCALE]
    return ["" if each is None else each.get("val") for each in found]


def keep(recipe: Recipe, deck: Any) -> None:
    """Put a recipe into a deck."""
    part = Part(PackURI(NAME), "application/xml", deck.part.package, packed(recipe))
    deck.part.relate_to(part, _CUSTOM)


def packed(recipe: Recipe) -> bytes:
    """Return a recipe as the content of its part."""
    text = json.dumps(asdict(recipe), ensure_ascii=False, sort_keys=True)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<recipe xmlns="{NAMESPACE}">{escape(text)}</recipe>'.encode()


def unpacked(text: str) -> Recipe:
    """Return a recipe from the text of its part.

    Raises
    ------
    ValueError: it is none.
    """
    recipe = _KEPT.validate_json(text)
    for table in recipe.texts.values():
        if isinstance(table, list) and len({len(row) for row in table}) != 1:
            raise ValueError(table)
    return recipe


_KEPT = TypeAdapter(Recipe)
