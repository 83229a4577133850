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
    variable, per = (None if name is None else _complex(entry, run, by, name) for name in names_of(entry))
    assert variable is not None
    figure = figure_of(entry, years, variable, per, year, base_year)
    return np.asarray(figure.imag / _SMALL)


def figure_of(
    entry: Indicator, years: Years, variable: Array, per: Array | None, year: int, base_year: int
) -> Array:
    """Return an indicator's figure of a year, as it is compared with targets: (member,) [its unit].

    Parameters
    ----------
    years : (time,)
    variable, per : (time, member)  year-end levels of a stock, else integrals over each year, real or complex
    base_year : year that reductions compare with, and after which growth is averaged
    """
    kept = years > years[0]
    kept[0] = entry.measure == "stock"
    with np.errstate(invalid="ignore"):  # before the first year of a flow there is no figure
        series = annual_series(entry.measure, years, variable, per, entry.scale, base_year)
        return assessed(entry.measure, years[kept], series[kept], year, base_year)


def slopes_by_year(
    entry: Indicator, years: Years, variable: Array, per: Array | None, year: int, base_year: int
) -> Array:
    """Return the derivative of a figure by what its variable, and its denominator, are in each year.

    Parameters
    ----------
    years, variable, per : (time,), as `figure_of` takes them for one member

    Returns
    -------
    (1 or 2, time) [unit of the indicator per unit of the variable]
    """
    parts = [variable] if per is None else [variable, per]
    shifts = _SMALL * np.eye(len(parts) * years.size).reshape(len(parts), years.size, -1)
    first, *second = (part[:, None] + 1j * shift for part, shift in zip(parts, shifts, strict=True))
    figure = figure_of(entry, years, first, second[0] if second else None, year, base_year)
    return np.asarray(figure.imag / _SMALL).reshape(len(parts), years.size)


def kinks_before(entry: Indicator, by: Gradient, year: int) -> Array:
    """Return how often the derivative took one side of a kink, up to a year: (member,)."""
    row = int(np.flatnonzero(np.rint(by.time) == year)[0])
    counts: Array = sum((by.kinks(name)[row] for name in names_of(entry) if name), np.zeros(by.members))
    return counts


def names_of(entry: Indicator) -> tuple[str | None, str | None]:
    """Return the variable of an indicator and its denominator, None where it has none."""
    return entry.variable, None if entry.measure == "stock" else entry.per


def _complex(entry: Indicator, run: Run, by: Gradient, name: str) -> Array:
    if entry.measure == "stock":
        return run[name] + 1j * _SMALL * by[name]
    yearly = run.integral(name) + 1j * _SMALL * by.integral(name)
    yearly[0] = np.nan  # the first row ends no year
    return np.asarray(yearly)
