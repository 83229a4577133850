"""Native tables of a deck: as many rows as a slide holds, at a size that is legible; none is shrunk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from sim.report import style
from sim.report.briefing.page import Grid, Tone
from sim.report.deck.lettering import Area, colour, write_run
from sim.report.layout import fold_text
from sim.report.words.numbers import typeset
from sim.units import Language

POINTS = style.DECK_TABLE_POINTS
LINE, AIR = POINTS * 1.2 / 72, 0.06  # inches: a line of text, and the margins of a row
_SIDES = 0.16  # inches: margins left and right of a cell, and what fonts differ by
_TONES: dict[Tone, str] = {"met": style.MET, "not_met": style.NOT_MET, "none": style.MUTED}


def grid_pages(grid: Grid, area: Area) -> list[Grid]:
    """Return a table in parts of about equal height that an area holds, one for each slide."""
    heights = [_height(row, grid, area.width) for row in grid.rows]
    room = area.height - _height(tuple(each.heading for each in grid.columns), grid, area.width)
    count = len(_filled(heights, room))
    least = next(
        (level for step in range(1, 41) if len(_filled(heights, level := room * step / 40)) <= count), room
    )
    parts, first = [], 0
    for rows in _filled(heights, least):
        cut = slice(first, first + rows)
        parts.append(Grid(grid.columns, grid.rows[cut], grid.tones[cut]))
        first += rows
    return parts


def _filled(heights: Sequence[float], room: float) -> list[int]:
    """Return how many rows each slide takes; one that is higher than a slide stands alone."""
    counts, left = [0], room
    for height in heights:
        if height > left and counts[-1]:
            counts.append(0)
            left = room
        counts[-1] += 1
        left -= height
    return counts


def _widths(grid: Grid, width: float) -> list[float]:
    whole = sum(column.share for column in grid.columns)
    return [width * column.share / whole for column in grid.columns]


def _height(row: Sequence[str], grid: Grid, width: float) -> float:
    """Return the height of a row [inches]: that of its fullest cell."""
    cells = [max(2, int((each - _SIDES) * 72 / POINTS * 2)) for each in _widths(grid, width)]
    lines = max(len(list(fold_text(text, room))) or 1 for text, room in zip(row, cells, strict=True))
    return lines * LINE + AIR


def add_grid(slide: Any, grid: Grid, alt: str, language: Language, area: Area) -> Any:
    """Add a table to a slide, with what it shows as alternative text; return its frame."""
    head = tuple(column.heading for column in grid.columns)
    heights = [_height(row, grid, area.width) for row in (head, *grid.rows)]
    box = area.box(height=sum(heights))
    frame = slide.shapes.add_table(len(grid.rows) + 1, len(grid.columns), *box)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    table = frame.table
    table.horz_banding = False
    for column, width in zip(table.columns, _widths(grid, area.width), strict=True):
        column.width = Inches(width)
    for number, (row, height) in enumerate(zip((head, *grid.rows), heights, strict=True)):
        table.rows[number].height = Inches(height)
        _write_row(table, number, row, list(_inks(grid, number)), grid, language)
    return frame


def _inks(grid: Grid, number: int) -> Iterator[tuple[str, bool]]:
    """Yield ink and weight of each cell of a row: of the heading, and of a last cell that is set off."""
    last = len(grid.columns) - 1
    for place in range(len(grid.columns)):
        if number == 0:
            yield style.PAPER, True
        elif grid.tones and place == last:
            yield _TONES[grid.tones[number - 1]], True
        else:
            yield style.INK, False


def _write_row(
    table: Any,
    number: int,
    texts: Sequence[str],
    inks: Sequence[tuple[str, bool]],
    grid: Grid,
    language: Language,
) -> None:
    for place, (text, (ink, is_bold), column) in enumerate(zip(texts, inks, grid.columns, strict=True)):
        cell = table.cell(number, place)
        prepare_cell(cell, number)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if column.is_figure else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = typeset(text) if column.is_figure and number else text
        write_run(run, POINTS, language, ink, bold=is_bold)


def prepare_cell(cell: Any, number: int) -> None:
    """Set margins and shade of a cell of a row; row 0 is the heading."""
    cell.margin_left = cell.margin_right = Pt(5)
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    shade = style.SCENARIO if number == 0 else (style.PAPER if number % 2 else style.SHADE)
    cell.fill.fore_color.rgb = colour(shade)
