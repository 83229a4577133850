"""Paints the pages of a briefing onto slides; a table or text that is too long goes on on the next one."""

from __future__ import annotations

from typing import Any

from pptx.enum.text import MSO_ANCHOR

from sim.report.briefing.page import Grid, Kept, Lines, Page, Panels
from sim.report.charts.content import ChartContent
from sim.report.deck.chart import add_chart
from sim.report.deck.lettering import GUTTER, Area, write_box, write_paragraphs
from sim.report.deck.plot import add_plot
from sim.report.deck.recipe import PREFIX
from sim.report.deck.stage import Stage
from sim.report.deck.table import Setting, add_grid, grid_pages, setting_of
from sim.report.layout import fold_text
from sim.report.words.punctuation import bracketed

TEXT_POINTS = (20.0, 18.0, 16.0)  # of paragraphs: the largest in which they take no more slides
PANEL_POINTS = 12.0
_UPPER = 0.42  # share of a slide for a table with a chart below it
_HEAD = 0.62  # inches: lines above a chart among others
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
    area = stage.area(page)
    rest = area.below(area.top + _UPPER * area.height)
    below = page.below if len(_parts(page.body, area.above(rest.top))[1]) == 1 else None
    if below is not None:
        area = area.above(rest.top - GUTTER)
    setting, parts = _parts(page.body, area)
    for number, body in enumerate(parts, start=1):
        of = bracketed(f"{number}/{len(parts)}", stage.language) if len(parts) > 1 else ""
        key = page.key + (f"#{number}" if number > 1 else "")
        slide = stage.slide(page, page.title + of, f"{PREFIX}{key}")
        _name(slide, key)
        if isinstance(body, Panels):
            _add_panels(slide, body, area, stage, f"{PREFIX}{key}")
        else:
            frame = _add_body(slide, body, page.title + of, area, setting, stage)
            frame.name = f"{PREFIX}{key}:body"
        if below is not None:
            drawn = add_plot(slide, below, page.title, stage.language, rest.box())
            drawn.name = f"{PREFIX}{key}:chart"
        stage.finish(slide)


def _parts(body: Any, area: Area) -> tuple[Setting, list[Any]]:
    """Return how the content of a page is set, and its parts, one for each slide."""
    if isinstance(body, Grid):
        setting = setting_of(body, area)
        return setting, list(grid_pages(body, area, setting))
    if isinstance(body, Lines):
        tried = [(Setting(points), _text_pages(body, area, points)) for points in TEXT_POINTS]
        return next(each for each in tried if len(each[1]) == len(tried[-1][1]))
    return Setting(), [body]


def _text_pages(lines: Lines, area: Area, points: float) -> list[Any]:
    parts: list[list[str]] = [[]]
    left = area.height
    for text in lines.texts:
        height = _lines(text, area, points) * points * 1.25 / 72 + _PARAGRAPH
        if height > left and parts[-1]:
            parts.append([])
            left = area.height
        parts[-1].append(text)
        left -= height
    return [Lines(tuple(part)) for part in parts]


def _lines(text: str, area: Area, points: float) -> int:
    return len(list(fold_text(text, int(area.width * 72 / points * 2) - 2)))


def _add_body(slide: Any, body: Any, alt: str, area: Area, setting: Setting, stage: Stage) -> Any:
    if isinstance(body, ChartContent):
        return add_chart(slide, body, alt, stage.language, area.box())
    if isinstance(body, Grid):
        return add_grid(slide, body, alt, stage.language, area, setting)
    if isinstance(body, Lines):
        box = slide.shapes.add_textbox(*area.box())
        write_paragraphs(box.text_frame, list(body.texts), setting.points, stage.language, _PARAGRAPH)
        return box
    return add_plot(slide, body, alt, stage.language, area.box())


def _add_panels(slide: Any, panels: Panels, area: Area, stage: Stage, name: str) -> None:
    """Add charts side by side, four in two rows, each below its finding."""
    for number, (panel, cell) in enumerate(
        zip(panels.panels, area.cells(len(panels.panels)), strict=True), 1
    ):
        head = cell.above(cell.top + _HEAD)
        heading = write_box(slide, head.box(), list(panel.heads), PANEL_POINTS, stage.language)
        heading.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        heading.name = f"{name}:title{number}"
        box = cell.below(head.bottom).box()
        if isinstance(panel.body, ChartContent):
            frame = add_chart(slide, panel.body, panel.title, stage.language, box, is_panel=True)
        else:
            frame = add_plot(slide, panel.body, panel.title, stage.language, box)
        frame.name = f"{name}:body{number}"


def _name(slide: Any, key: str) -> None:
    """Name the placeholders that hold text of ours, by which a later command finds them again."""
    if slide.shapes.title is not None:
        slide.shapes.title.name = f"{PREFIX}{key}:title"
    for shape in slide.placeholders:
        if shape.placeholder_format.idx == 1:
            shape.name = f"{PREFIX}{key}:body"
