"""Bases, targets and judgements of indicators in print."""

from __future__ import annotations

import math

from sim.outcomes.indicators import IndicatorRow
from sim.registry.plan import Plan, PlannedTarget
from sim.report.words.glossary import word
from sim.report.words.numbers import NO_FIGURE, print_between, print_figure, print_stated, print_target
from sim.units import Language

MET, NOT_MET = "✓", "✗"
STAND_IN = "*"  # after a target that the plan does not state
ESTIMATED = "≈"  # before a base that is not published


def base_heading(plan: Plan, language: Language) -> str:
    """Return the heading of the base, with its year."""
    return f"{plan.base_year} {word('base', language)}"


def base_text(row: IndicatorRow) -> str:
    """Return the base with its year where that is not the plan's, marked where it is an estimate."""
    base = row.base
    if base is None:
        return NO_FIGURE
    if base.estimate is not None:
        return ESTIMATED + print_figure(base.value, row.entry.decimals)
    year = "" if base.year == row.plan.base_year else f" ({base.year})"
    return f"{print_stated(base.value)}{year}"


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
