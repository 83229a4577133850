"""Bases, targets and judgements of indicators in print."""

from __future__ import annotations

import math

from sim.outcomes.indicators import IndicatorRow
from sim.registry.indicators import BASE_YEAR, Indicator
from sim.report.words.glossary import word
from sim.report.words.numbers import NO_FIGURE, print_between, print_figure, print_stated, print_target
from sim.units import Language

MET, NOT_MET = "✓", "✗"
STAND_IN = "*"  # behind a target that the plan does not state
ESTIMATED = "≈"  # before a base that nobody published


def base_heading(language: Language) -> str:
    """Return what the base is called, with its year."""
    return f"{BASE_YEAR} {word('base', language)}"


def base_text(row: IndicatorRow) -> str:
    """Return the base with its year where that is not 2020, marked where it is an estimate."""
    base = row.base
    if base is None:
        return NO_FIGURE
    if base.estimate is not None:
        return ESTIMATED + print_figure(base.value, row.entry.decimals)
    year = "" if base.year == BASE_YEAR else f" ({base.year})"
    return f"{print_stated(base.value)}{year}"


def base_range(row: IndicatorRow, language: Language) -> str:
    """Return the range of an estimated base, with the level that it is of where that is another."""
    estimate = row.base.estimate if row.base else None
    if estimate is None:
        return ""
    level = f"{estimate.level.text(language)} " if estimate.level else ""
    return level + print_between(print_stated(estimate.low), print_stated(estimate.high), language)


def target_text(entry: Indicator, target: float) -> str:
    """Return a target as a table shows it, with a mark where the plan does not state it."""
    mark = STAND_IN if entry.target_kind == "stand_in" else ""
    return print_target(target, entry.comparison) + mark


def figure_of(row: IndicatorRow, year: int, member: int = 0) -> float:
    """Return what is compared with a target of the year, not a number when there is none."""
    figure = row.figure(year)
    return math.nan if figure is None else float(figure[member])


def met_of(row: IndicatorRow, year: int, member: int = 0) -> bool | None:
    """Return whether the target of the year is met, None where that is not asked."""
    met = row.met(year)
    return None if met is None else bool(met[member])
