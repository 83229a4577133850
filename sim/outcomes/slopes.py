"""Derivatives of indicators, from those of the variables that they are computed from."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.engine.model import Gradient, Run
from sim.outcomes.measures import Years, annual_series, assessed
from sim.registry.indicators import Indicator

_SMALL = 1e-60  # an imaginary part whose square is nothing beside any figure


def slope_of(entry: Indicator, run: Run, by: Gradient, year: int, base_year: int) -> Array:
    """Return the derivative of an indicator's figure of a year, as it is compared with targets: (member,).

    [unit of the indicator per unit of the input]. The rules of the indicator are applied to complex numbers
    whose imaginary parts are derivatives, which is exact to rounding where they are smooth (Squire and Trapp
    1998, doi:10.1137/S003614459631241X).

    Parameters
    ----------
    run, by : saved at the end of every year, and its derivatives by an input
    year : one of the run's
    base_year : year that reductions compare with
    """
    years: Years = np.rint(run.time).astype(np.int64)
    variable, per = (None if name is None else _complex(entry, run, by, name) for name in _names(entry))
    assert variable is not None
    kept = years > years[0]
    kept[0] = entry.measure == "stock"
    with np.errstate(invalid="ignore"):  # before the first year of a flow there is no figure
        series = annual_series(entry.measure, years, variable, per, entry.scale, base_year)
        figure = assessed(entry.measure, years[kept], series[kept], year, base_year)
    return np.asarray(figure.imag / _SMALL)


def kinks_before(entry: Indicator, by: Gradient, year: int) -> Array:
    """Return how often the derivative took one side of a kink, up to a year: (member,)."""
    row = int(np.flatnonzero(np.rint(by.time) == year)[0])
    counts: Array = sum((by.kinks(name)[row] for name in _names(entry) if name), np.zeros(by.members))
    return counts


def _names(entry: Indicator) -> tuple[str | None, str | None]:
    return entry.variable, None if entry.measure == "stock" else entry.per


def _complex(entry: Indicator, run: Run, by: Gradient, name: str) -> Array:
    if entry.measure == "stock":
        return run[name] + 1j * _SMALL * by[name]
    yearly = run.integral(name) + 1j * _SMALL * by.integral(name)
    yearly[0] = np.nan  # the first row ends no year
    return np.asarray(yearly)
