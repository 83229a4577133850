"""Slides of a deck: where title, content, notes and page number stand, here or in a template."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Emu, Pt

from sim.errors import Faults
from sim.report import style
from sim.report.briefing.outline import Outline
from sim.report.briefing.page import Page
from sim.report.deck.dress import dress_faults
from sim.report.deck.fit import fits, fitting_template
from sim.report.deck.footers import add_footers
from sim.report.deck.layouts import area_of_content, cover_layout, page_layout, size_of
from sim.report.deck.lettering import (
    MARGIN,
    WIDTH,
    Area,
    colour,
    place,
    prepare,
    write_box,
    write_lines,
    write_notes,
    write_title,
)
from sim.report.deck.theme import adopt
from sim.report.layout import fold_text
from sim.report.words.periods import today
from sim.units import Language

_TOP, _BOTTOM, _NOTE_LINE, _TEXT_LINE, _INDENT = 0.98, 6.88, 0.19, 0.25, 0.95  # inches
_OWN = Area(MARGIN, _TOP, WIDTH, _BOTTOM - _TOP)
_COVER = (32.0, 28.0, 24.0, 20.0, 16.0, 14.0)  # points of a cover of ours whose text is long
_COVERED = 0.95 * (WIDTH - _INDENT)  # inches of a line of it, less the blanks that Office sets
_FIRST = 256  # number of a slide that the format begins with
_TITLES = (28.0, 24.0, 20.0, 18.0, 16.0)  # points of a title that does not fit at the size of its template


@dataclass(frozen=True, eq=False)
class Stage:
    """A presentation that slides are added to.

    Parameters
    ----------
    deck : it, of python-pptx
    content : where slides but the cover have all but title and footers
    marking, unit : such as 内部, and who gives the briefing
    day : on the cover and at the foot of slides, as printed
    is_ours : whether the looks are this project's and not those of a template
    kept : entries of slides of the template that are put where they belong, by their numbers
    """

    deck: Any
    language: Language
    content: Area
    marking: str = ""
    unit: str = ""
    day: str = ""
    is_ours: bool = True
    kept: Mapping[int, Any] = field(default_factory=dict)

    def keep(self, number: int) -> None:
        """Add a slide of the template as it is, but for its number: a new slide may have taken that."""
        slides, entry = self.deck.part._element.get_or_add_sldIdLst(), self.kept[number]
        entry.set("id", str(max([_FIRST - 1, *(int(each.get("id")) for each in slides)]) + 1))
        slides.append(entry)

    def cover(self, page: Page, lines: list[str]) -> Any:
        """Add the cover."""
        title, foot, notes = page.title, list(page.foot), list(page.notes)
        slide = self.deck.slides.add_slide(self._named(page.layout) or cover_layout(self.deck))
        signed = [text for text in (self.unit, self.day, self.marking) if text]
        if self.is_ours:
            self._own_cover(slide, title, lines, signed, foot)
        else:
            self._title(slide, title)
            holders = [each for each in slide.placeholders if each != slide.shapes.title]
            for holder in holders[1:]:
                holder._element.getparent().remove(holder._element)
            if holders:
                _fill(holders[0], [*lines, *signed, *foot], self.language)
            else:
                write_box(slide, self.content.box(), [*lines, *signed, *foot], 16.0, self.language)
        write_notes(slide, notes, self.language)
        return slide

    def _own_cover(
        self, slide: Any, title: str, lines: list[str], signed: list[str], foot: list[str]
    ) -> None:
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place(0, 0, 0.28, style.DECK_INCHES[1]))
        bar.fill.solid()
        bar.fill.fore_color.rgb = colour(style.SCENARIO)
        bar.line.fill.background()
        texts = (([title], 2.0, 1.0, 40.0, style.SCENARIO), (lines, 3.15, 2.4, 20.0, style.INK))
        for holder, (words, top, height, points, ink) in zip(slide.placeholders, texts, strict=True):
            holder.left, holder.top, holder.width, holder.height = place(
                _INDENT, top, WIDTH - _INDENT, height
            )
            whole = "\n".join(words)
            sizes = (points, *(each for each in _COVER if each < points))
            size = next((each for each in sizes if fits(whole, each, _COVERED, height)), _COVER[-1])
            write_lines(holder.text_frame, words, size, self.language, ink)
        height = 0.26 * len(signed)
        box = place(_INDENT, 6.3 - height, WIDTH - _INDENT, height)
        write_box(slide, box, signed, style.DECK_TEXT_POINTS, self.language)
        self._write_foot(slide, foot, Area(_INDENT, _TOP, WIDTH - _INDENT + MARGIN, _BOTTOM - _TOP))

    def slide(self, page: Page, title: str, name: str) -> Any:
        """Add a slide with a title and the notes of its page; its content stands in `area`.

        Parameters
        ----------
        name : that the names of its shapes begin with
        """
        subtitle, foot, content = page.subtitle, list(page.foot), self._content(page)
        slide = self.deck.slides.add_slide(self._named(page.layout) or page_layout(self.deck))
        for holder in [each for each in slide.placeholders if each != slide.shapes.title]:
            holder._element.getparent().remove(holder._element)
        self._title(slide, title)
        if subtitle:
            height = _TEXT_LINE * self._folded(subtitle, style.DECK_TEXT_POINTS, content.width)
            box = place(content.left, content.top - 0.03, content.width, height)
            drawn = write_box(slide, box, [subtitle], style.DECK_TEXT_POINTS, self.language)
            drawn.name = f"{name}:subtitle"
        self._write_foot(slide, foot, content, name)
        number = len(self.deck.slides)
        texts = {"dt": self.day, "ftr": self.marking, "sldNum": str(number)}
        add_footers(slide, texts, self.language, is_ours=self.is_ours)
        write_notes(slide, list(page.notes), self.language)
        return slide

    def finish(self, slide: Any) -> None:
        """Give a slide the colours and fonts of the template, where there is one."""
        if not self.is_ours:
            adopt(slide)

    def area(self, page: Page) -> Area:
        """Return where the content of a slide with the page's subtitle and notes at its foot stands."""
        content, subtitle = self._content(page), page.subtitle
        lines = self._folded(subtitle, style.DECK_TEXT_POINTS, content.width) if subtitle else 0
        top = content.top + (_TEXT_LINE * lines + 0.05 if subtitle else 0.0)
        noted = sum(self._folded(note, style.DECK_NOTE_POINTS, content.width) for note in page.foot)
        return content.below(top).above(content.bottom - noted * _NOTE_LINE - 0.1)

    def _content(self, page: Page) -> Area:
        layout = self._named(page.layout)
        return self.content if layout is None else area_of_content(layout)

    def _named(self, layout: str) -> Any:
        """Return a layout by its name, None where there is none."""
        return next((each for each in self.deck.slide_layouts if layout and each.name == layout), None)

    def _title(self, slide: Any, text: str) -> None:
        """Write a slide's title: in the template's size, smaller where its box would not hold it."""
        if self.is_ours:
            write_title(slide, text, self.language)
            return
        holder = slide.shapes.title
        holder.text_frame.text = text
        size = size_of(holder)
        wide, high = Emu(holder.width).inches - 0.2, Emu(holder.height).inches - 0.1
        if fits(text, size, wide, high):
            return
        points = next((each for each in _TITLES if each < size and fits(text, each, wide, high)), _TITLES[-1])
        for run in holder.text_frame.paragraphs[0].runs:
            run.font.size = Pt(points)

    def _folded(self, text: str, points: float, width: float) -> int:
        cells = int(width * 72 / points * 2)
        return len(list(fold_text(text, cells)))

    def _write_foot(self, slide: Any, notes: list[str], area: Area, name: str = "") -> None:
        """Write notes at the foot of an area, the last line on its lower edge."""
        if not notes:
            return
        points = style.DECK_NOTE_POINTS
        height = sum(self._folded(note, points, area.width) for note in notes) * _NOTE_LINE
        box = place(area.left, area.bottom - height, area.width, height)
        drawn = write_box(slide, box, notes, points, self.language)
        if name:
            drawn.name = f"{name}:foot"


def new_stage(language: Language, outline: Outline) -> Stage:
    """Return a presentation without slides, in the looks of this project, for those of an outline."""
    deck: Any = Presentation()
    prepare(deck, language)
    return Stage(deck, language, _OWN, outline.marking, outline.unit, outline.day or today(language))


def stage_of(path: str | os.PathLike[str], outline: Outline, language: Language) -> Stage:
    """Return a presentation without slides, in the looks of a template, for the slides of an outline.

    Raises
    ------
    SimError: the template cannot be used, has too little room, or lacks what the outline asks for.
    """
    office = fitting_template(path)
    Faults(dress_faults(outline, office, path)).check()
    deck, kept = office.deck, office.only([slide.kept for slide in outline.slides])
    content, day = area_of_content(page_layout(deck)), outline.day or today(language)
    return Stage(deck, language, content, outline.marking, outline.unit, day, is_ours=False, kept=kept)


def _fill(holder: Any, lines: list[str], language: Language) -> None:
    """Write lines into a placeholder in the size of its template, smaller where it would not hold them."""
    frame = holder.text_frame
    frame.text = lines[0]
    for line in lines[1:]:
        frame.add_paragraph().text = line
    wide, high = Emu(holder.width).inches - 0.2, Emu(holder.height).inches - 0.1
    whole = "\n".join(lines)
    sizes = (size_of(holder), *(each for each in (20.0, 18.0, 16.0, 14.0, 12.0)))
    if fits(whole, sizes[0], wide, high):
        return
    points = next((each for each in sizes[1:] if fits(whole, each, wide, high)), sizes[-1])
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(points)
