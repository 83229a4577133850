"""Loop knockouts where each loop is active, and the energy cap."""

from __future__ import annotations

import pytest

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
def test_a_tighter_cap_lowers_output_and_raises_efficiency_investment(scenario: str) -> None:
    tight = {"energy cap to": 0.8 * float(whole_run(scenario)["energy cap to"][0, 0])}
    signs = {"gross industrial output": -1, "energy use": -1, "efficiency investment": 1}
    free, capped = (whole_run(scenario, settings, signs) for settings in ({}, tight))
    for name, sign in signs.items():
        before, after = (run.integral(name)[-1, 0] for run in (free, capped))
        assert sign * (after - before) > 0.01 * before, name


def test_without_energy_nothing_is_made() -> None:
    none = {"energy cap from": 0.0, "energy cap to": 0.0}
    run = whole_run("trend", none)
    assert (run["gross industrial output"] == 0).all()
    assert (run["services value added"] == 0).all()
