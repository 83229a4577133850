"""Scores of a sample by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.analysis.record.scores import crps, percentile


@pytest.mark.parametrize(
    ("draws", "observed", "score"),
    [
        ([3.0], 5.0, 2.0),  # of a single number the absolute error
        ([1.0, 3.0], 2.0, 1 - 0.5),  # E|X - y| = 1; of the four pairs two are 2 apart
        ([4.0, 4.0, 4.0], 4.0, 0.0),
        ([0.0, 0.0, 3.0], 0.0, 1 - 2 / 3),  # four of nine pairs are 3 apart
    ],
)
def test_the_score_by_hand(draws: list[float], observed: float, score: float) -> None:
    assert crps(np.array(draws), observed) == pytest.approx(score, abs=1e-15)


def test_the_sorted_form_is_the_sum_over_all_pairs() -> None:
    draws = np.random.default_rng(1).gamma(2.0, size=301)
    pairs = np.abs(draws[:, None] - draws).mean() / 2
    assert crps(draws, 1.3) == pytest.approx(np.abs(draws - 1.3).mean() - pairs, rel=1e-12)


def test_of_a_normal_forecast_it_is_the_closed_form() -> None:
    draws = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    z = 0.7
    closed = z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi)
    assert crps(draws, z) == pytest.approx(closed, abs=1e-4)


def test_equal_draws_count_half_below() -> None:
    assert percentile(np.array([1.0, 2.0, 2.0, 3.0]), 2.0) == 0.5
    assert percentile(np.array([1.0, 2.0]), 0.5) == 0.0
    assert percentile(np.array([1.0, 2.0]), 2.5) == 1.0
