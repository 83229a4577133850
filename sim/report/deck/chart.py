"""The fan as a native chart: bands as stacked areas, lines on the same axes, the data sheet embedded."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu

from sim.report import style
from sim.report.charts.content import ChartContent, OwnAverage
from sim.report.deck.lettering import MARGIN, WIDTH, Box, place, set_typefaces
from sim.report.deck.scale import add_range, set_limits
from sim.report.deck.sheet import SPAN, Sheet, sheet_of
from sim.report.deck.styles import (
    LEGEND_POINTS,
    hide_from_legend,
    look_of_areas,
    look_of_axes,
    look_of_chart,
    look_of_line,
    thin_out_years,
)
from sim.report.deck.workbook import workbook
from sim.report.layout import width_of
from sim.report.words.glossary import heading
from sim.report.words.numbers import MINUS, print_figure
from sim.report.words.punctuation import listed
from sim.units import Language

_DATA: Any = CategoryChartData  # has no type annotations
BOX = place(MARGIN, 1.5, WIDTH, 5.1)
_MARK = 0.62  # inches of the mark of a legend's entry, and the blank before the next
TOUCHING = 0.06  # share of the height of the chart


def add_chart(
    slide: Any,
    content: ChartContent,
    alt: str,
    language: Language,
    box: Box = BOX,
    *,
    is_panel: bool = False,
) -> Any:
    """Add a chart to a slide, with its finding and what it shows as alternative text; return its frame.

    Parameters
    ----------
    is_panel : whether it is one of several on a page, whose legend is in words
    """
    sheet = sheet_of(content, language)
    data: Any = _DATA(number_format=content.number_format)
    data.categories = sheet.years
    for column in sheet.plotted:
        data.add_series(column.heading, column.figures)
    kind = XL_CHART_TYPE.AREA_STACKED if sheet.areas else XL_CHART_TYPE.LINE
    frame = slide.shapes.add_chart(kind, *box, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt_text(content, alt, language))
    chart = frame.chart
    years = heading("year", language)
    columns = [*sheet.plotted, *sheet.quantiles]
    book = workbook(sheet.years, columns, years, content.number_format)
    chart.part.chart_workbook.update_from_xlsx_blob(book)
    if sheet.areas:
        _move_lines(chart, len(sheet.areas))
    look_of_chart(chart, language, 0 if is_panel else _legend_rows(content, box))
    look_of_axes(chart, content.number_format, "" if is_panel else content.axis, language)
    set_limits(chart, content.limits)
    look_of_areas(chart)
    _dress_lines(chart, sheet, content, is_panel=is_panel)
    if is_panel:
        thin_out_years(chart, len(content.years))
    for properties in chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        set_typefaces(properties, language)
    number_axes(chart)
    return frame


def _legend_rows(content: ChartContent, box: Box) -> int:
    """Return on how many lines the legend stands: each entry has a mark beside its words."""
    wide = sum(width_of(label) * LEGEND_POINTS / 2 / 72 + _MARK for label in content.labels.values())
    return max(1, math.ceil(wide / Emu(box[2]).inches))


def alt_text(content: ChartContent, finding: str, language: Language) -> str:
    """Return what a chart shows for a reader who does not see it: its finding, its parts and its years."""
    parts, first, last = listed(content.labels.values(), language), content.years[0], content.years[-1]
    if language == "zh":
        return f"{finding}。{first}–{last} 年“{content.name}”的图，单位：{content.unit}；有：{parts}。"
    return f"{finding}. Chart of {content.name}, {first} to {last}, in {content.unit}, with: {parts}."


def number_axes(chart: Any) -> None:
    """Give the axes ids of the schema's type, which has no sign: python-pptx takes over negative ones."""
    plot = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    tags = (qn("c:axId"), qn("c:crossAx"))
    own = [axis.find(qn("c:axId")) for axis in plot if axis.tag.endswith("Ax")]
    numbers = {axis.get("val"): str(number) for number, axis in enumerate(own, start=1)}
    for element in plot.iter(*tags):
        element.set("val", numbers[element.get("val")])


def _move_lines(chart: Any, bands: int) -> None:
    """Move all series above the bands into a line chart that shares the areas' axes."""
    areas = chart._chartSpace.find(f".//{qn('c:areaChart')}")
    lines = OxmlElement("c:lineChart")
    grouping = OxmlElement("c:grouping")
    grouping.set("val", "standard")
    varied = OxmlElement("c:varyColors")
    varied.set("val", "0")
    lines.extend([grouping, varied])
    lines.extend(areas.findall(qn("c:ser"))[bands:])
    marked = OxmlElement("c:marker")
    marked.set("val", "1")
    lines.append(marked)
    lines.extend([copy.deepcopy(axis) for axis in areas.findall(qn("c:axId"))])
    areas.addnext(lines)


def _dress_lines(chart: Any, sheet: Sheet, content: ChartContent, *, is_panel: bool) -> None:
    found = chart._chartSpace.findall(f".//{qn('c:lineChart')}/{qn('c:ser')}")
    elements = dict(zip(sheet.lines, found, strict=True))
    for part, element in elements.items():
        look_of_line(element, part, is_hollow=part == "base" and content.is_base_estimated)
    if SPAN in elements and not is_panel:
        hide_from_legend(chart, len(sheet.areas) + list(elements).index(SPAN))
    for part, labels in _labels(sheet, content, is_short=is_panel).items():
        if labels:
            _add_labels(elements[part], labels, style.TARGET if part == "target" else style.SCENARIO)
    if content.base_range is not None and "base" in elements:
        base = next(figure for figure in sheet.lines["base"].figures if figure is not None)
        add_range(elements["base"], sheet.lines["base"].figures, base, content.base_range)


@dataclass(frozen=True)
class _Label:
    """A label at a point: on which side, and its text, or the format of the point's figure."""

    side: str
    text: str
    number_format: str = ""


def _labels(sheet: Sheet, content: ChartContent, *, is_short: bool) -> dict[str, dict[int, _Label]]:
    """Return the labels of each part, by the index of its point; short ones are of figures alone."""
    sides, at = _sides(sheet, content), sheet.years.index
    return {
        "scenario": {
            at(year): _point(sides["scenario", year], figure, sheet.lines["scenario"].figures[at(year)])
            for year, figure in content.figures.items()
        },
        "average": {
            at(own.year): _Label(
                "b" if _is_below(own, content) else "t", _short(own.figure) if is_short else own.figure
            )
            for own in content.averages
        },
        "target": {
            at(each.mark.year): _Label(
                sides["target", each.mark.year],
                _short(each.figure) if is_short else f"{each.name} {each.figure}",
            )
            for each in content.targets
        },
    }


def _short(figure: str) -> str:
    """Return a figure without what it is in all of several years."""
    return re.split(" ?[（(]", figure)[0]


def _is_below(own: OwnAverage, content: ChartContent) -> bool:
    return any(each.mark.year == own.year and each.mark.level >= own.level for each in content.targets)


def _point(side: str, figure: str, value: float | None) -> _Label:
    """Return the label of a point: by a format where that prints the figure, which may be rounded further."""
    digits, decimals = figure.rstrip("%"), len(figure.rstrip("%").partition(".")[2])
    is_same = value is not None and print_figure(value, decimals).replace("-", MINUS) == digits
    return _Label(side, figure, _format_of(figure) if is_same else "")


def _format_of(figure: str) -> str:
    """Return the format in which Excel prints a figure as it is printed."""
    digits, sign = figure.rstrip("%"), '"%"' if figure.endswith("%") else ""
    decimals = len(digits.partition(".")[2])
    return "#,##0" + ("." + "0" * decimals if decimals else "") + sign


def _sides(sheet: Sheet, content: ChartContent) -> dict[tuple[str, int], str]:
    """Return the sides of the labels: of target and scenario the higher one above its point.

    In the last year they are on the right, unless the two would touch there.
    """
    scenario = dict(zip(sheet.years, sheet.lines["scenario"].figures, strict=True))
    levels = {target.mark.year: target.mark.level for target in content.targets}
    averages = {own.year: own.level for own in content.averages}
    height = content.limits[1] - content.limits[0]
    sides: dict[tuple[str, int], str] = {}
    for year in sheet.years:
        figure = scenario[year] if year in content.figures else averages.get(year)
        target = levels.get(year)
        apart = None if figure is None or target is None else figure - target
        at_right = year == sheet.years[-1] and (apart is None or abs(apart) > TOUCHING * abs(height))
        if figure is not None:
            sides["scenario", year] = "r" if at_right else ("t" if apart is None or apart >= 0 else "b")
        if target is not None:
            sides["target", year] = "r" if at_right else ("t" if apart is None or apart < 0 else "b")
    return sides


def _add_labels(element: Any, labels: Mapping[int, _Label], ink: str) -> None:
    """Write labels at points of a series, by index."""
    group = element.get_or_add_dLbls()
    for child in list(group):
        group.remove(child)
    for index, label in sorted(labels.items()):
        group.append(parse_xml(_label(index, label, ink)))
    for tag in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
        group.append(parse_xml(f'<c:show{tag} {nsdecls("c")} val="0"/>'))


def _label(index: int, label: _Label, ink: str) -> str:
    """Return a label: of fixed text where it says more than the figure, else of the figure itself."""
    fill = f'<a:solidFill><a:srgbClr val="{ink.lstrip("#")}"/></a:solidFill>'
    look = 'sz="1300" b="1"'
    if label.number_format:
        shown = (
            f'<c:numFmt formatCode="{escape(label.number_format, {chr(34): "&quot;"})}" sourceLinked="0"/>'
        )
        words = (
            f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr {look}>{fill}</a:defRPr>'
            "</a:pPr><a:endParaRPr/></a:p></c:txPr>"
        )
        text, shown = "", f"{shown}<c:spPr><a:noFill/></c:spPr>{words}"
    else:
        text = (
            f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:r><a:rPr {look}>{fill}</a:rPr>'
            f"<a:t>{escape(label.text)}</a:t></a:r></a:p></c:rich></c:tx>"
        )
        shown = "<c:spPr><a:noFill/></c:spPr>"
    return (
        f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{index}"/>{text}{shown}'
        f'<c:dLblPos val="{label.side}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbl>'
    )
