"""Small chart of a variable over the years."""

from __future__ import annotations

from html import escape
from typing import Any

import pyarrow as pa
import streamlit as st

from sim.arrow import load_pandas
from sim.engine.model import Run, Variable
from sim.names import split_element
from sim.registry.load import Registry
from sim.report import style
from sim.report.model.run import shown_value
from sim.report.words.glossary import heading
from sim.report.words.variables import element_name
from sim.ui import styles as look
from sim.ui.texts import say
from sim.units import Language, unit_label

HEIGHT, LEGEND_ROW = 210, 32  # pixels
LEGEND_COLUMNS = 2
COLOURS = (*style.SCENARIOS, "#6B6B6B", "#C79A00", "#4f8fc4", "#7A4B2A")
_FIGURES = ",.4~r"
_FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Noto Sans SC, sans-serif"
_MOST_YEARS, _TICK = 7, 5  # above this number of years, every fifth is labelled


def draw_course(variable: Variable, run: Run, registry: Registry, title: str, language: Language) -> None:
    """Draw a line for each element of a variable, from the base year on."""
    unit = unit_label(variable.units, language)
    first = registry.base_year
    data = course_data(variable, run, registry, language)
    alt = say("course_alt", language, name=title, unit=unit)
    st.html(f'<div class="teda facts"><b>{escape(title)}</b> {escape(unit)}</div>')
    spec = _spec(unit, _year_axis(first, int(run.time[-1])), language, len(variable.elements))
    st.vega_lite_chart(data, spec, key=f"course:{variable.name}:{language}", alt=alt)


def course_data(variable: Variable, run: Run, registry: Registry, language: Language) -> pa.Table:
    """Return a row for each year and element: year, element, value, figure as printed."""
    rows = [row for row, year in enumerate(run.time) if year >= registry.base_year]
    columns: dict[str, list[Any]] = {"year": [], "element": [], "value": [], "figure": []}
    for key in variable.elements:
        values = run[key][rows, 0]
        columns["year"] += [float(run.time[row]) for row in rows]
        columns["element"] += [element_name(split_element(key)[1], registry, language)] * len(rows)
        columns["value"] += values.tolist()
        columns["figure"] += [shown_value(float(value), variable.units, language) for value in values]
    load_pandas()
    return pa.table(columns)


def _spec(unit: str, years: dict[str, Any], language: Language, elements: int) -> dict[str, Any]:
    tips = [
        {"field": "year", "type": "quantitative", "format": "d", "title": heading("year", language)},
        {"field": "figure", "type": "nominal", "title": unit},
    ]
    encoding: dict[str, Any] = {
        "x": years,
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"zero": False},
            "axis": {"format": _FIGURES, "tickCount": 5},
        },
        "color": {"value": style.SCENARIO},
        "tooltip": tips,
    }
    if elements > 1:
        legend = {
            "orient": "bottom",
            "title": None,
            "columns": LEGEND_COLUMNS,
            "labelLimit": 200,
            "symbolType": "stroke",
        }
        encoding["color"] = {
            "field": "element",
            "type": "nominal",
            "sort": None,
            "scale": {"range": list(COLOURS)},
            "legend": legend,
        }
        tips.insert(1, {"field": "element", "type": "nominal", "title": say("element", language)})
    return {
        "height": HEIGHT + (LEGEND_ROW * -(-elements // LEGEND_COLUMNS) if elements > 1 else 0),
        "padding": {"left": 12, "top": 10, "right": 20, "bottom": 8},
        "mark": {"type": "line", "aria": False, "strokeWidth": 2.2, "point": {"aria": False, "size": 22}},
        "encoding": encoding,
        "config": {
            **_chart_config(),
            "aria": False,
        },  # its own words are English
    }


def _year_axis(first: int, until: int) -> dict[str, Any]:
    """Return the horizontal axis between two years."""
    ticks = range(until, first - 1, -1 if until - first < _MOST_YEARS else -_TICK)
    axis = {"format": "d", "values": sorted(ticks), "grid": False, "title": None, "labelFlush": True}
    scale = {"domain": [first, until], "nice": False, "zero": False}
    return {"field": "year", "type": "quantitative", "axis": axis, "scale": scale}


def _chart_config() -> dict[str, Any]:
    """Return the style of the chart."""
    return {
        "font": _FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "fontSize": 13,
            "fontWeight": 700,
            "color": look.INK,
            "subtitleColor": look.QUIET,
            "subtitleFontSize": 11,
            "offset": 8,
        },
        "axis": {
            "labelColor": look.QUIET,
            "labelFontSize": 11,
            "labelPadding": 6,
            "gridColor": "#edf0f3",
            "domainColor": look.LINE,
            "tickColor": look.LINE,
        },
    }
