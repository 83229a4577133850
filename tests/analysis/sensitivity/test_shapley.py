"""Shapley effects: known answers with and without correlation, and the requests that lead to them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.analysis.sensitivity.dependence import Linked, redrawn
from sim.analysis.sensitivity.shapley import shapley_effects, shapley_points
from sim.analysis.sensitivity.study import sensitivity
from sim.errors import SimError
from tests.analysis.sensitivity.known import ISHIGAMI_FIRST, ISHIGAMI_TOTAL, ishigami
from tests.analysis.sensitivity.uncertain_home import make_uncertain
from tests.sampling.homes import correlate

WALKS = 8_192


@pytest.fixture
def home(own_home: Path) -> Path:
    make_uncertain(own_home)
    return own_home


def effects_of(function, factors: int, sets: tuple[Linked, ...] = (), players=None):
    players = np.arange(factors) if players is None else np.array(players)
    points, orders = shapley_points(players, sets, WALKS, 7)
    figures = function(points).reshape(WALKS, int(players.max()) + 2)
    return shapley_effects(figures, orders)


def test_independent_factors_share_their_interactions() -> None:
    """For two that interact in pairs only, the effect lies halfway between first and total order."""
    found = effects_of(ishigami, 3)
    expected = (ISHIGAMI_FIRST + ISHIGAMI_TOTAL) / 2
    assert (np.abs(found.share - expected) <= 2 * found.error).all()
    assert found.error.max() < 0.03
    assert found.share.sum() == pytest.approx(1)


@pytest.mark.parametrize("rank", [0.8, -0.6])
def test_correlated_normals(rank: float) -> None:
    """Owen and Prieur 2017, doi:10.1137/16M1097717: φ₁ V = β₁² (1 - ρ²/2) + ρ β₁ β₂ + β₂² ρ²/2."""
    first, second, third = 2.0, 1.0, 1.0

    def function(points):
        return stats.norm.ppf(np.clip(points, 1e-12, 1 - 1e-12)) @ [first, second, third]

    linked = Linked(np.array([0, 1]), np.array([[1.0, rank], [rank, 1.0]]))
    found = effects_of(function, 3, (linked,))
    whole = first**2 + second**2 + 2 * rank * first * second + third**2
    expected = [
        first**2 * (1 - rank**2 / 2) + rank * first * second + second**2 * rank**2 / 2,
        second**2 * (1 - rank**2 / 2) + rank * first * second + first**2 * rank**2 / 2,
        third**2,
    ]
    assert (np.abs(found.share - np.array(expected) / whole) <= 2 * found.error).all()
    assert found.error.max() < 0.03


def test_a_group_is_one_player() -> None:
    weights = np.array([3.0, 1.0, 1.0, 1.0])
    found = effects_of(lambda points: points @ weights, 4, players=[0, 1, 1, 1])
    np.testing.assert_allclose(found.share, [0.75, 0.25], atol=0.02)


def test_a_figure_that_nothing_moves() -> None:
    found = effects_of(lambda points: np.full(len(points), 5.0), 2)
    assert found.share.tolist() == [0, 0]


def test_some_are_drawn_again_given_the_others() -> None:
    correlations = np.array([[1, 0.7, 0.3], [0.7, 1, 0.5], [0.3, 0.5, 1]])
    linked = Linked(np.array([3, 0, 2]), correlations)
    random = np.random.default_rng(1)
    base, fresh = random.random((2, 40_000, 4))
    marks = random.random((40_000, 4)) < 0.5
    first = redrawn(base, fresh, np.zeros_like(marks), (linked,))
    again = redrawn(base, fresh, marks, (linked,))
    np.testing.assert_allclose(again[~marks], first[~marks])
    np.testing.assert_array_equal(again[:, 1], np.where(marks[:, 1], fresh[:, 1], base[:, 1]))
    for points in (first, again):
        normal = stats.norm.ppf(points[:, linked.places])
        np.testing.assert_allclose(np.corrcoef(normal.T), correlations, atol=0.02)
        assert stats.kstest(points.ravel(), "uniform").statistic < 0.01
    both = stats.norm.ppf(np.stack([first[:, 3], again[:, 3]]))[:, marks[:, 3] & ~marks[:, 0] & ~marks[:, 2]]
    given = correlations[0, 1:] @ np.linalg.solve(correlations[1:, 1:], correlations[1:, 0])
    assert np.corrcoef(both)[0, 1] == pytest.approx(given, abs=0.03)  # through the others alone


def test_correlations_decide_on_the_method(home: Path) -> None:
    ask = {"indicator": "energy_intensity", "year": 2025, "members": 4_000, "home": home}
    assert sensitivity("trend", **ask).method == "sobol"
    correlate(home, "output per capital", "energy", 0.6)
    study = sensitivity("trend", **ask)
    assert study.method == "shapley"
    assert study.points == 1_000
    assert study.rankings[0].index.sum() == pytest.approx(1)
    assert study.runs == 4_000 + 7
    fixed = sensitivity("trend", set={"energy": 900}, **ask)  # nothing correlated is left to vary
    assert fixed.method == "sobol"


def test_too_few_walks(home: Path) -> None:
    with pytest.raises(SimError) as caught:
        sensitivity("trend", "energy_intensity", 2025, "shapley", members=128 * 4 - 1, home=home)
    assert caught.value.faults[0].en.endswith("(128 walks of shapley with 4 runs each: 3 parameters, and 1).")


@pytest.mark.parametrize("method", ["shapley", "sobol", "pawn"])
def test_what_decides_whether_a_target_is_met(home: Path, method: str) -> None:
    """Output of 2025 is 1,500 times output per capital, a triangle around 5, against 7,500."""
    study = sensitivity("trend", "gross_output", 2025, method, 4_000, home=home, is_met=True)
    ranking = study.rankings[0]
    assert study.factors[ranking.order[0]].key == "output per capital"
    assert ranking.mean == pytest.approx(0.5, abs=0.03)
    assert ranking.swings[0].tolist() == [0, 1]
    if method != "pawn":
        np.testing.assert_allclose(ranking.index, [1, 0, 0], atol=0.03)


def test_all_years_in_one_analysis(home: Path) -> None:
    study = sensitivity("trend", "output_growth", "all", members=2_000, home=home)
    assert [one.question.year for one in study.rankings] == list(range(2021, 2036))
    alone = sensitivity("trend", "output_growth", 2030, members=2_000, home=home)
    assert study["output_growth", 2030].index.tolist() == alone.rankings[0].index.tolist()
    assert study.runs == alone.runs
    met = sensitivity("trend", "gross_output", "all", members=2_000, home=home, is_met=True)
    assert [one.question.year for one in met.rankings] == [2025, 2035]


@pytest.mark.parametrize(
    ("indicator", "year", "english"),
    [
        ("energy_intensity", None, "Energy use per output has no target to miss or to meet."),
        (
            "gross_output",
            2030,
            "Gross industrial output has no target for 2030; there is one for: 2025, 2035.",
        ),
    ],
)
def test_a_target_that_is_none(home: Path, indicator: str, year: int | None, english: str) -> None:
    with pytest.raises(SimError) as caught:
        sensitivity("trend", indicator, year, home=home, is_met=True)
    assert [fault.en for fault in caught.value.faults] == [english]
