"""Text in decks: fonts that Chinese offices have, and the placement of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Length, Pt

from sim.report import style
from sim.report.layout import width_of
from sim.units import Language

MARGIN = 0.45  # inches
GUTTER = 0.2  # inches between charts
WIDTH = style.DECK_INCHES[0] - 2 * MARGIN
LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en-US"}


_COLOUR: Any = RGBColor  # has no type annotations
Box = tuple[Length, Length, Length, Length]  # left, top, width, height


@dataclass(frozen=True)
class Area:
    """A part of a slide [inches]."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Return its lower edge."""
        return self.top + self.height

    def box(self, height: float | None = None) -> Box:
        """Return it as a box, of another height where one is given."""
        return place(self.left, self.top, self.width, self.height if height is None else height)

    def below(self, top: float) -> Area:
        """Return what is left of it below a line."""
        return Area(self.left, top, self.width, max(0.0, self.bottom - top))

    def above(self, bottom: float) -> Area:
        """Return what is left of it above a line."""
        return Area(self.left, self.top, self.width, max(0.0, bottom - self.top))

    def cells(self, count: int) -> list[Area]:
        """Return its parts for charts: side by side up to three, four in two rows."""
        rows, columns = (2, 2) if count == 4 else (1, count)
        width, height = (self.width + GUTTER) / columns, (self.height + GUTTER) / rows
        return [
            Area(self.left + width * column, self.top + height * row, width - GUTTER, height - GUTTER)
            for row in range(rows)
            for column in range(columns)
        ]


def colour(code: str) -> Any:
    """Return a colour of the style."""
    return _COLOUR(*bytes.fromhex(code.lstrip("#")))


def write_run(
    run: Any, points: float, language: Language, ink: str = style.INK, *, bold: bool = False
) -> None:
    """Set the look of a text run and both its fonts, Latin and Chinese."""
    font = run.font
    font.size, font.bold = Pt(points), bold
    font.color.rgb = colour(ink)
    properties = run._r.get_or_add_rPr()
    properties.set("lang", LANGUAGE_TAGS[language])
    set_typefaces(properties, language)


def set_typefaces(properties: Any, language: Language) -> None:
    """Set Latin and Chinese font on the properties of a run, a chart or a theme."""
    for tag, name in (("a:latin", style.DECK_FONT[language]), ("a:ea", style.DECK_CHINESE_FONT)):
        found = properties.find(qn(tag))
        if found is None:
            found = OxmlElement(tag)
            properties.append(found)
        found.set("typeface", name)


def write_lines(frame: Any, lines: list[str], points: float, language: Language, ink: str) -> None:
    """Write lines into a text frame without margins, each a paragraph."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = " ".join(line.split())
        write_run(run, points, language, ink, bold=ink == style.SCENARIO)


def write_paragraphs(frame: Any, texts: list[str], points: float, language: Language, gap: float) -> None:
    """Write paragraphs with a gap between them [inches]."""
    write_lines(frame, texts, points, language, style.INK)
    for paragraph in frame.paragraphs:
        paragraph.space_after = Inches(gap)


def write_title(slide: Any, text: str, language: Language) -> None:
    """Write a slide's title into its placeholder, which outlines and screen readers use; smaller if long."""
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = place(MARGIN, 0.22, WIDTH, 0.66)
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    on_one = (each for each in _TITLE_POINTS if _fits(text, each))
    on_two = (each for each in _SMALL_POINTS if _fits(text, each, lines=2))
    points = next(on_one, next(on_two, _SMALL_POINTS[-1]))
    write_lines(title.text_frame, [text], points, language, style.SCENARIO)


_TITLE_POINTS, _SMALL_POINTS = (style.DECK_TITLE_POINTS, 20.0, 18.0), (18.0, 16.0, 14.0)
_AIR = 0.95  # share of a line that letters take: Office sets blanks between Chinese and Latin ones


def _fits(text: str, points: float, lines: int = 1) -> bool:
    """Return whether a text fits on a number of lines; half-width characters take half the width."""
    return width_of(text) * points / 2 <= WIDTH * 72 * _AIR * lines


def write_box(slide: Any, box: Box, lines: list[str], points: float, language: Language) -> Any:
    """Write muted lines into a box of their own, and return it."""
    drawn = slide.shapes.add_textbox(*box)
    write_lines(drawn.text_frame, lines, points, language, style.MUTED)
    return drawn


def write_notes(slide: Any, lines: list[str], language: Language) -> None:
    """Write the speaker's notes: what a page of the briefing does not show."""
    frame = slide.notes_slide.notes_text_frame
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = " ".join(line.split())
        write_run(run, style.DECK_NOTE_POINTS, language)


def place(left: float, top: float, width: float, height: float) -> Box:
    """Return a box in inches."""
    return Inches(left), Inches(top), Inches(width), Inches(height)


def prepare(deck: Any, language: Language) -> None:
    """Make the default template wide, and add a Chinese font to its theme."""
    wide, high = map(Inches, style.DECK_INCHES)
    stretch = wide / deck.slide_width
    deck.slide_width, deck.slide_height = wide, high
    deck.part._element.sldSz.attrib.pop("type", None)  # it names the shape of the default template
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            if shape._element.xpath("./p:spPr/a:xfrm"):  # the others are placed by the master
                shape.left, shape.width = int(shape.left * stretch), int(shape.width * stretch)
    _set_theme(deck, language)


def _set_theme(deck: Any, language: Language) -> None:
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root: Any = parse_xml(theme.blob)
    for fonts in root.iter(qn("a:majorFont"), qn("a:minorFont")):
        set_typefaces(fonts, language)
    theme._blob = serialize_part_xml(root)
