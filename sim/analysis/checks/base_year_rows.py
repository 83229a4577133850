"""The simulated base year beside the published figures and the ranges of the estimated ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.outcomes.indicators import IndicatorTable, indicators
from sim.outcomes.measures import annual_series
from sim.registry.indicators import BASE_YEAR, Base, Indicator
from sim.run.single import ScenarioRun

TOLERANCE = 0.01
OBSERVED = ("growth", "reduction")  # a growth of the base year is shown as observed, not simulated


@dataclass(frozen=True)
class BaseYearFigure:
    """What an indicator should be in the base year and what the model makes it.

    Parameters
    ----------
    id : of the indicator
    simulated : of the base year; for a reduction the level that is reduced
    low, high : within which it should be, in the same unit: a published figure ± 1%, or the range
        of an estimate
    is_estimated : whether nobody published it
    """

    id: str
    simulated: float
    low: float
    high: float
    is_estimated: bool

    @property
    def is_met(self) -> bool:
        """Return whether the model's figure is where it should be."""
        return self.low <= self.simulated <= self.high


def base_year_figures(run: ScenarioRun) -> list[BaseYearFigure]:
    """Return the modelled indicators with a base, published or estimated, in file order.

    A base of the year before (research spending) is held against 2020 as well.
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
    series = annual_series(measure, years, read(entry.variable), per, entry.scale)
    return float(series[years == BASE_YEAR][0, 0])
