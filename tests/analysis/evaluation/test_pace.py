"""Pace, class and prospect of a target."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.evaluation.pace import Course, prospect_of
from sim.registry.load import load_registry

REGISTRY = load_registry()


def course(indicator: str, passed: float, base: float | None = None, target: float | None = None) -> Course:
    entry, planned = REGISTRY.indicators[indicator], REGISTRY.plan.of(indicator)
    assert entry.base is not None
    own = entry.base.value if base is None else base
    aim = planned.values[2025] if target is None else target
    return Course(entry, planned, float("nan") if own is None else own, aim, passed)


def test_progress_is_the_share_of_the_way() -> None:
    firms = course("national_high_tech_firms", 0.6)  # 784 to 1,500
    np.testing.assert_allclose(firms.progress(np.array([784.0, 1142.0, 1500.0])), [0, 0.5, 1])


@pytest.mark.parametrize(
    ("figure", "pace"),
    [(1500, "early"), (1300, "ahead"), (1214, "on_pace"), (1190, "behind"), (784, "behind")],
)
def test_before_the_horizon_progress_compares_with_the_time_passed(figure: float, pace: str) -> None:
    assert course("national_high_tech_firms", 0.6).pace(figure) == pace


@pytest.mark.parametrize(("figure", "pace"), [(1600, "ahead"), (1500, "on_pace"), (1499, "behind")])
def test_at_the_horizon_a_target_that_is_missed_is_behind(figure: float, pace: str) -> None:
    assert course("national_high_tech_firms", 1.0).pace(figure) == pace


def test_a_sum_counts_as_a_share_of_the_whole() -> None:
    invested = course("fixed_asset_investment", 0.6)  # 2,600 in five years
    assert invested.progress(np.array([1560.0]))[0] == pytest.approx(0.6)
    assert invested.pace(1560) == "on_pace"
    assert invested.pace(1300) == "behind"


def test_an_average_compares_with_the_target_in_any_year() -> None:
    growth = course("gdp_growth", 0.4)
    assert growth.pace(7) == "on_pace"
    assert growth.pace(7.5) == "ahead"
    assert growth.pace(4) == "behind"


def test_what_has_to_fall_falls() -> None:
    air = course("pm25", 0.6)  # 50 to 43
    assert air.progress(np.array([46.5]))[0] == pytest.approx(0.5)
    assert air.pace(42) == "early"


def test_a_line_to_hold_has_no_way() -> None:
    share = course("manufacturing_share_of_gdp", 0.6)  # from 52, to stay at 50 and above
    assert np.isnan(share.progress(np.array([51.0]))).all()
    assert share.pace(49) == "behind"
    assert share.pace(51) == "on_pace"


@pytest.mark.parametrize(
    ("probability", "prospect"),
    [(0.95, "sure"), (0.9, "sure"), (0.5, "likely"), (0.2, "doubtful"), (0, "unlikely")],
)
def test_the_prospect_is_the_probability_in_words(probability: float, prospect: str) -> None:
    assert prospect_of(probability) == prospect
