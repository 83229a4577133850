"""The page on the uncertain constants that a result depends on most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from sim.arrays import Array
from sim.names import split_element
from sim.report.briefing.page import Page, Plot, Series
from sim.report.briefing.subject import Subject
from sim.report.words.constants import name_of
from sim.report.words.numbers import MINUS
from sim.report.words.print_units import PrintUnit, print_unit
from sim.units import Language

SHOWN = 8  # bars
LEAST_RANK = 0.1  # rank correlation below which a thousand draws tell nothing


def decides(subject: Subject, indicator: str) -> Iterator[Page]:
    """Yield the uncertain constants that a result depends on most, from the draws that there are.

    The draws are sorted by each constant; the bars are the medians of the result in the lowest and the
    highest third, less that of all. Elements of one constant, such as the years of a disturbance, are taken
    together by the mean of their ranks.
    """
    shown, language, words = subject.result(indicator), subject.language, _DECIDES[subject.language]
    ensemble, year = shown.ensemble, shown.focus
    if ensemble is None or not ensemble.manifest.get("keeps_members"):
        return
    figures = ensemble.sound_figures(shown.row.id)
    result = figures.of(year)
    if result is None:
        return
    keys, drawn = ensemble.drawn_figures(figures.members)
    ranks = _ranks(drawn)
    factors: dict[str, list[int]] = defaultdict(list)
    for column, key in enumerate(keys):
        factors[split_element(key)[0]].append(column)
    scores = {name: _ranks(ranks[:, columns].mean(axis=1)) for name, columns in factors.items()}
    place = _ranks(result)
    strength = {name: abs(float(np.corrcoef(score, place)[0, 1])) for name, score in scores.items()}
    strong = [name for name in strength if strength[name] >= LEAST_RANK]
    chosen = sorted(strong, key=lambda name: -strength[name])[:SHOWN]
    if not chosen:
        return
    middle, unit = float(np.median(result)), print_unit(shown.entry, language)
    ends = [_ends(result, scores[name]) for name in chosen]
    names = [_factor(name, [keys[column] for column in factors[name]], subject) for name in chosen]
    series = tuple(
        Series(words[key], tuple((end[at] - middle) * unit.times for end in ends))
        for at, key in enumerate(("low", "high"))
    )
    largest = unit.amount(unit.number(abs(ends[0][1] - ends[0][0])))
    title = words["title"].format(shown.entry.name.text(language), year, names[0], largest)
    plot = Plot("bars", tuple(names), series, unit.axis, _signed(unit))
    below = words["below"].format(unit.amount(unit.number(middle)))
    yield Page(f"decides:{shown.row.id}", title, plot, below, (words["foot"],))


def _ranks(values: Array) -> Array:
    """Return the place of each value among those of its column, (member, ...)."""
    return np.asarray(np.argsort(np.argsort(values, axis=0, kind="stable"), axis=0), np.float64)


def _ends(result: Array, ranks: Array) -> tuple[float, float]:
    """Return the medians of a result in the thirds with the lowest and the highest values of a factor."""
    third, order = len(result) // 3, np.argsort(ranks, kind="stable")
    return float(np.median(result[order[:third]])), float(np.median(result[order[-third:]]))


def _signed(unit: PrintUnit) -> str:
    """Return the format in which Excel prints a difference with its sign."""
    digits = "#,##0" + ("." + "0" * unit.decimals if unit.decimals else "")
    return f"+{digits};{MINUS}{digits};0"


def _factor(name: str, keys: list[str], subject: Subject) -> str:
    entry = subject.registry.parameters.get(name)
    if len(keys) > 1 and entry is not None:
        return entry.name.text(subject.language)
    return name_of(keys[0], subject.run.workspace, subject.language)


_DECIDES: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "{0} {1} 年最取决于“{2}”：取值由低到高，中位数相差 {3}",
        "below": "与全部抽样的中位数（{}）之差，取值最低和最高的三分之一抽样各取中位数",
        "low": "取值最低的三分之一",
        "high": "取值最高的三分之一",
        "foot": "由已有抽样按取值分组得出，未分离各因素之间的相关；同一因素的各年、各产业合并为一项。",
    },
    "en": {
        "title": '{0} in {1} depends most on "{2}": from low to high, medians are {3} apart',
        "below": "Medians of the thirds of draws with the lowest and highest values, less that of all ({})",
        "low": "Lowest third of values",
        "high": "Highest third of values",
        "foot": "From the draws, grouped by value; correlations between factors are not removed. Years and "
        "industries of one factor are taken together.",
    },
}
