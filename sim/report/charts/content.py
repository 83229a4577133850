"""The content of an indicator's chart: lines, bands, points and words, shared by all painters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorRow
from sim.outcomes.marks import TargetMark, target_marks, vision_path
from sim.outcomes.measures import Years
from sim.registry.observations import Observation
from sim.report.charts.legend import axis_title, labels_of, mark_label, point_label
from sim.report.charts.provenance import scenario_title
from sim.report.charts.result import IndicatorResult
from sim.units import Language

LEVELS = ("p05", "p25", "p50", "p75", "p95")


@dataclass(frozen=True, eq=False)
class Course:
    """A scenario's figures of an indicator, in the indicator's unit.

    Parameters
    ----------
    title : of the scenario
    line : (time,)  NaN where there is no figure
    quantiles : (time,) by level, empty without an ensemble
    """

    title: str
    line: Array
    quantiles: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class LabelledTarget:
    """A target with its label: its name, and its figure as the plan states it."""

    mark: TargetMark
    name: str
    figure: str


@dataclass(frozen=True, eq=False)
class ChartContent:
    """Content of a chart; a painter decides only on its looks.

    Parameters
    ----------
    indicator : its id
    name, unit : as printed, the unit with its prices
    decimals : number of decimals in the plan's figures
    years : (time,)  the whole horizontal axis
    lines : (time,) [indicator's unit] of "scenario" and, where there are any, "vision", "base" and
        "observed"; NaN where a line has no point
    quantiles : (time,) [indicator's unit] by level, empty without an ensemble
    base_range : range of an estimated base, where it is in the indicator's unit
    is_base_estimated : whether the base is an estimate, because none is published
    targets : targets of years up to the last one
    figures : labels at points of the scenario's line, by year
    labels : names of the parts shown, in the order of the legend
    compared : the scenario for comparison, over the same years, or None
    """

    indicator: str
    name: str
    unit: str
    decimals: int
    years: Years
    lines: Mapping[str, Array]
    quantiles: Mapping[str, Array]
    base_range: tuple[float, float] | None
    is_base_estimated: bool
    targets: tuple[LabelledTarget, ...]
    figures: Mapping[int, str]
    labels: Mapping[str, str]
    compared: Course | None = None

    def points(self, values: Array) -> tuple[Years, Array]:
        """Return the years that have a figure, and the figures, (point,) each."""
        exists = np.isfinite(values)
        return self.years[exists], values[exists]


def content_of(
    row: IndicatorRow,
    course: Course,
    observed: Sequence[Observation],
    until: int,
    language: Language,
    compared: Course | None = None,
) -> ChartContent:
    """Return the content of an indicator's chart from its first year or base up to a year.

    Parameters
    ----------
    course, compared : figures over the years of the row
    observed : figures of the indicator published after the base year
    """
    entry, base = row.entry, row.base
    first = int(row.years[0]) if base is None else min(int(row.years[0]), base.year)
    years = np.arange(first, until + 1, dtype=np.int64)
    shown = _over(years, row.years, course)
    lines = _lines(row, shown.line, observed, years)
    marks = target_marks(row, until)
    parts = {*lines, *(["target"] if marks else []), *(["p05-p95", "p25-p75"] if shown.quantiles else [])}
    labels = labels_of(row, course.title, observed, language)
    estimate = None if base is None else base.estimate
    return ChartContent(
        indicator=row.id,
        name=entry.name.text(language),
        unit=axis_title(entry, language),
        decimals=entry.decimals,
        years=years,
        lines=lines,
        quantiles=shown.quantiles,
        base_range=None if estimate is None or estimate.level else (estimate.low, estimate.high),
        is_base_estimated=estimate is not None,
        targets=tuple(LabelledTarget(mark, *mark_label(mark, row, language)) for mark in marks),
        figures=_printed(row, shown.line, years),
        labels={part: label for part, label in labels.items() if part in parts},
        compared=None if compared is None else _over(years, row.years, compared),
    )


def result_content(shown: IndicatorResult, language: Language) -> ChartContent:
    """Return the content of the chart of a run's indicator, up to the plan's last horizon."""
    row, fan = shown.row, shown.fan
    assert row.series is not None
    placed = None if fan is None else fan.reindex(row.years)
    quantiles = {} if placed is None else {name: placed[name].to_numpy(np.float64) for name in LEVELS}
    course = Course(scenario_title(shown.table, language), row.series[:, 0], quantiles)
    return content_of(row, course, shown.observed, min(int(row.years[-1]), row.plan.horizons[-1]), language)


def _lines(
    row: IndicatorRow, scenario: Array, observed: Sequence[Observation], years: Years
) -> dict[str, Array]:
    found, base = {"scenario": scenario}, row.base
    if base is not None:
        found["base"] = _placed(years, {base.year: base.value})
    if any(each.year in years for each in observed):
        found["observed"] = _placed(years, {each.year: each.value for each in observed})
    path = vision_path(row, years)
    if base is not None and path is not None and row.plan.horizons[-1] in row.years:
        found["vision"] = np.where(years < base.year, np.nan, path)
    return found


def _printed(row: IndicatorRow, line: Array, years: Years) -> dict[int, str]:
    """Return the scenario's figures of the horizons."""
    pairs = zip(years.tolist(), line.tolist(), strict=True)
    return {
        year: point_label(figure, row.entry)
        for year, figure in pairs
        if year in row.plan.horizons and np.isfinite(figure)
    }


def _over(years: Years, given: Years, course: Course) -> Course:
    def placed(values: Array) -> Array:
        return _placed(years, dict(zip(given.tolist(), values.tolist(), strict=True)))

    return Course(
        course.title,
        placed(course.line),
        {name: placed(values) for name, values in course.quantiles.items()},
    )


def _placed(years: Years, points: Mapping[int, float]) -> Array:
    return np.array([points.get(year, np.nan) for year in years.tolist()], dtype=np.float64)
