"""Reads the members of an ensemble back from its shards, a column at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sim.analysis.board.goals import Goal
from sim.analysis.indicators import IndicatorRow, IndicatorTable
from sim.analysis.measures import Array, Years
from sim.analysis.shard import FAILED
from sim.analysis.spread import Spread, goals_by_indicator, measured, quantiles
from sim.run.folder import Folder
from sim.run.store import SHARDS, read_table

ROOM = 256_000_000  # bytes that the figures of one indicator may take at once


def fits(members: int) -> bool:
    """Return whether one figure of every member fits into the room, so that quantiles can be exact."""
    return 8 * members <= ROOM


@dataclass(frozen=True)
class Kept:
    """The members that an ensemble's folder holds.

    Parameters
    ----------
    folder : of the ensemble, whose shards are all there
    shards : how many
    members : in all, those that turned non-finite too
    """

    folder: Folder
    shards: int
    members: int

    @property
    def most_columns(self) -> int:
        """Return how many columns of an indicator fit into memory at once, one at least."""
        return max(1, ROOM // (8 * self.members))


def exact_spreads(
    kept: Kept, shape: IndicatorTable, goals: Sequence[Goal], check: Callable[[], None]
) -> Iterator[Spread]:
    """Yield the exact quantiles of every indicator of the shards.

    Parameters
    ----------
    shape : indicators of any run of the ensemble
    check : called between indicators; it may raise to stop
    """
    by_indicator = goals_by_indicator(goals)
    for row in shape:
        if row.series is None:
            continue
        own = by_indicator.get(row.id, [])
        count = len(row.years) + len(own)
        parts = []
        for first in range(0, count, kept.most_columns):
            check()
            columns = slice(first, first + kept.most_columns)
            parts.append(quantiles(_columns(kept, row, own, columns)))
        yield Spread(row.id, row.years, np.vstack(parts), np.zeros(count))


def _columns(kept: Kept, row: IndicatorRow, goals: Sequence[Goal], columns: slice) -> Array:
    """Return some columns of an indicator over all sound members: (column, member)."""
    found = [
        measured(IndicatorRow(row.id, row.entry, row.kind, row.years, series), goals)[columns]
        for series in _series(kept, row.id, row.years)
    ]
    return np.concatenate(found, axis=1)


def _series(kept: Kept, indicator: str, years: Years) -> Iterator[Array]:
    """Yield (year, member) of each shard's sound members."""
    for number in range(kept.shards):
        table = read_table(kept.folder, f"{SHARDS}/part-{number:05d}", ["member", indicator])
        series = table[indicator].to_numpy().reshape(-1, len(years)).T
        failed = failed_members(table)
        if failed.size:
            first = table["member"][0].as_py()
            series = np.delete(series, failed - first, axis=1)
        yield series


def failed_members(table: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the members of a shard that turned non-finite."""
    noted = (table.schema.metadata or {}).get(FAILED, b"")
    return np.array(noted.split(), dtype=np.int64)
