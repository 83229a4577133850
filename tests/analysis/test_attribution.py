"""Which levers make the difference between two scenarios: against runs made one by one, and by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.attribution import Attribution, attribute
from sim.outcomes.indicators import indicators
from sim.run.single import prepare, run_scenario
from sim.scenario.workspace import load_workspace


def of_plan(home: Path, **settings: float) -> Attribution:
    """Return what makes the plan, with settings, differ from the trend."""
    workspace = load_workspace(home)
    changes = {name.replace("_", " "): value for name, value in settings.items()}
    return attribute(prepare("plan", changes, workspace), prepare("trend", (), workspace), workspace)


def output_of(scenario: str, home: Path, year: int, settings: dict[str, float]) -> float:
    figure = indicators(run_scenario(scenario, settings, home))["gross_output"].figure(year)
    assert figure is not None
    return float(figure[0])


def test_a_lever_that_makes_the_whole_difference(small_home: Path) -> None:
    found = of_plan(small_home).differences["gross_output", 2025]
    # 20, 40 and 60 more are invested in the years before 2025; output is five times capital
    assert found.change == pytest.approx(5 * (20 + 40 + 60))
    invested, *others = found.levers
    assert (invested.lever, invested.label.zh) == ("public investment", "公共投资")
    assert (invested.added, invested.left_out) == pytest.approx((1, 1))
    assert {one.lever for one in others} == {"demand growth[automobiles]", "demand growth[health]"}
    assert all(one.share == 0 for one in others)
    assert found.decided_by == invested


def test_a_lever_of_one_element(small_home: Path) -> None:
    decided = of_plan(small_home).decided_by("demand_for_health", 2025)
    assert decided is not None
    assert decided.lever == "demand growth[health]"


def test_without_a_difference_there_is_nothing_to_divide(small_home: Path) -> None:
    found = of_plan(small_home)
    assert found.differences["resident_population", 2025].levers == ()
    assert found.decided_by("resident_population", 2025) is None
    assert found.decided_by("satisfaction", 2025) is None


def test_the_plan_states_a_value_or_does_not(small_home: Path) -> None:
    stated = [
        of_plan(small_home, public_investment=end).differences["gross_output", 2025].levers[0].is_stated
        for end in (120, 200)  # the plan: 120
    ]
    assert stated == [True, False]


def test_levers_that_strengthen_each_other(small_home: Path) -> None:
    both = {"public investment": 200.0, "reinvestment share": 0.04}
    before, after = (
        output_of(name, small_home, 2035, each) for name, each in (("trend", {}), ("plan", both))
    )
    alone = output_of("trend", small_home, 2035, {"reinvestment share": 0.04})
    without = output_of("plan", small_home, 2035, {"public investment": 200})
    levers = of_plan(small_home, reinvestment_share=0.04).differences["gross_output", 2035].levers
    reinvested = next(one for one in levers if one.lever == "reinvestment share")
    assert reinvested.added == pytest.approx((alone - before) / (after - before))
    assert reinvested.left_out == pytest.approx((after - without) / (after - before))
    assert reinvested.left_out > reinvested.added
    assert reinvested.share == pytest.approx((reinvested.added + reinvested.left_out) / 2)
    assert not reinvested.is_stated


def test_a_scenario_does_not_differ_from_itself(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    trend = prepare("trend", (), workspace)
    assert attribute(trend, trend, workspace).differences == {}
