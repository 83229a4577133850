"""Charts of indicators as Vega-Lite specifications that are built once, and the data they draw."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pyarrow as pa
import streamlit as st

from sim.outcomes.fan import Fan
from sim.outcomes.indicators import IndicatorRow
from sim.registry.plan import Plan
from sim.report.charts.content import LEVELS, ChartContent, Course, content_of
from sim.report.charts.provenance import price_note
from sim.report.words.figures import base_heading
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import print_figures, print_range
from sim.report.words.print_units import stated_unit
from sim.ui import styles as look
from sim.ui.figures import decimals_of
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.units import Language

Spec = dict[str, Any]
FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Noto Sans SC, sans-serif"
MOST_YEARS, TICK = 7, 5  # above this number of years, every fifth is labelled
AXIS = 40  # pixels; with an axis of variable width the browser would lay out twice
_FIGURES = ",.5~r"  # five significant digits, separated thousands


@dataclass(frozen=True)
class Frame:
    """Everything in a chart except its data; equal frames share one specification.

    Parameters
    ----------
    years : first and last year
    marks : which of ``compare``, ``vision``, ``span``, ``target``, ``range``, ``base`` and
        ``observed`` are drawn
    """

    title: str
    subtitle: str
    years: tuple[int, int]
    height: int
    language: Language
    marks: frozenset[str]


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn.

    Parameters
    ----------
    key : key of the element in the page
    data : a row for each year
    """

    key: str
    frame: Frame
    data: pa.Table

    def draw(self) -> None:
        """Draw the chart."""
        frame = self.frame
        # a description that changed with the figures would make the browser rebuild the chart
        years = dict(zip(("first", "year"), frame.years, strict=True))
        alt = say("chart_alt", frame.language, name=frame.title, unit=frame.subtitle, **years)
        st.vega_lite_chart(self.data, chart_spec(frame), key=self.key, alt=alt)


def build_chart(scene: Scene, key: str, height: int) -> Chart:
    """Return an indicator's chart up to the chosen year, with its targets and a scenario for comparison."""
    content, language = scene_content(scene, key), scene.view.language
    subtitle = _subtitle(scene.fan.table.rows[key], language)
    years = int(content.years[0]), int(content.years[-1])
    frame = Frame(content.name, subtitle, years, height, language, _marks(content))
    return Chart(f"chart:{key}:{height}", frame, chart_data(content))


def scene_content(scene: Scene, key: str) -> ChartContent:
    """Return the content of an indicator's chart up to the chosen year."""
    view = scene.view
    observed = scene.workspace.registry.observations.get(key, ())
    beside = None if scene.beside is None else _course(*scene.beside, key)
    row = scene.fan.table.rows[key]
    unit = stated_unit(row.entry, view.language)  # the page's tables are in it
    course = _course(scene.name, scene.fan, key)
    return content_of(row, course, observed, view.year, view.language, beside, unit=unit)


def _course(title: str, fan: Fan, key: str) -> Course:
    line, levels = fan.central(key), fan.quantiles(key)
    quantiles = {} if levels is None else dict(zip(LEVELS, levels, strict=True))
    return Course(title, np.full(len(fan.table.years), np.nan) if line is None else line, quantiles)


def _marks(content: ChartContent) -> frozenset[str]:
    found = {
        "compare": content.compared is not None,
        "target": bool(content.targets),
        "span": any(target.mark.is_span for target in content.targets),
        "range": content.base_range is not None,
    }
    return frozenset({name for name, is_there in found.items() if is_there} | content.lines.keys())


def _subtitle(row: IndicatorRow, language: Language) -> str:
    entry, base = row.entry, row.stated_base
    courses = {"growth": "annual_growth", "five_year_sum": "annual_flow"}
    course = say(courses[entry.measure], language) if entry.measure in courses else ""
    estimated = word("estimated", language) if base and base.estimate else ""
    parts = (entry.unit.text(language), course, price_note(entry, language), estimated)
    return " · ".join(part for part in parts if part)


def chart_data(content: ChartContent) -> pa.Table:
    """Return the data of a chart: a row for each year, a column for each mark and each tooltip."""
    empty = np.full(len(content.years), np.nan)
    columns: dict[str, Any] = {"year": content.years, **content.lines}
    columns |= {level: content.quantiles.get(level, empty) for level in LEVELS}
    if content.compared is not None:
        beside = content.compared.quantiles
        columns["compare"] = content.compared.line
        columns |= {f"compare_{level}": beside.get(level, empty) for level in LEVELS}
    if content.base_range is not None:
        at_base = np.isfinite(content.lines["base"])
        columns |= {
            name: np.where(at_base, end, np.nan)
            for name, end in zip(("base_low", "base_high"), content.base_range, strict=True)
        }
    return pa.table(columns | _targets(content) | _tips(columns, content))


def _targets(content: ChartContent) -> dict[str, Any]:
    years = content.years
    point, span = np.full(len(years), np.nan), np.full(len(years), np.nan)
    words = np.full(len(years), "", dtype=object)
    for target in content.targets:
        mark, at = target.mark, years == target.mark.year
        if mark.is_span:
            span[(years >= mark.first) & (years <= mark.year)] = mark.level
        point[at] = mark.level
        words[at] = f"{target.name} {target.figure}"
    return {"target": point, "target_span": span, "target_words": words}


def _tips(columns: Mapping[str, Any], content: ChartContent) -> dict[str, list[str]]:
    decimals = decimals_of(content.decimals, float(content.lines["scenario"][-1]))
    marks = {"central": "scenario", "median": "p50", "compare": "compare", "vision": "vision"}
    tips = {
        f"tip_{name}": print_figures(columns[column], decimals)
        for name, column in marks.items()
        if column in columns
    }
    ends = (print_figures(columns[column], decimals) for column in ("p05", "p95"))
    tips["tip_band"] = [print_range(low, high) for low, high in zip(*ends, strict=True)]
    return tips


@functools.lru_cache(maxsize=256)
def chart_spec(frame: Frame) -> Spec:
    """Return a chart's specification, without data."""
    marks = frame.marks
    layers = [_area("compare_p05", "compare_p95", look.COMPARE_BAND, 0.35)] if "compare" in marks else []
    layers += [_area("p05", "p95", look.BAND, 0.45), _area("p25", "p75", look.INNER, 0.5)]
    optional = {
        "compare": [_line("compare", look.COMPARE, 1.8, [6, 3])],
        "vision": [_line("vision", look.PATH, 1.6, [2, 3])],
        "span": [_line("target_span", look.TARGET, 2.2, [])],
    }
    layers += [layer for name in optional if name in marks for layer in optional[name]]
    layers += [_line("p50", look.CENTRAL, 1, [3, 2]), _line("scenario", look.CENTRAL, 2.4, [])]
    if "range" in marks:
        layers.append(_rule("base_low", "base_high", look.BASE))
    if "base" in marks:
        layers.append(_point("base", "circle", look.BASE, filled=False))
    if "observed" in marks:
        layers.append(_point("observed", "square", look.BASE, filled=True, size=36))
    if "target" in marks:
        layers += [_point("target", "diamond", look.TARGET, filled=True), *_target_labels()]
    layers.append(_tooltip(frame))
    return {
        "title": {"text": frame.title, "subtitle": frame.subtitle},
        "height": frame.height,
        "padding": {"left": 12, "top": 10, "right": 20, "bottom": 8},
        "encoding": {"x": year_axis(*frame.years)},
        "layer": layers,
        "config": chart_config(),
    }


def year_axis(first: int, until: int) -> Spec:
    """Return the horizontal axis between two years."""
    ticks = range(until, first - 1, -1 if until - first < MOST_YEARS else -TICK)
    axis = {"format": "d", "values": sorted(ticks), "grid": False, "title": None, "labelFlush": True}
    scale = {"domain": [first, until], "nice": False, "zero": False}
    return {"field": "year", "type": "quantitative", "axis": axis, "scale": scale}


def value_axis(field: str) -> Spec:
    """Return the vertical axis of a column of figures."""
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False},
        "axis": {"format": _FIGURES, "tickCount": 5, "minExtent": AXIS, "maxExtent": AXIS},
    }


def _area(low: str, high: str, colour: str, opacity: float) -> Spec:
    return {
        "mark": {"type": "area", "color": colour, "opacity": opacity},
        "encoding": {"y": value_axis(low), "y2": {"field": high}},
    }


def _line(field: str, colour: str, width: float, dash: list[int]) -> Spec:
    mark = {
        "type": "line",
        "color": colour,
        "strokeWidth": width,
        "strokeDash": dash,
    }
    return {"mark": mark, "encoding": {"y": value_axis(field)}}


def _rule(low: str, high: str, colour: str) -> Spec:
    encoding = {"y": value_axis(low), "y2": {"field": high}}
    return {"mark": {"type": "rule", "color": colour}, "encoding": encoding}


def _point(field: str, shape: str, colour: str, *, filled: bool, size: int = 70) -> Spec:
    mark = {"type": "point", "shape": shape, "color": colour, "filled": filled, "size": size, "opacity": 1}
    if not filled:
        mark |= {"fill": "#fff", "strokeWidth": 1.8}
    return {"mark": mark | {"clip": False}, "encoding": {"y": value_axis(field)}}


def _target_labels() -> list[Spec]:
    """Return the labels of targets, on a halo that separates them from the lines behind."""
    encoding = {"y": value_axis("target"), "text": {"field": "target_words", "type": "nominal"}}
    words = {"type": "text", "align": "right", "dx": -8, "dy": -9, "fontSize": 11, "color": look.TARGET}
    halo = {**words, "color": "#fff", "stroke": "#fff", "strokeWidth": 3, "opacity": 0.85}
    return [{"mark": mark, "encoding": encoding} for mark in (halo, words)]


_TIPS = {
    "central": "tip.central", "median": "median", "band": "band", "compare": "compared", "vision": "tip.path",
}  # fmt: skip


def _tooltip(frame: Frame) -> Spec:
    fields = ["central", "median", "band"]
    fields += [name for name in ("compare", "vision") if name in frame.marks]
    tips = [
        {"field": "year", "type": "quantitative", "format": "d", "title": heading("year", frame.language)}
    ]
    tips += [
        {"field": f"tip_{name}", "type": "nominal", "title": say(_TIPS[name], frame.language)}
        for name in fields
    ]
    return {"mark": {"type": "rule", "opacity": 0, "strokeWidth": 18}, "encoding": {"tooltip": tips}}


def chart_config() -> Spec:
    """Return the style that all charts share."""
    return {
        "font": FONT,
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


def legend_html(name: str, plan: Plan, beside: str | None, multiple: str | None, language: Language) -> str:
    """Return the one legend of all charts."""
    parts = [
        (_stroke(look.CENTRAL, "solid"), say("legend_central", language, name=name)),
        (_stroke(look.CENTRAL, "dashed", 1), word("median", language)),
        (_block(look.INNER_SHOWN), word("inner_band", language)),
        (_block(look.BAND_SHOWN), word("band", language)),
        (f'<i class="mark diamond" style="background:{look.TARGET}"></i>', heading("target", language)),
        (
            f'<i class="mark ring" style="border-color:{look.BASE}"></i>',
            base_heading(plan, language),
        ),
        (f'<i class="mark square" style="background:{look.BASE}"></i>', word("observed", language)),
    ]
    if multiple is not None:
        parts.append((_stroke(look.PATH, "dotted"), say("legend_path", language, multiple=multiple)))
    if beside is not None:
        parts.append((_stroke(look.COMPARE, "dashed"), say("legend_compare", language, name=beside)))
    spans = "".join(f"<span>{sign}{escape(words)}</span>" for sign, words in parts)
    return f'<div class="teda legend">{spans}</div>'


def _stroke(colour: str, style: str, width: int = 2) -> str:
    return f'<i style="border-top:{width}px {style} {colour}"></i>'


def _block(colour: str) -> str:
    return f'<i class="block" style="background:{colour}"></i>'
