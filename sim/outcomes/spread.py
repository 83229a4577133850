"""Spread of members: quantiles of every indicator and of the figures compared with targets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorRow
from sim.outcomes.measures import Years
from sim.outcomes.share import Share
from sim.outcomes.tally import Tally
from sim.outcomes.targets import Target

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
QUANTILE_COLUMNS = ("p05", "p25", "p50", "p75", "p95")
MARGIN_COLUMNS = tuple(f"{name}_margin" for name in QUANTILE_COLUMNS)
_MANY = 30_000  # members, from which on a sample spares more time than it takes
_SAMPLED = 17  # every so many members; a sequence that fills space evenly is uneven in steps of powers of two
_DEVIATIONS = 3  # standard deviations of a sampled rank, within which a rank is looked for
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
    sampling : (column, level)  half-width of the 95% interval of sampling, None where it was not measured
    """

    indicator: str
    years: Years
    levels: Array
    error: Array
    sampling: Array | None = None

    @property
    def margins(self) -> Array:
        """Return the half-widths of the intervals of sampling, (column, level), NaN where not measured."""
        return np.full_like(self.levels, math.nan) if self.sampling is None else self.sampling


def targets_by_indicator(targets: Iterable[Target]) -> dict[str, list[Target]]:
    """Return the targets of each indicator, in their order."""
    found: dict[str, list[Target]] = {}
    for target in targets:
        found.setdefault(target.indicator, []).append(target)
    return found


def measured(row: IndicatorRow, targets: Sequence[Target]) -> Array:
    """Return all columns of an indicator: (column, member), in its unit."""
    return np.vstack(measured_columns(row, targets))


def measured_columns(row: IndicatorRow, targets: Sequence[Target]) -> list[Array]:
    """Return the columns of an indicator, each (member,) in its unit: its years, then its targets."""
    assert row.series is not None
    figures = (row.figure(target.year) for target in targets)
    return [*row.series, *(figure for figure in figures if figure is not None)]


def quantiles(values: Array) -> Array:
    """Return the exact quantiles of columns, reordering them in place: (column, member) → (column, level).

    The same bits as ``numpy.quantile``, which takes longer.
    """
    members = values.shape[1]
    if not members:
        return np.full((len(values), len(LEVELS)), math.nan)
    rank = (members - 1) * np.array(LEVELS)
    low = np.floor(rank).astype(np.int64)
    part = rank - low
    below, above = _sorted(values, low) if members < _MANY else _sampled(values, low)
    gap = above - below
    found = np.where(part < 0.5, below + gap * part, above - gap * (1 - part))
    return np.where(np.isnan(values).any(axis=1, keepdims=True), math.nan, found)


def _sorted(values: Array, ranks: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return the figures of the levels' ranks, and the next larger ones: (column, level)."""
    values.sort(axis=1)
    return values[:, ranks], values[:, np.minimum(ranks + 1, values.shape[1] - 1)]


def _sampled(values: Array, ranks: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return what `_sorted` does, for many members; NaN for a column that has any."""
    found = np.full((2, len(values), len(LEVELS)), math.nan)
    for place in np.flatnonzero(~np.isnan(values).any(axis=1)):
        found[:, place] = np.transpose(_of_ranks(values[place], ranks))
    return found[0], found[1]


def _of_ranks(column: Array, ranks: NDArray[np.int64]) -> list[tuple[float, float]]:
    """Return the figures of the levels' ranks, each with the next larger one.

    A sample tells between which figures a rank lies; only those are put into order. Where it is wrong,
    all are.
    """
    sample = np.sort(column[::_SAMPLED])
    found = []
    for level, rank in zip(LEVELS, ranks.tolist(), strict=True):
        middle, spare = level * len(sample), _DEVIATIONS * math.sqrt(level * (1 - level) * len(sample))
        first, last = sample[int(middle - spare)], sample[int(middle + spare)]
        is_above = column >= first
        near = column[is_above & (column <= last)]
        within = rank - (len(column) - np.count_nonzero(is_above))
        if not 0 <= within < len(near) - 1:
            near, within = column, rank
        near.partition(within)
        found.append((near[within], near[within + 1 :].min()))
    return found


def quantile_table(spreads: Sequence[Spread]) -> pa.Table:
    """Return a row for each indicator and year: quantiles, their error and margins, in its unit."""
    import pandas as pd

    counts = [len(spread.years) for spread in spreads]
    frame = pd.DataFrame(
        np.vstack([spread.levels[:count] for spread, count in zip(spreads, counts, strict=True)]),
        columns=QUANTILE_COLUMNS,
    )
    frame.insert(0, "year", np.concatenate([spread.years for spread in spreads]))
    frame.insert(0, "indicator", np.repeat([spread.indicator for spread in spreads], counts))
    frame["error"] = np.concatenate(
        [spread.error[:count] for spread, count in zip(spreads, counts, strict=True)]
    )
    margins = [spread.margins[:count] for spread, count in zip(spreads, counts, strict=True)]
    frame[list(MARGIN_COLUMNS)] = np.vstack(margins)
    return pa.Table.from_pandas(frame, preserve_index=False)


def target_table(spreads: Sequence[Spread], tally: Tally) -> pa.Table:
    """Return a row for each target: the share of members that meet it, and quantiles of the figure.

    With its 95% interval, and without rounding. All are empty where the scenario sets the figure. A target
    of a year that has no figure has no row.
    """
    import pandas as pd

    rows = list(_target_rows(spreads, tally))
    names = (QUANTILE_COLUMNS[place] for place in _OF_TARGETS)
    margins = (MARGIN_COLUMNS[place] for place in _OF_TARGETS)
    shares = ["met", "met_low", "met_high", "met_exact"]
    columns = ["indicator", "year", "target", *shares, "members", *names, "error", *margins]
    return pa.Table.from_pandas(pd.DataFrame(rows, columns=columns), preserve_index=False)


def _target_rows(spreads: Sequence[Spread], tally: Tally) -> Iterator[tuple[object, ...]]:
    by_indicator = targets_by_indicator(tally.targets)
    for spread in spreads:
        for place, target in enumerate(by_indicator.get(spread.indicator, []), len(spread.years)):
            levels = spread.levels[place, _OF_TARGETS].tolist()
            if np.isfinite(levels).any():
                margins = spread.margins[place, _OF_TARGETS].tolist()
                facts = (target.indicator, target.year, target.value, *_shares(target, tally), tally.members)
                yield *facts, *levels, float(spread.error[place]), *margins


def _shares(target: Target, tally: Tally) -> tuple[float, ...]:
    """Return the share that meets a target, the ends of its interval, and the share without rounding."""
    if target not in tally.met:
        return (math.nan,) * 4
    share, exact = Share(tally.met[target], tally.members, tally.effects.get(target)), tally.exact[target]
    return share.value, *share.interval, math.nan if exact is None else Share(exact, tally.members).value
