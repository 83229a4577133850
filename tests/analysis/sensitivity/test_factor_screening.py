"""Screening of factors: it keeps those that matter, and states the share of variance it leaves out."""

from __future__ import annotations

import numpy as np

from sim.analysis.sensitivity.factor_screening import MOST_KEPT, MOST_LOST, keep, sound_paths
from sim.analysis.sensitivity.indices import morris_points
from tests.analysis.sensitivity.known import linear

FACTORS = 60


def test_the_fewest_factors_are_kept_that_leave_out_hardly_anything() -> None:
    weights = np.full(FACTORS, 0.01)
    weights[[4, 17, 50]] = 3, 2, 1
    points = morris_points(FACTORS, 10, 1)
    found = keep(points, linear(points, weights)[None], 1)
    assert np.flatnonzero(found.kept).tolist() == [4, 17, 50]
    np.testing.assert_allclose(found.lost, 57 * 0.01**2 / (14 + 57 * 0.01**2), rtol=1e-6)


def test_no_figure_is_forgotten() -> None:
    first, second = np.zeros(FACTORS), np.zeros(FACTORS)
    first[0], second[1] = 100, 1
    points = morris_points(FACTORS, 10, 2)
    found = keep(points, np.array([linear(points, each) for each in (first, second)]), 2)
    assert np.flatnonzero(found.kept).tolist() == [0, 1]
    assert found.lost.tolist() == [0, 0]


def test_never_more_than_the_most_are_kept_where_little_is_lost() -> None:
    weights = np.ones(FACTORS)
    weights[MOST_KEPT + 5 :] = 0.1
    weights[MOST_KEPT : MOST_KEPT + 5] = 0.5
    points = morris_points(FACTORS, 10, 3)
    found = keep(points, linear(points, weights)[None], 3)
    assert np.flatnonzero(found.kept).tolist() == list(range(MOST_KEPT))
    np.testing.assert_allclose(found.lost, (5 * 0.25 + 15 * 0.01) / (40 + 5 * 0.25 + 15 * 0.01))


def test_more_are_kept_where_much_would_be_lost() -> None:
    points = morris_points(FACTORS, 10, 3)
    found = keep(points, linear(points, np.ones(FACTORS))[None], 3)
    assert found.kept.sum() == 0.95 * FACTORS
    np.testing.assert_allclose(found.lost, MOST_LOST)


def test_a_trajectory_counts_whole_or_not_at_all() -> None:
    points = morris_points(3, 4, 4)
    figures = linear(points, np.array([1.0, 2.0, 3.0]))
    figures[5] = np.nan  # in the second of four
    kept, sound = sound_paths(points, figures)
    np.testing.assert_array_equal(kept, np.delete(points, range(4, 8), axis=0))
    assert np.isfinite(sound).all()
