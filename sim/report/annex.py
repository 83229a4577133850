"""The annex of an evaluation as a Word file, in the layout that official evaluations have."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable

from sim.analysis.evaluation.result import Evaluation
from sim.report.deck.own import hash_of
from sim.report.deck.packing import without_times
from sim.report.deck.workbook import EPOCH
from sim.report.record import Table
from sim.report.tables.evaluation import annex_table, gap_table
from sim.report.words.evaluation import evaluation_title, evaluation_words, record_words, source_line
from sim.report.words.numbers import typeset
from sim.units import Language

LATIN, CHINESE, HEADING = "Times New Roman", "仿宋", "黑体"
BODY, SMALL, TITLE = Pt(12), Pt(9), Pt(14)
MARGIN = Cm(2)
ANNEX = (1.1, 4.9, 1.9, 1.8, 1.6, 1.6, 4.2, 1.7, 2.3, 2.0, 2.5)  # widths of columns [cm]
BEHIND = (4.6, 3.0, 10.4, 7.6)
_ANNEX: dict[Language, str] = {
    "zh": "附表 1　规划指标完成情况",
    "en": "Annex 1. Standing of the plan's targets",
}
_BEHIND: dict[Language, str] = {
    "zh": "附表 2　滞后指标及差距的来源",
    "en": "Annex 2. Targets behind, and what made the gap",
}


def annex_bytes(found: Evaluation, language: Language) -> bytes:
    """Return the annex as the content of a .docx file; the same evaluation gives the same bytes."""
    word = Document()
    _prepare(word)
    title = evaluation_title(found, language)
    line(word, title, TITLE, HEADING, centred=True)
    for text in evaluation_words(found, language):
        line(word, text, BODY, CHINESE)
    line(word, _ANNEX[language], BODY, HEADING)
    fill(word, annex_table(found, language), ANNEX)
    if found.lagging():
        line(word, _BEHIND[language], BODY, HEADING)
        fill(word, gap_table(found, language), BEHIND)
    line(word, source_line(found, language), SMALL, CHINESE)
    about = word.core_properties
    about.title, about.author, about.last_modified_by = title, "", ""
    about.comments = record_words(found, language)
    about.created = about.modified = EPOCH
    return packed(word)


def packed(word: Word) -> bytes:
    """Return a Word file without times, with its hash, without what the default template brings for nothing.

    Its styles for another version of Word differ from those in use, and its picture is of another file.
    """
    for relations in (word.part.rels, word.part.package.rels):
        for key in [key for key, each in relations.items() if each.reltype.endswith(_LEFT_OUT)]:
            del relations[key]
    word.core_properties.identifier = hash_of(_saved(word))
    return _saved(word)


def _saved(word: Word) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)
    return without_times(buffer)


_LEFT_OUT = ("/stylesWithEffects", "/thumbnail")


def _prepare(word: Word) -> None:
    """Turn the page on its side, and name the fonts; readers bring them."""
    page = word.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN


def line(word: Word, text: str, size: Pt, font: str, *, centred: bool = False) -> None:
    """Add a paragraph."""
    paragraph = word.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph.add_run(text), size, font)


def write(run: object, size: Pt, font: str) -> None:
    """Set size and fonts of a run."""
    run.font.size, run.font.name = size, LATIN  # type: ignore[attr-defined]
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # type: ignore[attr-defined]


def fill(word: Word, table: Table, widths: Sequence[float]) -> WordTable:
    """Add a table; its heading is repeated on every page, and figures are set right."""
    drawn = word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    _row(drawn, 0, [column.heading for column in table.columns], HEADING, [True] * len(table.columns))
    mark = drawn.rows[0]._tr.get_or_add_trPr()
    mark.append(mark.makeelement(qn("w:tblHeader"), {}))
    figures = [column.is_figure for column in table.columns]
    for number, texts in enumerate(table.printed(), start=1):
        drawn.add_row()
        _row(drawn, number, texts, CHINESE, figures)
    drawn.autofit = False
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    found: WordTable = drawn
    return found


def _row(table: WordTable, number: int, texts: Sequence[str], font: str, figures: Sequence[bool]) -> None:
    for cell, text, is_figure in zip(table.rows[number].cells, texts, figures, strict=True):
        paragraph = cell.paragraphs[0]
        if number == 0 or is_figure:
            centre, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.alignment = centre if number == 0 else right
        write(paragraph.add_run(typeset(text) if is_figure and number else text), SMALL, font)
