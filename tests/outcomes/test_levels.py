"""Quantiles of members, to the last bit those of NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from sim.outcomes.levels import LEVELS, quantiles


@pytest.mark.parametrize("members", [1, 2, 3, 39, 1_000, 4_097])
def test_quantiles_are_those_of_numpy(members: int) -> None:
    values = np.random.default_rng(members).lognormal(0, 3, (60, members)) - 1
    values[3] = 7.0
    values[4, members // 2] = np.nan
    values[5] = -np.inf
    with np.errstate(invalid="ignore"):
        expected = np.quantile(values, LEVELS, axis=1).T
        np.testing.assert_array_equal(quantiles(values), expected)


@pytest.mark.filterwarnings("ignore:invalid value", "ignore:overflow")
@pytest.mark.parametrize("members", [4_000, 30_007])
def test_quantiles_of_many_members_are_those_of_numpy(members: int) -> None:
    values = np.random.default_rng(7).lognormal(0, 3, (11, members)) - 1
    values[1] = 7.0
    values[2, members // 7] = np.nan
    values[3] = -np.inf
    values[4].sort()
    values[5] = np.round(values[5])  # many are equal
    values[6, :: members // 1_000 | 1] += 1e6  # those of the sample lie elsewhere
    values[7, : members // 3] = np.inf
    values[8, 1:] = 3.0  # all but one are equal
    values[9] *= 1e303  # too far from each other for a difference
    values[9, ::2] *= -1
    values[10] = np.where(values[10] < 1, -0.5, 0.5)
    expected = np.quantile(values, LEVELS, axis=1).T
    np.testing.assert_array_equal(quantiles(values), expected)


def test_no_member_has_no_quantile() -> None:
    assert np.isnan(quantiles(np.empty((2, 0)))).all()
