"""The model's figure for each observation, computed by hand in the small model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.outcomes.indicators import indicators
from sim.outcomes.observed import compare_observations
from sim.run.single import prepare, run_scenario
from sim.scenario.workspace import load_workspace

HEAD = "indicator,variable,measure,year,value,bound,unit,price_basis,grade,source,use\n"
# Capital is 1000 at the end of 2019 and grows by 100 a year; output is five times that at a year's start.
ROWS = {
    "gross_output,,flow,2021,1,,,,A,s1,": 5500,
    "gross_output,,flow,2021H1,1,,,,A,s1,": 2750,
    "gross_output,,flow,2022Q1,1,,,,A,s1,": 1500,
    "gross_output,,flow,2023M1-2,1,,,,A,s1,": 6500 / 6,
    ",output,growth,2021H1,1,,%,none,A,s1,": 10,
    "output_growth,,growth,2022,1,,,,A,s1,": 100 / 11,
    "resident_population,,stock,2021H1,1,,,,A,s1,": 23.5,
    ",demand[automobiles] + demand[health],stock,2021,1,,亿元/年,none,A,s1,": 30,
    "energy_intensity,,ratio,2022,1,,,,A,s1,": 1 / 6,
    "energy_intensity_reduction,,reduction,2022,1,,,,A,s1,": 100 * (1 - 5 / 6),
    "investment_sum,,five_year_sum,2022,1,,,,A,s1,": 100,
}


def test_every_measure_over_its_period(own_home: Path) -> None:
    (own_home / "model" / "observations.csv").write_text(HEAD + "\n".join(ROWS) + "\n", encoding="utf-8")
    workspace = load_workspace(own_home)
    found = compare_observations(prepare("trend", (), workspace), workspace)
    assert [float(one.figure[0]) for one in found] == pytest.approx(list(ROWS.values()))


def test_a_member_has_its_own_figure(own_home: Path) -> None:
    (own_home / "model" / "observations.csv").write_text(HEAD + next(iter(ROWS)) + "\n", encoding="utf-8")
    workspace = load_workspace(own_home)
    draws = {"output per capital": np.array([5.0, 4.0])}
    [one] = compare_observations(prepare("trend", (), workspace), workspace, draws=draws)
    assert one.figure.tolist() == pytest.approx([5500, 4400])


def test_nothing_observed_needs_no_run(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    assert compare_observations(prepare("trend", (), workspace), workspace) == []


def test_years_are_those_of_the_indicators() -> None:
    workspace = load_workspace()
    table = indicators(run_scenario("trend"))
    found = compare_observations(prepare("trend", (), workspace), workspace)
    assert len(found) == len(workspace.registry.observed)
    whole = [one for one in found if one.seen.indicator and one.seen.period.is_year]
    assert len(whole) >= 8
    for one in whole:
        value = table.rows[one.seen.indicator].value(one.seen.year)
        assert value is not None
        assert one.figure[0] == pytest.approx(value[0], rel=1e-9)
