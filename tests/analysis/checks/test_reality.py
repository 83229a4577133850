"""Reality checks on a model whose results are known by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.checks.check import Found
from sim.analysis.checks.reality import REALITY
from tests.analysis.checks.homes import REALITY_CHECK, change, home_with, outcome


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
def test_predicates_that_hold_by_hand(own_home: Path, expect: str) -> None:
    assert outcome(REALITY, home_with(own_home, expect)) == Found(1, ())


def test_a_multiple_is_of_what_the_scenario_has(own_home: Path) -> None:
    home = home_with(own_home, "public investment = 400 in 2035", "public investment: x2", "plan")
    assert outcome(REALITY, home).is_passed  # 200 in the plan
    home = home_with(own_home, "total(demand growth) = 0.15 in 2030", "clean share: x2", "plan")
    assert outcome(REALITY, home).is_passed


def test_failures_state_expectation_result_and_time(own_home: Path) -> None:
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
    change(own_home, "teda.mdl", "INTEG (migration, 22)", "INTEG (migration*energy/energy, 22)")
    home = home_with(own_home, "residents > 0", "energy: 0")
    with (home / "model" / "checks.yaml").open("a", encoding="utf-8") as file:
        file.write(REALITY_CHECK.partition("\n")[2].replace("none", "sound").replace("SCENARIO", "trend"))
    text = (home / "model" / "checks.yaml").read_text(encoding="utf-8")
    (home / "model" / "checks.yaml").write_text(
        text.replace("SET", "public investment: 0").replace("EXPECT", "capital = 1000"), encoding="utf-8"
    )
    [fault] = outcome(REALITY, home).faults
    assert Path(fault.place).name == "checks.yaml:2"
    assert fault.en == (
        "No investment (scenario trend): residents is not a finite number from 2020 on. "
        "Bound it in its equation."
    )
