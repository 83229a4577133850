"""Native charts of a workbook: bands as stacked areas with lines on the same axes, beside their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.report import style
from sim.report.charts.content import ChartContent
from sim.report.deck.scale import round_limits
from sim.report.deck.sheet import SPAN, Sheet, sheet_of
from sim.report.words.glossary import heading
from sim.units import Language

WIDE, HIGH = 960, 460  # pixels
_ROWS = 24  # of the sheet that a chart takes
_AREAS = (None, style.OUTER_BAND, style.INNER_BAND, style.OUTER_BAND)
_POINTS = {"target": ("diamond", 9), "base": ("circle", 7), "observed": ("square", 7)}
_INKS = {"target": style.TARGET, "base": style.OBSERVED, "observed": style.OBSERVED}


def add_charts(
    book: Any, names: tuple[str, str], charts: Sequence[tuple[str, ChartContent]], language: Language
) -> None:
    """Add a sheet of charts, and one of their figures.

    Parameters
    ----------
    book : of XlsxWriter
    names : of both sheets
    charts : title and content of each
    """
    shown, data = (book.add_worksheet(name) for name in names)
    row = 0
    for number, (title, content) in enumerate(charts):
        sheet = sheet_of(content, language)
        _write(data, book, row, title, sheet, content, language)
        chart = _chart(book, names[1], row + 1, sheet, content, title, language)
        shown.insert_chart(number * _ROWS, 0, chart, {"description": title})
        row += len(sheet.years) + 3
    shown.hide_gridlines(2)
    shown.set_paper(9)
    shown.set_landscape()
    shown.fit_to_pages(1, 0)


def _write(
    data: Any, book: Any, row: int, title: str, sheet: Sheet, content: ChartContent, language: Language
) -> None:
    """Write the figures of a chart below one another: its title, its heads, a row for each year."""
    font = {"font_name": style.DECK_FONT[language], "font_size": 10}
    head = book.add_format({**font, "bold": True, "bg_color": style.SHADE})
    figure = book.add_format({**font, "num_format": content.number_format})
    columns = [*sheet.plotted, *sheet.quantiles]
    data.write_string(row, 0, title, book.add_format({**font, "bold": True}))
    heads = [heading("year", language), *(column.heading for column in columns)]
    for place, text in enumerate(heads):
        data.write_string(row + 1, place, text, head)
    for at, year in enumerate(sheet.years):
        data.write_number(row + 2 + at, 0, year, book.add_format(font))
        for place, column in enumerate(columns, start=1):
            value = column.figures[at]
            if value is not None:
                data.write_number(row + 2 + at, place, value, figure)
    data.set_column(0, len(columns), 14)


def _chart(
    book: Any, name: str, head: int, sheet: Sheet, content: ChartContent, title: str, language: Language
) -> Any:
    """Return a chart of the figures below a row of heads."""
    first, last = head + 1, head + len(sheet.years)
    lines = book.add_chart({"type": "line"})
    places = list(range(1, len(sheet.areas) + 1))
    chart = lines
    if sheet.areas:
        chart = book.add_chart({"type": "area", "subtype": "stacked"})
        for place, fill in zip(places, _AREAS, strict=True):
            look = {"fill": {"none": True}} if fill is None else {"fill": {"color": fill}}
            chart.add_series({**_range(name, head, first, last, place), **look, "border": {"none": True}})
        chart.combine(lines)
    for number, part in enumerate(sheet.lines, start=len(sheet.areas) + 1):
        lines.add_series({**_range(name, head, first, last, number), **_look(part)})
    font = {"name": style.DECK_FONT[language], "size": 10, "color": style.MUTED}
    chart.set_title({"name": title, "name_font": {**font, "size": 12, "bold": True, "color": style.SCENARIO}})
    low, high, step = round_limits(*content.limits)
    chart.set_y_axis(
        {
            "name": content.axis, "name_font": {**font, "bold": False}, "num_font": font,
            "num_format": content.number_format, "min": low, "max": high, "major_unit": step,
            "major_gridlines": {"visible": True, "line": {"color": style.GRID}}, "line": {"none": True},
        }
    )  # fmt: skip
    chart.set_x_axis({"num_font": font, "num_format": "0", "label_position": "low"})
    hidden = [0, 3] if sheet.areas else []
    hidden += [len(sheet.areas) + list(sheet.lines).index(SPAN)] if SPAN in sheet.lines else []
    chart.set_legend({"position": "top", "font": font, **({"delete_series": hidden} if hidden else {})})
    chart.show_blanks_as("gap")
    chart.set_size({"width": WIDE, "height": HIGH})
    return chart


def _range(name: str, head: int, first: int, last: int, place: int) -> dict[str, Any]:
    return {
        "name": [name, head, place],
        "categories": [name, first, 0, last, 0],
        "values": [name, first, place, last, place],
    }


def _look(part: str) -> dict[str, Any]:
    """Return the look of a series by its part: a line, a dashed line, or points."""
    if part in _POINTS:
        shape, size = _POINTS[part]
        fill = {"color": _INKS[part]}
        return {"line": {"none": True}, "marker": {"type": shape, "size": size, "fill": fill, "border": fill}}
    ink = {"scenario": style.SCENARIO, "vision": style.VISION, SPAN: style.TARGET}.get(part, style.SCENARIO)
    dash = {"vision": "dash", SPAN: "round_dot", "average": "round_dot"}.get(part, "solid")
    line = {"color": ink, "width": 2.5 if part == "scenario" else 1.5, "dash_type": dash}
    return {"line": line, "marker": {"type": "none"}}
