"""Spread of members: quantiles of every indicator and of the figures compared with targets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorRow
from sim.outcomes.levels import LEVELS
from sim.outcomes.measures import Years
from sim.outcomes.share import Share
from sim.outcomes.tally import Tally
from sim.outcomes.targets import Target

QUANTILE_COLUMNS = ("p05", "p25", "p50", "p75", "p95")
MARGIN_COLUMNS = tuple(f"{name}_margin" for name in QUANTILE_COLUMNS)
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
