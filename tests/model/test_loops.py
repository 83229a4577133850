"""Each loop, cut where it is at work, and the energy cap."""

from __future__ import annotations

import pytest

from sim.analysis.indicators import indicators
from sim.registry.load import load_registry
from sim.run.single import run_scenario
from tests.model.runs import whole_run

LOOPS = load_registry().loops
FIRST_EDITION = {"R1", "R2", "R3", "B1", "B2", "B3", "B4", "B8"}
SCENARIOS = ("trend", "plan", "vision")
LAST = 2035


def figure(scenario: str, indicator: str, settings: dict[str, float] | None = None) -> float:
    value = indicators(run_scenario(scenario, settings)).rows[indicator].value(LAST)
    assert value is not None
    return float(value[0])


def test_the_loops_of_the_first_edition_are_there() -> None:
    assert set(LOOPS) >= FIRST_EDITION
    assert all(loop.switch == f"switch {key}" for key, loop in LOOPS.items())


@pytest.mark.parametrize("key", sorted(LOOPS))
def test_cutting_a_loop_moves_its_indicator_the_way_it_says(key: str) -> None:
    loop = LOOPS[key]
    closed = figure(loop.scenario, loop.indicator)
    cut = figure(loop.scenario, loop.indicator, {loop.switch: 0.0})
    change = cut / closed - 1
    assert abs(change) > 0.01
    assert (change > 0) == (loop.effect == "higher")


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
