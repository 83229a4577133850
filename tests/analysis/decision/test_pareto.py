"""Trade-offs: fronts that are known, ten thousand settings by force, costs by hand, and what is refused."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.decision.front import front_of, search_front
from sim.analysis.decision.objectives import worst_tenth
from tests.analysis.decision.test_backcast import curved, output_of
from tests.drawn_homes import pay_for_investment, without_ranges

LEVERS = "public investment, clean share"
TRADED = ["mean:gross_output@2030", "change"]


def area(values: np.ndarray) -> float:
    """Return the area between a front of two columns, higher is better, and the origin."""
    rows = values[front_of(values)]
    rows = rows[np.argsort(-rows[:, 0])]
    heights = np.diff(np.maximum.accumulate(rows[:, 1]), prepend=0.0)
    return float((rows[:, 0] * heights).sum())


def test_a_front_that_is_known() -> None:
    """Of distances to 0 and to 1 along the first of two levers, the second of which only costs."""
    points, values = search_front(
        lambda tried: -np.stack([tried[:, 0] ** 2, (tried[:, 0] - 1) ** 2], axis=1)
        - tried[:, 1:] ** 2,
        np.random.default_rng(3).random((48, 2)), 2, 30, 7,
    )  # fmt: skip
    assert points[:, 1].max() < 0.05
    assert np.sqrt(-values).sum(axis=1) == pytest.approx(np.ones(len(values)), abs=0.03)
    assert len(points) > 40


def test_the_front_is_that_of_ten_thousand_settings(own_home: Path) -> None:
    """Of output and of how far levers move, without draws: clean energy helps output up to a half."""
    without_ranges(curved(own_home))
    found = sim.pareto("trend", TRADED, LEVERS, generations=30, size=60, home=own_home)
    lead = [one.judged.values for one in found.settings]
    own = found.own.values
    assert own[1] == 0
    reached = np.array([(value - own[0], 3 - change) for value, change in lead])
    places = np.linspace(0, 1, 100)
    investment, clean = (one.ravel() for one in np.meshgrid(400 * places, places))
    capital = (output_of(400, own_home) - output_of(100, own_home)) / 300 * (investment - 100)
    factor = (1 + 0.6 * clean - 0.6 * clean**2) / (1 + 0.6 * 0.2 - 0.6 * 0.04)
    output = (own[0] + capital) * factor
    changed = np.abs(investment - 100) / 400 + np.abs(clean - 0.2)
    forced = np.stack([output - own[0], 3 - changed], axis=1)
    assert area(reached) > 0.98 * area(forced)


def test_the_cost_is_what_is_paid_beyond_the_scenario(own_home: Path) -> None:
    """A range more over 2025 to 2027 is 0, 200, 400, 400, 400 more in the years 2026 to 2030."""
    without_ranges(own_home)
    pay_for_investment(own_home)
    asked = ["gross_output>=12000@2030", "cost@2030"]
    found = sim.pareto("trend", asked, "public investment", generations=2, home=own_home)
    assert found.own.values == (0, 0)
    dear = found.settings[0]
    assert dear.judged.values[0] == 1
    assert dear.judged.values[1] == pytest.approx(1400 * dear.moves[0].distance)
    assert output_of(dear.moves[0].value, own_home) >= 11_999.5
    free = found.settings[-1]
    assert free.judged.values == (0, 0)


def test_robustness_by_the_tenth_that_is_worst(small_home: Path) -> None:
    found = sim.pareto(
        "trend", ["worst:gross_output@2030", "gross_output<=11000@2030"], LEVERS, generations=3,
        members=64, size=5, home=small_home,
    )  # fmt: skip
    members = sim.run_ensemble("trend", home=small_home, members=2048).members("gross_output").loc[2030]
    worst = worst_tenth(members.to_numpy())
    assert found.own.values[0] == pytest.approx(float(worst), rel=0.01)
    assert found.own.worst == (pytest.approx(found.own.values[0]), None)
    assert found.own.together == found.own.values[1]
    assert [one.number for one in found.settings] == list(range(1, len(found.settings) + 1))
    firsts = [one.judged.values[0] for one in found.settings]
    assert firsts == sorted(firsts, reverse=True)
    assert all(0 <= one.judged.share_regret <= 1 for one in found.settings)


def test_equal_requests_have_equal_bits(small_home: Path) -> None:
    one, two = (
        sim.pareto("trend", TRADED, LEVERS, generations=3, members=32, home=small_home, threads=threads)
        for threads in (1, 2)
    )
    assert one.settings == two.settings


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"objectives": ["change"]}, "the number of objectives is 1; give 2 to 4"),
        ({"objectives": [*TRADED, "change"]}, "is given twice"),
        ({"objectives": ["change", "median:gross_output@2030"]}, "is no objective"),
        ({"objectives": ["change", "mean:gross_outptu@2030"]}, "gross_output"),
        ({"objectives": ["change", "mean:gross_output@2024"]}, "lies before 2026"),
        ({"objectives": ["change", "cost@2030"]}, "nobody is said to pay"),
        ({"generations": 1}, "from 2 to 400"),
        ({"size": 0}, "from 1 to 100"),
        ({"levers": "clean shar"}, "clean share"),
    ],
)
def test_what_cannot_be_traded_is_told(small_home: Path, asked: dict[str, object], said: str) -> None:
    request = {"scenario": "trend", "objectives": TRADED, "levers": LEVERS, "home": small_home, **asked}
    with pytest.raises(sim.SimError) as caught:
        sim.pareto(**request)  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_a_signal_says_how_far_it_got(small_home: Path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done > 60:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt, match="of 1,153 settings were tried, none verified"):
        sim.pareto("trend", TRADED, LEVERS, home=small_home, members=64, progress=interrupt)
