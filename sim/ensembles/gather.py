"""Reads the members of an ensemble back from its shards, as many columns at a time as fit in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
import pyarrow as pa

from sim.arrays import Array
from sim.ensembles.figures import column
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import SHARDS, read_table
from sim.ensembles.near import ROOM, Nearing
from sim.ensembles.shard import FAILED
from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.outcomes.levels import quantiles
from sim.outcomes.spread import Spread, measured_columns, targets_by_indicator
from sim.outcomes.targets import Target


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

    def fill(self, series: Array, first: int) -> None:
        """Store the figures of a shard's sound members, (year, member), from a place on."""
        after = first + len(series[0])
        columns = measured_columns(replace(self.row, series=series), self.targets)[self.columns]
        for own, figures in zip(self.values, columns, strict=True):
            own[first:after] = figures

    def quantiles(self) -> Array:
        """Return the exact quantiles: (column, level)."""
        return quantiles(self.values)


def exact_spreads(
    kept: Kept,
    shape: IndicatorTable,
    targets: Sequence[Target],
    near: Nearing | None,
    check: Callable[[], None],
) -> Iterator[Spread]:
    """Yield the exact quantiles of every indicator of the shards.

    Parameters
    ----------
    shape : indicators of any run of the ensemble
    near : what is known without reading; None where not all shards were run by this process
    check : called between shards; it may raise to stop
    """
    by_indicator = targets_by_indicator(targets)
    counts = {
        row.id: len(row.years) + len(by_indicator.get(row.id, [])) for row in shape if row.series is not None
    }
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        known = near.levels(counts, kept.sound, threads) if near else {}
        found = {key: [known[key]] if key in known else [] for key in counts}
        unknown = {key: count for key, count in counts.items() if key not in known}
        for group in _groups(kept, shape, by_indicator, unknown):
            _fill(kept, group, threads, check)
            for piece, levels in zip(group, threads.map(_Piece.quantiles, group), strict=True):
                found[piece.row.id].append(levels)
    for key, parts in found.items():
        whole = np.vstack(parts)
        yield Spread(key, shape.rows[key].years, whole, np.zeros(len(whole)))


def _groups(
    kept: Kept,
    shape: IndicatorTable,
    by_indicator: Mapping[str, Sequence[Target]],
    counts: Mapping[str, int],
) -> Iterator[list[_Piece]]:
    """Yield all columns of indicators, in groups that fit into memory: the next one takes its place.

    Parameters
    ----------
    counts : how many columns each of the indicators has
    """
    if not counts:
        return
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
    """Read the columns of a group from all shards, several at once: quantiles know no order of members."""
    names = list(dict.fromkeys(piece.row.id for piece in group))
    places = _Places()

    def read(number: int) -> None:
        table = read_table(kept.folder, f"{SHARDS}/part-{number:05d}", names, threads=False)
        failed = failed_members(table) - number * kept.shard
        first = places.take(table.num_rows // len(group[0].row.years) - failed.size)
        for piece in group:
            series = column(table, piece.row.id).reshape(len(piece.row.years), -1)
            piece.fill(np.delete(series, failed, axis=1) if failed.size else series, first)

    for _ in threads.map(read, range(kept.shards)):
        check()


class _Places:
    """Places of members, handed out to threads one after the other."""

    def __init__(self) -> None:
        self._next = 0
        self._lock = Lock()

    def take(self, members: int) -> int:
        """Return the first of so many places that nothing else takes."""
        with self._lock:
            first = self._next
            self._next += members
        return first


def failed_members(table: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the members of a shard that became non-finite."""
    noted = (table.schema.metadata or {}).get(FAILED, b"")
    return np.array(noted.split(), dtype=np.int64)
