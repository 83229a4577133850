"""Templates as offices have them, made by python-pptx: wide and 4:3, with sample slides and other layouts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

_DATA: Any = CategoryChartData
MAIN, TEMPLATE = b"presentation.main+xml", b"template.main+xml"


def office_template(*, is_wide: bool = True, samples: int = 2) -> Any:
    """Return a presentation with a mark on its master, and slides that show how it is used."""
    deck: Any = Presentation()
    if is_wide:
        deck.slide_width, deck.slide_height = 12192000, 6858000
        for page in (deck.slide_master, *deck.slide_layouts):
            for shape in page.placeholders:
                if shape._element.xpath("./p:spPr/a:xfrm"):
                    shape.left, shape.width = shape.left * 4 // 3, shape.width * 4 // 3
    deck.slide_master.name = "某局"
    for number in range(samples):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"样页 {number + 1}：某局年度工作"
        slide.shapes.add_shape(MSO_SHAPE.OVAL, Inches(1), Inches(2), Inches(1), Inches(1))
        data = _DATA()
        data.categories = ["甲", "乙"]
        data.add_series("样例", (1, 2))
        slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(3), Inches(2), Inches(4), Inches(3), data)
        slide.notes_slide.notes_text_frame.text = "样页的备注"
    return deck


def bytes_of(deck: Any) -> bytes:
    """Return a presentation as a file."""
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def as_potx(content: bytes) -> bytes:
    """Return a presentation as a template file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(MAIN, TEMPLATE))
    return buffer.getvalue()


def without_title_only(deck: Any) -> Any:
    """Return a presentation whose only layouts are its cover and one with title and content."""
    layouts = deck.slide_layouts
    for layout in [layouts[number] for number in range(2, len(layouts))]:
        if not layout.used_by_slides:
            layouts.remove(layout)
    return deck


def painted(content: bytes, colours: Mapping[str, str]) -> bytes:
    """Return a presentation whose themes have other colours, by their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for colour, code in colours.items() if "/theme/" in name else ():
                old_code = rb'(<a:%b><a:srgbClr val=")\w+' % colour.encode()
                part = re.sub(old_code, rb"\g<1>" + code.encode(), part)
            new.writestr(name, part)
    return buffer.getvalue()
