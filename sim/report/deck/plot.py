"""Native charts of a few series: lines, stacked areas, and bars from a centre."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.util import Pt

from sim.report import style
from sim.report.briefing.page import Plot, PlotKind
from sim.report.deck.chart import number_axes
from sim.report.deck.lettering import Box, colour, set_typefaces
from sim.report.deck.workbook import Column, workbook
from sim.report.words.glossary import heading
from sim.report.words.punctuation import listed
from sim.units import Language

_DATA: Any = CategoryChartData  # has no type annotations
_KINDS: dict[PlotKind, Any] = {
    "lines": XL_CHART_TYPE.LINE,
    "stack": XL_CHART_TYPE.AREA_STACKED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
}
_POINTS = 12


def add_plot(slide: Any, plot: Plot, alt: str, language: Language, box: Box) -> Any:
    """Add a plot with its data sheet to a slide; return its frame."""
    data = _DATA(number_format=plot.number_format)
    data.categories = plot.names
    for series in plot.series:
        data.add_series(series.label, series.figures)
    frame = slide.shapes.add_chart(_KINDS[plot.kind], *box, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", _alt(plot, alt, language))
    chart = frame.chart
    head = heading("parameter" if plot.kind == "bars" else "year", language)
    columns = [Column(series.label, series.figures) for series in plot.series]
    book = workbook(plot.names, columns, head, plot.number_format)
    chart.part.chart_workbook.update_from_xlsx_blob(book)
    _dress(chart, plot, language)
    for properties in chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        set_typefaces(properties, language)
    number_axes(chart)
    return frame


def _alt(plot: Plot, finding: str, language: Language) -> str:
    series = listed([each.label for each in plot.series], language)
    first, last = plot.names[0], plot.names[-1]
    if language == "zh":
        return f"{finding}。图，单位：{plot.unit}；由“{first}”到“{last}”；有：{series}。"
    return f"{finding}. Chart in {plot.unit}, from {first} to {last}, with: {series}."


def _dress(chart: Any, plot: Plot, language: Language) -> None:
    chart.font.size, chart.font.color.rgb = Pt(_POINTS), colour(style.MUTED)
    set_typefaces(chart.font._rPr, language)
    chart.has_title = False
    chart.has_legend = len(plot.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    figures, names = chart.value_axis, chart.category_axis
    figures.tick_labels.number_format, figures.tick_labels.number_format_is_linked = plot.number_format, False
    figures.major_gridlines.format.line.color.rgb = colour(style.GRID)
    figures.format.line.fill.background()
    names.format.line.color.rgb = colour(style.MUTED)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    figures.has_title = True
    frame = figures.axis_title.text_frame
    frame.text = plot.unit
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(_POINTS), False
    run.font.color.rgb = colour(style.MUTED)
    set_typefaces(run._r.get_or_add_rPr(), language)
    if plot.kind == "bars":
        names.reverse_order = True
        figures._element.find(qn("c:crosses")).set("val", "max")  # below, although the names are turned
        chart.plots[0].overlap, chart.plots[0].gap_width = 100, 60
    for place, series in enumerate(chart.plots[0].series):
        _ink(series, plot.kind, place)


def _ink(series: Any, kind: PlotKind, place: int) -> None:
    if kind == "lines":
        ink = style.SCENARIOS[place % len(style.SCENARIOS)]
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = colour(ink), Pt(2.5)
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    inks = {"bars": (style.OTHER_SCENARIO, style.SCENARIO), "columns": (style.SCENARIO,)}.get(
        kind, style.STACK
    )
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour(inks[place % len(inks)])
    if kind in ("bars", "columns"):
        series.invert_if_negative = False
