"""Quantities of interest of an analysis: an indicator and a year, checked before anything runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.bilingual_names import Names
from sim.errors import Argument, Fault, Faults, fail
from sim.outcomes.indicators import JUDGED, IndicatorRow, IndicatorTable
from sim.registry.agreement import no_indicator
from sim.registry.indicators import GIVEN

ALL_YEARS = "all"
Year = int | Literal["all"] | None


@dataclass(frozen=True)
class Question:
    """A quantity of interest.

    Parameters
    ----------
    indicator : the indicator's id
    year : year of the figure; a growth is the average since the base year, a sum that of five years
    is_met : whether the figure is 1 where the target of the year is met and 0 elsewhere, so that its mean is
        the probability
    """

    indicator: str
    year: int
    is_met: bool = False


def questions_of(
    asked: Sequence[str], year: Year, table: IndicatorTable, *, is_met: bool = False
) -> list[Question]:
    """Return the requested figures; without a year each indicator's first target year.

    Parameters
    ----------
    year : None, a year, or "all" for every year that has a figure, or a target if that is asked about
    is_met : whether to ask if targets are met

    Raises
    ------
    SimError: all faults of all names and of the year.
    """
    Faults(fault for name in asked for fault in question_faults(name, year, table, is_met=is_met)).check()
    ids = dict.fromkeys(map(table.registry.indicator_names.known, asked))
    return [
        Question(name, each, is_met)
        for name in ids
        for each in _years_of(table.rows[name], year, is_met=is_met)
    ]


def _years_of(row: IndicatorRow, year: Year, *, is_met: bool) -> list[int]:
    if year == ALL_YEARS:
        return [
            each for each in row.years.tolist() if has_figure(row, each) and _has_target(row, each, is_met)
        ]
    return [row.target_years[0] if year is None else int(year)]


def _has_target(row: IndicatorRow, year: int, is_met: bool) -> bool:
    return not is_met or year in row.planned.values


def all_questions(
    year: Year, table: IndicatorTable, among: Collection[str] | None = None, *, is_met: bool = False
) -> list[Question]:
    """Return every figure that the model itself decides, or those of some indicators only.

    Raises
    ------
    SimError: none has a figure in the year.
    """
    names = [row.id for row in table if among is None or row.id in among]
    kept = [name for name in names if not question_faults(name, year, table, is_met=is_met)]
    if not kept:
        raise fail(
            "no-data",
            f"没有一个由模型推演的指标有 {year} 年的数值。",
            f"no indicator that the model decides has a figure for {year}.",
            Argument(f"year={year}"),
        )
    return questions_of(kept, year, table, is_met=is_met)


def question_faults(name: str, year: Year, table: IndicatorTable, *, is_met: bool = False) -> list[Fault]:
    """Return why an indicator of a year cannot be analysed, nothing where it can.

    Parameters
    ----------
    is_met : whether the question is if a target is met
    """
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
    if is_met and (faults := target_faults(row, None if year == ALL_YEARS else year)):
        return faults
    if year == ALL_YEARS:
        return []
    year = row.target_years[0] if year is None else int(year)
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


def target_faults(row: IndicatorRow, year: int | str | None) -> list[Fault]:
    """Return why an indicator is not judged by a target of the year."""
    entry, years = row.entry, sorted(row.planned.values)
    if not years:
        return [
            Fault(
                "no-data",
                f"“{entry.name.zh}”没有目标，谈不上达标或落空。",
                f"{entry.name.en} has no target to miss or to meet.",
                Argument(f"indicator={row.id}"),
            )
        ]
    if year is not None and year not in years:
        listed = ", ".join(map(str, years))
        return [
            Fault(
                "no-data",
                f"“{entry.name.zh}”没有 {year} 年的目标，有目标的年份：{listed}。",
                f"{entry.name.en} has no target for {year}; there is one for: {listed}.",
                Argument(f"year={year}"),
            )
        ]
    assert row.kind in JUDGED  # the others are refused as given by the scenario, or not modelled
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
