"""Measures and targets, against figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from sim.outcomes.measures import annual_series, assessed, assessed_each, is_met, is_met_exactly, rounded
from sim.registry.indicators import Measure
from sim.registry.plan import Comparison

COMPARISONS: tuple[Comparison, ...] = (">=", ">", "<=")
YEARS, BASE = np.arange(2019, 2031), 2020


def column(*figures: float) -> np.ndarray:
    """Return figures as (time, 1), the last one held to the end of the years."""
    return np.array([*figures, *[figures[-1]] * (len(YEARS) - len(figures))], dtype=float)[:, None]


def test_a_member_is_measured_as_it_would_be_alone() -> None:
    output = np.array([[np.nan, np.nan], [100, 200], [110, 220], [121, 121]])
    growth = annual_series("growth", YEARS[:4], output, None, 1, BASE)
    assert_allclose(growth[2:], [[10, 10], [10, -45]])
    assert np.isnan(growth[:2]).all()


def test_average_growth_is_geometric() -> None:
    output = column(np.nan, 100, 110, 110, 110, 110, 161.051)
    growth = annual_series("growth", YEARS, output, None, 1, BASE)
    assert_allclose(assessed("growth", YEARS, growth, 2025, BASE), [10])


@pytest.mark.parametrize("members", [1, 40])
@pytest.mark.parametrize("measure", ["growth", "five_year_sum", "stock"])
def test_years_measured_together_are_those_measured_one_by_one(measure: Measure, members: int) -> None:
    years = np.arange(2016, 2036)
    series = np.random.default_rng(7).uniform(-9, 20, (len(years), members))
    series[0] = np.nan
    for first in (2021, 2025, 2035):
        found = assessed_each(measure, years, series, first, 2020)
        alone = [assessed(measure, years, series, year, 2020) for year in range(first, 2036)]
        np.testing.assert_array_equal(found, alone)


def test_a_five_year_sum_adds_the_year_and_the_four_before() -> None:
    series = annual_series("five_year_sum", YEARS, column(np.nan, 7, 1, 2, 3, 4, 5, 6), None, 10, BASE)
    assert_allclose(assessed("five_year_sum", YEARS, series, 2025, BASE), [150])
    assert_allclose(assessed("five_year_sum", YEARS, series, 2026, BASE), [200])


def test_a_peak_is_the_latest_highest_year_so_far() -> None:
    series = annual_series(
        "peak_year", YEARS[:6], np.array([[np.nan], [5], [7], [6], [7], [3]]), None, 1, BASE
    )
    assert np.isnan(series[0, 0])
    assert_allclose(series[1:, 0], [0, 1, 1, 3, 3])


def test_a_reduction_is_against_2020() -> None:
    energy, gdp = column(np.nan, 50, 60), column(np.nan, 100, 150)
    reduction = annual_series("reduction", YEARS, energy, gdp, 1, BASE)
    assert_allclose(reduction[1:4, 0], [0, 20, 20])
    assert_allclose(assessed("reduction", YEARS, reduction, 2025, BASE), [20])


def test_a_ratio_is_scaled_and_has_no_figure_where_it_divides_by_zero() -> None:
    share = annual_series(
        "ratio", YEARS[:3], np.array([[np.nan], [1.0], [3]]), column(1, 0, 4)[:3], 100, BASE
    )
    assert np.isnan(share[:2]).all()
    assert_allclose(share[2], [75])


def test_a_stock_and_a_flow_are_scaled() -> None:
    assert_allclose(annual_series("stock", YEARS, column(2), None, 100, BASE)[:, 0], 200)
    assert_allclose(annual_series("flow", YEARS, column(2), None, 0.5, BASE)[:, 0], 1)


@pytest.mark.parametrize("measure", ["stock", "flow", "growth", "five_year_sum"])
def test_a_year_that_was_not_reached_has_no_figure(measure: Measure) -> None:
    assert np.isnan(assessed(measure, YEARS, column(1), 2035, BASE)).all()


@pytest.mark.parametrize(
    ("figure", "decimals", "printed"),
    [
        (7499.6, 0, 7500),
        (7499.5, 0, 7500),
        (7499.4999, 0, 7499),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.5, 0, 1),
        (-0.5, 0, -1),
        (-3.44, 1, -3.4),
    ],
)
def test_halves_are_rounded_away_from_zero(figure: float, decimals: int, printed: float) -> None:
    assert rounded(np.array([figure]), decimals) == printed


def test_nan_stays_nan() -> None:
    assert np.isnan(rounded(np.array([np.nan]), 0)).all()


@pytest.mark.parametrize(
    ("figure", "comparison", "target", "decimals", "met"),
    [
        (7499.6, ">=", 7500, 0, True),
        (7499.4, ">=", 7500, 0, False),
        (200.4, ">", 200, 0, False),
        (200.6, ">", 200, 0, True),
        (43.4, "<=", 43, 0, True),
        (43.6, "<=", 43, 0, False),
        (57.85, ">=", 57.9, 1, True),
        (np.nan, ">=", 0, 0, False),
    ],
)
def test_targets_are_compared_at_printed_precision(
    figure: float, comparison: Comparison, target: float, decimals: int, met: bool
) -> None:
    assert is_met(np.array([figure]), target, comparison, decimals).tolist() == [met]


@given(st.floats(-1e5, 1e5) | st.integers(-100, 100).map(float), st.integers(0, 3), st.data())
def test_a_comparison_tells_what_rounding_would(target: float, decimals: int, data: st.DataObject) -> None:
    """Figures next to each other, where rounding begins to reach the target, and any others."""
    half = (np.floor(target * 10.0**decimals) + np.array([-0.5, 0.5, 1.5])) / 10.0**decimals
    near = half[:, None] * (1 - 1e-12 * np.array([[0.0, 1.0]]))
    steps = near[..., None] + np.arange(-40, 41) * np.spacing(np.abs(near[..., None]))
    others = data.draw(st.lists(st.floats(allow_nan=True), max_size=5))
    figures = np.array([*steps.ravel(), *others, target, 0.0, -0.0, np.inf, -np.inf])
    with np.errstate(over="ignore"):
        printed = rounded(figures, decimals)
    for comparison in COMPARISONS:
        expected = is_met_exactly(printed, target, comparison)
        np.testing.assert_array_equal(is_met(figures, target, comparison, decimals), expected)
