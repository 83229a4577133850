"""Later observations beside an ensemble: bands, percentiles and Theil's shares by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.calibration.observations import Point
from sim.analysis.validation import Held, Validation, theil, validate
from sim.errors import SimError
from sim.registry.observations import Observation
from sim.registry.periods import Period
from tests.analysis.synthetic import observe


def _held(value: float, percentile: float, bound: str = "") -> Held:
    seen = Observation(
        period=Period(2022), value=value, grade="A", source="s1", use="", indicator="gross_output",
        variable="", measure="flow", bound=bound, unit="亿元", price_basis="current", line=2,
    )  # fmt: skip
    point = Point(seen, error=1.0, decimals=0)
    return Held(point, (1.0, 2.0, 3.0, 4.0, 5.0), percentile)


@pytest.fixture
def found(own_home: Path) -> Validation:
    """Output is 1,200, 1,300 and 1,400 times a constant drawn from the triangle 4, 5, 6."""
    observe(
        own_home,
        "gross_output,2021,1,A,s1,",
        f"gross_output,2022,{1200 * 5},A,s1,",
        f"gross_output,2023,{1300 * 5.5},B,s1,",
        f"gross_output,2024,{1400 * 5.9},A,s1,",
        "gross_output,2025,1,A,s1,setting",
    )
    return validate("trend", home=own_home, members=1024, seed=3)


def test_each_figure_is_placed_in_the_ensemble(found: Validation) -> None:
    assert [one.point.seen.period.year for one in found.held] == [2022, 2023, 2024]
    # The triangle's distribution above its mode: 1 - (6 - x)²/2.
    shares = [0.5, 1 - 0.5**2 / 2, 1 - 0.1**2 / 2]
    assert [one.percentile for one in found.held] == pytest.approx(shares, abs=0.005)
    inner, outer = 6 - np.sqrt(2 * 0.25), 6 - np.sqrt(2 * 0.05)
    expected = [1200 * x for x in (10 - outer, 10 - inner, 5, inner, outer)]
    assert found.held[0].quantiles == pytest.approx(expected, rel=2e-3)


def test_figures_within_the_bands_are_counted(found: Validation) -> None:
    assert [(one.is_within_50, one.is_within_90) for one in found.held] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    assert (found.within_50, found.within_90, found.left_out, found.members) == (1, 2, 1, 1024)


def test_ends_of_a_band_lie_within_it() -> None:
    assert _held(4.0, 0.75).is_within_50
    assert not _held(4.1, 0.8).is_within_50


def test_a_limit_shows_the_share_of_members_within_it() -> None:
    held = (_held(2.0, 0.25), _held(2.0, 0.25, ">"), _held(2.0, 0.25, "<"))
    assert [one.agreeing for one in held] == [None, 0.75, 0.25]
    found = Validation("trend", 4, 7, held, (), 0)
    assert (len(found.figures), found.within_50, found.within_90) == (1, 1, 1)


def test_theil_needs_three_points_of_an_indicator(found: Validation, own_home: Path) -> None:
    assert [(one.id, one.count) for one in found.theil] == [("gross_output", 3)]
    observe(own_home, "gross_output,2022,1,A,s1,", "gross_output,2023,1,A,s1,")
    assert validate("trend", home=own_home, members=16).theil == ()


@pytest.mark.parametrize(
    ("simulated", "observed", "shares", "error"),
    [
        ([1, 2, 3], [2, 3, 4], (1, 0, 0), 1),  # too low throughout
        ([1, 2, 3], [3, 2, 1], (0, 0, 1), np.sqrt(8 / 3)),  # the right mean and spread, the wrong years
        # Means 2 and 3, deviations √(2/3) and twice that; the mean square is 5/3.
        ([1, 2, 3], [1, 3, 5], (3 / 5, 2 / 5, 0), np.sqrt(5 / 3)),
        ([1, 2, 3], [1, 2, 3], (0, 0, 0), 0),
    ],
)
def test_the_shares_of_the_error_by_hand(
    simulated: list[float], observed: list[float], shares: tuple[float, ...], error: float
) -> None:
    found = theil("x", np.array(simulated, dtype=float), np.array(observed, dtype=float))
    assert (found.bias, found.variation, found.covariation) == pytest.approx(shares, abs=1e-12)
    assert found.error == pytest.approx(error)


def test_no_later_observations_is_a_valid_result(own_home: Path) -> None:
    found = validate("trend", home=own_home, members=8)
    assert (found.held, found.theil, found.members) == ((), (), 8)


def test_invalid_members_are_refused(own_home: Path) -> None:
    with pytest.raises(SimError, match="members"):
        validate("trend", home=own_home, members=0)
