"""Bases, targets and judgements of indicators in print."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.outcomes.indicators import IndicatorRow
from sim.registry.indicators import Indicator, Measure
from sim.registry.plan import Plan, PlannedTarget
from sim.report.words.glossary import word
from sim.report.words.numbers import NO_FIGURE, print_between, print_figure, print_stated, print_target
from sim.report.words.print_units import PrintUnit
from sim.units import Language

MET, NOT_MET = "✓", "✗"
STAND_IN = "*"  # after a target that the plan does not state
ESTIMATED = "≈"  # before a base that is not published
A_YEAR: Mapping[Language, str] = {"zh": "{}/年", "en": "{}/yr"}
_JUDGED: Mapping[Measure, Mapping[Language, str]] = {
    "growth": {
        "zh": "年增长率；考核基年以来的年均增速",
        "en": "yearly growth; judged by its average since the base year",
    },
    "five_year_sum": {
        "zh": "年度值；考核五年合计",
        "en": "yearly values; judged by the sum of five years",
    },
    "peak_year": {
        "zh": "截至当年的峰值出现在基年后第几年",
        "en": "years from the base year to the peak so far",
    },
}


def base_heading(plan: Plan, language: Language) -> str:
    """Return the heading of the base, with its year."""
    return f"{plan.base_year} {word('base', language)}"


def base_text(row: IndicatorRow, language: Language, unit: PrintUnit | None = None) -> str:
    """Return the base with its year where that is not the plan's, marked where it is an estimate.

    Parameters
    ----------
    unit : in which it is printed; by default the registry's
    """
    base = row.base
    if base is None:
        return NO_FIGURE
    if base.estimate is None:
        number = unit.stated(base.value) if unit else print_stated(base.value)
    else:
        number = unit.number(base.value) if unit else print_figure(base.value, row.entry.decimals)
        number = ESTIMATED + number
    if is_yearly_part(row.entry.measure):
        return per_year(number, row.entry.measure, language)
    return number if base.year == row.plan.base_year else f"{number} ({base.year})"


def is_yearly_part(measure: str) -> bool:
    """Return whether the figure of one year is a part of what is judged, a sum over several years."""
    return measure == "five_year_sum"


def per_year(number: str, measure: str, language: Language) -> str:
    """Return a printed figure of one year, said as such where sums over several years stand beside it."""
    if number == NO_FIGURE or not is_yearly_part(measure):
        return number
    return A_YEAR[language].format(number)


def measure_text(entry: Indicator, language: Language) -> str:
    """Return what a year's figure is, and what is judged where that is another."""
    judged = _JUDGED.get(entry.measure)
    return judged[language] if judged else word(f"measure.{entry.measure}", language)


def base_range(row: IndicatorRow, language: Language) -> str:
    """Return the range of an estimated base, with the name of the level if that is another quantity."""
    estimate = row.base.estimate if row.base else None
    if estimate is None:
        return ""
    level = f"{estimate.level.text(language)} " if estimate.level else ""
    return level + print_between(print_stated(estimate.low), print_stated(estimate.high), language)


def target_text(planned: PlannedTarget, target: float) -> str:
    """Return a target as a table shows it, with a mark where the plan does not state it."""
    mark = STAND_IN if planned.kind == "stand_in" else ""
    return print_target(target, planned.comparison) + mark


def figure_of(row: IndicatorRow, year: int, member: int = 0) -> float:
    """Return the figure compared with a target of the year, NaN when there is none."""
    figure = row.figure(year)
    return math.nan if figure is None else float(figure[member])


def met_of(row: IndicatorRow, year: int, member: int = 0) -> bool | None:
    """Return whether the target of the year is met, None where it is not judged."""
    met = row.met(year)
    return None if met is None else bool(met[member])
