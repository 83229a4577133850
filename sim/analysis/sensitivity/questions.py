"""Quantities of interest of an analysis: an indicator and a year, checked before anything runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.bilingual_names import Names
from sim.errors import Argument, Fault, Faults, fail
from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.registry.agreement import no_indicator
from sim.registry.indicators import GIVEN


@dataclass(frozen=True)
class Question:
    """A quantity of interest.

    Parameters
    ----------
    indicator : the indicator's id
    year : year of the figure; a growth is the average since the base year, a sum that of five years
    """

    indicator: str
    year: int


def questions_of(asked: Sequence[str], year: int | None, table: IndicatorTable) -> list[Question]:
    """Return the requested figures; without a year each indicator's first target year.

    Raises
    ------
    SimError: all faults of all names and of the year.
    """
    Faults(fault for name in asked for fault in question_faults(name, year, table)).check()
    ids = map(table.registry.indicator_names.known, asked)
    return [Question(name, year or table.rows[name].target_years[0]) for name in dict.fromkeys(ids)]


def all_questions(
    year: int | None, table: IndicatorTable, among: Collection[str] | None = None
) -> list[Question]:
    """Return every figure that the model itself decides, or those of some indicators only.

    Raises
    ------
    SimError: none has a figure in the year.
    """
    names = [row.id for row in table if among is None or row.id in among]
    kept = [name for name in names if not question_faults(name, year, table)]
    if not kept:
        raise fail(
            "no-data",
            f"没有一个由模型推演的指标有 {year} 年的数值。",
            f"no indicator that the model decides has a figure for {year}.",
            Argument(f"year={year}"),
        )
    return questions_of(kept, year, table)


def question_faults(name: str, year: int | None, table: IndicatorTable) -> list[Fault]:
    """Return why an indicator of a year cannot be analysed, nothing where it can."""
    row = table.rows.get(table.registry.indicator_names.known(name))
    if row is None:
        return [no_indicator(name, table.registry.indicator_names)]
    entry, place = row.entry, Argument(f"indicator={name}")
    if row.series is None:
        zh, en = "未建模，没有数值可分析。", "is not modelled; there are no figures to analyse."
        return [Fault("no-data", f"“{entry.name.zh}”{zh}", f"{entry.name.en} {en}", place)]
    if row.kind in GIVEN:
        zh = "由情景给定，不随模型的参数而变，谈不上由什么参数决定。"
        en = "is given by the scenario: no parameter of the model decides it."
        return [Fault("no-data", f"“{entry.name.zh}”{zh}", f"{entry.name.en} {en}", place)]
    year = row.target_years[0] if year is None else year
    if not has_figure(row, year):
        years = [each for each in row.years.tolist() if has_figure(row, each)]
        zh, en = _years(years)
        return [
            Fault(
                "no-data",
                f"“{entry.name.zh}”没有 {year} 年的数值；{zh}。",
                f"{entry.name.en} has no figure for {year}; {en}.",
                Argument(f"year={year}"),
            )
        ]
    return []


def name_faults(names: Iterable[str], known: Names) -> list[Fault]:
    """Return the faults of names that no indicator has."""
    return [no_indicator(name, known) for name in names if len(known.find(name)) != 1]


def has_figure(row: IndicatorRow, year: int) -> bool:
    """Return whether the indicator has a figure in a year at the scenario's own values."""
    if year not in row.years or (row.entry.measure == "growth" and year == row.years[0]):
        return False
    figure = row.figure(year)
    return figure is not None and bool(np.isfinite(figure[0]))


def _years(years: Sequence[int]) -> tuple[str, str]:
    if not years:
        return "任何一年都没有", "it has none for any year"
    if len(years) == 1:
        return f"只有 {years[0]} 年的", f"only for {years[0]}"
    return f"有的是 {years[0]}–{years[-1]} 年", f"it has those of {years[0]} to {years[-1]}"
