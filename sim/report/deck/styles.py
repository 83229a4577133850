"""Styles of native charts: fonts, axes, bands and lines."""

from __future__ import annotations

from typing import Any

from pptx.chart.series import AreaSeries, LineSeries
from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from sim.report import style
from sim.report.deck.lettering import colour, set_typefaces
from sim.units import Language

_AREA: Any = AreaSeries  # both have no type annotations
_LINE: Any = LineSeries
_FILLS = (None, style.OUTER_BAND, style.INNER_BAND, style.OUTER_BAND)
LEGEND_POINTS = 12.0
_LEGEND = 0.065  # of the height of a chart, for a line of its legend
_FEW_YEARS = 8
_UNNAMED = (0, 3)  # areas without an entry in the legend: the invisible one, the upper outer one


def look_of_chart(chart: Any, language: Language, rows: int = 1) -> None:
    """Set fonts, legend and the position of the plot, which leaves room for labels on its right.

    Parameters
    ----------
    rows : lines of the legend, 0 for a small chart without one
    """
    chart.font.size = Pt(LEGEND_POINTS)
    chart.font.color.rgb = colour(style.MUTED)
    set_typefaces(chart.font._rPr, language)
    chart.has_title = False
    chart.has_legend = rows > 0
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    if rows:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        more = _LEGEND * (rows - 1)
        _set_layout(area, x=0.06, y=0.16 + more, w=0.835, h=0.76 - more)
        _set_layout(chart.legend._element, x=0.0, y=0.0, w=1.0, h=_LEGEND * rows)
    else:
        _set_layout(area, x=0.11, y=0.06, w=0.73, h=0.79)
    shown_blanks = chart._chartSpace.find(f".//{qn('c:dispBlanksAs')}")
    shown_blanks.set("val", "gap")


def look_of_axes(chart: Any, number_format: str, unit: str, language: Language) -> None:
    """Set the axes: years below, round figures with their unit on the left, where one is given."""
    years, figures = chart.category_axis, chart.value_axis
    years.format.line.color.rgb = colour(style.MUTED)
    years.major_tick_mark = figures.major_tick_mark = XL_TICK_MARK.NONE
    years.tick_labels.number_format, years.tick_labels.number_format_is_linked = "0", False
    figures.tick_labels.number_format, figures.tick_labels.number_format_is_linked = number_format, False
    figures.format.line.fill.background()
    figures.major_gridlines.format.line.color.rgb = colour(style.GRID)
    years.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # even where figures are negative
    between = figures._element.find(qn("c:crossBetween"))
    if between is None:
        between = OxmlElement("c:crossBetween")
        figures._element.find(qn("c:crosses")).addnext(between)
    between.set("val", "midCat")  # bands and lines begin at the axis
    if unit:
        _write_unit(chart, unit, language)
    else:
        figures.has_title = False


def _write_unit(chart: Any, unit: str, language: Language) -> None:
    """Write the unit horizontally at the top of the axis."""
    title = chart.value_axis.axis_title
    frame = title.text_frame
    frame.text = unit
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(12), False
    run.font.color.rgb = colour(style.MUTED)
    set_typefaces(run._r.get_or_add_rPr(), language)
    frame._txBody.bodyPr.set("rot", "0")
    frame._txBody.bodyPr.set("vert", "horz")
    frame._txBody.bodyPr.set("wrap", "none")
    legend = chart._chartSpace.find(f".//{qn('c:legend')}//{qn('c:h')}")
    _set_layout(title._element, x=0.0, y=float(legend.get("val")) + 0.005)


def thin_out_years(chart: Any, years: int) -> None:
    """Label every fifth year where there are more than a few."""
    axis = chart._chartSpace.find(f".//{qn('c:catAx')}")
    if years > _FEW_YEARS:
        skipped = OxmlElement("c:tickLblSkip")
        skipped.set("val", "5")
        axis.find(qn("c:noMultiLvlLbl")).addprevious(skipped)


def _set_layout(element: Any, **shares: float) -> None:
    """Set the position of a part of the chart, in shares of its width and height."""
    found = element.find(qn("c:layout"))
    inner = '<c:layoutTarget val="inner"/>' if element.tag == qn("c:plotArea") else ""
    modes = "".join(f'<c:{name}Mode val="edge"/>' for name in ("x", "y"))
    values = "".join(f'<c:{name} val="{share}"/>' for name, share in shares.items())
    layout = parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout>{inner}{modes}{values}</c:manualLayout></c:layout>"
    )
    if found is not None:
        element.replace(found, layout)
    elif element.tag == qn("c:title"):
        element.find(qn("c:tx")).addnext(layout)
    else:
        element.insert(0, layout)


def look_of_areas(chart: Any) -> None:
    """Colour the bands, the lowest area not at all; the legend names each band once."""
    found = chart._chartSpace.findall(f".//{qn('c:areaChart')}/{qn('c:ser')}")
    for element, fill in zip(found, _FILLS, strict=False):
        series = _AREA(element)
        series.format.line.fill.background()
        if fill is None:
            series.format.fill.background()
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour(fill)
    position = chart._chartSpace.find(f".//{qn('c:legendPos')}")
    for number in reversed(_UNNAMED if found and position is not None else ()):
        position.addnext(
            parse_xml(
                f'<c:legendEntry {nsdecls("c")}><c:idx val="{number}"/><c:delete val="1"/></c:legendEntry>'
            )
        )


def hide_from_legend(chart: Any, index: int) -> None:
    """Leave a series out of the legend, by its index among all series."""
    entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>'
    legend = chart._chartSpace.find(f".//{qn('c:legend')}")
    before = legend.findall(qn("c:legendEntry"))
    (before[-1] if before else legend.find(qn("c:legendPos"))).addnext(parse_xml(entry))


def look_of_line(element: Any, part: str, *, is_hollow: bool = False) -> None:
    """Set the look of a series by its part: a line, a dashed line, or points; hollow for an estimate."""
    series = _LINE(element)
    series.smooth = False
    if part == "scenario":
        _as_line(series, style.SCENARIO, 3.0)
    elif part == "vision":
        _as_line(series, style.VISION, 1.75)
        series.format.line.dash_style = MSO_LINE.DASH
    elif part in ("span", "average"):
        _as_line(series, style.TARGET if part == "span" else style.SCENARIO, 1.75)
        series.format.line.dash_style = MSO_LINE.ROUND_DOT
    elif part == "target":
        _as_points(series, XL_MARKER_STYLE.DIAMOND, 11, style.TARGET, style.PAPER)
    elif part == "observed":
        _as_points(series, XL_MARKER_STYLE.SQUARE, 8, style.OBSERVED, style.PAPER)
    else:
        fill, edge = (style.PAPER, style.OBSERVED) if is_hollow else (style.OBSERVED, style.PAPER)
        _as_points(series, XL_MARKER_STYLE.CIRCLE, 9, fill, edge)


def _as_line(series: Any, ink: str, points: float) -> None:
    series.format.line.color.rgb = colour(ink)
    series.format.line.width = Pt(points)
    series.marker.style = XL_MARKER_STYLE.NONE


def _as_points(series: Any, kind: XL_MARKER_STYLE, size: int, fill: str, edge: str) -> None:
    series.format.line.fill.background()
    series.marker.style, series.marker.size = kind, size
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour(fill)
    series.marker.format.line.color.rgb = colour(edge)
