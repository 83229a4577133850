"""Air, green area and contaminated land."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose

from sim.scenario.workspace import load_workspace
from tests.model.runs import remaining, whole_run


def test_pm25_is_background_and_local_part() -> None:
    run = whole_run("vision")
    assert_allclose(run["pm25"], run["background pm25"] + run["local pm25"], rtol=1e-12)


def test_spending_clears_the_air_greens_the_core_and_treats_land() -> None:
    more = whole_run("trend", {"environmental spending to": 30.0})
    trend = whole_run("trend")
    none = whole_run("trend", {"environmental spending from": 0.0, "environmental spending to": 0.0})
    for name, sign in (
        ("pm25", -1),
        ("good air share", 1),
        ("green coverage", 1),
        ("safe use share", 1),
        ("life expectancy", 1),
    ):
        low, middle, high = (sign * run[name][-1, 0] for run in (none, trend, more))
        assert low < middle < high, name
    assert_allclose(np.diff(none["contaminated land in safe use"][:, 0]), 0, atol=1e-12)
    decay = none["abatement capital"][1:, 0] / none["abatement capital"][:-1, 0]
    rate = load_workspace().model.constants["abatement depreciation rate"]
    assert_allclose(decay, remaining(rate), rtol=1e-9)


def test_the_land_on_record_is_awaiting_treatment_or_in_safe_use() -> None:
    names = ("contaminated land found", "contaminated land treated")
    run = whole_run("plan", integrals=names)
    land = run["contaminated land awaiting"] + run["contaminated land in safe use"]
    assert_allclose(np.diff(land[:, 0]), run.integral(names[0])[1:, 0], atol=1e-9)


def test_green_coverage_stays_below_its_limit() -> None:
    run = whole_run("trend", {"environmental spending from": 40.0, "environmental spending to": 40.0})
    assert (run["green coverage"] < run["green coverage limit"]).all()
