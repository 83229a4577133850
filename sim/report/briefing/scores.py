"""The targets of the plan's Table 1 and a scenario's results for them, as text of table cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.outcomes.fan import LIKELY
from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.registry.indicators import Indicator
from sim.registry.plan import PlannedTarget
from sim.report.charts.result import IndicatorResult
from sim.report.words.figures import ESTIMATED, STAND_IN, base_text, met_of
from sim.report.words.glossary import word
from sim.report.words.numbers import NO_FIGURE, SIGNS, print_between, print_chance
from sim.report.words.periods import is_over
from sim.report.words.print_units import PrintUnit, print_unit
from sim.report.words.punctuation import bracketed
from sim.units import LANGUAGES, Language

if TYPE_CHECKING:  # it imports SciPy, which a single run does not need
    from sim.ensembles.result import Ensemble

Tone = Literal["met", "not_met", "none"]


@dataclass(frozen=True)
class Score:
    """A row of the scoreboard as printed.

    Parameters
    ----------
    number : of the row in the plan's table
    interval : 5 to 95 % of the draws, empty without an ensemble
    tone : whether the target is met, or more likely met than not
    counts : whether it is one of the plan's targets that can be assessed
    """

    number: str
    name: str
    unit: str
    kind: str
    base: str
    figure: str
    interval: str
    target: str
    verdict: str
    tone: Tone
    counts: bool


def scores(
    table: IndicatorTable,
    ensemble: Ensemble | None,
    language: Language,
    year: int | None = None,
    indicators: Sequence[str] = (),
) -> list[Score]:
    """Return the rows of a scoreboard that are modelled.

    Parameters
    ----------
    year : of the targets; the plan's first horizon by default
    indicators : that are shown, in this order; by default those of the plan's Table 1, and of a later year
        all that have a target then
    """
    near = table.registry.plan.horizons[0]
    year = year or near
    if indicators:
        rows = [table.rows[key] for key in indicators]
    elif year == near:
        rows = _table1(table)
    else:
        rows = [row for row in table if year in row.planned.values]
    shown = [IndicatorResult(table, row, ensemble, {}) for row in rows if row.series is not None]
    return [_score(each, year, language) for each in shown]


def _table1(table: IndicatorTable) -> list[IndicatorRow]:
    rows = (row for row in table if row.planned.group == "table1")
    return sorted(rows, key=lambda row: row.planned.number or 0)


def _score(shown: IndicatorResult, year: int, language: Language) -> Score:
    entry, planned = shown.entry, shown.row.planned
    share = share_met(shown, year)
    tone: Tone = "none" if share is None else ("met" if share >= LIKELY else "not_met")
    unit = print_unit(entry, language)
    return Score(
        number=str(planned.number) if planned.number else NO_FIGURE,
        name=entry.name.text(language),
        unit=_unit(entry, unit, language),
        kind=word(f"kind.{shown.row.kind}", language),
        base=_base(shown.row, unit, language),
        figure=unit.number(shown.central(year)),
        interval=_interval(shown, year, unit, language),
        target=_target(planned, unit, year),
        verdict=_verdict(share, shown.ensemble is not None, language),
        tone=tone,
        counts=share is not None and planned.kind == "plan",
    )


def share_met(shown: IndicatorResult, year: int) -> float | None:
    """Return the share of members that meet the target, 0 or 1 for one run; None where none is judged."""
    if shown.ensemble is not None:
        return shown.chance(year)
    met = met_of(shown.row, year)
    return None if met is None else float(met)


def _verdict(share: float | None, is_ensemble: bool, language: Language) -> str:
    if share is None:
        return NO_FIGURE
    if not is_ensemble:
        return word("met" if share else "not_met", language)
    return print_chance(share)


def _unit(entry: Indicator, unit: PrintUnit, language: Language) -> str:
    """Return the unit, with what the figures of a target cover where that is several years."""
    span = _SPANS.get(entry.measure, {}).get(language, "")
    return unit.axis + (bracketed(span, language) if span else "")


_SPANS: dict[str, dict[Language, str]] = {
    "growth": {"zh": "年均", "en": "a year"},
    "five_year_sum": {language: word("measure.five_year_sum", language) for language in LANGUAGES},
}


def _base(row: IndicatorRow, unit: PrintUnit, language: Language) -> str:
    """Return the base, none for a reduction, which begins at zero."""
    return NO_FIGURE if row.entry.measure == "reduction" else base_text(row, language, unit)


def _interval(shown: IndicatorResult, year: int, unit: PrintUnit, language: Language) -> str:
    found = shown.interval(year)
    if found is None:
        return NO_FIGURE
    low, _, high = (unit.number(figure) for figure in found)
    return NO_FIGURE if low == high else print_between(low, high, language)


def _target(planned: PlannedTarget, unit: PrintUnit, year: int) -> str:
    target = planned.values.get(year)
    if target is None:
        return NO_FIGURE
    sign = "" if planned.comparison == ">=" else SIGNS[planned.comparison]
    return sign + unit.stated(target) + (STAND_IN if planned.kind == "stand_in" else "")


def scores_title(
    found: list[Score], year: int, ensemble: Ensemble | None, language: Language, *, is_table1: bool = True
) -> str:
    """Return the title of the scoreboard: its result as a sentence."""
    judged = [score for score in found if score.counts]
    met = sum(score.tone == "met" for score in judged)
    if language == "zh":
        how = "按推演" if is_over(year) else "预计"
        what = f"{how} {met} 项达标" if ensemble is None else f"{met} 项的达标概率不低于 50%"
        which = "规划表 1 中" if is_table1 else "所列"
        return f"{which}可评的 {len(judged)} 项 {year} 年目标，{what}"
    how = "met in the simulation" if is_over(year) else "projected to be met"
    what = how if ensemble is None else "have a probability of 50% or more"
    lead = "Table 1 of the plan: " if is_table1 else ""
    return f"{lead}{met} of {len(judged)} targets for {year} {what}"


def scores_notes(
    found: list[Score],
    table: IndicatorTable,
    ensemble: Ensemble | None,
    language: Language,
    *,
    is_table1: bool = True,
) -> list[str]:
    """Return the notes on the scoreboard, including what it leaves out."""
    missing = [row.entry.name.text(language) for row in _table1(table) if row.series is None]
    others = sum(bool(row.planned.values) for row in table if row.planned.group != "table1")
    notes = _NOTES[language]
    shown = [
        notes["how"],
        notes["single" if ensemble is None else "ensemble"],
        notes["stand_in"] if any(score.target.endswith(STAND_IN) for score in found) else "",
        notes["estimated"] if any(score.base.startswith(ESTIMATED) for score in found) else "",
        notes["others"].format(others) if is_table1 else "",
    ]
    is_left_out = bool(missing) and is_table1
    left_out = notes["missing"].format(len(missing), notes["comma"].join(missing)) if is_left_out else ""
    return [notes["space"].join(note for note in shown if note), *([left_out] if left_out else [])]


_NOTES: dict[Language, dict[str, str]] = {
    "zh": {
        "how": "按规划公布的位数比较；增速为年均，累计为五年合计。",
        "single": "单次推演，未含不确定性。",
        "ensemble": "达标概率为达标的抽样所占比例，不低于 50% 的为绿色；数值为中位数。",
        "stand_in": "* 规划未给数，以上级目标作参照，不计入。",
        "estimated": f"{ESTIMATED} 基数为估计。",
        "others": "规划正文与远景的另外 {} 项不在此表。",
        "missing": "表 1 中未建模的 {} 项：{}。",
        "comma": "、",
        "space": "",
    },
    "en": {
        "how": "At the plan's printed precision; growth is the yearly average, sums are of five years.",
        "single": "A single run, without uncertainty.",
        "ensemble": "Probability: share of draws that meet the target, green from 50%; figures are medians.",
        "stand_in": "* Not in the plan; a higher-level target is used instead and is not counted.",
        "estimated": f"{ESTIMATED} base estimated.",
        "others": "{} more targets of the plan's text and vision are not in this table.",
        "missing": "Not modelled, {} rows of Table 1: {}.",
        "comma": "; ",
        "space": " ",
    },
}
