"""The distributions have their known moments."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.registry.distributions import Distribution
from sim.sampling.quantiles import quantile_of, spread_of

SHARES = (np.arange(20_000) + 0.5) / 20_000


def test_a_triangle_has_the_moments_of_a_triangle() -> None:
    values = quantile_of(Distribution(kind="triangular", low=1.0, high=7.0), 2.0, SHARES)
    assert values.mean() == pytest.approx((1 + 7 + 2) / 3, rel=1e-4)
    assert values.var() == pytest.approx((1 + 49 + 4 - 7 - 2 - 14) / 18, rel=1e-3)
    assert values.min() >= 1
    assert values.max() <= 7


def test_a_lognormal_has_its_points_of_5_and_95_per_cent() -> None:
    values = quantile_of(Distribution(kind="lognormal", low=330.0, high=720.0), 490.0, SHARES)
    assert np.quantile(values, [0.05, 0.95]).tolist() == pytest.approx([330, 720], rel=1e-3)
    assert stats.skew(np.log(values)) == pytest.approx(0, abs=1e-6)


def test_a_uniform_is_uniform() -> None:
    values = quantile_of(Distribution(kind="uniform", low=-1.0, high=3.0), 0.0, SHARES)
    assert np.quantile(values, [0.25, 0.5]).tolist() == pytest.approx([0, 1], abs=1e-3)


@pytest.mark.parametrize(
    ("distribution", "mean", "variance"),
    [
        # all of a beta: a / (a + b), a b / ((a + b)² (a + b + 1)), stretched by 2 and moved by 4
        (
            Distribution(kind="beta", shape={"a": 2, "b": 5}, loc=4, scale=2, low=4, high=6),
            4 + 2 * 2 / 7,
            4 * 10 / (49 * 8),
        ),
        # a normal cut at ±1: 0 and 1 - 2 φ(1) / (2 Φ(1) - 1)
        (
            Distribution(kind="norm", low=-1, high=1),
            0.0,
            1 - 2 * np.exp(-0.5) / np.sqrt(2 * np.pi) / 0.6826894921370859,
        ),
        # an exponential cut at 1: (1 - 2/e) / (1 - 1/e), and E x² = (2 - 5/e) / (1 - 1/e)
        (
            Distribution(kind="expon", low=0, high=1),
            (1 - 2 / np.e) / (1 - 1 / np.e),
            (2 - 5 / np.e) / (1 - 1 / np.e) - ((1 - 2 / np.e) / (1 - 1 / np.e)) ** 2,
        ),
        # a gamma, hardly cut: a θ and a θ²
        (Distribution(kind="gamma", shape={"a": 4}, scale=0.5, low=0, high=20), 2.0, 1.0),
    ],
)
def test_a_distribution_of_scipy_is_cut_to_its_range(
    distribution: Distribution, mean: float, variance: float
) -> None:
    values = quantile_of(distribution, 0.5, SHARES)
    assert values.mean() == pytest.approx(mean, abs=2e-4)
    assert values.var() == pytest.approx(variance, rel=2e-3)
    assert values.min() >= distribution.low
    assert values.max() <= distribution.high
    assert spread_of(distribution, 0.5) == pytest.approx(np.sqrt(variance), rel=1e-6)


@pytest.mark.parametrize("kind", ["triangular", "uniform", "lognormal"])
def test_the_deviation_is_that_of_the_quantiles(kind: str) -> None:
    distribution = Distribution(kind=kind, low=2.0, high=9.0)
    values = quantile_of(distribution, 3.0, SHARES)
    assert spread_of(distribution, 3.0) == pytest.approx(values.std(), rel=5e-3)
