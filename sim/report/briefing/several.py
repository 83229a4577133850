"""Pages that an outline may ask for: charts of a few indicators side by side, and indicators stacked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.outcomes.fan import LIKELY
from sim.report.briefing.courses import definition, drawn, number_format
from sim.report.briefing.outline import Slide
from sim.report.briefing.page import Page, Panel, Panels, Plot, Series
from sim.report.briefing.scores import share_met
from sim.report.briefing.subject import Subject
from sim.report.charts.content import ChartContent
from sim.report.charts.finding import finding
from sim.report.charts.provenance import price_note, scenario_title, stated
from sim.report.charts.result import ANNUAL, IndicatorResult
from sim.report.words.glossary import word
from sim.report.words.print_units import print_unit
from sim.report.words.punctuation import COLON, bracketed, clauses, joined, listed
from sim.units import Language


def charts(subject: Subject, slide: Slide) -> Iterator[Page]:
    """Yield the charts of a few indicators on one page, each headed by its finding."""
    language = subject.language
    shown = [subject.result(key) for key in slide.indicators]
    panels = tuple(Panel(finding(each, language), drawn(each, language)) for each in shown)
    key, legend = (
        Slide("charts", indicators=slide.indicators).key,
        _legend([each.body for each in panels], subject),
    )
    notes = tuple(text for each in shown for text in _notes(each, language))
    yield Page(key, _title(shown, language), Panels(panels), legend, (), notes)


def _notes(shown: IndicatorResult, language: Language) -> Iterator[str]:
    yield definition(shown.entry, language)
    source = stated(shown, language)
    if source:
        yield shown.entry.name.text(language) + COLON[language] + source


def _title(shown: Sequence[IndicatorResult], language: Language) -> str:
    """Return how many of the latest targets are met; of fewer than two, how many figures have risen."""
    words, year = _CHARTS[language], shown[0].focus
    shares = [share for each in shown if (share := _latest_share(each, year)) is not None]
    if len(shares) > 1:
        met, kind = sum(share >= LIKELY for share in shares), "run" if shown[0].ensemble is None else "drawn"
        which = "none" if met == 0 else "all" if met == len(shares) else "some"
        return words[f"{kind}.{which}"].format(len(shares), met)
    base = shown[0].row.plan.base_year
    levels = [each for each in shown if each.entry.measure in ANNUAL]
    changes = [each.central(year) - each.central(base) for each in levels]
    known = [change for change in changes if np.isfinite(change)]
    if known:
        return words["risen"].format(len(known), sum(change > 0 for change in known), year, base)
    return listed([each.entry.name.text(language) for each in shown], language)


def _latest_share(shown: IndicatorResult, year: int) -> float | None:
    """Return the share that meets the last target up to a year, None where none is judged."""
    years = [each for each in shown.row.planned.values if each <= year]
    return share_met(shown, max(years)) if years else None


_CHARTS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "drawn.none": "所列指标的 {0} 项目标，达标概率都低于一半",
        "drawn.some": "所列指标的 {0} 项目标中，{1} 项的达标概率不低于一半",
        "drawn.all": "所列指标的 {0} 项目标，达标概率都不低于一半",
        "run.none": "所列指标的 {0} 项目标，按推演都未达标",
        "run.some": "所列指标的 {0} 项目标中，{1} 项按推演达标",
        "run.all": "所列指标的 {0} 项目标，按推演都达标",
        "risen": "所列 {0} 项中，{1} 项 {2} 年高于 {3} 年",
    },
    "en": {
        "drawn.none": "None of the {0} targets shown is met in half of the draws",
        "drawn.some": "Met in half of the draws or more: {1} of the {0} targets shown",
        "drawn.all": "All {0} targets shown are met in half of the draws or more",
        "run.none": "None of the {0} targets shown is met in the simulation",
        "run.some": "Met in the simulation: {1} of the {0} targets shown",
        "run.all": "All {0} targets shown are met in the simulation",
        "risen": "Higher in {2} than in {3}: {1} of the {0} shown",
    },
}


def _legend(bodies: Sequence[ChartContent | Plot], subject: Subject) -> str:
    """Return what the marks of the charts are, which is the same in all of them."""
    language = subject.language
    parts = {part for body in bodies if isinstance(body, ChartContent) for part in body.labels}
    middle = bracketed(word("median", language), language) if subject.ensemble is not None else ""
    names = {
        "scenario": scenario_title(subject.table, language) + middle,
        "target": word("target", language),
        "average": _MARKS["own_average"][language],
        "base": word("base", language),
        "observed": word("observed", language),
        "vision": _MARKS["way"][language],
        "p05-p95": word("band", language),
        "p25-p75": word("inner_band", language),
    }
    return clauses(
        (f"{_MARKS[part][language]}{COLON[language]}{name}" for part, name in names.items() if part in parts),
        language,
    )


_MARKS: Mapping[str, Mapping[Language, str]] = {
    "scenario": {"zh": "实线", "en": "Solid line"},
    "target": {"zh": "菱形", "en": "diamond"},
    "average": {"zh": "点线", "en": "dotted"},
    "base": {"zh": "圆点", "en": "dot"},
    "observed": {"zh": "方块", "en": "square"},
    "vision": {"zh": "虚线", "en": "dashed"},
    "p05-p95": {"zh": "浅色带", "en": "light band"},
    "p25-p75": {"zh": "深色带", "en": "dark band"},
    "own_average": {"zh": "情景年均", "en": "scenario, yearly average"},
    "way": {"zh": "达到远景所需的走势", "en": "the way to the vision"},
}


def stack(subject: Subject, slide: Slide) -> Iterator[Page]:
    """Yield indicators of one unit as a stack over the years; figures of the single run, which add up."""
    language, words = subject.language, _STACK[subject.language]
    rows = [subject.table.rows[key] for key in slide.indicators]
    unit = print_unit(rows[0].entry, language)
    until = max(subject.focus, rows[0].plan.horizons[-1])
    kept = (rows[0].years >= rows[0].plan.base_year) & (rows[0].years <= until)
    years = rows[0].years[kept].tolist()
    figures = {row.id: row.series[kept, 0] for row in rows if row.series is not None}
    at = years.index(subject.focus)
    whole = sum(figures.values())
    changes = {key: float(values[at] - values[0]) for key, values in figures.items()}
    most = max(changes, key=lambda key: abs(changes[key]))
    assert not isinstance(whole, int)  # an outline names two at least
    first, last = (unit.amount(unit.number(float(whole[place]))) for place in (0, at))
    title = words["title"].format(
        len(rows), years[0], first, subject.focus, last, subject.table.rows[most].entry.name.text(language),
        words["more" if changes[most] > 0 else "less"], unit.amount(unit.number(abs(changes[most]))),
    )  # fmt: skip
    series = tuple(
        Series(row.entry.name.text(language), tuple(unit.turned(figures[row.id]).tolist())) for row in rows
    )
    axis = joined((unit.axis, price_note(rows[0].entry, language)), language)
    plot = Plot("stack", tuple(map(str, years)), series, axis, number_format(unit))
    notes = tuple(definition(row.entry, language) for row in rows)
    yield Page(Slide("stack", indicators=slide.indicators).key, title, plot, "", (words["foot"],), notes)


_STACK: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "title": "所列 {0} 项合计由 {1} 年的 {2}变为 {3} 年的 {4}，其中{5}{6}最多（{7}）",
        "more": "增加",
        "less": "减少",
        "foot": "本页为单次推演的数值，未含不确定性。",
    },
    "en": {
        "title": "The {0} together go from {2} in {1} to {4} in {3}; {5} {6} most ({7})",
        "more": "gains",
        "less": "loses",
        "foot": "Figures on this page are of a single run, without uncertainty.",
    },
}
