"""Of which figures it is asked what decides them: an indicator and a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.errors import Fault, SimError
from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.registry.indicators import GIVEN, Indicator
from sim.registry.load import unknown


@dataclass(frozen=True)
class Question:
    """A figure of which it is asked what decides it.

    Parameters
    ----------
    indicator : id
    year : of the figure; a growth is the average since the base year, a sum that of five years
    """

    indicator: str
    year: int


def questions_of(asked: Sequence[str], year: int | None, table: IndicatorTable) -> list[Question]:
    """Return the figures asked for; without a year each indicator's first target year.

    Raises
    ------
    SimError: all faults of all names and of the year.
    """
    faults = [fault for name in asked for fault in question_faults(name, year, table)]
    if faults:
        raise SimError(faults)
    return [Question(name, year or table.rows[name].target_years[0]) for name in asked]


def all_questions(year: int | None, table: IndicatorTable, *, headline: bool) -> list[Question]:
    """Return every figure that the model itself decides, or those of the headline indicators only.

    Raises
    ------
    SimError: none has a figure in the year.
    """
    names = [row.id for row in table if row.entry.headline or not headline]
    kept = [name for name in names if not question_faults(name, year, table)]
    if not kept:
        raise SimError(
            Fault(
                "no-data",
                f"没有一个由模型推演的指标有 {year} 年的数值。",
                f"no indicator that the model decides has a figure for {year}.",
                f"--year {year}",
            )
        )
    return questions_of(kept, year, table)


def question_faults(name: str, year: int | None, table: IndicatorTable) -> list[Fault]:
    """Return why it cannot be asked what decides an indicator in a year."""
    row = table.rows.get(name)
    if row is None:
        return [_no_indicator(name, table.rows)]
    entry, place = row.entry, f"--indicator {name}"
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
                f"--year {year}",
            )
        ]
    return []


def name_faults(names: Iterable[str], known: Mapping[str, Indicator]) -> list[Fault]:
    """Return the faults of names that no indicator has."""
    return [_no_indicator(name, known) for name in names if name not in known]


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


def _no_indicator(name: str, known: Iterable[str]) -> Fault:
    if name:
        return unknown("指标", "indicator", name, list(known), f"--indicator {name}")
    example = next(iter(known), "")
    return Fault(
        "missing",
        f"请给出指标的 id，如 {example}；teda run --format csv 的第一列是全部 id。",
        f"name an indicator by its id, {example} say; the first column of "
        "teda run --format csv has them all.",
        "--indicator",
    )
