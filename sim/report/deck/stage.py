"""Slides of a deck: where title, content, notes and page number stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE

from sim.report import style
from sim.report.deck.footers import add_footers
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
from sim.report.layout import fold_text
from sim.report.words.periods import today
from sim.units import Language

_TITLE, _TITLE_ONLY = 0, 5  # layouts of the default template
_TOP, _BOTTOM, _NOTE_LINE, _INDENT = 0.98, 6.88, 0.19, 0.95  # inches


@dataclass(frozen=True, eq=False)
class Stage:
    """A presentation that slides are added to.

    Parameters
    ----------
    marking : on each slide, such as 内部
    """

    deck: Any
    language: Language
    marking: str = ""
    unit: str = ""

    def cover(self, title: str, lines: list[str], foot: list[str], notes: list[str]) -> Any:
        """Add the cover."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[_TITLE])
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place(0, 0, 0.28, style.DECK_INCHES[1]))
        bar.fill.solid()
        bar.fill.fore_color.rgb = colour(style.SCENARIO)
        bar.line.fill.background()
        texts = (([title], 2.0, 1.0, 40.0, style.SCENARIO), (lines, 3.15, 2.4, 20.0, style.INK))
        for holder, (words, top, height, points, ink) in zip(slide.placeholders, texts, strict=True):
            holder.left, holder.top, holder.width, holder.height = place(
                _INDENT, top, WIDTH - _INDENT, height
            )
            write_lines(holder.text_frame, words, points, self.language, ink)
        signed = [text for text in (self.unit, today(self.language), self.marking) if text]
        height = 0.26 * len(signed)
        box = place(_INDENT, 6.3 - height, WIDTH - _INDENT, height)
        write_box(slide, box, signed, style.DECK_TEXT_POINTS, self.language)
        self._write_foot(slide, foot, _INDENT)
        write_notes(slide, notes, self.language)
        return slide

    def slide(self, title: str, subtitle: str, foot: list[str], notes: list[str]) -> tuple[Any, Area]:
        """Add a slide with its title and notes; return it with the area that is left for its content."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[_TITLE_ONLY])
        write_title(slide, title, self.language)
        area = self.area(subtitle, foot)
        if subtitle:
            lines = self._folded(subtitle, style.DECK_TEXT_POINTS)
            box = place(MARGIN, _TOP - 0.03, WIDTH, 0.25 * lines)
            write_box(slide, box, [subtitle], style.DECK_TEXT_POINTS, self.language)
        self._write_foot(slide, foot, MARGIN)
        add_footers(slide, self._footers(), self.language)
        write_notes(slide, notes, self.language)
        return slide, area

    def area(self, subtitle: str, foot: list[str]) -> Area:
        """Return where the content of a slide with a subtitle and notes at its foot stands."""
        top = _TOP + (0.25 * self._folded(subtitle, style.DECK_TEXT_POINTS) + 0.05 if subtitle else 0.0)
        lines = sum(self._folded(note, style.DECK_NOTE_POINTS) for note in foot)
        return Area(MARGIN, top, WIDTH, _BOTTOM - lines * _NOTE_LINE - 0.1 - top)

    def _footers(self) -> dict[str, str]:
        number = len(self.deck.slides)
        return {"dt": today(self.language), "ftr": self.marking, "sldNum": str(number)}

    def _folded(self, text: str, points: float, left: float = MARGIN) -> int:
        cells = int((style.DECK_INCHES[0] - MARGIN - left) * 72 / points * 2)
        return len(list(fold_text(text, cells)))

    def _write_foot(self, slide: Any, notes: list[str], left: float) -> None:
        """Write notes at the foot of a slide, the last line on its lower margin."""
        if not notes:
            return
        height = sum(self._folded(note, style.DECK_NOTE_POINTS, left) for note in notes) * _NOTE_LINE
        box = place(left, _BOTTOM - height, style.DECK_INCHES[0] - MARGIN - left, height)
        write_box(slide, box, notes, style.DECK_NOTE_POINTS, self.language)


def new_stage(language: Language, marking: str = "", unit: str = "") -> Stage:
    """Return a presentation without slides, in the looks of this project."""
    deck: Any = Presentation()
    prepare(deck, language)
    return Stage(deck, language, marking, unit)
