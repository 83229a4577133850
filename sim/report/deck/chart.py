"""The fan as a native chart: bands as stacked areas, lines on the same axes, the data sheet embedded."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import OxmlElement

from sim.report import style
from sim.report.charts.content import ChartContent
from sim.report.deck.lettering import MARGIN, WIDTH, place, set_typefaces
from sim.report.deck.sheet import Sheet, sheet_of
from sim.report.deck.styles import look_of_areas, look_of_axes, look_of_chart, look_of_line
from sim.report.deck.workbook import workbook
from sim.report.words.glossary import heading
from sim.units import Language

_DATA: Any = CategoryChartData  # has no type annotations
TOP, HEIGHT = 1.5, 5.1  # inches
TOUCHING = 0.06  # share of the height of the chart


def add_chart(slide: Any, content: ChartContent, alt: str, language: Language) -> None:
    """Add a chart to a slide, with its finding as alternative text."""
    sheet = sheet_of(content, language)
    number_format = "#,##0" + ("." + "0" * content.decimals if content.decimals else "")
    data: Any = _DATA(number_format=number_format)
    data.categories = sheet.years
    for column in sheet.plotted:
        data.add_series(column.heading, column.figures)
    kind = XL_CHART_TYPE.AREA_STACKED if sheet.areas else XL_CHART_TYPE.LINE
    frame = slide.shapes.add_chart(kind, *place(MARGIN, TOP, WIDTH, HEIGHT), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart = frame.chart
    years = heading("year", language)
    columns = [*sheet.plotted, *sheet.quantiles]
    chart.part.chart_workbook.update_from_xlsx_blob(workbook(sheet.years, columns, years, number_format))
    if sheet.areas:
        _move_lines(chart, len(sheet.areas))
    look_of_chart(chart, language)
    look_of_axes(chart, number_format, content.unit, language)
    look_of_areas(chart)
    _dress_lines(chart, sheet, content)
    for properties in chart._chartSpace.iter(qn("a:defRPr")):
        set_typefaces(properties, language)
    _number_axes(chart)


def _number_axes(chart: Any) -> None:
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


def _dress_lines(chart: Any, sheet: Sheet, content: ChartContent) -> None:
    found = chart._chartSpace.findall(f".//{qn('c:lineChart')}/{qn('c:ser')}")
    elements = dict(zip(sheet.lines, found, strict=True))
    for part, element in elements.items():
        look_of_line(element, part)
    sides = _sides(sheet, content)
    for part, ink in (("scenario", style.SCENARIO), ("target", style.TARGET)):
        labels = {sheet.years.index(year): side for (of, year), side in sides.items() if of == part}
        if labels:
            _add_labels(elements[part], labels, ink, named=part == "target")


def _sides(sheet: Sheet, content: ChartContent) -> dict[tuple[str, int], str]:
    """Return the sides of the labels: of target and scenario the higher one above its point.

    In the last year they are on the right, unless the two would touch there.
    """
    scenario = dict(zip(sheet.years, sheet.lines["scenario"].figures, strict=True))
    levels = {target.mark.year: target.mark.level for target in content.targets}
    height = max(figure for figure in (*scenario.values(), *levels.values()) if figure is not None)
    sides: dict[tuple[str, int], str] = {}
    for year in sheet.years:
        figure, target = scenario[year] if year in content.figures else None, levels.get(year)
        apart = None if figure is None or target is None else figure - target
        at_right = year == sheet.years[-1] and (apart is None or abs(apart) > TOUCHING * abs(height))
        if figure is not None:
            sides["scenario", year] = "r" if at_right else ("t" if apart is None or apart >= 0 else "b")
        if target is not None:
            sides["target", year] = "r" if at_right else ("t" if apart is None or apart < 0 else "b")
    return sides


def _add_labels(element: Any, labels: Mapping[int, str], ink: str, *, named: bool) -> None:
    """Write figures at points of a series, by index, on a side; with its name if requested."""
    group = element.get_or_add_dLbls()
    for child in list(group):
        group.remove(child)
    for index, side in sorted(labels.items()):
        group.append(parse_xml(_label(index, side, ink, named)))
    for tag in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
        group.append(parse_xml(f'<c:show{tag} {nsdecls("c")} val="0"/>'))


def _label(index: int, position: str, ink: str, named: bool) -> str:
    return (
        f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{index}"/><c:spPr><a:noFill/></c:spPr>'
        f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1300" b="1"><a:solidFill>'
        f'<a:srgbClr val="{ink.lstrip("#")}"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>'
        f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        f'<c:showSerName val="{int(named)}"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
        "<c:separator> </c:separator></c:dLbl>"
    )
