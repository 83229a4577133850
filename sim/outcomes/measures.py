"""Measures of indicators: annual series from the model's levels and yearly integrals."""

from __future__ import annotations

import functools
import math

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.registry.indicators import Measure
from sim.registry.plan import Comparison

Years = NDArray[np.int64]
PER_CENT = 100.0
TIME_AXIS = 0
_INFINITE = int(np.array(np.inf).view(np.int64))  # the number of an infinity among the doubles from 0 on
_AT_ONCE = 256  # figures that are tried


def annual_series(
    measure: Measure, years: Years, variable: Array, per: Array | None, scale: float, base_year: int
) -> Array:
    """Return the yearly figures of an indicator.

    Parameters
    ----------
    years : (time,)  calendar years, one after the other
    variable : (time, member)  year-end levels for a stock, else integrals over each year
    per : (time, member)  integrals of the denominator, for a ratio or a reduction
    scale : turns the model's unit into the indicator's; growth and reduction are in per cent, a
        peak year in years after the base year
    base_year : year that reductions and peaks compare with

    Returns
    -------
    (time, member)  in the indicator's unit; NaN where the year has no such figure
    """
    if measure == "growth":
        return _growth(variable)
    if measure == "peak_year":
        return _peak_year(years, variable, base_year)
    if measure in ("ratio", "reduction"):
        assert per is not None
        ratio = _quotient(variable, per)
        return scale * ratio if measure == "ratio" else _reduction(years, ratio, base_year)
    return scale * variable


def assessed(measure: Measure, years: Years, series: Array, year: int, base_year: int) -> Array:
    """Return the figure compared with the target of a year.

    A growth is the average from the base year on, ``(Π(1 + g))^(1/n) - 1``; a five-year sum adds
    the year and the four before it; any other measure is the figure of the year itself.

    Parameters
    ----------
    years : (time,)
    series : (time, member)  as `annual_series` returns it

    Returns
    -------
    (member,)  NaN when the years do not reach that far
    """
    if measure == "growth":
        growth = 1 + series[_rows(years, base_year + 1, year)] / PER_CENT
        return _reached(years, year, _average(np.prod(growth, axis=TIME_AXIS), year - base_year))
    if measure == "five_year_sum":
        return _reached(years, year, series[_rows(years, year - 4, year)].sum(axis=TIME_AXIS))
    (place,) = np.nonzero(years == year)
    return series[place[0]] if place.size else np.full(series.shape[1:], np.nan)


def assessed_each(measure: Measure, years: Years, series: Array, first: int, base_year: int) -> Array:
    """Return the figures compared with targets of each year from a first one on, (year, member).

    The same bits as `assessed` gives one by one; a growth goes on from that of the year before.
    """
    found = np.array(series[years >= first])
    if measure == "growth":
        product = np.prod(1 + series[_rows(years, base_year + 1, first - 1)] / PER_CENT, axis=TIME_AXIS)
        for figure, year in zip(found, years[years >= first].tolist(), strict=True):
            product = product * (1 + figure / PER_CENT)
            figure[:] = _average(product, year - base_year)
    elif measure == "five_year_sum":
        for figure, year in zip(found, years[years >= first].tolist(), strict=True):
            figure[:] = assessed(measure, years, series, year, base_year)
    return found


def rounded(figure: Array, decimals: int) -> Array:
    """Return figures at a printed precision, halves away from zero as by hand.

    A half that binary arithmetic misses by its last bits still counts as a half.
    """
    found = np.abs(figure) * 10.0**decimals
    found *= 1 + 1e-12
    found += 0.5
    np.floor(found, out=found)
    found /= 10.0**decimals
    return np.copysign(found, figure, out=found)


def is_met(figure: Array, target: float, comparison: Comparison, decimals: int) -> NDArray[np.bool_]:
    """Return whether figures, at the plan's printed precision, meet a target.

    Parameters
    ----------
    figure : (member,)  not yet rounded

    Returns
    -------
    (member,)  false where the figure is NaN
    """
    if comparison == "<=":
        return figure < _least_printed(target, decimals, is_beyond=True)
    return figure >= _least_printed(target, decimals, is_beyond=comparison == ">")


@functools.lru_cache(maxsize=1_024)
def _least_printed(target: float, decimals: int, *, is_beyond: bool) -> float:
    """Return the least figure that reaches a target once it is rounded, or goes beyond it.

    A larger figure is never rounded to a smaller one; so a comparison decides, and members need no rounding.
    """
    low, high = -_INFINITE, _INFINITE  # the doubles in between, counted from 0 in either direction
    while high - low > 1:
        places = np.arange(low, high, max(1, (high - low) // _AT_ONCE))[1:]
        figures = np.copysign(np.abs(places).view(np.float64), places)
        with np.errstate(over="ignore"):
            reached = is_met_exactly(rounded(figures, decimals), target, ">" if is_beyond else ">=")
        first = int(reached.argmax()) if reached.any() else len(places)
        low, high = ([low, *places.tolist(), high][place] for place in (first, first + 1))
    return math.copysign(float(np.array(abs(high)).view(np.float64)), high)


def is_met_exactly(figure: Array, target: float, comparison: Comparison) -> NDArray[np.bool_]:
    """Return whether figures meet a target as they are, (member,); false where the figure is NaN."""
    if comparison == ">=":
        return figure >= target
    return figure > target if comparison == ">" else figure <= target


def _growth(variable: Array) -> Array:
    result = np.full_like(variable, np.nan)
    result[1:] = PER_CENT * (_quotient(variable[1:], variable[:-1]) - 1)
    return result


def _average(growth: Array, years: int) -> Array:
    """Return the average growth of a number of years [%]."""
    return np.asarray(PER_CENT * (growth ** (1 / years) - 1))


def _peak_year(years: Years, variable: Array, base_year: int) -> Array:
    """Return, for each year, the year of the highest figure so far, in years after the base year."""
    is_record = variable >= np.fmax.accumulate(variable, axis=TIME_AXIS)
    return np.fmax.accumulate(np.where(is_record, years[:, None] - base_year, np.nan), axis=TIME_AXIS)


def _reduction(years: Years, ratio: Array, base_year: int) -> Array:
    base = ratio[years == base_year]
    return PER_CENT * (1 - _quotient(ratio, np.broadcast_to(base, ratio.shape)))


def _quotient(above: Array, below: Array) -> Array:
    """Return the quotient, NaN where the denominator is zero."""
    if below.all():
        return above / below
    result = np.full_like(above, np.nan)
    return np.divide(above, below, out=result, where=below != 0)


def _rows(years: Years, first: int, last: int) -> NDArray[np.bool_]:
    return (years >= first) & (years <= last)


def _reached(years: Years, year: int, figure: Array) -> Array:
    return figure if year in years else np.full_like(figure, np.nan)
