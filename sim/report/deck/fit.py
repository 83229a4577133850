"""Room on the slides of a template: where content stands, and whether text and content find room."""

from __future__ import annotations

import os
from typing import Any

from sim.errors import Fault, Faults
from sim.report.deck.layouts import area_of, area_of_content, page_layout, title_of
from sim.report.deck.lettering import Area
from sim.report.deck.template import Template, read_template
from sim.report.layout import fold_text
from sim.report.words.numbers import print_figure

LEAST = Area(0.0, 0.0, 6.0, 3.0)  # room that a table of eight columns or a chart needs [inches]
SMALLEST = 16.0  # points of a title
_TITLE = "国" * 40  # as long as findings are
_CM = 2.54


def fitting_template(path: str | os.PathLike[str]) -> Template:
    """Return a template on whose slides there is room.

    Raises
    ------
    SimError: the template cannot be read, or has too little room.
    """
    office = read_template(path)
    Faults(fault.at(os.fspath(path)) for fault in room_faults(office.deck)).check()
    return office


def room_faults(deck: Any) -> list[Fault]:
    """Return what has no room on the slides of a template: their content, or a title of two lines."""
    found = []
    room = area_of_content(page_layout(deck))
    if room.width < LEAST.width or room.height < LEAST.height:
        is_, least = in_cm(room.width, room.height), in_cm(LEAST.width, LEAST.height)
        zh = f"版式“{page_layout(deck).name}”留给图表的地方是 {is_} 厘米，至少要 {least} 厘米。"
        en = f'the layout "{page_layout(deck).name}" leaves {is_} cm to content; it takes {least} cm.'
        found.append(Fault("outside-limits", zh, en))
    box = area_of(title_of(page_layout(deck)))
    if not fits(_TITLE, SMALLEST, box.width - 0.2, box.height - 0.1):
        is_ = in_cm(box.width, box.height)
        points = print_figure(SMALLEST, 0)
        zh = f"标题框 {is_} 厘米，按 {points} 磅放不下 {len(_TITLE)} 个字。"
        en = f"the title's box of {is_} cm does not hold {len(_TITLE)} characters in {points} points."
        found.append(Fault("outside-limits", zh, en))
    return found


def in_cm(*inches: float) -> str:
    """Return lengths [inches] as printed, in centimetres."""
    return " × ".join(print_figure(each * _CM, 1) for each in inches)


def fits(text: str, points: float, wide: float, high: float) -> bool:
    """Return whether a text in a size finds room in a width and a height [inches]."""
    cells = max(1, int(wide * 72 / points * 2))
    lines = sum(len(list(fold_text(line, cells))) for line in text.split("\n"))
    return lines * points * 1.2 / 72 <= high
