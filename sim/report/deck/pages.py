"""Paints the pages of a briefing onto slides; a table or text that is too long goes on on the next one."""

from __future__ import annotations

from typing import Any

from sim.report.briefing.page import Grid, Kept, Lines, Page
from sim.report.charts.content import ChartContent
from sim.report.deck.chart import add_chart
from sim.report.deck.lettering import Area, write_paragraphs
from sim.report.deck.plot import add_plot
from sim.report.deck.recipe import PREFIX
from sim.report.deck.stage import Stage
from sim.report.deck.table import add_grid, grid_pages
from sim.report.layout import fold_text
from sim.report.words.punctuation import bracketed

TEXT_POINTS = 16.0
_PARAGRAPH = 0.12  # inches between paragraphs


def add_page(stage: Stage, page: Page) -> None:
    """Add a page as a slide, or as several where it is too long for one."""
    if isinstance(page.body, Kept):
        stage.keep(page.body.number)
        return
    if page.key == "cover":
        assert isinstance(page.body, Lines)
        slide = stage.cover(page, list(page.body.texts))
        _name(slide, page.key)
        stage.finish(slide)
        return
    parts = _parts(page, stage.area(page))
    for number, body in enumerate(parts, start=1):
        of = bracketed(f"{number}/{len(parts)}", stage.language) if len(parts) > 1 else ""
        key = page.key + (f"#{number}" if number > 1 else "")
        slide, area = stage.slide(page, page.title + of, f"{PREFIX}{key}")
        _name(slide, key)
        frame = _add_body(slide, body, page.title + of, area, stage)
        frame.name = f"{PREFIX}{key}:body"
        stage.finish(slide)


def _parts(page: Page, area: Area) -> list[Any]:
    """Return the content of a page in parts, one for each slide."""
    if isinstance(page.body, Grid):
        return list(grid_pages(page.body, area))
    if isinstance(page.body, Lines):
        return _text_pages(page.body, area)
    return [page.body]


def _text_pages(lines: Lines, area: Area) -> list[Any]:
    parts: list[list[str]] = [[]]
    left = area.height
    for text in lines.texts:
        height = _lines(text, area) * TEXT_POINTS * 1.25 / 72 + _PARAGRAPH
        if height > left and parts[-1]:
            parts.append([])
            left = area.height
        parts[-1].append(text)
        left -= height
    return [Lines(tuple(part)) for part in parts]


def _lines(text: str, area: Area) -> int:
    return len(list(fold_text(text, int(area.width * 72 / TEXT_POINTS * 2) - 2)))


def _add_body(slide: Any, body: Any, alt: str, area: Area, stage: Stage) -> Any:
    if isinstance(body, ChartContent):
        return add_chart(slide, body, alt, stage.language, area.box())
    if isinstance(body, Grid):
        return add_grid(slide, body, alt, stage.language, area)
    if isinstance(body, Lines):
        box = slide.shapes.add_textbox(*area.box())
        write_paragraphs(box.text_frame, list(body.texts), TEXT_POINTS, stage.language, _PARAGRAPH)
        return box
    return add_plot(slide, body, alt, stage.language, area.box())


def _name(slide: Any, key: str) -> None:
    """Name the placeholders that hold text of ours, by which a later command finds them again."""
    if slide.shapes.title is not None:
        slide.shapes.title.name = f"{PREFIX}{key}:title"
    for shape in slide.placeholders:
        if shape.placeholder_format.idx == 1:
            shape.name = f"{PREFIX}{key}:body"
