"""Figures counted and picked by bins: to the last bit what NumPy's operations give."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.machine.slots import BESIDE, count, pick

BINS = 50
FIGURES = st.floats(width=64, allow_nan=True, allow_infinity=True)


def slots_of(values: np.ndarray, low: float, width: float) -> np.ndarray:
    """Return the slot of each figure as NumPy's operations give it, one after the other."""
    with np.errstate(over="ignore", invalid="ignore"):
        place = np.floor((values - low) / width * BINS) + 1
    place = np.clip(place, 0, BINS + 1)
    return np.where(np.isfinite(values), place, BINS + 2).astype(np.int64)


@given(st.lists(FIGURES | st.floats(-2, 2), max_size=40), st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_slots_are_those_of_numpy(figures: list[float], low: float, width: float) -> None:
    values = np.array(figures, np.float64)
    slots = slots_of(values, low, width)
    counts = np.zeros((1, BINS + BESIDE), np.int64)
    least, most = count(values[None], np.array([low]), np.array([width]), counts)
    np.testing.assert_array_equal(counts[0], np.bincount(slots, minlength=BINS + BESIDE))
    finite = values[np.isfinite(values)]
    assert (least[0], most[0]) == (finite.min(initial=np.inf), finite.max(initial=-np.inf))
    wanted = (np.arange(BINS + BESIDE) % 2).astype(np.int64)
    picked = pick(values, low, width, wanted, int(counts[0] @ wanted))
    np.testing.assert_array_equal(picked, values[wanted[slots] == 1])


def test_counts_of_columns_are_added_to_those_there_are() -> None:
    values = np.array([[0.5, 1.5, 2.5], [20.0, 21.0, np.nan]])
    counts = np.full((2, 4 + BESIDE), 10, np.int64)
    low, width = np.array([0.0, 20.0]), np.array([4.0, 0.5])
    least, most = count(values[:, ::-1], low, width, counts)  # a view, whose rows run backwards
    assert counts.tolist() == [[10, 11, 11, 11, 10, 10, 10], [10, 11, 10, 10, 10, 11, 11]]
    assert (least.tolist(), most.tolist()) == ([0.5, 20.0], [2.5, 21.0])


@pytest.mark.parametrize("columns", [0, 2])
def test_no_member_is_counted_nowhere(columns: int) -> None:
    counts = np.zeros((columns, 1 + BESIDE), np.int64)
    least, most = count(np.empty((columns, 0)), np.zeros(columns), np.ones(columns), counts)
    assert (least == np.inf).all()
    assert (most == -np.inf).all()
    assert not counts.any()


def test_threads_count_at_once() -> None:
    values = np.random.default_rng(3).random((4, 5_000))

    def counted(_: int) -> list[list[int]]:
        counts = np.zeros((4, BINS + BESIDE), np.int64)
        count(values, np.zeros(4), np.ones(4), counts)
        return counts.tolist()

    with ThreadPoolExecutor(8) as threads:
        first, *others = threads.map(counted, range(32))
    assert all(other == first for other in others)
    assert np.sum(first) == values.size
