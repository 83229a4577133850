"""What an outline asks of a template: layouts by their names, and slides that stand there as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePath

from sim.errors import Argument, Fault, suggestion
from sim.report.briefing.outline import Outline, Slide
from sim.report.deck.layouts import has_title
from sim.report.deck.template import Template


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
    names = [layout.name for layout in office.deck.slide_layouts if has_title(layout)]
    if slide.layout and slide.layout not in names:
        zh, en = suggestion(slide.layout, names)
        listed = ", ".join(names)
        yield Fault(
            "unknown-name",
            f'模板里没有名为 "{slide.layout}" 且带标题的版式。{zh or f"可用的有：{listed}。"}',
            f'the template has no layout "{slide.layout}" with a title.{en or f" There are: {listed}."}',
        )
