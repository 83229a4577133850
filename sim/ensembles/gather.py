"""Reads the members of an ensemble back from its shards, as many columns at a time as fit in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from sim.arrays import Array
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import SHARDS, read_table
from sim.ensembles.shard import FAILED
from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.outcomes.levels import quantiles
from sim.outcomes.spread import Spread, measured, targets_by_indicator
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
        row = replace(self.row, series=series)
        figures = measured(row, self.targets)[self.columns]
        after = first + len(figures[0])
        self.values[:, first:after] = figures
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
            _fill(kept, group, check)
            for piece, levels in zip(group, threads.map(_Piece.quantiles, group), strict=True):
                found.setdefault(piece.row.id, []).append(levels)
            del group[:]  # frees memory for the next one
    for key, parts in found.items():
        whole = np.vstack(parts)
        yield Spread(key, shape.rows[key].years, whole, np.zeros(len(whole)))


def _groups(kept: Kept, shape: IndicatorTable, targets: Sequence[Target]) -> Iterator[list[_Piece]]:
    """Yield all columns of all indicators, in groups that fit into memory."""
    most = max(1, ROOM // (8 * max(1, kept.sound)))
    by_indicator = targets_by_indicator(targets)
    group: list[_Piece] = []
    free = most
    for row in shape:
        if row.series is None:
            continue
        own = by_indicator.get(row.id, [])
        count = len(row.years) + len(own)
        for first in range(0, count, most):
            columns = slice(first, min(first + most, count))
            size = columns.stop - columns.start
            if size > free:
                yield group
                group, free = [], most
            group.append(_Piece(row, own, columns, np.empty((size, kept.sound))))
            free -= size
    yield group


def _fill(kept: Kept, group: Sequence[_Piece], check: Callable[[], None]) -> None:
    """Read the columns of a group from all shards."""
    first = 0
    for number in range(kept.shards):
        check()
        columns = list(dict.fromkeys(piece.row.id for piece in group))
        table = read_table(kept.folder, f"{SHARDS}/part-{number:05d}", columns)
        failed = failed_members(table) - number * kept.shard
        for piece in group:
            series = table[piece.row.id].to_numpy().reshape(-1, len(piece.row.years)).T
            after = piece.fill(np.delete(series, failed, axis=1) if failed.size else series, first)
        first = after


def failed_members(table: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the members of a shard that became non-finite."""
    noted = (table.schema.metadata or {}).get(FAILED, b"")
    return np.array(noted.split(), dtype=np.int64)
