"""Backcasts on the small model: against ten thousand runs, by hand, and the faults of what is asked."""

from __future__ import annotations

import math
import os
import signal
from pathlib import Path

import pytest

import sim
from benchmarks import brute_force
from tests.drawn_homes import pay_for_investment, without_ranges

LEVERS = "public investment, clean share"
GOAL = "gross_output>=12000@2030"


def curved(home: Path) -> Path:
    """Let clean energy help output up to a share of a half and then cost some of it."""
    file = home / "model" / "teda.mdl"
    text = file.read_text("utf-8")
    before, after = (
        "output= capital*output per capital\n",
        "output= capital*output per capital*(1+0.6*clean share-0.6*clean share*clean share)\n",
    )
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    return home


def output_of(setting: float, home: Path) -> float:
    """Return the output of 2030 with public investment at a level from 2027 on, ramped since 2025."""
    ramp = {"public investment": setting, "public investment start": 2025, "public investment end": 2027}
    found = sim.indicators(sim.run_scenario("trend", ramp, home))["gross_output"].value(2030)
    assert found is not None
    return float(found[0])


def test_the_least_change_without_draws(own_home: Path) -> None:
    """What is found prints as the target, and a thousandth of the range less does not."""
    without_ranges(own_home)
    found = sim.backcast("trend", "gross_output>=12000@2030", "public investment", home=own_home)
    (move,) = found.moves
    assert (found.outcome, found.is_verified) == ("found", True)
    assert (found.before.together, found.after.together, found.after.members) == (0, 1, 1)
    assert (move.own, move.before, move.start, move.end) == (100, 100, 2025, 2027)
    assert output_of(move.value, own_home) >= 11_999.5 > output_of(move.value - 0.4, own_home)
    assert found.distance == pytest.approx((move.value - 100) / 400)


@pytest.mark.slow
def test_ten_thousand_runs_find_nothing_better(own_home: Path) -> None:
    """The long forms are those of `benchmarks/brute_force.py`."""
    branch = sim.branch("trend", 2025, members=64, home=curved(own_home))
    rows = ("gross_output@2030", "gross_output@2035")
    known = brute_force.tried(branch, LEVERS, rows, 10_000, own_home)
    found = [*brute_force.comparisons(known, 12, seed=5)]
    assert [one for one in found if not one.agrees(64)] == []
    assert {math.isinf(one.cheapest) for one in found} == {True, False}


@pytest.mark.slow
def test_the_shipped_model_has_nothing_better_on_a_grid() -> None:
    branch = sim.branch("trend", 2025, members=16)
    rows = ("gross_industrial_output@2030", "resident_population@2030")
    known = brute_force.tried(branch, "public investment, housing supply", rows, 441)
    found = [*brute_force.comparisons(known, 6, seed=2)]
    assert [one for one in found if not one.agrees(16)] == []
    assert {math.isinf(one.cheapest) for one in found} == {True, False}


def test_what_is_met_already_and_what_is_not_found(small_home: Path) -> None:
    met = sim.backcast("trend", "gross_output>=7000@2030", LEVERS, home=small_home, members=64)
    assert (met.outcome, met.distance) == ("met already", 0)
    assert not any(move.is_moved for move in met.moves)
    never = sim.backcast("trend", "gross_output>=90000@2030", LEVERS, home=small_home, members=64)
    assert (never.outcome, never.after.together, never.standing) == ("not found", 0, None)
    assert not never.is_verified


def test_the_past_stays_and_the_setting_can_be_run_from_its_states(own_home: Path) -> None:
    found = sim.backcast(
        "plan", "gross_output>=13000@2030", "public investment", 0.9, home=own_home, members=64
    )
    (move,) = found.moves
    assert (move.before, move.own, move.start) == (200, 200, 2025)
    assert found.outcome == "found"
    known = sim.branch("plan", 2025, members=2048, home=own_home)
    later = sim.run_ensemble(
        "plan", branch=known, home=own_home,
        set={"public investment from": 200, "public investment": move.value, "public investment start": 2025,
             "public investment end": move.end},
    )  # fmt: skip
    figures = later.members("gross_output").loc[2030]
    assert (figures >= 12_999.5).mean() == pytest.approx(found.after.together, abs=1e-9)


def test_equal_requests_have_equal_bits(small_home: Path) -> None:
    one, two = (
        sim.backcast(
            "trend", "gross_output>=11000@2030", LEVERS, 0.7, home=small_home, members=64, threads=threads
        )
        for threads in (1, 2)
    )
    assert one.moves == two.moves
    assert one.after == two.after


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"probability": 1.5}, "Did you mean 0.015?"),
        ({"probability": 0}, "above 0 and not above 1"),
        ({"levers": "public investmnt"}, 'no lever "public investmnt"'),
        ({"levers": ["clean share", "清洁能源占比"]}, "is named twice"),
        ({"levers": ()}, "names of levers"),
        ({"levers": "demand growth[health]"}, "none of the levers moves gross_output in 2030"),
        ({"set": {"public investment": 120}}, "is both fixed (public investment=120) and free"),
        ({"targets": [GOAL, "gross_output<=8000@2030"]}, "contradict each other"),
        ({"targets": ()}, "give targets"),
        ({"targets": "gross_output>=7000@2025"}, "lies before 2026"),
        ({"start": 2050}, "start: 杠杆从 2050 年起可变，应在 2021 到 "),
        ({"members": 4096}, "from 16 to 2,048"),
        ({"ramp": 0}, "from 1 to 20"),
    ],
)
def test_what_cannot_be_searched_is_told(small_home: Path, asked: dict[str, object], said: str) -> None:
    request = {
        "scenario": "trend",
        "targets": GOAL,
        "levers": LEVERS,
        "home": small_home,
        "members": 16,
        **asked,
    }
    with pytest.raises(sim.SimError) as caught:
        sim.backcast(**request)  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_a_signal_says_how_far_it_got(small_home: Path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done > 20:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt, match="settings were tried, the highest probability among them"):
        sim.backcast("trend", GOAL, LEVERS, 0.99, home=small_home, members=64, progress=interrupt)


def test_the_least_cost_takes_the_lever_for_which_nobody_pays(own_home: Path) -> None:
    """Clean energy is free and helps output up to a half of it; the rest is of public investment."""
    without_ranges(curved(own_home))
    pay_for_investment(own_home)
    asked = ("trend", "gross_output>=12000@2030", LEVERS)
    near, cheap = (sim.backcast(*asked, weigh=weigh, home=own_home) for weigh in ("distance", "cost"))
    assert (near.cost, near.moves[0].lever) == (None, "public investment")
    values = {move.lever: move.value for move in cheap.moves}
    assert values["clean share"] == pytest.approx(0.5, abs=0.02)
    assert values["public investment"] < near.moves[0].value
    cost = cheap.cost
    assert cost is not None
    moved = values["public investment"] - 100
    assert cost.levers["public investment"] == pytest.approx(3.5 * moved)  # 0, a half, and three whole years
    assert [(name.en, value) for name, value in cost.paid] == [("The budget", pytest.approx(3.5 * moved))]


def test_cost_needs_payers_and_their_accounts(small_home: Path, own_home: Path) -> None:
    with pytest.raises(sim.SimError, match="nobody is said to pay"):
        sim.backcast("trend", GOAL, LEVERS, weigh="cost", home=small_home)
    pay_for_investment(own_home)
    known = sim.branch("trend", 2025, members=16, home=own_home)
    with pytest.raises(sim.SimError, match="accounts of payers from the start"):
        sim.backcast("trend", GOAL, LEVERS, weigh="cost", branch=known, home=own_home)
