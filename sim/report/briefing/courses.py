"""Pages of charts: an indicator with its fan, the industries stacked, and scenarios beside one another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.arrays import Array
from sim.outcomes.indicators import indicators
from sim.registry.indicators import Indicator
from sim.report.briefing.outline import COURSE, Slide
from sim.report.briefing.page import Column, Page, Plot, Series, grid
from sim.report.briefing.subject import Subject
from sim.report.charts.content import ChartContent, result_content
from sim.report.charts.finding import finding
from sim.report.charts.legend import subtitle
from sim.report.charts.peaks import UNIT, peaks_of
from sim.report.charts.provenance import price_note, scenario_title, stated
from sim.report.charts.result import IndicatorResult, result_of
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import print_chance
from sim.report.words.print_units import PrintUnit, print_unit
from sim.report.words.punctuation import COLON, bracketed, joined
from sim.units import Language


def course(subject: Subject, indicator: str) -> Iterator[Page]:
    """Yield the chart of an indicator, headed by its finding.

    Raises
    ------
    SimError: no such indicator, or one that is not modelled.
    """
    shown, language = subject.result(indicator), subject.language
    yield Page(
        f"chart:{shown.row.id}",
        finding(shown, language),
        drawn(shown, language),
        subtitle(shown, language),
        tuple(note for note in (stated(shown, language),) if note),
        (definition(shown.entry, language),),
    )


def drawn(shown: IndicatorResult, language: Language) -> ChartContent | Plot:
    """Return the chart of an indicator: its course, or the years of a peak in columns."""
    peaks = peaks_of(shown)
    if peaks is None:
        return result_content(shown, language)
    names = tuple(" ".join(name.split()) for name in peaks.names(language))
    series = (Series(shown.entry.name.text(language), peaks.shares),)
    return Plot("columns", names, series, UNIT[language], "0")


def change_plot(subject: Subject, own: str, beside: str) -> Plot | None:
    """Return the course of what a scenario changes most, beside that of its parent; of single runs.

    Parameters
    ----------
    own, beside : titles of the two
    """
    effect, parent = subject.effect, subject.parent
    if effect is None or parent is None:
        return None
    rows = [table.rows[effect.indicator] for table in (subject.table, indicators(parent))]
    entry, unit = rows[0].entry, print_unit(rows[0].entry, subject.language)
    kept = rows[0].years <= max(subject.focus, rows[0].plan.horizons[-1])
    series = tuple(
        Series(name, _figures(row.series[kept, 0], unit))
        for name, row in zip((own, beside), rows, strict=True)
        if row.series is not None
    )
    axis = entry.name.text(subject.language) + bracketed(unit.axis, subject.language)
    return Plot("lines", tuple(map(str, rows[0].years[kept].tolist())), series, axis, number_format(unit))


def definition(entry: Indicator, language: Language) -> str:
    """Return what an indicator is: its name, unit, what a year's figure covers, and its prices."""
    measure = word(f"measure.{entry.measure}", language)
    parts = [print_unit(entry, language).axis, measure, price_note(entry, language)]
    return entry.name.text(language) + COLON[language] + joined(parts, language)


def comparison(subject: Subject, slide: Slide) -> Iterator[Page]:
    """Yield the indicators asked for, or the headline ones, of all scenarios, and the course of the first."""
    if not subject.compared:
        return
    language, words = subject.language, _BESIDE[subject.language]
    runs = (subject.run, *subject.compared)
    headline = [key for key in subject.registry.zone.headline if subject.table.rows[key].series is not None]
    ids = [*slide.indicators] or headline
    ensembles = [subject.ensemble, *(subject.drawn_beside(run.scenario) for run in subject.compared)]
    results = {
        key: [result_of(run, key, drawn, subject.focus) for run, drawn in zip(runs, ensembles, strict=True)]
        for key in ids
    }

    def cell(found: IndicatorResult) -> str:
        chance = found.chance(found.focus)
        number = print_unit(found.entry, language).number(found.central(found.focus))
        return number + ("" if chance is None else bracketed(print_chance(chance), language))

    titles = [scenario_title(found.table, language) for found in results[ids[0]]]
    columns = [
        Column(heading("indicator", language), 3.2),
        Column(heading("unit", language), 1.4),
        *(Column(title, 1.8, is_figure=True) for title in titles),
    ]
    rows = [
        (found[0].entry.name.text(language), print_unit(found[0].entry, language).axis, *map(cell, found))
        for found in results.values()
    ]  # fmt: skip
    first = results[ids[0]]
    unit = print_unit(first[0].entry, language)
    figures = [found.central(subject.focus) for found in first]
    high, low = int(np.nanargmax(figures)), int(np.nanargmin(figures))
    ends = [(titles[place], unit.amount(unit.number(figures[place]))) for place in (high, low)]
    name = first[0].entry.name.text(language)
    apart = unit.amount(unit.number(figures[high] - figures[low]))
    title = words["title"].format(name, subject.focus, *ends[0], *ends[1])
    key = Slide("comparison", indicators=slide.indicators).key
    below = words["chosen" if slide.indicators else "below"].format(subject.focus)
    yield Page(key, title, grid(columns, rows), below, (words["foot"],))
    years = first[0].row.years
    kept = years <= max(subject.focus, first[0].row.plan.horizons[-1])
    series = tuple(
        Series(name, _figures(found.course()[kept], unit)) for name, found in zip(titles, first, strict=True)
    )
    plot = Plot("lines", tuple(map(str, years[kept].tolist())), series, unit.axis, number_format(unit))
    yield Page(
        key + COURSE if slide.indicators else f"{key}:{ids[0]}",
        words["course"].format(name, subject.focus, apart),
        plot,
    )


_BESIDE: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "{0} {1} 年“{2}”最高（{3}），“{4}”最低（{5}）",
        "below": "主要指标 {} 年的中位数；括号内为当年目标的达标概率",
        "chosen": "{} 年的中位数；括号内为当年目标的达标概率",
        "foot": "各情景用同样的抽样，差别只来自情景。",
        "course": "{0} {1} 年各情景最多相差 {2}",
    },
    "en": {
        "title": "{0} in {1}: highest under {2} ({3}), lowest under {4} ({5})",
        "below": "Headline indicators in {}: medians, and in brackets the probability of a target",
        "chosen": "Medians in {}, and in brackets the probability of a target",
        "foot": "All scenarios have the same draws: a difference is the scenario's.",
        "course": "{0} in {1}: the scenarios are up to {2} apart",
    },
}


def _figures(values: Array, unit: PrintUnit) -> tuple[float | None, ...]:
    return tuple(value if np.isfinite(value) else None for value in unit.turned(values).tolist())


def number_format(unit: PrintUnit) -> str:
    """Return the format in which Excel prints figures of a unit."""
    return "#,##0" + ("." + "0" * unit.decimals if unit.decimals else "")
