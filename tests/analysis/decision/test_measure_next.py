"""Worth of figures: by quadrature, regression against acquisitions, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import sim
from sim.analysis.decision.information import by_acquisitions, by_regression
from sim.analysis.decision.worth import Worth

TARGET = "gross_output>=10000@2030"


@pytest.fixture(scope="module")
def found() -> Worth:
    """Return the worth of figures of the small model, in which output per capital alone is uncertain."""
    from tests.conftest import SMALL

    return sim.measure_next("trend", TARGET, 2025, variables=["capital", "demand[health]"], home=SMALL)


def test_an_output_with_an_error_by_quadrature(found: Worth) -> None:
    """Output of 2025 is as output per capital, triangular on 4 to 6, with an error of 1.5%."""
    best = found.candidates[0]
    assert best.point.id == "gross_output"
    capital = np.linspace(4, 6, 4001)
    weight = stats.triang.pdf(capital, 0.5, 4, 2)
    weight /= weight.sum()
    seen = np.linspace(3.5, 6.5, 3001)
    likely = stats.norm.pdf(seen[:, None], capital, 0.015 * capital) * weight
    met = likely[:, capital >= 5 * (1 - 0.5 / 10_000)].sum(axis=1)
    right = np.maximum(met, likely.sum(axis=1) - met).sum() * (seen[1] - seen[0])
    assert best.told.right == pytest.approx(right, abs=0.015)
    assert best.acquired.right == pytest.approx(right, abs=3 * best.acquired.error)


def test_what_is_certain_is_no_candidate_and_what_follows_from_it_tells_as_much(found: Worth) -> None:
    named = [one.point.id for one in found.candidates]
    assert not {"capital", "demand[health]", "resident_population"} & {*named}
    assert all(one.told.right <= found.candidates[0].told.right + 0.02 for one in found.candidates)


def test_a_figure_that_tells_nothing_changes_no_call() -> None:
    draw = np.random.default_rng(3)
    met, figures = draw.random(4000) < 0.7, draw.standard_normal(4000)
    told = by_regression(figures, np.full(4000, 0.1), met, 7)
    assert told.right == pytest.approx(met.mean(), abs=0.01)
    assert told.explained < 0.01
    acquired = by_acquisitions(figures, np.full(4000, 0.1), met, 100, 7)
    assert acquired.explained < 0.02


def test_regression_and_acquisitions_agree_where_much_is_told() -> None:
    draw = np.random.default_rng(5)
    figures = draw.standard_normal(4000)
    met = figures + draw.standard_normal(4000) > 0.5
    told = by_regression(figures, np.full(4000, 0.5), met, 7)
    acquired = by_acquisitions(figures, np.full(4000, 0.5), met, 100, 7)
    assert told.right == pytest.approx(acquired.right, abs=3 * acquired.error)
    assert told.explained == pytest.approx(acquired.explained, abs=0.08)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"targets": ()}, "give targets"),
        ({"targets": "gross_output>=90000@2030"}, "all members agree"),
        ({"year": 1999}, "the year 1999 is invalid"),
        ({"variables": "capitol"}, "capital"),
        ({"variables": "output per capital"}, "does not change over time"),
        ({"variables": "demand[cars]"}, "demand[automobiles]"),
        ({"members": 64}, "from 128 to 2,048"),
    ],
)
def test_what_has_no_worth_is_told(small_home: Path, asked: dict[str, object], said: str) -> None:
    request = {"scenario": "trend", "targets": TARGET, "home": small_home, "members": 128, **asked}
    with pytest.raises(sim.SimError) as caught:
        sim.measure_next(**request)  # type: ignore[arg-type]
    assert said in str(caught.value)
