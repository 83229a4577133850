"""Native tables of a deck: as many rows as a slide holds, at a size that is legible; none is shrunk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
AIR = 0.06  # inches: the margins of a row
_SIDES = 0.16  # inches: margins left and right of a cell, and what fonts differ by
_LARGER = (18.0, 16.0, 14.0)  # points of a table that would leave much of its slides empty
_SAFE = 0.88  # share of the room that a larger table may take
_FULL, _MOST_AIR = 0.8, 0.3  # share of a slide up to which rows are spread, inches more than that of each
_TONES: dict[Tone, str] = {"met": style.MET, "not_met": style.NOT_MET, "none": style.MUTED}


@dataclass(frozen=True)
class Setting:
    """How a table is set on all of its slides: size of its letters, and the air of its rows [inches]."""

    points: float = POINTS
    air: float = AIR

    @property
    def line(self) -> float:
        """Return the height of a line [inches]."""
        return self.points * 1.2 / 72


def setting_of(grid: Grid, area: Area) -> Setting:
    """Return the largest setting that takes no more slides than the smallest, and breaks no figure."""
    least = Setting()
    count = len(grid_pages(grid, area, least))
    found = next((each for each in map(Setting, _LARGER) if _suits(grid, area, each, count)), least)
    fullest = max(_heights(part, _SAFE * area.width, found) for part in grid_pages(grid, area, found))
    most = max(len(part.rows) for part in grid_pages(grid, area, found)) + 1
    spare = (_FULL * area.height - fullest) / most
    return replace(found, air=found.air + min(_MOST_AIR, max(0.0, spare)))


def _suits(grid: Grid, area: Area, setting: Setting, count: int) -> bool:
    """Return whether a table takes a number of slides, its figures no more lines, and its headings two.

    Some room is left in both directions: fonts of other programs are wider.
    """
    parts = grid_pages(grid, area, setting)
    fullest = max(_heights(each, _SAFE * area.width, setting) for each in parts)
    if len(parts) > count or fullest > _SAFE * area.height:
        return False
    rooms, before = (_rooms(grid, area.width, each) for each in (setting, Setting()))
    rooms = [int(_SAFE * room) for room in rooms]
    figures = [place for place, column in enumerate(grid.columns) if column.is_figure]
    return all(
        _lines(row[place], rooms[place]) <= _lines(row[place], before[place])
        for row in grid.rows
        for place in figures
    ) and all(
        _lines(text, room) <= max(2, _lines(text, old))
        for text, room, old in zip(_head(grid), rooms, before, strict=True)
    )


def grid_pages(grid: Grid, area: Area, setting: Setting) -> list[Grid]:
    """Return a table in parts of about equal height that an area holds, one for each slide."""
    heights = [_height(row, grid, area.width, setting) for row in grid.rows]
    room = area.height - _height(_head(grid), grid, area.width, setting)
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


def _head(grid: Grid) -> tuple[str, ...]:
    return tuple(column.heading for column in grid.columns)


def _widths(grid: Grid, width: float) -> list[float]:
    whole = sum(column.share for column in grid.columns)
    return [width * column.share / whole for column in grid.columns]


def _rooms(grid: Grid, width: float, setting: Setting) -> list[int]:
    """Return how many half-width characters a line of each column holds."""
    return [max(2, int((each - _SIDES) * 72 / setting.points * 2)) for each in _widths(grid, width)]


def _lines(text: str, room: int) -> int:
    return len(list(fold_text(text, room))) or 1


def _height(row: Sequence[str], grid: Grid, width: float, setting: Setting) -> float:
    """Return the height of a row [inches]: that of its fullest cell."""
    rooms = _rooms(grid, width, setting)
    return max(map(_lines, row, rooms)) * setting.line + setting.air


def _heights(grid: Grid, width: float, setting: Setting) -> float:
    return sum(_height(row, grid, width, setting) for row in (_head(grid), *grid.rows))


def add_grid(slide: Any, grid: Grid, alt: str, language: Language, area: Area, setting: Setting) -> Any:
    """Add a table to a slide, with what it shows as alternative text; return its frame."""
    heights = [_height(row, grid, area.width, setting) for row in (_head(grid), *grid.rows)]
    box = area.box(height=sum(heights))
    frame = slide.shapes.add_table(len(grid.rows) + 1, len(grid.columns), *box)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    table = frame.table
    table.horz_banding = False
    for column, width in zip(table.columns, _widths(grid, area.width), strict=True):
        column.width = Inches(width)
    for number, (row, height) in enumerate(zip((_head(grid), *grid.rows), heights, strict=True)):
        table.rows[number].height = Inches(height)
        _write_row(table, number, row, list(_inks(grid, number)), grid, (setting.points, language))
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
    look: tuple[float, Language],
) -> None:
    for place, (text, (ink, is_bold), column) in enumerate(zip(texts, inks, grid.columns, strict=True)):
        cell = table.cell(number, place)
        prepare_cell(cell, number)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if column.is_figure else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = typeset(text) if column.is_figure and number else text
        write_run(run, *look, ink, bold=is_bold)


def prepare_cell(cell: Any, number: int) -> None:
    """Set margins and shade of a cell of a row; row 0 is the heading."""
    cell.margin_left = cell.margin_right = Pt(5)
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    shade = style.SCENARIO if number == 0 else (style.PAPER if number % 2 else style.SHADE)
    cell.fill.fore_color.rgb = colour(shade)
