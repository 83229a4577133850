"""Reproduction of the base year: simulated 2020 against published figures and estimated ranges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.analysis.checks.check import Check, Found, found
from sim.errors import Fault
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.outcomes.measures import annual_series
from sim.registry.indicators import Base, Indicator
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.run.single import ScenarioRun, prepare, simulate
from sim.scenario.workspace import Workspace

TOLERANCE = 0.01
OBSERVED = ("growth", "reduction")  # a growth of the base year is shown as observed, not simulated


@dataclass(frozen=True)
class BaseYearFigure:
    """An indicator in the base year, simulated and expected.

    Parameters
    ----------
    id : the indicator's id
    simulated : figure of the base year [unit of the indicator]; for a reduction, the ratio reduced
    low, high : limits of the expected figure, in the same unit: a published figure ± 1%, or the range
        of an estimate
    is_estimated : whether the figure is an estimate, because none is published
    """

    id: str
    simulated: float
    low: float
    high: float
    is_estimated: bool

    @property
    def is_met(self) -> bool:
        """Return whether the simulated figure is within its limits."""
        return self.low <= self.simulated <= self.high


def base_year_figures(run: ScenarioRun) -> list[BaseYearFigure]:
    """Return the modelled indicators with a base, published or estimated, in file order.

    A base of 2019 (research spending) is compared with 2020 as well.
    """
    return list(_figures(run, indicators(run)))


def _figures(run: ScenarioRun, table: IndicatorTable) -> Iterator[BaseYearFigure]:
    for key, row in table.rows.items():
        base = row.entry.base
        if base is None or not row.entry.is_modelled:
            continue
        if base.value is not None and row.entry.measure in OBSERVED:
            continue
        yield BaseYearFigure(key, _simulated(row.entry, run), *_range(base), base.estimate is not None)


def _range(base: Base) -> tuple[float, float]:
    if base.estimate is not None:
        return base.estimate.low, base.estimate.high
    assert base.value is not None
    slack = TOLERANCE * abs(base.value)
    return base.value - slack, base.value + slack


def _simulated(entry: Indicator, run: ScenarioRun) -> float:
    """Return the figure of the base year; of a reduction, the ratio that is reduced."""
    assert entry.variable is not None
    measure = "ratio" if entry.measure == "reduction" else entry.measure
    read = run.run.__getitem__ if measure == "stock" else run.run.integral
    years = np.rint(run.run.time).astype(np.int64)
    per = read(entry.per) if entry.per else None
    base_year = run.workspace.registry.base_year
    series = annual_series(measure, years, read(entry.variable), per, entry.scale, base_year)
    return float(series[years == base_year][0, 0])


def _run(workspace: Workspace, _progress: Progress) -> Found:
    figures = base_year_figures(
        simulate(prepare(workspace.registry.zone.reference, (), workspace), workspace)
    )
    return found(len(figures), (_fault(figure, workspace) for figure in figures if not figure.is_met))


def _fault(figure: BaseYearFigure, workspace: Workspace) -> Fault:
    what = ("估计的范围", "the range of the estimate") if figure.is_estimated else (
        f"公布数 ±{TOLERANCE:.0%}", f"the published figure ± {TOLERANCE:.0%}"
    )  # fmt: skip
    year = workspace.registry.base_year
    low, value, high = (f"{each:,.6g}" for each in (figure.low, figure.simulated, figure.high))
    return Fault(
        "check-failed",
        f"“{figure.id}”{year} 年模拟值为 {value}，应在 {low}–{high}（{what[0]}）内；请核对期初值和参数。",
        f"{figure.id} is {value} in the simulated year {year}; it must be from {low} to {high} ({what[1]}). "
        "Check the initial values and parameters.",
        workspace.registry.documents["indicators"].place(figure.id, "base"),
    )


BASE = Check(
    "base_year",
    Bilingual(
        zh="基期：2020 年与公布数相差不到 1%", en="2020 is reproduced within 1%, or within its estimate"
    ),
    Bilingual(zh="个基数", en="bases"),
    _run,
)
