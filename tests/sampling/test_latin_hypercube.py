"""The Latin hypercube and its shuffle: every slice is used once, and no value favours a position."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats

from sim.sampling.latin_hypercube import ROUNDS, shuffled
from sim.sampling.methods import METHODS, Axes

KEYS = np.random.default_rng(5).integers(0, 2**63, (6_000, ROUNDS)).astype(np.uint64)


def numbers(first: int, stop: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.arange(first, stop).astype(np.uint64)


@settings(max_examples=60)
@given(size=some.integers(1, 5_000), key=some.integers(0, len(KEYS) - 1))
def test_every_number_comes_once(size: int, key: int) -> None:
    found = shuffled(numbers(0, size), size, KEYS[key])
    np.testing.assert_array_equal(np.sort(found), numbers(0, size))


@settings(max_examples=30)
@given(size=some.integers(2, 5_000), cut=some.floats(0, 1))
def test_a_part_is_the_part_of_the_whole(size: int, cut: float) -> None:
    first = int(cut * (size - 1))
    whole = shuffled(numbers(0, size), size, KEYS[0])
    np.testing.assert_array_equal(shuffled(numbers(first, size), size, KEYS[0]), whole[first:])


@pytest.mark.slow
@pytest.mark.parametrize("size", [5, 12])
def test_each_place_is_as_likely_for_each_number(size: int) -> None:
    found = np.array([shuffled(numbers(0, size), size, key) for key in KEYS]).astype(np.int64)
    for place in range(size):
        assert stats.chisquare(np.bincount(found[:, place], minlength=size)).pvalue > 1e-4


def test_neighbours_and_other_keys_are_independent() -> None:
    size = 50_000
    one, other = (shuffled(numbers(0, size), size, key).astype(np.float64) for key in KEYS[:2])
    for first, second in ((one, other), (one[1:], one[:-1]), (one, np.arange(size))):
        assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(size)


def test_a_number_of_a_thousand_million_has_a_place() -> None:
    size = 2**30 - 3
    found = shuffled(numbers(size - 1_000, size), size, KEYS[0])
    assert len(set(found.tolist())) == 1_000
    assert found.max() < size
    assert np.mean(found.astype(np.float64)) / size == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("members", [1, 7, 1_000])
def test_each_slice_of_a_latin_hypercube_holds_one_member(members: int) -> None:
    shares = METHODS["lhs"].shares(Axes(("a", "b", "c"), (0, 1, 2), 3), members, (5,)).block(0, members)
    slices = np.sort(np.floor(shares * members).astype(np.int64), axis=1)
    np.testing.assert_array_equal(slices, np.tile(np.arange(members), (3, 1)))
    if members > 1:
        assert len(np.unique(np.argsort(shares, axis=1), axis=0)) == 3
