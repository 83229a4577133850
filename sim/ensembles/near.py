"""Exact quantiles of members that are run shard by shard, without reading them back.

Of each column only those figures are kept that may still stand next to a quantile: around each level those
between two cuts, which come closer the more members are known. The others are counted. Counts are whole
numbers and ranks know no order; so neither the order of the shards nor the cuts that one was given change a
bit. Where members come in an order of their own, cuts may miss a rank; then the files have to be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.ensembles.bins import figure_blocks
from sim.outcomes.indicators import IndicatorTable
from sim.outcomes.levels import LEVELS, between, ranks_of
from sim.outcomes.targets import Target

if TYPE_CHECKING:
    from sim.engine.machine.sift import Sifted

ROOM = 256_000_000  # bytes of figures in memory at a time
_ALL = np.broadcast_to([-np.inf, np.inf], (1, len(LEVELS), 2))  # cuts that keep every figure
_GROWTH = 3  # times as many members as the cuts follow from make closer ones worth their time
_LEAST_GROWTH = 1.25  # the same where there is no more room
_WORTH = 10_000  # members to come, for fewer of which no closer cuts are worth it
_MARGIN = 4.5  # standard deviations between a rank and the cuts on either side of it
_SAMPLE = 1_000  # figures of a column that tell where cuts are to lie
_MANY = 3_000  # figures of a column, of which it takes less time to keep fewer than to sort them
_CHUNKS = 32  # of columns, for threads
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Near:
    """Figures next to the quantiles, and how many lie beyond them.

    Parameters
    ----------
    members : members that stayed finite
    cuts : (column, level, 2)  lowest and highest figure that is kept; none is where they are equal
    beyond : (column, level, 2)  members below the lower and above the higher cut
    inside : (column, level, 2)  of the members kept, those that are beyond a cut of another level
    missing : (column,)  members without a figure
    figures : (figure,)  those kept, column after column
    lengths : (column,)  how many are kept of each column
    """

    members: int
    cuts: Array
    beyond: Numbers
    inside: Numbers
    missing: Numbers
    figures: Array
    lengths: Numbers

    def within(self, cuts: Array) -> Near:
        """Return what remains between closer cuts."""
        now = _sifted(self.figures, self.lengths, cuts)
        beyond = self.beyond - self.inside + now.beyond
        return Near(self.members, cuts, beyond, now.inside, self.missing, now.figures, now.lengths)


def near_of(table: IndicatorTable, broken: NDArray[np.int64], targets: Sequence[Target], cuts: Array) -> Near:
    """Return the figures of a run next to the quantiles, without the members that became non-finite.

    Parameters
    ----------
    broken : members that became non-finite
    cuts : (column, level, 2)  lowest and highest figure that is kept; or one column for all
    """
    blocks = [
        np.ascontiguousarray(block, np.float64)
        for _, blocks in figure_blocks(table, broken, targets)
        for block in blocks
    ]
    members, rows = blocks[0].shape[1], [len(block) for block in blocks]
    lengths = np.full(sum(rows), members)
    cuts = np.broadcast_to(cuts, (len(lengths), *cuts.shape[1:]))
    if (cuts == _ALL).all():
        missing = np.concatenate([np.isnan(block).sum(axis=1) for block in blocks])
        whole = np.concatenate([block.ravel() for block in blocks])
        none = np.zeros(cuts.shape, np.int64)
        return Near(members, cuts, none, none, missing, whole, lengths)
    from sim.engine.machine.sift import sift  # loads a compiler, which few members do not need

    places = np.concatenate(
        [block.ctypes.data + block.itemsize * members * np.arange(len(block)) for block in blocks]
    )
    found = sift(places, lengths, cuts)
    missing = members - found.known
    return Near(members, cuts, found.beyond, found.inside, missing, found.figures, found.lengths)


class Nearing:
    """Figures next to the quantiles of an ensemble, as its shards come in.

    Parameters
    ----------
    members : of the whole ensemble
    """

    def __init__(self, members: int) -> None:
        self.cuts: Array | None = _ALL  # for the next shards; None once more is kept than there is room for
        self.members = 0
        self._total = members
        self._known = 0  # members that the cuts follow from
        self._parts: list[Near] = []

    def add(self, near: Near | None) -> None:
        """Add what was found in a shard; without it, the quantiles come from the files."""
        if near is None or self.cuts is None:
            self.cuts = None
            return
        is_current = self.cuts is _ALL or np.array_equal(near.cuts, self.cuts, equal_nan=True)
        self._parts.append(near if is_current else near.within(self.cuts))
        self.members += near.members
        growth = _GROWTH if 8 * _kept(self._parts) <= ROOM else _LEAST_GROWTH
        if self.members >= growth * self._known and self._total - self.members >= _WORTH:
            self.cuts = _closer(self._parts, self._total)
            self._parts = [one.within(self.cuts) for one in self._parts]
            self._known = self.members
        if 8 * _kept(self._parts) > ROOM:
            self.cuts = None
            self._parts.clear()

    def levels(self, columns: Mapping[str, int], members: int, threads: Executor) -> dict[str, Array]:
        """Return the exact quantiles of those indicators of which no rank was missed, (column, level).

        Parameters
        ----------
        columns : how many columns each indicator has, in the order of the tables
        members : members that stayed finite; if others were added, nothing is known
        """
        if self.cuts is None or not members or self.members != members:
            return {}
        low, part = ranks_of(members)
        ranks = np.array([low, np.minimum(low + 1, members - 1)])
        figures, is_sure = _next_to(self._parts, ranks, threads)
        found = between(figures[0], figures[1], part)
        found[_missing(self._parts)] = np.nan
        ends = np.cumsum(list(columns.values()))
        spans = zip(columns, map(slice, ends - list(columns.values()), ends), strict=True)
        return {key: found[span] for key, span in spans if is_sure[span].all()}


def _next_to(parts: Sequence[Near], ranks: Numbers, threads: Executor) -> tuple[Array, Flags]:
    """Return the figures of ranks, (rank, column, level), and of which columns all are known, (column,).

    Of many figures only a few are sorted, those between cuts that follow from all members.

    Parameters
    ----------
    ranks : (rank, level)  from 0
    """
    if _kept(parts) > _MANY * len(parts[0].lengths):
        cuts = _closer(parts, sum(one.members for one in parts))
        found, is_sure = _ordered(list(threads.map(lambda one: one.within(cuts), parts)), ranks, threads)
        if is_sure.all():
            return found, is_sure
    return _ordered(parts, ranks, threads)


def _ordered(parts: Sequence[Near], ranks: Numbers, threads: Executor) -> tuple[Array, Flags]:
    """Return what `_next_to` does, with all figures sorted."""
    starts, (low, high) = [_starts(one.lengths) for one in parts], np.moveaxis(parts[0].cuts, -1, 0)
    below, above, known = _counts(parts)
    found = np.empty((len(ranks), *low.shape))

    def find(columns: Numbers) -> None:
        for column in columns.tolist():
            pieces = (
                one.figures[first[column] : first[column] + one.lengths[column]]
                for one, first in zip(parts, starts, strict=True)
            )
            own = np.concatenate([*pieces, [np.nan]])  # which comes last, so that there is a figure
            own.sort()
            place = np.searchsorted(own, low[column]) + ranks - below[column]
            found[:, column] = own[np.clip(place, 0, len(own) - 1)]

    for _ in threads.map(find, np.array_split(np.arange(len(low)), _CHUNKS)):
        pass
    is_there = (ranks[:, None] >= below) & (ranks[:, None] < known - above)
    return np.where(low < high, found, low), is_there.all(axis=(0, 2)) | _missing(parts)


def _closer(parts: Sequence[Near], total: int) -> Array:
    """Return cuts as near to the levels as a sample of the figures allows, none farther than they are now.

    Parameters
    ----------
    total : members of the whole ensemble; the more of them are to come, the less is known of a rank
    """
    level, cuts = np.array(LEVELS), parts[0].cuts
    below, above, known = _counts(parts)
    sample = np.hstack([_sample(one, -(-_SAMPLE // len(parts))) for one in parts])
    sample.sort(axis=1)
    drawn = _sifted(sample, np.full(len(sample), sample.shape[1]), cuts)
    first = drawn.beyond[..., 0]  # where those between each two cuts begin in the sample, and where they end
    last = drawn.known[:, None] - drawn.beyond[..., 1]
    with np.errstate(divide="ignore", invalid="ignore"):  # where there is nothing between two cuts
        share = (last - first) / (known - below - above)
        of_rank = level * (1 - level) * known * (1 - known / total)  # variances
        of_sample = (last - first) * np.maximum(1 - share, 0) / (2 * share) ** 2
        margin = _MARGIN * np.sqrt(of_rank + of_sample) + 1
        rank = level * (known - 1) - below
        places = np.floor(first + share * (rank - margin)), np.ceil(first + share * (rank + margin))
    closer = cuts.copy()
    for end, place in enumerate(places):
        is_inside = (place >= first) & (place < last)
        there = np.take_along_axis(sample, np.where(is_inside, place, 0).astype(np.int64), axis=1)
        closer[..., end] = np.where(is_inside, there, cuts[..., end])
    closer[_missing(parts)] = np.nan  # these columns have no quantile, whatever else comes
    return closer


def _sifted(figures: Array, lengths: Numbers, cuts: Array) -> Sifted:
    """Return what `sift` does with columns that stand one after the other."""
    from sim.engine.machine.sift import sift  # loads a compiler, which few members do not need

    return sift(figures.ctypes.data + figures.itemsize * _starts(lengths), lengths, cuts)


def _sample(near: Near, count: int) -> Array:
    """Return some of the figures of each column, (column, count), NaN where it has none."""
    if not len(near.figures):
        return np.full((len(near.lengths), count), np.nan)
    place = (np.arange(count) + 0.5) / count * near.lengths[:, None]
    found = near.figures.take(_starts(near.lengths)[:, None] + place.astype(np.int64), mode="clip")
    return np.where(near.lengths[:, None] > 0, found, np.nan)


def _counts(parts: Sequence[Near]) -> tuple[Numbers, Numbers, Numbers]:
    """Return the members below and above the cuts, (column, level), and those with a figure, (column, 1)."""
    below, above = np.moveaxis(np.sum([one.beyond for one in parts], axis=0), -1, 0)
    known = np.sum([one.members - one.missing for one in parts], axis=0)
    return below, above, known[:, None]


def _missing(parts: Sequence[Near]) -> Flags:
    """Return which columns lack a figure in any member, (column,)."""
    return np.asarray(np.sum([one.missing for one in parts], axis=0) > 0)


def _kept(parts: Sequence[Near]) -> int:
    """Return how many figures are kept of all columns."""
    return sum(len(one.figures) for one in parts)


def _starts(lengths: Numbers) -> Numbers:
    """Return where each column begins."""
    return np.cumsum(lengths) - lengths
