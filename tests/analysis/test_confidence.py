"""Tests of confidence on a model whose results are known by hand, and on ones that are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.checks.check import Check, Found
from sim.analysis.checks.conservation import CONSERVATION
from sim.analysis.checks.expectations import read_book
from sim.analysis.checks.loops import LOOPS, cut_loops
from sim.analysis.checks.reality import REALITY
from sim.analysis.checks.steps import STEPS
from sim.analysis.checks.trials import run_trials
from sim.errors import SimError
from sim.scenario.workspace import load_workspace
from tests.command_line import Told

NO_INVESTMENT = """\
reality:
  none:
    name: {zh: 没有投资, en: No investment}
    sector: Control
    scenario: SCENARIO
    set: {SET}
    expect: ["EXPECT"]
"""


def home_with(
    home: Path, expect: str, settings: str = "public investment: 0", scenario: str = "trend"
) -> Path:
    text = NO_INVESTMENT.replace("EXPECT", expect).replace("SET", settings).replace("SCENARIO", scenario)
    (home / "model" / "checks.yaml").write_text(text, encoding="utf-8")
    return home


def outcome(check: Check, home: Path) -> Found:
    return check.run(load_workspace(home), lambda _done, _total: None)


def change(home: Path, before: str, after: str) -> None:
    path = home / "model" / "teda.mdl"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize(
    "expect",
    [
        "capital = 1000",  # it grows by what is invested: nothing
        "base(capital) = 1000 + 100 * years",
        "added(total investment) = 0",
        "base(change(capital)) = base(added(total investment))",
        "output = 5 * opening(capital)",
        "total(demand) = 30",
        "demand = opening(demand)",
        "capital < base(capital) in 2021",
        "residents = 22 + years",
    ],
)
def test_what_holds_by_hand(own_home: Path, expect: str) -> None:
    assert outcome(REALITY, home_with(own_home, expect)) == Found(1, ())


def test_a_multiple_is_of_what_the_scenario_has(own_home: Path) -> None:
    home = home_with(own_home, "public investment = 400 in 2035", "public investment: x2", "plan")
    assert outcome(REALITY, home).is_passed  # 200 in the plan
    home = home_with(own_home, "total(demand growth) = 0.15 in 2030", "clean share: x2", "plan")
    assert outcome(REALITY, home).is_passed


def test_what_fails_says_what_was_expected_and_what_came_out_when(own_home: Path) -> None:
    [fault] = outcome(REALITY, home_with(own_home, "capital < base(capital) - 150 from 2020")).faults
    assert Path(fault.place).name == "checks.yaml:7"
    assert fault.en == (
        "No investment (scenario trend): expected capital < base(capital) - 150 from 2020; "
        "in 2020 the left side is 1,000, the right side 950."
    )
    assert "“没有投资”（情景 trend）" in fault.zh
    [fault] = outcome(REALITY, home_with(own_home, "demand < 15 to 2021")).faults
    assert "in 2020[health] the left side is 20, the right side 15." in fault.en


def test_a_world_that_breaks_is_a_fault_of_its_check_alone(own_home: Path) -> None:
    change(own_home, "INTEG (migration, 22)", "INTEG (migration*energy/energy, 22)")
    home = home_with(own_home, "residents > 0", "energy: 0")
    with (home / "model" / "checks.yaml").open("a", encoding="utf-8") as file:
        file.write(NO_INVESTMENT.partition("\n")[2].replace("none", "sound").replace("SCENARIO", "trend"))
    text = (home / "model" / "checks.yaml").read_text(encoding="utf-8")
    (home / "model" / "checks.yaml").write_text(
        text.replace("SET", "public investment: 0").replace("EXPECT", "capital = 1000"), encoding="utf-8"
    )
    [fault] = outcome(REALITY, home).faults
    assert Path(fault.place).name == "checks.yaml:2"
    assert fault.en == (
        "No investment (scenario trend): residents is no finite number from 2020 on. "
        "Bound it in its equation."
    )


def test_all_checks_run_in_one_batch(small_home: Path, own_home: Path) -> None:
    assert run_trials((), load_workspace(small_home)) == ()
    home = home_with(own_home, "capital = 1000")
    [result] = run_trials(read_book(load_workspace(home)).reality, load_workspace(home))
    [answer] = result.answers
    assert (answer.year, answer.left, answer.right, answer.element) == (2035, 1000, 1000, "")


def test_all_faults_of_the_file_are_told_together(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """\
reality:
  one:
    name: {zh: 一, en: One}
    sector: Controll
    scenario: tred
    set: {public investmnt: 0}
    expect: [capitl > 0, "demand[cars] > 0", output > 0 in 2050]
  two:
    name: {zh: 二, en: Two}
    sector: Control
    set: {public investmnt: 0}
    expect: [added(output * 2) > 0]
"""
    (own_home / "model" / "checks.yaml").write_text(text, encoding="utf-8")
    shown = Told(capsys, "check", "--home", str(own_home))
    assert (shown.code, shown.out) == (2, "")
    for line, told in (
        (4, 'the model has no sector "Controll". Nearest: "Control".'),
        (5, 'no scenario "tred". Nearest: "trend".'),
        (7, '"capitl" in "capitl > 0" is no variable of the model. Nearest: "capital".'),
        (7, 'there is no "demand[cars]".'),
        (7, "the year 2050 is not in the run, 2019 to 2035."),
        (11, 'no lever or constant "public investmnt". Nearest: "public investment".'),
        (12, "must hold a single variable."),
    ):
        assert f"checks.yaml:{line}: " in shown.err
        assert told in shown.err


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("realty: {}\n", 1, 'no field "realty". Nearest: "reality".'),
        ("reality: [1]\n", 1, '"reality" must be "name: value" pairs.'),
        (
            NO_INVESTMENT.replace("SET", "clean share: many"),
            6,
            '"clean share" is "many"; it must be a number',
        ),
        (NO_INVESTMENT.replace('["EXPECT"]', "[]"), 7, "must not be empty"),
    ],
)
def test_fields_that_cannot_be(own_home: Path, text: str, line: int, told: str) -> None:
    (own_home / "model" / "checks.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimError) as caught:
        read_book(load_workspace(own_home))
    [fault] = caught.value.faults
    assert Path(fault.place).name == f"checks.yaml:{line}"
    assert told in fault.en


# --- accounts ---------------------------------------------------------------------------------


def test_an_account_that_does_not_close(own_home: Path) -> None:
    text = (
        'accounts:\n  money: {name: {zh: 账, en: Money}, expect: ["change(capital) = added(reinvestment)"]}\n'
    )
    (own_home / "model" / "checks.yaml").write_text(text, encoding="utf-8")
    faults = outcome(CONSERVATION, own_home).faults
    assert [fault.en.split(":")[0] for fault in faults] == ["Money (scenario trend)", "Money (scenario plan)"]
    assert "in 2020 the left side is 100, the right side 0." in faults[0].en


def test_a_stock_with_a_flow_that_has_no_name(own_home: Path, small_home: Path) -> None:
    assert outcome(CONSERVATION, small_home) == Found(4, ())
    change(own_home, "INTEG (total investment, 1000)", "INTEG (total investment-0.01*capital, 1000)")
    faults = outcome(CONSERVATION, own_home).faults
    assert len(faults) == 2
    assert faults[0].en.startswith(
        'the stock "capital" changes by +90 in 2020 (scenario trend), but what flows in less what flows out '
        "is +100. Look at its equation"
    )
    assert Path(faults[0].place).name == "teda.mdl:7"


# --- loops and steps --------------------------------------------------------------------------


def test_a_loop_that_does_nothing_or_the_opposite(own_home: Path) -> None:
    [cut] = cut_loops(load_workspace(own_home))
    assert (cut.closed, cut.cut, cut.change) == (cut.closed, cut.closed, 0)
    [fault] = outcome(LOOPS, own_home).faults
    assert fault.en == (
        "loop R1, Reinvestment: cut in the scenario plan, it changes gross_output of 2035 by +0.00%; "
        "it must be lower by more than 1%."
    )
    change(own_home, "reinvestment share= 0", "reinvestment share= 0.01")
    assert outcome(LOOPS, own_home).is_passed
    change(own_home, "reinvestment share= 0.01", "reinvestment share= -0.01")
    assert not outcome(LOOPS, own_home).is_passed


def test_results_that_hang_on_the_step(own_home: Path) -> None:
    change(own_home, "INTEG (migration, 22)", "INTEG (migration*(1+TIME STEP), 22)")
    told = [fault.en for fault in outcome(STEPS, own_home).faults if "resident_population" in fault.en]
    assert told[0].startswith("scenario trend: with half the step resident_population differs by ")
    assert len(told) == 2  # the plan too; the other method has the same step


def test_results_that_hang_on_the_method(own_home: Path) -> None:
    change(own_home, "INTEG (migration, 22)", "INTEG (migration*IF THEN ELSE(Time > 2025.2,1,0), 22)")
    told = [fault.en for fault in outcome(STEPS, own_home).faults if "resident_population" in fault.en]
    assert any("by Runge and Kutta's method resident_population differs" in one for one in told)


# --- the command ------------------------------------------------------------------------------


def test_one_check_alone(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = Told(capsys, "check", "--home", str(own_home), "--only", "units", "--only", "reality")
    assert shown.code == 0
    assert "现实性" in shown.out
    assert "守恒" not in shown.out
    shown = Told(capsys, "check", "--only", "realty", "--lang", "fr", "--document")
    assert shown.code == 2
    assert 'no check "realty"' in shown.err
    assert 'Nearest: "reality".' in shown.err
    assert "--lang fr" in shown.err
    assert "cannot go with --only" in shown.err


def test_the_document_tells_what_is_not_passed(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = home_with(own_home, "capital > 1000")
    (home / "docs").write_text("no folder", encoding="utf-8")
    assert Told(capsys, "check", "--home", str(home), "--document").code == 2
    (home / "docs").unlink()
    assert Told(capsys, "check", "--home", str(home), "--document").code == 1
    text = (home / "docs" / "confidence.md").read_text(encoding="utf-8")
    assert "| ✗ 未通过 not passed<br>capital \\> 1000：2020 年左边 1,000，右边 1,000 |" in text
    assert "No investment (scenario trend): expected capital \\> 1000; in 2020" in text
