"""The page on what a scenario changes beside the one that it extends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sim.outcomes.indicators import JUDGED, indicators
from sim.report.briefing.page import Column, Page, grid
from sim.report.briefing.subject import Subject
from sim.report.charts.effect import effect_sentence
from sim.report.charts.finding import LEVELS
from sim.report.charts.provenance import scenario_title
from sim.report.charts.result import ANNUAL, IndicatorResult
from sim.report.words.glossary import heading
from sim.report.words.numbers import MINUS, NO_FIGURE, print_between, print_change, typeset
from sim.report.words.print_units import print_unit
from sim.report.words.punctuation import bracketed
from sim.units import Language

SHOWN = 10  # rows


def difference(subject: Subject) -> Iterator[Page]:
    """Yield what the scenario changes beside the one it extends: member by member where there are draws."""
    parent, effect, language = subject.parent, subject.effect, subject.language
    if parent is None or effect is None:
        return
    own, words, year = subject.ensemble, _DIFFERENCE[language], subject.focus
    theirs = None if own is None else subject.drawn_beside(parent.scenario)
    other = indicators(parent)
    bases: dict[str, float] = {}
    changes: dict[str, float] = {}
    for row in subject.table:
        if row.kind in JUDGED and row.entry.measure in ANNUAL:
            mine = IndicatorResult(subject.table, row, None if theirs is None else own, {})
            beside = IndicatorResult(other, other.rows[row.id], theirs, {})
            bases[row.id] = beside.central(year)
            changes[row.id] = mine.central(year) - bases[row.id]
    rows = []
    for key in _largest(bases, changes, subject):
        change, band = changes[key], None
        if own is not None and theirs is not None:
            paired = own.difference(theirs).of_year(key, year)
            low, change, high = np.quantile(paired, (0.05, 0.5, 0.95)).tolist()
            band = (low, high)
        rows.append(_difference_row(key, bases[key], change, band, subject))
    if not rows:
        return
    columns = [
        Column(heading("indicator", language), 3.4),
        Column(heading("unit", language), 1.5),
        Column(parent.scenario.title.text(language), 1.3, is_figure=True),
        Column(words["apart"].format(scenario_title(subject.table, language)), 1.9, is_figure=True),
        *([Column(heading("band", language), 2.0, is_figure=True)] if theirs is not None else []),
    ]
    if theirs is None:
        rows = [row[:4] for row in rows]
    foot = words["paired" if theirs is not None else "single"]
    title = effect_sentence(effect, subject.run.workspace, language)
    yield Page("difference", title, grid(columns, rows), words["below"].format(year), (foot,))


def _largest(bases: Mapping[str, float], changes: Mapping[str, float], subject: Subject) -> list[str]:
    """Return the headline indicators, then those that change most relative to the other scenario."""
    known = [key for key in bases if np.isfinite(changes[key])]
    headline = [key for key in subject.registry.zone.headline if key in known]
    others = [key for key in known if key not in headline and bases[key] > 0]
    others = [key for key in others if subject.table.rows[key].entry.measure in LEVELS]
    ordered = sorted(others, key=lambda key: -abs(changes[key] / bases[key]))
    return (headline + ordered)[:SHOWN]


def _difference_row(
    key: str, base: float, change: float, band: tuple[float, float] | None, subject: Subject
) -> tuple[str, ...]:
    language = subject.language
    entry = subject.table.rows[key].entry
    unit = print_unit(entry, language)

    def signed(value: float) -> str:
        number = unit.number(value)
        return number if number[0] in f"{MINUS}{NO_FIGURE}" or value <= 0 else f"+{number}"

    text = signed(change)
    if entry.unit.zh != "%" and base > 0 and np.isfinite(change):
        text += bracketed(f"{typeset(print_change(100 * change / base, 1))}%", language)
    shown = NO_FIGURE if band is None else print_between(signed(band[0]), signed(band[1]), language)
    return (entry.name.text(language), unit.axis, unit.number(base), text, shown)


_DIFFERENCE: dict[Language, dict[str, str]] = {
    "zh": {
        "apart": "“{}”与之相差",
        "below": "{} 年，主要指标和变化最大的指标",
        "paired": "两个情景用同样的抽样逐一相减，数值为中位数；差别只来自情景。",
        "single": "两个情景各一次推演之差，未含不确定性。",
    },
    "en": {
        "apart": "{}, difference",
        "below": "In {}: headline indicators, and those that change most",
        "paired": "Both scenarios have the same draws, subtracted one by one; figures are medians.",
        "single": "The difference of two single runs, without uncertainty.",
    },
}
