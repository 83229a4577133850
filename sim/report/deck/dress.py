"""What an outline asks of a template: layouts by their names, and slides that stand there as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePath

from sim.errors import Argument, Fault, suggestion
from sim.report.briefing.outline import Outline, Slide
from sim.report.deck.fit import in_cm
from sim.report.deck.layouts import area_of_content, has_title, page_layout
from sim.report.deck.lettering import Area
from sim.report.deck.template import Template

LEAST_PANEL = Area(0.0, 0.0, 2.6, 1.5)  # room for a chart among others, and the lines above it [inches]


def dress_faults(
    outline: Outline, office: Template | None, path: str | os.PathLike[str] = ""
) -> Iterator[Fault]:
    """Yield what a template lacks that an outline asks for.

    Parameters
    ----------
    office : the template, None without one
    path : its file, as it was given
    """
    for slide in outline.slides:
        place = slide.place or Argument("outline")
        if office is None and (slide.layout or slide.kept):
            what = "keep" if slide.kept else "layout"
            zh = f'"{what}" 用的是模板里的页和版式，请用 `template` 给出模板。'
            en = f'"{what}" is of a template; name it with `template`.'
            yield Fault("missing", zh, en, place)
        elif office is not None:
            yield from (fault.at(place) for fault in _faults_of(slide, office, os.fspath(path)))


def _faults_of(slide: Slide, office: Template, path: str) -> Iterator[Fault]:
    if slide.file and PurePath(slide.file).name != PurePath(path).name:
        zh = f'只能保留模板 {path} 里的页，不能取自 "{slide.file}"。'
        en = f'slides are kept of the template {path} alone, not of "{slide.file}".'
        yield Fault("conflict", zh, en)
    elif slide.kept > len(office.samples):
        zh = f"模板只有 {len(office.samples)} 页，没有第 {slide.kept} 页。"
        en = f"the template has {len(office.samples)} slides, and no slide {slide.kept}."
        yield Fault("outside-limits", zh, en)
    yield from _room_faults(slide, office)
    names = [layout.name for layout in office.deck.slide_layouts if has_title(layout)]
    if slide.layout and slide.layout not in names:
        zh, en = suggestion(slide.layout, names)
        listed = ", ".join(names)
        yield Fault(
            "unknown-name",
            f'模板里没有名为 "{slide.layout}" 且带标题的版式。{zh or f"可用的有：{listed}。"}',
            f'the template has no layout "{slide.layout}" with a title.{en or f" There are: {listed}."}',
        )


def _room_faults(slide: Slide, office: Template) -> Iterator[Fault]:
    """Yield that a page of charts has too little room for each."""
    if slide.kind != "charts":
        return
    layouts = (each for each in office.deck.slide_layouts if slide.layout and each.name == slide.layout)
    area = area_of_content(next(layouts, page_layout(office.deck)))
    cell = area.cells(len(slide.indicators))[0]
    if cell.width < LEAST_PANEL.width or cell.height < LEAST_PANEL.height:
        is_, least = in_cm(cell.width, cell.height), in_cm(LEAST_PANEL.width, LEAST_PANEL.height)
        count = len(slide.indicators)
        zh = f"模板的版式放不下 {count} 张图：每张 {is_} 厘米，至少要 {least} 厘米；请减少图数。"
        en = f"{count} charts have {is_} cm each in the layout; it takes {least} cm. Give fewer."
        yield Fault("outside-limits", zh, en)
