"""Brings a deck up to date in place: figures of charts, tables and texts; what people have edited stays.

A shape of ours is known by its name, ``teda:<page>:<part>``. A text that is still as it was generated is
replaced in its first run, whose look stays; an edited one stays and is listed, with the old figures that it
still holds. A cell is found by its row's first cell and its column's heading. All other parts of the file
are written as they were read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pptx.oxml.ns import qn

from sim.errors import SimError, fail
from sim.report.briefing.outline import KINDS, Outline, slide_of
from sim.report.briefing.page import Grid, Lines, Page, Panels
from sim.report.briefing.pages import pages_of
from sim.report.briefing.subject import Subject
from sim.report.deck.cells import renew_table
from sim.report.deck.changes import Change, Refreshed, stale_in, words, write
from sim.report.deck.own import PROPERTIES, hash_of, is_as_generated
from sim.report.deck.pages import add_page
from sim.report.deck.raw import Raw, no_presentation
from sim.report.deck.recipe import NAME, NAMESPACE, PREFIX, Recipe, packed, scale_of, unpacked
from sim.report.deck.series import names_of, renew_chart
from sim.report.deck.stage import new_stage

_PART = NAME.lstrip("/")
_PAGE = re.compile(r"( ?[（(]\d+/\d+[)）])$")
_PANEL = re.compile(r"title([1-4])")
_PRESENTATION = "ppt/presentation.xml"


def read_recipe(content: bytes, place: str) -> Recipe:
    """Return what a deck was made from.

    Raises
    ------
    SimError: no presentation, or one that does not say what it was made from.
    """
    raw = Raw(content, place)
    if _PRESENTATION not in raw:
        raise no_presentation(place)
    try:
        return unpacked(raw.tree(_part_of(raw)).text)
    except (KeyError, ValueError) as error:
        zh = "演示文稿里没有生成时的记录：不是由 teda deck 生成的，或被别的软件另存过；请重新生成。"
        en = (
            "the presentation does not say what it was made from: teda deck did not make it, or another "
            "program has saved it. Make it again."
        )
        raise fail("no-data", zh, en, place) from error


def _part_of(raw: Raw) -> str:
    """Return the part that holds the recipe: Office may have given it another name."""
    for name in raw.names():
        if name.startswith("customXml/") and name.endswith(".xml") and NAMESPACE.encode() in raw.blob(name):
            return name
    raise KeyError(NAMESPACE)


def refresh(content: bytes, recipe: Recipe, subject: Subject, place: str) -> Refreshed:
    """Return a deck with the figures of a subject.

    Parameters
    ----------
    recipe : of the deck, which is noted anew
    place : the file, for faults

    Raises
    ------
    SimError: no shapes that are named as ours, or some after no page or indicator that there is; a damaged
        part.
    """
    raw, found = Raw(content, place), Refreshed(content)
    shapes = list(_shapes(raw))
    if not shapes:
        zh = "演示文稿里已没有由 teda deck 命名的图、表或文字，没有可更新的。"
        en = (
            "the presentation holds no chart, table or text that teda deck has named; nothing can be renewed."
        )
        raise fail("no-data", zh, en, place)
    pages = _pages(shapes, recipe, subject, place)
    scratch = _charts(pages, subject)
    for number, part, shape, name in shapes:
        key, _, kind = name.removeprefix(PREFIX).rpartition(":")
        page = pages.get(key.partition("#")[0])
        if page is None:
            continue
        before = found.renewed
        if shape.tag == qn("p:graphicFrame") and shape.find(f".//{qn('a:tbl')}") is not None:
            renew_table(shape, page, recipe, name, number, found)
        elif shape.tag == qn("p:graphicFrame"):
            _renew_chart(raw, part, shape, scratch.get(name), recipe, name, number, found)
        else:
            _renew_text(shape, _text_of(page, kind), recipe, name, number, found)
        if found.renewed > before:
            raw.touch(part)
    if found.renewed:
        raw.put(_part_of(raw), packed(recipe))
        found.content = _identified(raw.packed(), content)
    return found


def _identified(new: bytes, old: bytes) -> bytes:
    """Return a deck that nobody had edited with the hash of what it is now."""
    if not is_as_generated(old):
        return new
    raw = Raw(new)
    for each in raw.tree(PROPERTIES).iter("{http://purl.org/dc/elements/1.1/}identifier"):
        each.text = hash_of(new)
    raw.touch(PROPERTIES)
    return raw.packed()


def _shapes(raw: Raw) -> Iterator[tuple[int, str, Any, str]]:
    """Yield number and part of the slide, element and name of every shape of ours."""
    listed = raw.tree(_PRESENTATION).find(qn("p:sldIdLst"))
    for number, entry in enumerate([] if listed is None else list(listed), start=1):
        part = raw.target(_PRESENTATION, "slide", entry.get(qn("r:id")))
        for named in list(raw.tree(part).iter(qn("p:cNvPr"))):
            if named.get("name", "").startswith(PREFIX):
                yield number, part, named.getparent().getparent(), named.get("name")


def _pages(
    shapes: list[tuple[int, str, Any, str]], recipe: Recipe, subject: Subject, place: str
) -> dict[str, Page]:
    """Return the pages that the shapes of a deck are of, by their keys."""
    keys: dict[str, int] = {}
    for number, _, _, name in shapes:
        key = name.removeprefix(PREFIX).rpartition(":")[0].partition("#")[0]
        keys.setdefault(key, number)
    found: dict[str, Page] = {}
    for key, number in keys.items():
        slide = slide_of(key, recipe.titles.get(key, ""))
        if slide.kind == "cover":
            slide = replace(slide, question=recipe.question)
        if slide.kind not in KINDS or slide.kind == "keep":
            zh = f"形状名“{PREFIX}{key}”不是简报的页；可用的有：{'、'.join(KINDS)}。"
            en = f'the shape name "{PREFIX}{key}" is no page of a briefing; there are: {", ".join(KINDS)}.'
            raise fail("unknown-name", zh, en, f"{place}, slide {number}")
        try:
            for page in pages_of(subject, Outline((slide,))):
                found[page.key] = page
        except SimError as error:
            raise error.at(f"{place}, slide {number}") from error
    return found


def _charts(pages: Mapping[str, Page], subject: Subject) -> dict[str, Any]:
    """Return the charts of pages as new slides have them, by the names of their shapes."""
    stage = new_stage(subject.language, Outline())
    for page in pages.values():
        if page.below is not None or not isinstance(page.body, Grid | Lines):
            add_page(stage, page)
    found = {}
    for slide in stage.deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                found[shape.name] = shape.chart
    return found


def _text_of(page: Page, kind: str) -> str:
    if kind == "title":
        return page.title
    if kind == "subtitle":
        return page.subtitle
    if isinstance(page.body, Panels):
        panel = _PANEL.fullmatch(kind)
        return "\n".join(page.body.panels[int(panel[1]) - 1].heads) if panel else "\n".join(page.foot)
    lines = page.foot if kind == "foot" else page.body.texts if isinstance(page.body, Lines) else ()
    return "\n".join(" ".join(line.split()) for line in lines)


def _renew_text(shape: Any, new: str, recipe: Recipe, name: str, slide: int, found: Refreshed) -> None:
    paragraphs = list(shape.iter(qn("a:p")))
    now = "\n".join(words(paragraph) for paragraph in paragraphs)
    old, what = recipe.texts.get(name), name.removeprefix(PREFIX)
    if not new or not isinstance(old, str):
        return
    suffix = _PAGE.search(old) if what.endswith(":title") else None
    new = new + (suffix[1] if suffix else "")
    if old.count("\n") != new.count("\n"):  # its paragraphs are others now: nobody would know which
        if old != new:
            found.changes.append(Change(slide, what, is_kept=True))
        return
    if now == new:
        return
    if now != old:
        if old != new:
            found.changes.append(Change(slide, what, now, new, True, stale_in(now, old, new)))
        return
    for paragraph, line in zip(paragraphs, new.split("\n"), strict=False):
        write(paragraph, line)
    recipe.texts[name] = new
    found.changes.append(Change(slide, what, old, new))


def _renew_chart(
    raw: Raw, part: str, shape: Any, chart: Any, recipe: Recipe, name: str, slide: int, found: Refreshed
) -> None:
    """Bring caches and data sheet of a chart up to date; where people have edited its sheet, it stays."""
    reference = shape.find(f".//{qn('c:chart')}")
    if chart is None or reference is None:
        return
    what, target = name.removeprefix(PREFIX), raw.target(part, "chart", reference.get(qn("r:id")))
    books = list(raw.related(target, "package").values())
    known, space = recipe.books.get(name), raw.tree(target)
    if known is None:  # a chart of people's own, named after ours: its data sheet is replaced as a whole
        is_kept = not names_of(space) <= names_of(chart._chartSpace)
    else:
        is_kept = bool(books) and hashlib.sha256(raw.blob(books[0])).hexdigest() != known
    if is_kept:
        found.changes.append(Change(slide, what, is_kept=True))
        return
    is_changed, others = renew_chart(space, chart._chartSpace, recipe.scales.get(name, []))
    if others:
        found.changes.append(Change(slide, what, is_kept=True, cell="; ".join(others)))
    if not is_changed:
        return
    raw.touch(target)
    recipe.scales[name] = scale_of(chart._chartSpace)
    if books:
        blob = chart.part.chart_workbook.xlsx_part.blob
        raw.put(books[0], blob)
        recipe.books[name] = hashlib.sha256(blob).hexdigest()
    found.changes.append(Change(slide, what))
