"""Quantiles without stored members: figures are counted in bins that are fixed before the run.

Counts are whole numbers, so that no order of adding changes them. A quantile is known but for the
width of the bin that it lies in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.machine.slots import BESIDE, count
from sim.outcomes.indicators import IndicatorTable
from sim.outcomes.levels import LEVELS
from sim.outcomes.spread import Spread, measured_columns, targets_by_indicator
from sim.outcomes.targets import Target

BINS = 1_000
PILOT = 1_000  # members, the first ones, whose range the bins are laid over
WIDENING = 0.25  # of the pilot's range, on either side
_LEAST_RANGE = 1e-6  # of a figure that is the same in all members of the pilot
_SLOTS = BINS + BESIDE
_MISSING = _SLOTS - 1
Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Edges:
    """Bounds of the bins: a thousand of equal width for each column of each indicator.

    Parameters
    ----------
    low, high : (column,) by indicator, in its unit
    targets : targets whose figures are the columns after those of the years
    """

    low: Mapping[str, Array]
    high: Mapping[str, Array]
    targets: tuple[Target, ...]

    def bounds(self, indicator: str) -> Array:
        """Return the bounds of the bins of each column: (column, bin + 1)."""
        return np.linspace(self.low[indicator], self.high[indicator], BINS + 1, axis=1)


def edges_of(pilot: IndicatorTable, broken: Numbers, targets: tuple[Target, ...]) -> Edges:
    """Return bins over the range of the first members, widened because others may lie outside it.

    Parameters
    ----------
    broken : members of the pilot that became non-finite
    """
    low, high = {}, {}
    for key, blocks in figure_blocks(pilot, broken, targets):
        values = np.vstack(blocks)
        finite = np.where(np.isfinite(values), values, np.nan)
        has_any = np.isfinite(finite).any(axis=1)
        finite[~has_any] = 0.0
        least, most = np.nanmin(finite, axis=1), np.nanmax(finite, axis=1)
        smallest = _LEAST_RANGE * np.maximum(1.0, np.abs(least))
        margin = WIDENING * np.maximum(most - least, smallest)
        low[key], high[key] = least - margin, most + margin
    return Edges(low, high, targets)


class Counts:
    """Counts of members in each bin, below all bins, above all bins, and without a figure.

    Parameters
    ----------
    edges : of the bins
    """

    def __init__(self, edges: Edges) -> None:
        self.edges = edges
        self.counts = {key: np.zeros((len(low), _SLOTS), np.int64) for key, low in edges.low.items()}
        self.least = {key: np.full(len(low), np.inf) for key, low in edges.low.items()}
        self.most = {key: np.full(len(low), -np.inf) for key, low in edges.low.items()}

    def add(self, table: IndicatorTable, broken: Numbers) -> None:
        """Add the members of a run, except those that became non-finite."""
        for key, blocks in figure_blocks(table, broken, self.edges.targets):
            first = 0
            for values in blocks:
                own = slice(first, first + len(values))
                low, high = self.edges.low[key][own], self.edges.high[key][own]
                least, most = count(values, low, high - low, self.counts[key][own])
                self.least[key][own] = np.minimum(self.least[key][own], least)
                self.most[key][own] = np.maximum(self.most[key][own], most)
                first = own.stop

    def merge(self, other: Counts) -> None:
        """Add the counts of other members of the same ensemble."""
        for key, counts in self.counts.items():
            counts += other.counts[key]
            self.least[key] = np.minimum(self.least[key], other.least[key])
            self.most[key] = np.maximum(self.most[key], other.most[key])

    def spreads(self, shape: IndicatorTable) -> Iterator[Spread]:
        """Yield the quantiles of every indicator, with the width of the bins that they lie in."""
        for key, counts in self.counts.items():
            found = [
                _quantiles(row[:_MISSING], bounds)
                if row[:_MISSING].any() and not row[_MISSING]
                else np.full((2, len(LEVELS)), np.nan)
                for row, bounds in zip(counts, self._bounds(key), strict=True)
            ]
            levels, errors = np.array(found).transpose(1, 0, 2)
            yield Spread(key, shape.rows[key].years, levels, errors.max(axis=1))

    def as_table(self) -> pa.Table:
        """Return a row for each column: indicator, counts, minimum and maximum."""
        keys = [key for key, counts in self.counts.items() for _ in counts]
        slots = np.concatenate(list(self.counts.values()))
        return pa.table(
            {
                "indicator": pa.array(keys, pa.string()),
                "least": np.concatenate(list(self.least.values())),
                "most": np.concatenate(list(self.most.values())),
                "counts": pa.FixedSizeListArray.from_arrays(pa.array(slots.ravel()), _SLOTS),
            }
        )

    def add_table(self, table: pa.Table) -> None:
        """Add a table returned by `as_table` for the same bins."""
        rows = table.combine_chunks()
        slots = rows["counts"].combine_chunks().flatten().to_numpy().reshape(-1, _SLOTS)
        least, most, first = rows["least"].to_numpy(), rows["most"].to_numpy(), 0
        for key, counts in self.counts.items():
            own = slice(first, first + len(counts))
            counts += slots[own]
            self.least[key] = np.minimum(self.least[key], least[own])
            self.most[key] = np.maximum(self.most[key], most[own])
            first += len(counts)

    def _bounds(self, key: str) -> Array:
        """Return the bounds of all slots but the last, clipped to the figures' range: (column, slot + 1)."""
        least, most = self.least[key][:, None], self.most[key][:, None]
        inner = np.clip(self.edges.bounds(key), least, most)
        return np.hstack([least, inner, most])


def figure_blocks(
    table: IndicatorTable, broken: Numbers, targets: Sequence[Target]
) -> Iterator[tuple[str, list[Array]]]:
    """Yield the columns of every modelled indicator, (column, member), without the members that broke.

    Those of the years are a block and those of the targets another, which spares a copy of the years.
    """
    by_indicator = targets_by_indicator(targets)
    for row in table:
        if row.series is not None:
            figures = measured_columns(row, by_indicator.get(row.id, []))[len(row.series) :]
            blocks = [row.series, *([np.array(figures)] if figures else [])]
            yield row.id, [np.delete(one, broken, axis=1) if broken.size else one for one in blocks]


def _quantiles(counts: Numbers, bounds: Array) -> Array:
    """Return the quantiles of a column and the largest error of each: (2, level).

    The member of rank r lies in a bin; within it the members are taken as evenly spread. Between the
    two members next to a quantile it is interpolated as NumPy does, so that it is off by the wider of
    their bins at most.
    """
    ends = np.cumsum(counts)
    rank = np.array(LEVELS) * (ends[-1] - 1)
    values, widths = [], []
    for whole in (np.floor(rank), np.ceil(rank)):
        slot = np.searchsorted(ends, whole, side="right")
        share = (whole - (ends[slot] - counts[slot]) + 0.5) / counts[slot]
        width = bounds[slot + 1] - bounds[slot]
        values.append(bounds[slot] + share * width)
        widths.append(width)
    part = rank - np.floor(rank)
    return np.array([values[0] + part * (values[1] - values[0]), np.maximum(*widths)])
