"""A run's figures for part-year observations, for sums of variables and for limits, by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.calibration.misfit import misses
from sim.analysis.calibration.observations import (
    Point,
    known_points,
    observation_error,
    run_points,
)
from sim.run.single import prepare
from sim.scenario.workspace import load_workspace

ROWS = """\
indicator,variable,measure,year,value,bound,unit,price_basis,grade,source,use
gross_output,,,2022H1,3000,,,,A,s1,validation
gross_output,,,2022,6000,>,,,A,s1,validation
,output,growth,2022,9,,%,none,B,s1,validation
,output + total investment,flow,2022M1-2,1200,,亿元,none,C,s1,validation
,residents,stock,2022H1,24.5,,万人,none,D,s1,validation
energy_intensity,,,2022,0.2,,,,A,s1,validation
energy_intensity_reduction,,,2022,15,,,,A,s1,validation
clean_share,,,2022,20,,,,A,s1,validation
gross_output,,,2023,1,,,,A,s1,setting
"""


@pytest.fixture
def home(own_home: Path) -> Path:
    (own_home / "model" / "observations.csv").write_text(ROWS, encoding="utf-8")
    return own_home


def _points(home: Path) -> tuple[Point, ...]:
    return tuple(point for point in known_points(load_workspace(home)) if not point.seen.is_set_by)


def test_figures_set_by_the_scenario_are_left_out(home: Path) -> None:
    assert [(one.id, one.seen.period.text("en")) for one in _points(home)] == [
        ("gross_output", "2022 H1"),
        ("gross_output", "2022"),
        ("output", "2022"),
        ("output + total investment", "2022 M1-M2"),
        ("residents", "2022 H1"),
        ("energy_intensity", "2022"),
        ("energy_intensity_reduction", "2022"),
    ]


def test_figures_by_hand(home: Path) -> None:
    workspace = load_workspace(home)
    scenario = prepare("trend", (), workspace)
    figures = run_points(_points(home), scenario, workspace, {"output per capital": np.array([5.0, 4.0])})
    assert figures[:, 0] == pytest.approx(
        [
            6000 / 2,  # capital of 1,200, half a year
            6000,
            100 * (1200 / 1100 - 1),
            (6000 + 100) / 6,
            22 + 2.5,
            1000 / 6000,
            100 * (1 - (1000 / 6000) / (1000 / 5000)),
        ]
    )
    assert figures[0, 1] == pytest.approx(4800 / 2)


def test_errors_follow_from_grade_measure_and_period(home: Path) -> None:
    assert [one.error for one in _points(home)] == pytest.approx(
        [
            0.015 * 3000,  # half a year, whose share is its length where no season is stated
            0.015 * 6000,
            1.5,  # a growth: points by grade
            0.06 * 1200,
            0.12 * 24.5,
            0.015 * 0.2,
            1.0,
        ]
    )


def test_a_figure_on_the_right_side_of_a_limit_is_not_a_miss(home: Path) -> None:
    least = _points(home)[1]
    assert misses([least], np.array([[5880.0, 6120.0]])) == pytest.approx(np.array([[-120 / 90, 0.0]]))


def test_the_error_of_a_simulated_figure_is_that_of_its_publication(home: Path) -> None:
    workspace = load_workspace(home)
    seen = {(one.id, one.seen.period.code): one.seen for one in _points(home)}
    output = observation_error(seen["gross_output", "2022"], workspace, np.array([6000.0, 100.0, 1.0]))
    assert output == pytest.approx([0.015 * 6000, 0.015 * 100, 0.5])  # at least half a printed digit
    assert observation_error(seen["output", "2022"], workspace, np.array([9.0, -50.0])).tolist() == [1.5, 1.5]
