"""Slides of an evaluation: what it comes to, the annex, and the targets behind with their causes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches

from sim.analysis.evaluation.result import Evaluation
from sim.report import style
from sim.report.deck.lettering import (
    MARGIN,
    WIDTH,
    place,
    prepare,
    write_box,
    write_notes,
    write_run,
    write_title,
)
from sim.report.deck.packing import deck_bytes
from sim.report.deck.table import prepare_cell
from sim.report.layout import fold_text
from sim.report.record import Table
from sim.report.tables.evaluation import annex_table, gap_table
from sim.report.words.evaluation import (
    evaluation_title,
    evaluation_words,
    headline,
    record_words,
    source_line,
)
from sim.report.words.numbers import typeset
from sim.units import Language

_TITLE_ONLY = 5  # layout of the default template
_TOP, _FOOT, _LINE = 0.98, 7.02, 0.225  # inches
_ANNEX = (0.5, 2.9, 1.0, 1.1, 0.85, 0.95, 2.0, 0.75, 1.2, 0.9, 1.1)  # relative widths
_BEHIND = (2.0, 1.5, 5.2, 3.7)
_NAMES: dict[Language, tuple[str, str]] = {
    "zh": ("指标完成情况", "滞后指标及差距的来源"),
    "en": ("Standing of the targets", "Targets behind, and what made the gap"),
}


def evaluation_deck(found: Evaluation, language: Language) -> bytes:
    """Return slides with native tables as the content of a .pptx file; equal evaluations give equal bytes."""
    deck: Any = Presentation()
    prepare(deck, language)
    title = evaluation_title(found, language)
    slide = _slide(deck, headline(found, language), found, language)
    box = place(MARGIN, _TOP + 0.1, WIDTH, _FOOT - _TOP - 0.3)
    write_box(slide, box, [title, *evaluation_words(found, language)], 15, language)
    annex, behind = _NAMES[language]
    _add_tables(deck, annex, annex_table(found, language), _ANNEX, found, language)
    if found.lagging():
        _add_tables(deck, behind, gap_table(found, language), _BEHIND, found, language)
    return deck_bytes(deck, title)


def _slide(deck: Any, title: str, found: Evaluation, language: Language) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    write_title(slide, title, language)
    foot = place(MARGIN, _FOOT + 0.05, WIDTH, 0.3)
    write_box(slide, foot, [source_line(found, language)], style.DECK_NOTE_POINTS, language)
    write_notes(slide, [record_words(found, language)], language)
    return slide


def _add_tables(
    deck: Any, title: str, table: Table, shares: Sequence[float], found: Evaluation, language: Language
) -> None:
    """Add a table, on as many slides as its rows need; none is shrunk."""
    widths = [WIDTH * share / sum(shares) for share in shares]
    rows = [(texts, _lines(texts, widths)) for texts in table.printed()]
    heads = [column.heading for column in table.columns]
    pages: list[list[tuple[Sequence[str], int]]] = [[]]
    room = (_FOOT - _TOP) / _LINE - _lines(heads, widths)
    left = room
    for texts, lines in rows:
        if lines > left and pages[-1]:
            pages.append([])
            left = room
        pages[-1].append((texts, lines))
        left -= lines
    figures = [column.is_figure for column in table.columns]
    for number, page in enumerate(pages, start=1):
        of = f" ({number}/{len(pages)})" if len(pages) > 1 else ""
        slide = _slide(deck, title + of, found, language)
        heights = [_lines(heads, widths), *(each for _, each in page)]
        box = place(MARGIN, _TOP, WIDTH, _LINE * sum(heights))
        frame = slide.shapes.add_table(len(heights), len(widths), *box)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{title + of}。{headline(found, language)}")
        drawn = frame.table
        drawn.horz_banding = False
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = Inches(width)
        shown = [heads, *(texts for texts, _ in page)]
        for row, (cells, height) in enumerate(zip(shown, heights, strict=True)):
            drawn.rows[row].height = Inches(_LINE * height)
            _write(drawn, row, cells, figures, language)


def _lines(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Return how many lines the fullest cell of a row needs."""
    cells = [max(1, int((width - 0.14) * 72 / style.DECK_TABLE_POINTS * 2)) for width in widths]
    return max(len(list(fold_text(text, room))) or 1 for text, room in zip(texts, cells, strict=True))


def _write(drawn: Any, row: int, texts: Sequence[str], figures: Sequence[bool], language: Language) -> None:
    for column, (text, is_figure) in enumerate(zip(texts, figures, strict=True)):
        cell = drawn.cell(row, column)
        prepare_cell(cell, row)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if is_figure else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = typeset(text) if is_figure and row else text
        ink = style.INK if row else style.PAPER
        write_run(run, style.DECK_TABLE_POINTS, language, ink, bold=row == 0)
