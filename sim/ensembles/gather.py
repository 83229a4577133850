"""Reads the members of an ensemble back from its shards, as many columns at a time as fit in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from sim.arrays import Array
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import SHARDS, read_table
from sim.ensembles.shard import FAILED
from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.outcomes.levels import quantiles
from sim.outcomes.spread import Spread, measured_columns, targets_by_indicator
from sim.outcomes.targets import Target

ROOM = 256_000_000  # bytes of figures in memory at a time


def fits(members: int) -> bool:
    """Return whether one figure of every member fits into memory, so that quantiles can be exact."""
    return 8 * members <= ROOM


@dataclass(frozen=True)
class Kept:
    """The members stored in an ensemble's folder.

    Parameters
    ----------
    folder : folder of the ensemble, with all its shards
    shards : number of shards
    shard : number of members in each shard but the last
    sound : number of members that stayed finite
    """

    folder: Folder
    shards: int
    shard: int
    sound: int


@dataclass(frozen=True)
class _Piece:
    """Some columns of an indicator, and an array for them.

    Parameters
    ----------
    columns : indices of the measured columns
    values : (column, sound member)
    """

    row: IndicatorRow
    targets: Sequence[Target]
    columns: slice
    values: Array

    def fill(self, series: Array, first: int) -> int:
        """Store the figures of a shard's sound members, (year, member); return the place after the last."""
        after = first + len(series[0])
        columns = measured_columns(replace(self.row, series=series), self.targets)[self.columns]
        for own, figures in zip(self.values, columns, strict=True):
            own[first:after] = figures
        return after

    def quantiles(self) -> Array:
        """Return the exact quantiles: (column, level)."""
        return quantiles(self.values)


def exact_spreads(
    kept: Kept, shape: IndicatorTable, targets: Sequence[Target], check: Callable[[], None]
) -> Iterator[Spread]:
    """Yield the exact quantiles of every indicator of the shards.

    Parameters
    ----------
    shape : indicators of any run of the ensemble
    check : called between shards; it may raise to stop
    """
    found: dict[str, list[Array]] = {}
    with ThreadPoolExecutor() as threads:
        for group in _groups(kept, shape, targets):
            _fill(kept, group, threads, check)
            for piece, levels in zip(group, threads.map(_Piece.quantiles, group), strict=True):
                found.setdefault(piece.row.id, []).append(levels)
    for key, parts in found.items():
        whole = np.vstack(parts)
        yield Spread(key, shape.rows[key].years, whole, np.zeros(len(whole)))


def _groups(kept: Kept, shape: IndicatorTable, targets: Sequence[Target]) -> Iterator[list[_Piece]]:
    """Yield all columns of all indicators, in groups that fit into memory: the next one takes its place."""
    by_indicator = targets_by_indicator(targets)
    counts = {
        row.id: len(row.years) + len(by_indicator.get(row.id, [])) for row in shape if row.series is not None
    }
    most = max(1, min(sum(counts.values()), ROOM // (8 * max(1, kept.sound))))
    room = np.empty((most, kept.sound))
    group: list[_Piece] = []
    used = 0
    for key, count in counts.items():
        for first in range(0, count, most):
            columns = slice(first, min(first + most, count))
            size = columns.stop - columns.start
            if used + size > most:
                yield group
                group, used = [], 0
            values = room[used : used + size]
            group.append(_Piece(shape.rows[key], by_indicator.get(key, []), columns, values))
            used += size
    yield group


def _fill(kept: Kept, group: Sequence[_Piece], threads: Executor, check: Callable[[], None]) -> None:
    """Read the columns of a group from all shards, each while the one before it is stored."""
    names = list(dict.fromkeys(piece.row.id for piece in group))
    parts = (f"{SHARDS}/part-{number:05d}" for number in range(kept.shards))
    reading = (threads.submit(read_table, kept.folder, part, names) for part in parts)
    first, upcoming = 0, next(reading)
    for number in range(kept.shards):
        check()
        table, upcoming = upcoming.result(), next(reading, upcoming)
        failed = failed_members(table) - number * kept.shard
        for piece in group:
            series = table[piece.row.id].to_numpy().reshape(-1, len(piece.row.years)).T
            after = piece.fill(np.delete(series, failed, axis=1) if failed.size else series, first)
        first = after


def failed_members(table: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the members of a shard that became non-finite."""
    noted = (table.schema.metadata or {}).get(FAILED, b"")
    return np.array(noted.split(), dtype=np.int64)
