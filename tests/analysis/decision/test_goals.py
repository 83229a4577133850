"""Goals as text: what is read, at which precision they are met, and what contradicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.decision.goals import Goal, read_goals
from sim.errors import SimError
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import run_scenario
from sim.scenario.workspace import load_workspace


def one(text: str, home: Path) -> Goal:
    (found,) = read_goals([text], load_workspace(home))
    return found


@pytest.mark.parametrize("text", ["gross_output>=7500@2025", "工业总产值 ≥ 7,500 ＠ 2025", "工业总产值@2025"])
def test_a_goal_in_several_spellings(text: str, small_home: Path) -> None:
    assert str(one(text, small_home)) == "gross_output>=7500@2025"


def test_what_is_printed_decides(small_home: Path) -> None:
    """The trend's output of 2025 is 7,500: met at 7,500.4, which is printed as 7,500, and not at 7,501."""
    table: IndicatorTable = indicators(run_scenario("trend", home=small_home))
    for value, sign, met in (
        (7500, ">=", True), (7500.4, ">=", False), (7501, ">=", False), (7500, ">", False), (7499, ">", True),
        (7500, "<=", True), (7499, "<=", False),
    ):  # fmt: skip
        goal = one(f"gross_output{sign}{value}@2025", small_home)
        assert goal.met(table)[0] == met
        assert (goal.slack(table)[0] >= 0) == met
    assert one("gross_output>=7000@2025", small_home).slack(table)[0] == pytest.approx(500.5 / 7000)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["gross_output"], "is no target; write ID>=VALUE@YEAR"),
        (["gross_output<7500@2025"], "is no target; write ID>=VALUE@YEAR"),
        (["gross_outpt>=1@2025"], 'Nearest: "gross_output"'),
        (["gross_output>=1e400@2025"], "must not be above 1e+15"),
        (["gross_output>=1@2050"], "the years are 2021 to"),
        (["investment_sum>=1@2023"], "the years are 2025 to"),
        (["gross_output@2030"], "it has targets for 2025, 2035; or state a value"),
        (["demand_for_health>=1@2025"], "the scenario gives it"),
        (["clean_share>=1@2025"], "the scenario gives it"),
        (["satisfaction>=1@2025"], "does not compute it"),
        (["gross_output>=8000@2025", "gross_output<=7000@2025"], "contradict each other"),
        (["gross_output>=8000@2025", "gross_output>=7000@2025"], "keep the stricter one"),
    ],
)
def test_what_is_no_goal_is_told(texts: list[str], said: str, small_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        read_goals(texts, load_workspace(small_home))
    assert said in str(caught.value)
