"""Loop knockouts where each loop is active, and the order in which energy is cut."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from sim.analysis.checks.loops import cut_loops
from sim.registry.load import load_registry
from sim.scenario.workspace import load_workspace
from tests.model.runs import whole_run

LOOPS = load_registry().loops
FIRST_EDITION = {"R1", "R2", "R3", "B1", "B2", "B3", "B4", "B8"}
SCENARIOS = ("trend", "plan", "vision")


def test_the_loops_of_the_first_edition_are_there() -> None:
    assert set(LOOPS) >= FIRST_EDITION
    assert all(loop.switch == f"switch {key}" for key, loop in LOOPS.items())


def test_cutting_each_loop_moves_its_indicator_as_stated() -> None:
    assert {cut.key: cut.change for cut in cut_loops(load_workspace()) if not cut.is_as_stated} == {}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_cap_on_carbon_lowers_output_and_raises_efficiency_investment(scenario: str) -> None:
    cap = {"carbon cap from": 1100.0, "carbon cap to": 700.0}
    signs = {"gross industrial output": -1, "energy use": -1, "efficiency investment": 1}
    free, capped = (whole_run(scenario, settings, signs) for settings in ({}, cap))
    for name, sign in signs.items():
        before, after = (run.integral(name)[1:, 0].sum() for run in (free, capped))
        assert sign * (after - before) > 0.01 * before, name


def test_homes_and_services_are_cut_only_when_industry_has_given_its_part() -> None:
    short = {
        "base energy supply capacity": 250.0,
        "energy supply construction to": 0.0,
        "supply reserve": 0.0,
    }
    run = whole_run("trend", short)
    most = float(run["curtailable share"].flat[0]) * run["heavy energy demand"].sum(axis=2)
    homes, given = run["cut of services and homes"], run["cut of heavy industry"]
    assert (homes > 0).any()
    assert_allclose(given[homes > 0], most[homes > 0], rtol=1e-12)
    assert_allclose(run["energy use"], np.minimum(run["energy demand"], run["energy supply"]), rtol=1e-9)


def test_without_energy_nothing_is_made() -> None:
    supply = {
        "base energy supply capacity": 0.0,
        "supply reserve": 0.0,
        "energy supply construction from": 0.0,
    }
    none = supply | {"energy supply construction to": 0.0, "base carrier use[renewables]": 0.0}
    clean = {"clean energy construction from": 0.0, "clean energy construction to": 0.0}
    run = whole_run("trend", none | clean)
    assert_allclose(run["gross industrial output"], 0, atol=1e-9)
    assert_allclose(run["services value added"], 0, atol=1e-9)
