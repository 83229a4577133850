"""The content of an indicator's chart: lines, bands, points and words, shared by all painters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

import numpy as np

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorRow
from sim.outcomes.marks import SUM_YEARS, TargetMark, target_marks, vision_path
from sim.outcomes.measures import Years, assessed
from sim.registry.observations import Observation
from sim.report.charts.legend import CUT, average_label, axis_title, labels_of, mark_label, point_label
from sim.report.charts.provenance import scenario_title
from sim.report.charts.result import IndicatorResult
from sim.report.words.print_units import PrintUnit, print_unit
from sim.report.words.punctuation import joined
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
    assessed : figures compared with targets, by year, where they do not follow from the line
    """

    title: str
    line: Array
    quantiles: Mapping[str, Array] = field(default_factory=dict)
    assessed: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class LabelledTarget:
    """A target with its label: its name, and its figure as the plan states it."""

    mark: TargetMark
    name: str
    figure: str


@dataclass(frozen=True)
class OwnAverage:
    """The scenario's own average over the years of a target, as a level and its label."""

    first: int
    year: int
    level: float
    figure: str


@dataclass(frozen=True, eq=False)
class ChartContent:
    """Content of a chart; a painter decides only on its looks.

    All figures are in the unit that is printed, which is the registry's times `PrintUnit.times`.

    Parameters
    ----------
    indicator : its id
    name, unit : as printed, the unit with its prices
    axis : title of the vertical axis: the unit, and whether the axis is cut
    number_format : of figures, as Excel writes it
    decimals : number of decimals in the plan's figures
    years : (time,)  the whole horizontal axis
    lines : (time,) of "scenario" and, where there are any, "vision", "base" and
        "observed"; NaN where a line has no point
    quantiles : (time,) by level, empty without an ensemble
    base_range : range of an estimated base, where it is in the indicator's unit
    is_base_estimated : whether the base is an estimate, because none is published
    targets : targets of years up to the last one
    averages : the scenario's own averages over the years of targets
    figures : labels at points of the scenario's line, by year
    labels : names of the parts shown, in the order of the legend
    limits : of the vertical axis
    compared : the scenario for comparison, over the same years, or None
    """

    indicator: str
    name: str
    unit: str
    axis: str
    number_format: str
    decimals: int
    years: Years
    lines: Mapping[str, Array]
    quantiles: Mapping[str, Array]
    base_range: tuple[float, float] | None
    is_base_estimated: bool
    targets: tuple[LabelledTarget, ...]
    averages: tuple[OwnAverage, ...]
    figures: Mapping[int, str]
    labels: Mapping[str, str]
    limits: tuple[float, float]
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
    *,
    unit: PrintUnit | None = None,
    focus: int | None = None,
    is_median: bool = False,
) -> ChartContent:
    """Return the content of an indicator's chart from its first year or base up to a year.

    Parameters
    ----------
    course, compared : figures over the years of the row, in the registry's unit
    observed : figures of the indicator published after the base year
    unit : in which figures are shown; that of the language by default
    focus : a year whose figure is labelled beside those of the horizons
    is_median : whether the line is the median of the draws
    """
    unit = unit or print_unit(row.entry, language)
    entry, base = row.entry, row.base
    first = int(row.years[0]) if base is None else min(int(row.years[0]), base.year)
    years = np.arange(first, until + 1, dtype=np.int64)
    shown = _over(years, row.years, course)
    lines = _lines(row, shown.line, observed, years)
    marks = target_marks(row, until)
    averages = tuple(_averages(row, course, marks, unit, language))
    estimate = None if base is None or entry.measure == "reduction" else base.estimate
    base_range = None if estimate is None else (estimate.low * unit.times, estimate.high * unit.times)
    targets = tuple(
        LabelledTarget(_turned(mark, unit), *mark_label(mark, row, unit, language)) for mark in marks
    )
    parts = {*lines, *(["target"] if marks else []), *(["p05-p95", "p25-p75"] if shown.quantiles else [])}
    parts |= ({"average"} if averages else set()) | ({"base_range"} if base_range else set())
    labels = labels_of(row, course.title, observed, language, is_median=is_median)
    turned = {part: unit.turned(values) for part, values in lines.items()}
    quantiles = {level: unit.turned(values) for level, values in shown.quantiles.items()}
    levels = [each.mark.level for each in targets] + [each.level for each in averages]
    limits = limits_of(np.concatenate([*turned.values(), *quantiles.values(), levels, base_range or ()]))
    printed = axis_title(entry, unit, language)
    return ChartContent(
        indicator=row.id,
        name=entry.name.text(language),
        unit=printed,
        axis=joined((printed, CUT[language]), language) if limits[0] > 0 or limits[1] < 0 else printed,
        number_format=_number_format(unit),
        decimals=unit.decimals,
        years=years,
        lines=turned,
        quantiles=quantiles,
        base_range=base_range,
        is_base_estimated=estimate is not None,
        targets=targets,
        averages=averages,
        figures=_printed(row, shown.line, years, {each.year for each in averages}, unit, focus),
        labels={part: label for part, label in labels.items() if part in parts},
        limits=limits,
        compared=None if compared is None else _turned_course(_over(years, row.years, compared), unit),
    )


def result_content(shown: IndicatorResult, language: Language) -> ChartContent:
    """Return the content of the chart of a run's indicator, up to the plan's last horizon or the asked year.

    With an ensemble the line is the median of the draws, the centre of its bands.
    """
    row, fan = shown.row, shown.fan
    quantiles = {} if fan is None else dict(zip(LEVELS, fan.over(row.years).T, strict=True))
    figures = {year: shown.central(year) for year in row.planned.values}
    course = Course(scenario_title(shown.table, language), shown.course(), quantiles, figures)
    until = min(int(row.years[-1]), max(row.plan.horizons[-1], shown.focus))
    return content_of(
        row, course, shown.observed, until, language, focus=shown.focus, is_median=fan is not None
    )


def limits_of(figures: Array) -> tuple[float, float]:
    """Return the range of everything drawn, from zero where that is near, with some margin."""
    low, high = float(np.nanmin(figures)), float(np.nanmax(figures))
    air = 0.08 * ((high - low) or abs(high) or 1.0)
    return (0.0 if 0 <= low < 0.5 * high else low - air), high + air


def _averages(
    row: IndicatorRow, course: Course, marks: Sequence[TargetMark], unit: PrintUnit, language: Language
) -> Iterator[OwnAverage]:
    """Yield the scenario's own averages over the years of targets that cover several."""
    for mark in (mark for mark in marks if mark.is_span):
        of_line = assessed(row.entry.measure, row.years, course.line[:, None], mark.year, row.plan.base_year)
        whole = course.assessed.get(mark.year, float(of_line[0]))
        level = whole / SUM_YEARS if row.entry.measure == "five_year_sum" else whole
        if np.isfinite(level):
            label = average_label(mark, level, row, unit, language)
            yield OwnAverage(mark.first, mark.year, level * unit.times, label)


def _turned(mark: TargetMark, unit: PrintUnit) -> TargetMark:
    return replace(mark, level=mark.level * unit.times, target=mark.target * unit.times)


def _turned_course(course: Course, unit: PrintUnit) -> Course:
    quantiles = {level: unit.turned(values) for level, values in course.quantiles.items()}
    return Course(course.title, unit.turned(course.line), quantiles)


def _number_format(unit: PrintUnit) -> str:
    return "#,##0" + ("." + "0" * unit.decimals if unit.decimals else "")


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


def _printed(
    row: IndicatorRow, line: Array, years: Years, averaged: Set[int], unit: PrintUnit, focus: int | None
) -> dict[int, str]:
    """Return the scenario's figures of the horizons and the year of the finding, where no average stands."""
    pairs = zip(years.tolist(), line.tolist(), strict=True)
    return {
        year: point_label(figure, unit)
        for year, figure in pairs
        if year in (*row.plan.horizons, focus) and year not in averaged and np.isfinite(figure)
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
