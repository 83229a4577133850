"""A single run of a scenario, and the fault when it becomes non-finite."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.errors import SimError
from sim.run.single import run_scenario
from sim.scenario.load import load_scenario


def test_a_run_saves_what_the_indicators_need_each_year(small_home: Path) -> None:
    result = run_scenario("plan", home=small_home)
    assert result.scenario.name == "plan"
    assert result.run.time.tolist() == list(range(2019, 2036))
    assert result.run["residents"][-1, 0] == 38
    assert result.run.integral("output")[1, 0] == 5000
    assert result.run["demand[health]"].shape == (17, 1)
    assert result.model_hash == result.workspace.model.hash


def test_settings_reach_the_model_and_leave_no_trace(small_home: Path) -> None:
    changed = run_scenario("trend", {"migration": 2}, small_home)
    assert changed.run["residents"][-1, 0] == 54
    assert changed.scenario.options == ("migration=2",)
    assert run_scenario("trend", home=small_home).run["residents"][-1, 0] == 38


def test_a_value_equal_to_the_default_changes_nothing(small_home: Path) -> None:
    one = run_scenario("trend", home=small_home, threads=1).run.integral("output")
    two = run_scenario("trend", {"output per capital": 5}, small_home, threads=2)
    assert np.array_equal(one, two.run.integral("output"))


def test_a_cut_loop_changes_the_result(small_home: Path) -> None:
    share = {"reinvestment share": 0.01}
    closed = run_scenario("trend", share, small_home).run.integral("output")[-1, 0]
    cut = run_scenario("trend", {**share, "switch R1": 0}, small_home).run.integral("output")[-1, 0]
    assert cut == 12500
    assert closed > 1.1 * cut


def test_faults_of_the_scenario_and_of_the_settings_are_reported_together(own_home: Path) -> None:
    (own_home / "scenarios" / "bad.yaml").write_text("title: 3\n", encoding="utf-8")
    with pytest.raises(SimError) as caught:
        run_scenario("bad", {"energy": "x"}, own_home)
    assert [fault.en for fault in caught.value.faults] == [
        '"title" is 3; it must be "name: value" pairs.',
        '"about" is missing.',
        '"energy" is "x"; it must be a number.',
    ]


def test_a_run_that_becomes_non_finite(small_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        run_scenario("trend", {"migration": 1e308}, small_home)
    [fault] = caught.value.faults
    assert (fault.place, fault.zh, fault.en) == (
        "trend",
        '变量 "residents" 从时间 2021 起不是有限的数字。请检查所设的数值。',
        '"residents" is not a finite number from time 2021 on. Check the values that were set.',
    )


def test_a_loaded_scenario_runs_with_the_model_it_was_loaded_with(small_home: Path) -> None:
    loaded = load_scenario("plan", small_home)
    named, given = run_scenario("plan", home=small_home), run_scenario(loaded, {"migration": 2})
    assert given.workspace.home.folder == small_home
    assert named.scenario == loaded
    assert given.scenario.options == ("migration=2",)
    assert given["residents"][-1, 0] == 54


@pytest.mark.parametrize(
    ("scenario", "en"),
    [
        (["plan", "trend"], "['plan', 'trend'] is invalid: it takes one at a time; call once for each."),
        (5, "5 is invalid: it must be a name or a path."),
    ],
)
def test_arguments_that_are_not_scenarios_are_refused(small_home: Path, scenario: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        run_scenario(scenario, home=small_home)
    assert [(fault.code, fault.place, fault.en) for fault in caught.value.faults] == [
        ("wrong-type", "scenario", en)
    ]


def test_a_scenario_run_is_its_variables(small_home: Path) -> None:
    run = run_scenario("plan", {"migration": 2}, small_home)
    assert np.array_equal(run["residents"], run.run["residents"])
    assert "residents" in run
    assert run.to_frame()["demand[health]"].size == 17
    assert run.to_xarray()["demand"].dims == ("time", "member", "industry")
    assert repr(run).startswith("<ScenarioRun plan with migration=2: <Run of ")
    assert "<th>residents</th>" in run._repr_html_()
    with pytest.raises(SimError, match=r'this run did not keep "residnts"\. Nearest: "residents"'):
        run["residnts"]
