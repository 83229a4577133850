"""Quantiles from figures next to them: exact, whatever the order of shards and their cuts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sim.ensembles import batch, gather, near
from sim.ensembles import plan as plans
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.near import Near, Nearing, near_of
from sim.outcomes.levels import LEVELS

SHARD = 500
NOBODY = np.array([], np.int64)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let cuts come closer in ensembles of few members, and let a table be an array of its columns."""
    monkeypatch.setattr(near, "_WORTH", 100)
    monkeypatch.setattr(near, "_MANY", 100)
    monkeypatch.setattr(
        near, "figure_blocks", lambda values, broken, _: [("", [np.delete(values, broken, 1)])]
    )


def columns_of(members: int) -> np.ndarray:
    """Return figures of several kinds: (column, member)."""
    chance = np.random.default_rng(5)
    values = chance.lognormal(0, 3, (9, members)) - 1
    values[1] = 7.0
    values[2, members // 3] = np.nan
    values[3] = np.nan
    values[4] = np.round(values[4])  # many are equal
    values[5, chance.random(members) < 0.4] = np.inf
    values[6, chance.random(members) < 0.3] = -np.inf
    values[7] = chance.integers(8, 11, members)
    values[8] = np.where(values[8] < 1, -0.5, 0.5)
    return values


def shards_of(values: np.ndarray) -> list[np.ndarray]:
    return [values[:, first : first + SHARD] for first in range(0, values.shape[1], SHARD)]


def sift(nearing: Nearing, shard: np.ndarray, broken: np.ndarray = NOBODY) -> Near:
    """Return what a worker would that is given a shard now."""
    assert nearing.cuts is not None
    return near_of(shard, broken, (), nearing.cuts)


def levels(nearing: Nearing, values: np.ndarray) -> dict[str, np.ndarray]:
    """Return the quantiles of those columns that are known, by their numbers."""
    return known(nearing, {str(place): 1 for place in range(len(values))}, values.shape[1])


def known(nearing: Nearing, columns: dict[str, int], members: int) -> dict[str, np.ndarray]:
    with ThreadPoolExecutor(2) as threads:
        return nearing.levels(columns, members, threads)


def expected(values: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.quantile(values, LEVELS, axis=1).T


@pytest.mark.parametrize("members", [1, 2, 3, 400, 1_000, 10_007])
@pytest.mark.parametrize("behind", [0, 3])
def test_quantiles_are_those_of_numpy(members: int, behind: int) -> None:
    values, nearing, waiting = columns_of(members), Nearing(members), []
    for shard in shards_of(values):
        waiting.append(sift(nearing, shard))
        if len(waiting) > behind:  # others have begun meanwhile, with the cuts of that time
            nearing.add(waiting.pop(0))
    for one in reversed(waiting):
        nearing.add(one)
    found = levels(nearing, values)
    np.testing.assert_array_equal(np.vstack([found[str(place)] for place in range(9)]), expected(values))


def test_few_figures_are_kept() -> None:
    values, nearing = np.random.default_rng(3).standard_normal((4, 50_000)), Nearing(50_000)
    kept = []
    for shard in shards_of(values):
        one = sift(nearing, shard)
        kept.append(len(one.figures) / shard.size)
        nearing.add(one)
    assert kept[0] == 1
    assert kept[-1] < 0.12
    np.testing.assert_array_equal(np.vstack(list(levels(nearing, values).values())), expected(values))


def test_columns_in_an_order_of_their_own_are_left_to_the_files() -> None:
    values, nearing = np.random.default_rng(3).standard_normal((3, 10_000)), Nearing(10_000)
    values[1].sort()
    for shard in shards_of(values):
        nearing.add(sift(nearing, shard))
    found = levels(nearing, values)
    assert list(found) == ["0", "2"]
    np.testing.assert_array_equal(np.vstack(list(found.values())), expected(values[[0, 2]]))
    assert known(nearing, {"both": 2, "last": 1}, 10_000).keys() == {"last"}


def test_a_sample_that_misleads_costs_only_time(monkeypatch: pytest.MonkeyPatch) -> None:
    values, nearing = np.random.default_rng(3).standard_normal((3, 3_000)), Nearing(3_000)
    monkeypatch.setattr(near, "_MARGIN", 0.0)  # so that cuts miss the ranks
    monkeypatch.setattr(near, "_WORTH", 10_000)  # but not before all members are there
    for shard in shards_of(values):
        nearing.add(sift(nearing, shard))
    np.testing.assert_array_equal(np.vstack(list(levels(nearing, values).values())), expected(values))


def test_members_that_broke_are_left_out() -> None:
    values, nearing, broken = columns_of(2_000), Nearing(2_000), np.array([0, 17])
    for shard in shards_of(values):
        nearing.add(sift(nearing, shard, broken))
    sound = np.hstack([np.delete(shard, broken, axis=1) for shard in shards_of(values)])
    found = levels(nearing, sound)
    np.testing.assert_array_equal(found["0"], expected(sound[:1]))
    assert known(nearing, {"0": 9}, 2_000) == {}  # as many as have been added, or nothing is known


def test_where_room_is_short_cuts_come_closer_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    values, nearing = np.random.default_rng(3).standard_normal((4, 10_000)), Nearing(10_000)
    monkeypatch.setattr(near, "_GROWTH", 1_000)
    monkeypatch.setattr(near, "ROOM", 8 * 4 * 2_000)
    for shard in shards_of(values):
        nearing.add(sift(nearing, shard))
    np.testing.assert_array_equal(np.vstack(list(levels(nearing, values).values())), expected(values))


def test_without_room_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    values, nearing = columns_of(2_000), Nearing(2_000)
    first, *others = shards_of(values)
    nearing.add(sift(nearing, first))
    monkeypatch.setattr(near, "ROOM", 1_000)
    late = sift(nearing, others[0])
    nearing.add(late)
    assert nearing.cuts is None
    nearing.add(late)
    nearing.add(None)
    assert levels(nearing, values) == {}


# --- whole ensembles ------------------------------------------------------------------------


@pytest.fixture
def many_shards(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """Let ensembles have shards of 50 members, of which few figures are kept; count what is read back."""
    monkeypatch.undo()
    monkeypatch.setattr(near, "_WORTH", 50)
    monkeypatch.setattr(near, "_MANY", 50)
    monkeypatch.setattr(plans, "SHARD", 50)
    read: list[str] = []
    table = gather.read_table

    def reads(folder: object, name: str, *rest: object, **more: object) -> object:
        read.append(name)
        return table(folder, name, *rest, **more)

    monkeypatch.setattr(gather, "read_table", reads)
    yield lambda: len(read)
    monkeypatch.undo()


def test_an_ensemble_has_the_same_bytes_with_and_without_reading_its_members(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many_shards: Callable[[], int]
) -> None:
    one = run_ensemble("plan", 620, 3, tmp_path / "one", home=small_home)
    assert many_shards() == 0
    monkeypatch.setattr(near, "_MARGIN", 0.01)  # so that cuts miss some ranks
    run_ensemble("plan", 620, 3, tmp_path / "missed", home=small_home, workers=3)
    assert many_shards() >= 13
    monkeypatch.setattr(batch, "Nearing", lambda _: None)
    run_ensemble("plan", 620, 3, tmp_path / "read", home=small_home, workers=1)
    for name in ("quantiles.parquet", "targets.parquet"):
        whole = (one.folder / name).read_bytes()
        assert (tmp_path / "missed" / name).read_bytes() == whole
        assert (tmp_path / "read" / name).read_bytes() == whole
