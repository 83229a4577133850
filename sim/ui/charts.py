"""Charts of indicators as Vega-Lite specifications that are built once, and the data they draw."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pyarrow as pa
import streamlit as st

from sim.arrays import Array
from sim.outcomes.fan import Fan
from sim.outcomes.indicators import IndicatorRow
from sim.outcomes.marks import TargetMark, target_marks, vision_multiple, vision_path
from sim.outcomes.measures import Years
from sim.registry.indicators import Indicator
from sim.registry.observations import Observation
from sim.registry.plan import Plan
from sim.report.words.figures import base_heading
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import print_figures, print_range, print_stated
from sim.ui import styles as look
from sim.ui.figures import decimals_of
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.units import Language

Spec = dict[str, Any]
BANDS = ("p05", "p25", "p50", "p75", "p95")
FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Noto Sans SC, sans-serif"
MOST_TICKS, TICK = 6, 5  # where there are more years than that, every fifth is written
AXIS = 40  # pixels; an axis that grew with its figures would make the browser lay out twice
_FIGURES = ",.5~r"  # five digits that matter, thousands apart


@dataclass(frozen=True)
class Frame:
    """What surrounds the data of a chart; equal frames share one specification.

    Parameters
    ----------
    first, year : of the horizontal axis
    marks : which of ``compare``, ``path``, ``span``, ``target``, ``base`` and ``observed`` there
        are to draw
    """

    title: str
    subtitle: str
    first: int
    year: int
    height: int
    language: Language
    marks: frozenset[str]


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn.

    Parameters
    ----------
    key : of the element in the page
    data : a row for each year
    """

    key: str
    frame: Frame
    data: pa.Table

    def draw(self) -> None:
        """Draw the chart."""
        frame = self.frame
        # a description that changed with the figures would make the browser build the chart anew
        years = {"first": frame.first, "year": frame.year}
        alt = say("chart_alt", frame.language, name=frame.title, unit=frame.subtitle, **years)
        st.vega_lite_chart(self.data, chart_spec(frame), key=self.key, alt=alt)


def build_chart(scene: Scene, key: str, height: int) -> Chart:
    """Return an indicator's results until the chosen year, with its targets and a scenario beside."""
    row, view = scene.fan.table.rows[key], scene.view
    entry = row.entry
    other = None if scene.beside is None else scene.beside[1]
    title, subtitle = entry.name.text(view.language), _subtitle(entry, view.language)
    observed = scene.workspace.registry.observations.get(key, ())
    marks = _marks(row, view.year, other is not None, observed)
    data = chart_data(scene.fan, other, key, view.year, view.language, observed)
    frame = Frame(title, subtitle, row.plan.base_year, view.year, height, view.language, marks)
    return Chart(f"chart:{key}:{height}", frame, data)


def _marks(
    row: IndicatorRow, year: int, has_compare: bool, observed: Sequence[Observation]
) -> frozenset[str]:
    targets = target_marks(row, year)
    found = {
        "compare": has_compare,
        "path": vision_multiple(row) is not None,
        "span": any(mark.is_span for mark in targets),
        "target": bool(targets),
        "base": _has_base(row.entry),
        "observed": any(each.year <= year for each in observed),
    }
    return frozenset(name for name, is_there in found.items() if is_there)


def _has_base(entry: Indicator) -> bool:
    return entry.base is not None and entry.measure != "growth"


def _subtitle(entry: Indicator, language: Language) -> str:
    parts = [entry.unit.text(language)]
    if entry.measure == "growth":
        parts.append(say("annual_growth", language))
    if entry.measure == "five_year_sum":
        parts.append(say("annual_flow", language))
    if entry.price_basis != "none":
        parts.append(word(f"prices.{entry.price_basis}", language))
    if entry.base is not None and entry.base.estimate is not None:
        parts.append(word("estimated", language))
    return " · ".join(parts)


def chart_data(
    fan: Fan,
    other: Fan | None,
    key: str,
    year: int,
    language: Language,
    observed: Sequence[Observation] = (),
) -> pa.Table:
    """Return what a chart draws: a row for each year, a column for each mark and each tooltip."""
    row = fan.table.rows[key]
    shown = row.years <= year
    empty = np.full(len(row.years), np.nan)
    columns: dict[str, Any] = {"year": row.years, "central": _or_empty(fan.central(key), empty)}
    columns |= _bands("", fan, key, empty)
    if other is not None:
        columns["compare"] = _or_empty(other.central(key), empty)
        columns |= _bands("compare_", other, key, empty)
    if vision_multiple(row) is not None:
        columns["path"] = _or_empty(vision_path(row, row.years), empty)
    columns["base"] = empty.copy()
    if row.base is not None and _has_base(row.entry):
        columns["base"][row.years == row.base.year] = row.base.value
    columns["observed"] = empty.copy()
    for each in observed:
        columns["observed"][row.years == each.year] = each.value
    columns |= _targets(row.entry, row.years, target_marks(row, year), language)
    columns |= _tips(columns, decimals_of(row.entry, float(columns["central"][-1])))
    return pa.table({name: np.asarray(values)[shown] for name, values in columns.items()})


def _or_empty(values: Array | None, empty: Array) -> Array:
    return empty if values is None else values


def _bands(prefix: str, fan: Fan | None, key: str, empty: Array) -> dict[str, Array]:
    levels = None if fan is None else fan.quantiles(key)
    rows = [empty] * len(BANDS) if levels is None else list(levels)
    return {f"{prefix}{name}": values for name, values in zip(BANDS, rows, strict=True)}


def _targets(
    entry: Indicator, years: Years, marks: tuple[TargetMark, ...], language: Language
) -> dict[str, Any]:
    point, span = np.full(len(years), np.nan), np.full(len(years), np.nan)
    words = np.full(len(years), "", dtype=object)
    for mark in marks:
        at = years == mark.year
        if mark.is_span:
            span[(years >= mark.first) & (years <= mark.year)] = mark.level
        point[at] = mark.level
        words[at] = say(_target_words(entry, mark), language, value=print_stated(mark.target))
    return {"target": point, "target_span": span, "target_words": words}


def _target_words(entry: Indicator, mark: TargetMark) -> str:
    if not mark.is_span:
        return "target_point"
    return "target_average" if entry.measure == "growth" else "target_sum"


def _tips(columns: Mapping[str, Any], decimals: int) -> dict[str, list[str]]:
    marks = {"central": "central", "median": "p50", "compare": "compare", "path": "path"}
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
        "path": [_line("path", look.PATH, 1.6, [2, 3])],
        "span": [_line("target_span", look.TARGET, 2.2, [])],
    }
    layers += [layer for name in optional if name in marks for layer in optional[name]]
    layers += [_line("p50", look.CENTRAL, 1, [3, 2]), _line("central", look.CENTRAL, 2.4, [])]
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
        "encoding": {"x": year_axis(frame.first, frame.year)},
        "layer": layers,
        "config": chart_config(),
    }


def year_axis(first: int, until: int) -> Spec:
    """Return the horizontal axis from the base year on."""
    ticks = list(range(first, until + 1, 1 if until - first < MOST_TICKS else TICK))
    axis = {"format": "d", "values": ticks, "grid": False, "title": None, "labelFlush": True}
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


def _point(field: str, shape: str, colour: str, *, filled: bool, size: int = 70) -> Spec:
    mark = {"type": "point", "shape": shape, "color": colour, "filled": filled, "size": size, "opacity": 1}
    if not filled:
        mark |= {"fill": "#fff", "strokeWidth": 1.8}
    return {"mark": mark | {"clip": False}, "encoding": {"y": value_axis(field)}}


def _target_labels() -> list[Spec]:
    """Return the words beside a target, on a halo that parts them from the lines behind."""
    encoding = {"y": value_axis("target"), "text": {"field": "target_words", "type": "nominal"}}
    words = {"type": "text", "align": "right", "dx": -8, "dy": -9, "fontSize": 11, "color": look.TARGET}
    halo = {**words, "color": "#fff", "stroke": "#fff", "strokeWidth": 3, "opacity": 0.85}
    return [{"mark": mark, "encoding": encoding} for mark in (halo, words)]


_TIPS = {
    "central": "tip.central", "median": "median", "band": "band", "compare": "compared", "path": "tip.path",
}  # fmt: skip


def _tooltip(frame: Frame) -> Spec:
    fields = ["central", "median", "band"]
    fields += [name for name in ("compare", "path") if name in frame.marks]
    tips = [
        {"field": "year", "type": "quantitative", "format": "d", "title": heading("year", frame.language)}
    ]
    tips += [
        {"field": f"tip_{name}", "type": "nominal", "title": say(_TIPS[name], frame.language)}
        for name in fields
    ]
    return {"mark": {"type": "rule", "opacity": 0, "strokeWidth": 18}, "encoding": {"tooltip": tips}}


def chart_config() -> Spec:
    """Return the look that all charts share."""
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
