"""Contributions: against figures computed by hand on the small model, and the faults of what is asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from tests.drawn_homes import without_ranges

PEOPLE = {"invest": ["公共投资"], "demand": ["demand growth"]}


def test_the_lever_that_makes_it_has_the_whole_and_dummies_have_nothing(small_home: Path) -> None:
    found = sim.contribute("plan", "gross_output", home=small_home, members=64, statistic="mean")
    assert found.years == (2021, 2022, 2023, 2024, 2025)
    invested, *others = found.parts
    assert (invested.label.zh, found.runs, found.is_exact) == ("公共投资", 8, True)
    # 20, 40 and 60 more are invested in the years before 2025; output per capital is 5 on average
    assert found.whole[-1] == pytest.approx(5 * 120, rel=0.02)
    assert invested.effect == pytest.approx(found.whole, abs=1e-9)
    assert [part.effect.tolist() for part in others] == [[0] * 5] * 2
    assert (np.array([part.margin for part in found.parts]) == 0).all()
    assert found.pairs is not None
    assert found.pairs == pytest.approx(0, abs=1e-9)
    assert invested.band is not None
    ends = 4 + 0.1**0.5, 6 - 0.1**0.5  # points of 5% and 95% of a triangle from 4 to 6
    assert invested.band == pytest.approx([120 * end for end in ends], rel=0.02)


def test_levers_that_need_each_other_share_what_they_bring_together(own_home: Path) -> None:
    """Output is capital by output per capital: here both are levers of the scenarios compared."""
    without_ranges(own_home)
    base = sim.contribute("plan", "gross_output", home=own_home)
    assert (base.members, base.facts) == (1, None)
    after = sim.load_scenario("plan", own_home)
    richer = sim.run_scenario(after, {"output per capital": 6}, own_home).scenario
    found = sim.contribute(richer, "gross_output", against="trend", home=own_home)
    capital, per_capital = 120, 1.0  # more capital by 2025, and more output from it
    own = {part.label.zh: part.effect[-1] for part in found.parts}
    level = found.before[-1] / 5
    assert own["公共投资"] == pytest.approx(5 * capital + per_capital * capital / 2, rel=1e-9)
    assert own["output per capital"] == pytest.approx(per_capital * level + capital / 2, rel=1e-9)
    assert sum(own.values()) == pytest.approx(found.whole[-1], abs=1e-9)
    assert found.pairs is not None
    assert found.pairs[0, 1] == pytest.approx(per_capital * capital)


def test_groups_and_the_probability_of_targets(small_home: Path) -> None:
    found = sim.contribute(
        "plan", targets=["gross_output>=8000@2025"], groups=PEOPLE, home=small_home, members=256
    )
    assert (found.statistic, found.indicator, found.years) == ("probability", None, (2025,))
    first, second = found.parts
    assert (first.label.zh, [one.zh for one in first.levers]) == ("invest", ["公共投资"])
    assert [one.zh for one in second.levers] == ["汽车需求增速", "医药需求增速"]
    # output is capital × draw: 1,500 × draw in the trend, 1,620 × draw in the plan
    assert 0 < found.before[0] < found.after[0] < 1
    assert (first.effect, second.effect) == (found.whole, 0)
    planned = sim.contribute("plan", "gross_output", 2025, probability=True, home=small_home, members=64)
    assert str(planned.goals[0]) == "gross_output>=7500@2025"
    assert "probability of gross_output>=7500@2025" in repr(planned)


def test_equal_requests_have_equal_bits_for_any_threads(small_home: Path) -> None:
    one, two = (
        sim.contribute("plan", "gross_output", home=small_home, members=64, threads=threads)
        for threads in (1, 2)
    )
    assert all((a.effect == b.effect).all() for a, b in zip(one.parts, two.parts, strict=True))


@pytest.mark.slow
def test_more_than_twelve_levers_have_sampled_orders_that_add_up() -> None:
    found = sim.contribute("plan", "gross_industrial_output", 2022, members=16, orders=8)
    assert (found.is_exact, found.orders, found.pairs, len(found.parts)) == (False, 8, None, 18)
    total = sum(part.effect for part in found.parts)
    assert total == pytest.approx(found.whole, abs=1e-12 * found.after[-1])
    assert found.parts[0].margin[-1] > 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"groups": {"a": ["公共投资"], "b": ["public investment"]}}, 'is in both "a" and "b"'),
        ({"groups": {"a": ["公共投资", "公共投资"]}}, 'is in "a" twice'),
        ({"groups": {"a": ["public investmnt"]}}, 'no lever "public investmnt"'),
        ({"groups": {"a": []}}, "list its levers"),
        ({"groups": {"a": "公共投资"}}, "list its levers"),
        ({"groups": {}}, "it names no groups"),
        ({"groups": "nowhere.yaml"}, "no such file"),
        ({"indicator": "gross_outputs"}, 'Nearest: "gross_output"'),
        ({"indicator": ""}, "give the row to divide"),
        ({"indicator": "satisfaction"}, "does not compute"),
        ({"year": 2050}, "must be from 2021 to"),
        ({"targets": "gross_output@2025"}, "leave out"),
        ({"against": "plan"}, "do not differ"),
        ({"members": 4}, "from 16 to 4,096"),
        ({"statistic": "mode"}, "must be one of: median, mean"),
        ({"probability": True, "indicator": "satisfaction"}, "can be no target"),
    ],
)
def test_what_cannot_be_divided_is_told(small_home: Path, asked: dict[str, object], said: str) -> None:
    with pytest.raises(sim.SimError) as caught:
        sim.contribute(**{"scenario": "plan", "indicator": "gross_output", "home": small_home, **asked})  # type: ignore[arg-type]
    assert said in str(caught.value)
