"""Figures sifted by cuts: kept and counted as NumPy's comparisons say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.machine.sift import Sifted, sift

FIGURES = st.integers(-4, 4).map(float) | st.floats(width=64, allow_nan=True, allow_infinity=True)


def sifted(columns: list[np.ndarray], cuts: np.ndarray) -> Sifted:
    """Return columns of different lengths, sifted."""
    places = np.array([one.ctypes.data for one in columns], np.int64)
    return sift(places, np.array([len(one) for one in columns], np.int64), cuts)


def check(columns: list[np.ndarray], cuts: np.ndarray) -> None:
    """Compare what is sifted with what NumPy's comparisons say."""
    found = sifted(columns, cuts)
    kept = []
    for place, (figures, own) in enumerate(zip(columns, cuts, strict=True)):
        low, high = own[:, :1], own[:, 1:]
        beyond = np.stack([figures < low, figures > high])
        stays = (~beyond.any(axis=0) & (low < high) & ~np.isnan(figures)).any(axis=0)
        np.testing.assert_array_equal(found.beyond[place].T, beyond.sum(axis=2))
        np.testing.assert_array_equal(found.inside[place].T, beyond[..., stays].sum(axis=2))
        assert found.known[place] == np.isfinite(figures).sum() + np.isinf(figures).sum()
        assert found.lengths[place] == stays.sum()
        kept.append(figures[stays])
    np.testing.assert_array_equal(found.figures, np.concatenate(kept))


@given(
    st.lists(st.lists(FIGURES, max_size=27), min_size=1, max_size=4),
    st.lists(FIGURES, min_size=16, max_size=16),
)
def test_figures_are_sifted_as_numpy_compares(columns: list[list[float]], ends: list[float]) -> None:
    cuts = np.sort(np.array(ends).reshape(4, 2, 2), axis=2)[: len(columns)]
    check([np.array(one, np.float64) for one in columns], cuts)


@pytest.mark.parametrize("members", [0, 1, 7, 8, 9, 1_003])
def test_every_member_is_counted_once(members: int) -> None:
    chance = np.random.default_rng(members)
    figures = [chance.standard_normal(members) for _ in range(5)]
    check(
        figures,
        np.broadcast_to([[-1.0, -0.5], [-0.7, 0.2], [0.5, 0.5], [1.0, 2.0], [np.nan, 1.0]], (5, 5, 2)),
    )


def test_threads_sift_at_once() -> None:
    figures = [np.random.default_rng(3).random(2_000) for _ in range(20)]
    cuts = np.broadcast_to([[0.1, 0.2], [0.6, 0.7]], (20, 2, 2))
    with ThreadPoolExecutor(8) as threads:
        first, *others = threads.map(lambda _: sifted(figures, cuts), range(16))
    assert all(np.array_equal(one.figures, first.figures) for one in others)
    assert 0 < len(first.figures) < 20 * 2_000


def test_no_column_leaves_nothing() -> None:
    found = sifted([], np.empty((0, 5, 2)))
    assert found.figures.size == found.beyond.size == 0
