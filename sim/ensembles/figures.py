"""Figures of an ensemble as arrays, read from its tables without pandas, which takes a second to load."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from sim.arrays import Array
from sim.outcomes.measures import Years
from sim.outcomes.spread import QUANTILE_COLUMNS


@dataclass(frozen=True, eq=False)
class Members:
    """An indicator of members.

    Parameters
    ----------
    years : (year,)
    members : (member,)  their numbers
    figures : (year, member)  in the indicator's unit
    """

    years: Years
    members: Years
    figures: Array

    def without(self, broken: Collection[int]) -> Members:
        """Return the other members."""
        kept = ~np.isin(self.members, list(broken))
        return Members(self.years, self.members[kept], self.figures[:, kept])

    def of(self, year: int) -> Array | None:
        """Return the figures of a year, (member,), None where there are none."""
        found = np.flatnonzero(self.years == year)
        return None if not len(found) else np.asarray(self.figures[found[0]], np.float64)


@dataclass(frozen=True, eq=False)
class Levels:
    """The quantiles of an indicator.

    Parameters
    ----------
    years : (year,)
    figures : (year, level)  p05 to p95, in the indicator's unit
    """

    years: Years
    figures: Array

    def over(self, years: Years) -> Array:
        """Return the quantiles of other years, (time, level), NaN where there are none."""
        found = np.full((len(years), self.figures.shape[1]), np.nan)
        known = np.isin(years, self.years)
        found[known] = self.figures[np.searchsorted(self.years, years[known])]
        return found


@dataclass(frozen=True, eq=False)
class Summary:
    """The quantiles and the targets of an ensemble, by indicator.

    Parameters
    ----------
    quantiles, targets : tables with a row for each indicator and year
    """

    quantiles: pa.Table
    targets: pa.Table

    @functools.cached_property
    def levels(self) -> Mapping[str, Levels]:
        """Return the quantiles of each indicator, for the years that have them, in order."""
        names = np.array(self.quantiles["indicator"].to_pylist())
        years = column(self.quantiles, "year").astype(np.int64)
        figures = np.column_stack([column(self.quantiles, name) for name in QUANTILE_COLUMNS])
        order = np.argsort(years, kind="stable")
        order = order[~np.isnan(figures[order]).any(axis=1)]
        rows = {name: order[names[order] == name] for name in dict.fromkeys(names.tolist())}
        return {name: Levels(years[place], figures[place]) for name, place in rows.items()}

    @functools.cached_property
    def rows(self) -> Mapping[str, Mapping[int, Mapping[str, float]]]:
        """Return the figures of each target, by indicator, year and column; NaN where there is none."""
        found: dict[str, dict[int, dict[str, float]]] = {}
        for row in self.targets.to_pylist():
            figures = {key: np.nan if row[key] is None else row[key] for key in row if key != "indicator"}
            found.setdefault(row["indicator"], {})[int(row["year"])] = figures
        return found


def column(table: pa.Table, name: str) -> Array:
    """Return a column of numbers, (row,), NaN where there is none.

    Arrow's own ``to_numpy`` loads pandas.
    """
    whole = table[name].combine_chunks()
    if whole.null_count:
        return np.array(whole.to_pylist(), np.float64)
    values: Any = np.from_dlpack(whole)
    return np.asarray(values)
