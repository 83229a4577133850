"""Spread of members: quantiles of every indicator and of the figures compared with targets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorRow
from sim.outcomes.measures import Years
from sim.outcomes.tally import Tally
from sim.outcomes.targets import Target

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
QUANTILE_COLUMNS = ("p05", "p25", "p50", "p75", "p95")
_OF_TARGETS = [LEVELS.index(level) for level in (0.05, 0.5, 0.95)]


@dataclass(frozen=True)
class Spread:
    """The quantiles of an indicator over the sound members, in its unit.

    A column is a year or, after all years, a target of the indicator: the figure compared with it.

    Parameters
    ----------
    indicator : its id
    years : (year,)
    levels : (column, level)  in the order of `LEVELS`
    error : (column,)  largest possible error of a quantile; 0 where it is exact
    """

    indicator: str
    years: Years
    levels: Array
    error: Array


def targets_by_indicator(targets: Iterable[Target]) -> dict[str, list[Target]]:
    """Return the targets of each indicator, in their order."""
    found: dict[str, list[Target]] = {}
    for target in targets:
        found.setdefault(target.indicator, []).append(target)
    return found


def measured(row: IndicatorRow, targets: Sequence[Target]) -> Array:
    """Return all columns of an indicator: (column, member), in its unit."""
    assert row.series is not None
    figures = [row.figure(target.year) for target in targets]
    return np.vstack([row.series, *(figure for figure in figures if figure is not None)])


def quantiles(values: Array) -> Array:
    """Return the exact quantiles of columns, reordering them in place: (column, member) → (column, level)."""
    if not values.shape[1]:
        return np.full((len(values), len(LEVELS)), math.nan)
    return np.quantile(values, LEVELS, axis=1, overwrite_input=True).T


def quantile_table(spreads: Sequence[Spread]) -> pa.Table:
    """Return a row for each indicator and year: quantiles and their error, in its unit."""
    frames = []
    for spread in spreads:
        count = len(spread.years)
        frame = pd.DataFrame(spread.levels[:count], columns=QUANTILE_COLUMNS)
        frame.insert(0, "year", spread.years)
        frame.insert(0, "indicator", spread.indicator)
        frame["error"] = spread.error[:count]
        frames.append(frame)
    return pa.Table.from_pandas(pd.concat(frames, ignore_index=True), preserve_index=False)


def target_table(spreads: Sequence[Spread], tally: Tally) -> pa.Table:
    """Return a row for each target: the share of members that meet it, and quantiles of the figure.

    The share is empty where the scenario sets the figure. A target of a year that has no figure has
    no row.
    """
    rows = list(_target_rows(spreads, tally))
    columns = ["indicator", "year", "target", "met", "members", "p05", "p50", "p95", "error"]
    return pa.Table.from_pandas(pd.DataFrame(rows, columns=columns), preserve_index=False)


def _target_rows(spreads: Sequence[Spread], tally: Tally) -> Iterator[tuple[object, ...]]:
    by_indicator = targets_by_indicator(tally.targets)
    for spread in spreads:
        for place, target in enumerate(by_indicator.get(spread.indicator, []), len(spread.years)):
            levels = spread.levels[place, _OF_TARGETS].tolist()
            if np.isfinite(levels).any():
                share = tally.met[target] / tally.members if target in tally.met else math.nan
                facts = (target.indicator, target.year, target.value, share, tally.members)
                yield *facts, *levels, float(spread.error[place])
