"""Levers by year: what a file and a setting may say, what the model is given, and each fault."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.ensembles.ensemble import run_ensemble
from sim.errors import SimError
from sim.outcomes.indicators import indicators
from sim.report.tables.scoreboard import run_report
from sim.report.writers import written
from sim.run.single import run_scenario, simulate_all
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.workspace import load_workspace
from tests.scenario.test_scenarios import HEAD, faults_of
from tests.scenario.test_settings import set_by, set_on

HISTORY = "{path: {2021: 72, 2023: 80}, source: 统计公报}"
INVESTMENT = ("from", "to", "start", "end")


def child(home: Path, levers: str, parent: str = "trend", name: str = "child") -> Scenario:
    text = f"extends: {parent}\n{HEAD}levers:\n  {levers}\n"
    (home / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_scenario(name, home)


def ramp(scenario: Scenario) -> tuple[float, ...]:
    return tuple(scenario.constants[f"public investment {field}"] for field in INVESTMENT)


def by_year(scenario: Scenario, lever: str = "public investment") -> dict[int, float]:
    named = ((key.rpartition("@"), value) for key, value in scenario.constants.items())
    return {int(year): value for (name, _, year), value in named if name == lever}


def yearly(scenario: Scenario, home: Path) -> dict[int, float]:
    """Return public investment of every year, as the model adds it up."""
    model = load_workspace(home).model
    run = model.simulate(scenario.constants, integrals=["public investment"], save_every=1)
    totals = run.integral("public investment")[:, 0]
    return dict(zip(map(int, run.time[1:]), totals[1:].tolist(), strict=True))


def test_a_year_has_its_value_and_the_years_between_equal_steps(own_home: Path) -> None:
    scenario = child(own_home, f"public investment: {HISTORY}")
    assert by_year(scenario) == {2020: 100, 2021: 72, 2022: 76, 2023: 80}
    assert ramp(scenario) == (80, 80, 2023, 2024)
    found = yearly(scenario, own_home)
    assert [found[year] for year in (2020, 2021, 2022, 2023, 2024, 2035)] == [100, 72, 76, 80, 80, 80]
    assert scenario.paths["public investment"].values == {2021: 72, 2023: 80}
    assert scenario.sources == {"public investment": "统计公报"}


def test_three_years_are_a_shock_of_one(own_home: Path) -> None:
    found = yearly(child(own_home, "public investment: {path: {2021: 100, 2022: 60, 2023: 100}}"), own_home)
    assert [found[year] for year in range(2020, 2026)] == [100, 100, 60, 100, 100, 100]


def test_a_ramp_goes_on_from_the_last_value(own_home: Path) -> None:
    scenario = child(own_home, "public investment: {path: {2021: 72, 2023: 80}, to: 100, end: 2025}")
    assert ramp(scenario) == (80, 100, 2023, 2025)
    found = yearly(scenario, own_home)
    assert [found[year] for year in (2023, 2024, 2025, 2026)] == [80, 80, 90, 100]  # the step is a year
    later = child(own_home, "public investment: {path: {2021: 72}, to: 100, start: 2030}")
    assert ramp(later) == (72, 100, 2030, 2031)


def test_a_starting_value_holds_until_the_first_year(own_home: Path) -> None:
    scenario = child(own_home, "public investment: {from: 90, path: {2022: 72}}")
    assert by_year(scenario) == {2020: 90, 2021: 90, 2022: 72}


def test_a_path_may_begin_with_the_first_year_and_end_with_the_last(own_home: Path) -> None:
    scenario = child(own_home, "public investment: {path: {2020: 1, 2035: 16}}")
    found = yearly(scenario, own_home)
    np.testing.assert_allclose([*found.values()], np.arange(1, 17))


def test_a_path_to_the_end_leaves_the_years_before_it_to_the_parent(own_home: Path) -> None:
    measure = child(own_home, "public investment: {to: 120, start: 2020, end: 2025}", name="measure")
    policy = child(own_home, "public investment: {path: {2026: 60, 2035: 60}}", "measure", "policy")
    assert by_year(policy) == dict.fromkeys(range(2026, 2036), 60)
    assert not measure.constants.items() - policy.constants.items()
    before, after = yearly(measure, own_home), yearly(policy, own_home)
    assert [after[year] for year in range(2020, 2026)] == [before[year] for year in range(2020, 2026)]
    assert after[2026] == pytest.approx(60)
    again = set_on(own_home, {"public investment": {2028: 50, 2035: 50}}, "policy")
    assert by_year(again) == dict.fromkeys(range(2028, 2036), 50)
    assert not measure.constants.items() - again.constants.items()
    stated = child(own_home, "public investment: {from: 90, path: {2026: 60, 2035: 60}}", "measure", "own")
    assert by_year(stated)[2025] == 90


def test_a_child_goes_on_from_its_parents_path_or_replaces_it(own_home: Path) -> None:
    child(own_home, f"public investment: {HISTORY}", "plan", "history")
    policy = child(own_home, "public investment: {to: 120, end: 2030}", "history", "policy")
    assert by_year(policy) == {2020: 100, 2021: 72, 2022: 76, 2023: 80}
    assert ramp(policy) == (80, 120, 2023, 2030)
    assert policy.sources == {"public investment": "统计公报"}
    shorter = child(own_home, "public investment: {path: {2022: 50}}", "policy", "shorter")
    assert by_year(shorter) == {2020: 100, 2021: 100, 2022: 50}
    assert ramp(shorter) == (50, 50, 2022, 2023)
    assert shorter.sources == {}
    untouched = child(own_home, "clean share: {to: 0.3}", "policy", "other")
    assert by_year(untouched) == by_year(policy)


def test_an_element_goes_before_the_whole(own_home: Path) -> None:
    scenario = child(
        own_home,
        "demand growth[health]: {path: {2021: 0.1}}\n  demand growth: {path: {2021: 0.05, 2022: 0.06}}",
    )
    assert by_year(scenario, "demand growth[automobiles]")[2022] == 0.06
    assert 2022 not in by_year(scenario, "demand growth[health]")
    assert by_year(scenario, "demand growth[health]")[2021] == 0.1


def test_a_scenario_without_paths_is_given_what_it_was(small_home: Path) -> None:
    assert not any("@" in key for key in load_scenario("plan", small_home).constants)


@pytest.mark.parametrize(
    ("lever", "zh", "en"),
    [
        (
            "public investment: {path: {2019: 1}}",
            '"public investment" 的年份 2019 不在模拟的 2020–2035 年之内。',
            'the year 2019 of "public investment" is outside the run, 2020 to 2035.',
        ),
        (
            "public investment: {path: {2036: 1}}",
            '"public investment" 的年份 2036 不在模拟的 2020–2035 年之内。',
            'the year 2036 of "public investment" is outside the run, 2020 to 2035.',
        ),
        (
            "public investment: {path: {2021: 500}}",
            '"public investment: 2021" 为 500 [亿元/年]，超出 0–400 [亿元/年]。',
            '"public investment: 2021" is 500 [100M CNY/year], outside 0 to 400 [100M CNY/year].',
        ),
        (
            "clean share: {path: {2021: 35}}",
            '"clean share: 2021" 为 35 [%]，超出 0–1 [比例]。是否为 0.35？',
            '"clean share: 2021" is 35 [%], outside 0 to 1 [fraction]. Did you mean 0.35?',
        ),
        (
            "public investment: {path: {2021: many}}",
            '"public investment: 2021" 为 "many"，应是数字，0–400 [亿元/年]。',
            '"public investment: 2021" is "many"; it must be a number, 0 to 400 [100M CNY/year].',
        ),
        (
            "public investment: {path: {2021: }}",
            '"public investment: 2021" 为（空），应是数字，0–400 [亿元/年]。',
            '"public investment: 2021" is (empty); it must be a number, 0 to 400 [100M CNY/year].',
        ),
        (
            "public investment: {path: {2021: .nan}}",
            '"public investment: 2021" 为 .nan，应是有限的数字，0–400 [亿元/年]。',
            '"public investment: 2021" is .nan; it must be a finite number, 0 to 400 [100M CNY/year].',
        ),
        (
            "public investment: {path: {2021-12-31: 72}}",
            '"public investment" 的年份 "2021-12-31" 应是 2020–2035 的整数。只写年份：2021。',
            'the year "2021-12-31" of "public investment" must be a whole number, 2020 to 2035. '
            "Write the year alone: 2021.",
        ),
        (
            "public investment: {path: {2021年: 72}}",
            '"public investment" 的年份 "2021年" 应是 2020–2035 的整数。只写年份：2021。',
            'the year "2021年" of "public investment" must be a whole number, 2020 to 2035. '
            "Write the year alone: 2021.",
        ),
        (
            "public investment: {path: {next: 72}}",
            '"public investment" 的年份 "next" 应是 2020–2035 的整数。',
            'the year "next" of "public investment" must be a whole number, 2020 to 2035.',
        ),
        (
            'public investment: {path: {2021: 72, "2021": 73}}',
            '"public investment" 的 2021 年给了两次，请去掉其一。',
            'the year 2021 of "public investment" is given twice; leave out one.',
        ),
        (
            "public investment: {path: {2021: 72, 2021: 73}}",
            '"2021" 重复了，第 4 行已有。',
            '"2021" is given twice; first on line 4.',
        ),
        (
            "public investment: {path: {}}",
            '"public investment" 的 path 为 {}，应写成各年的值，如 {2021: 72, 2022: 80}。',
            'the path of "public investment" is {}; write a value for each year, as in {2021: 72, 2022: 80}.',
        ),
        (
            "public investment: {path: [72, 80]}",
            '"public investment" 的 path 为 [72, 80]，应写成各年的值，如 {2021: 72, 2022: 80}。',
            'the path of "public investment" is [72, 80]; write a value for each year, as in '
            "{2021: 72, 2022: 80}.",
        ),
        (
            'public investment: {path: "2021:72"}',
            '"public investment" 的 path 为 "2021:72"，应写成各年的值，如 {2021: 72, 2022: 80}。',
            'the path of "public investment" is "2021:72"; write a value for each year, as in '
            "{2021: 72, 2022: 80}.",
        ),
        (
            "public investment: {path: {2021: 72, 2025: 80}, to: 90, start: 2024}",
            '"public investment" 已逐年给值到 2025 年，开始（2024）不能早于 2025。',
            '"public investment" has a path until the end of 2025; it cannot start (2024) before 2025.',
        ),
        (
            "public investment: {path: {2025: 80}, to: 90, end: 2024}",
            '"public investment" 的结束（2024）早于开始（2025）。',
            '"public investment" ends (2024) before it starts (2025).',
        ),
        (
            "public investment: {path: {2021: 72}, source: 3}",
            '"public investment" 的 source 为 3，应是说明出处的文字。',
            'the source of "public investment" is 3; it must be text that says where the values are from.',
        ),
        (
            "public investment: {to: 72, source: 公报}",
            '"public investment" 的 source 只与 path 同用。',
            'the source of "public investment" goes with a path only.',
        ),
    ],
)
def test_paths_that_cannot_be(own_home: Path, lever: str, zh: str, en: str) -> None:
    [(place, *texts)] = faults_of(own_home, f"{HEAD}levers:\n  {lever}\n")
    assert place == "high.yaml:4"
    assert texts == [zh, en]


def test_full_width_digits_are_told_as_such(own_home: Path) -> None:
    [(place, zh, en)] = faults_of(
        own_home, f"{HEAD}levers:\n  public investment: {{path: {{２０２１: 72}}}}\n"
    )
    assert place == "high.yaml:4"
    assert zh.endswith("请用半角数字：2021。")
    assert en.endswith("Write half-width digits: 2021.")


def test_all_faults_of_a_path_are_told_together_each_at_its_line(own_home: Path) -> None:
    text = f"{HEAD}levers:\n  public investment:\n    path:\n      2018: 72\n      2021: 500\n      soon: 1\n"
    assert [place for place, _, _ in faults_of(own_home, text)] == [f"high.yaml:{line}" for line in (6, 7, 8)]


def test_a_starting_value_cannot_be_put_on_top_of_a_path(own_home: Path) -> None:
    child(own_home, f"public investment: {HISTORY}", name="history")
    with pytest.raises(SimError, match="has a path already") as caught:
        child(own_home, "public investment: {from: 60}", "history")
    assert caught.value.faults[0].place.endswith("child.yaml:5")
    with pytest.raises(SimError, match="cannot start \\(2021\\) before 2023") as caught:
        child(own_home, "public investment: {start: 2021}", "history")
    assert caught.value.faults[0].place.endswith("child.yaml:5")


# --- settings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "option",
    [
        "public investment=2021:72,2023:80",
        "公共投资 = 2021: 72, 2023: 80",
        "Public_Investment=2023:8e1,2021:72",
    ],
)
def test_an_option_gives_a_path(small_home: Path, option: str) -> None:
    scenario = set_by(small_home, [option])
    assert by_year(scenario) == {2020: 100, 2021: 72, 2022: 76, 2023: 80}
    assert scenario.options == ("public investment=2021:72,2023:80",)
    again = set_by(small_home, [*scenario.options])
    assert again.constants == scenario.constants


def test_python_gives_a_path_by_year(small_home: Path) -> None:
    given = {"public investment": {2021: 72, np.int64(2023): np.float64(80)}}
    scenario = set_on(small_home, given)
    assert scenario.constants == set_by(small_home, ["public investment=2021:72,2023:80"]).constants
    from_json = json.loads('{"public investment": {"2021": 72, "2023": 80}}')
    assert set_on(small_home, from_json).constants == scenario.constants
    element = set_on(small_home, {"demand growth[health]": {2021: 0.1}})
    assert by_year(element, "demand growth[health]") == {2020: 0, 2021: 0.1}
    assert element.options == ("demand growth[health]=2021:0.1",)


def test_settings_go_together_with_a_path_and_on_top_of_it(small_home: Path) -> None:
    together = ["public investment=120", "public investment end=2030", "public investment=2021:72,2023:80"]
    assert ramp(set_by(small_home, together)) == (80, 120, 2023, 2030)
    history = set_by(small_home, ["public investment=2021:72,2023:80", "public investment from=60"])
    assert by_year(history)[2020] == 60
    workspace = load_workspace(small_home)
    on_top = run_scenario(history, {"public investment": 120}, small_home).scenario
    assert ramp(on_top) == (80, 120, 2023, 2024)
    assert on_top.options == (*history.options, "public investment=120")
    assert workspace.model.constants["public investment to"] == 100


@pytest.mark.parametrize(
    ("options", "zh", "en"),
    [
        (
            ["public investment=2021:72;2022:80"],
            '"public investment: 2021" 为 "72;2022:80"，应是数字，0–400 [亿元/年]。',
            '"public investment: 2021" is "72;2022:80"; it must be a number, 0 to 400 [100M CNY/year].',
        ),
        (
            ["public investment=2021：72"],
            '"2021：72" 不可用：逐年给值写成 "2021:72,2022:80"，冒号、逗号用半角。',
            '"2021：72" is invalid: write a path as "2021:72,2022:80", with half-width marks.',
        ),
        (
            ["public investment=2021:72,80"],
            '"80" 不可用：逐年给值写成 "2021:72,2022:80"，冒号、逗号用半角。',
            '"80" is invalid: write a path as "2021:72,2022:80", with half-width marks.',
        ),
        (
            ["public investment=２０２１:72"],
            '"public investment" 的年份 "２０２１" 应是 2020–2035 的整数。请用半角数字：2021。',
            'the year "２０２１" of "public investment" must be a whole number, 2020 to 2035. '
            "Write half-width digits: 2021.",
        ),
        (
            ["public investment=2021:72,2021:80"],
            '"public investment" 的 2021 年给了两次，请去掉其一。',
            'the year 2021 of "public investment" is given twice; leave out one.',
        ),
        (
            ["switch R1=2021:1"],
            '"switch R1" 是常量，不能逐年给值；只有杠杆可以。',
            '"switch R1" is a constant and cannot have a path; only levers can.',
        ),
        (
            ["public investment=2021:72", "公共投资=2022:80"],
            '"公共投资" 已由 --set "public investment=2021:72" 设定，请去掉其一。',
            '"公共投资" is set by --set "public investment=2021:72" already; leave out one of them.',
        ),
        (
            ["public investment=2025:72", "public investment start=2022"],
            '"public investment" 已逐年给值到 2025 年，开始（2022）不能早于 2025。',
            '"public investment" has a path until the end of 2025; it cannot start (2022) before 2025.',
        ),
    ],
)
def test_options_that_give_no_path(small_home: Path, options: list[str], zh: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        set_by(small_home, options)
    [fault] = caught.value.faults
    assert (fault.zh, fault.en) == (zh, en)
    assert "--set" in fault.place


# --- runs -------------------------------------------------------------------------------------


def test_reports_say_what_is_given_by_year_and_where_it_is_from(own_home: Path) -> None:
    child(own_home, f"public investment: {HISTORY}")
    table = indicators(run_scenario("child", home=own_home))
    report = run_report(table)
    assert report.record()["paths"] == {
        "public investment": {"years": {"2021": 72.0, "2023": 80.0}, "source": "统计公报"}
    }
    assert "逐年取值：公共投资 2021 年 72，2023 年 80；来源：统计公报" in written(report, "table", "zh")
    assert "By year: Public investment 2021: 72, 2023: 80; Source: 统计公报" in written(report, "table", "en")


def test_a_member_of_an_ensemble_is_its_single_run(own_home: Path) -> None:
    child(own_home, f"public investment: {HISTORY}")
    found = run_ensemble("child", members=8, sampling="sobol", home=own_home)
    run = simulate_all(load_scenario("child", own_home), load_workspace(own_home))
    assert set(found.manifest["constants"]) >= {"public investment@2021", "public investment@2023"}
    assert found.manifest["sources"] == {"public investment": "统计公报"}
    assert run["public investment"][2, 0] == 76  # the run stands at the end of 2021, where 2022 begins


def test_another_path_is_another_ensemble(own_home: Path, tmp_path: Path) -> None:
    def run(path: dict[int, float], **options: bool) -> None:
        given = {"public investment": path}
        run_ensemble(
            "trend", set=given, members=4, sampling="sobol", home=own_home, out=tmp_path / "e", **options
        )

    run({2021: 72, 2022: 80})
    run({2021: 72, 2022: 80})  # the same is found finished
    with pytest.raises(SimError, match=r"public investment=2021:72,2022:80 there") as caught:
        run({2021: 72, 2022: 81}, resume=True)
    assert any("public investment@2022 80" in fault.en for fault in caught.value.faults)
