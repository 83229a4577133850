"""The simulated year 2020 against the plan's 2020 column, and the start of the run."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.checks.base_year import BASE, BaseYearFigure, base_year_figures
from sim.analysis.checks.start_up import START_UP
from sim.registry.load import load_registry
from sim.run.single import run_scenario
from sim.scenario.workspace import load_workspace
from tests.model.runs import outcome, whole_run


@pytest.fixture(scope="module")
def trend() -> list[BaseYearFigure]:
    return base_year_figures(run_scenario("trend"))


def test_about_twenty_published_level_rows_of_2020_are_computed(trend: list[BaseYearFigure]) -> None:
    assert sum(not figure.is_estimated for figure in trend) >= 19


def test_2020_is_reproduced_within_one_percent_or_within_its_estimate() -> None:
    assert outcome(BASE).faults == ()


def test_every_modelled_level_has_a_base_published_or_estimated() -> None:
    lacking = [
        key
        for key, entry in load_registry().indicators.items()
        if entry.is_modelled and entry.base is None and entry.measure not in ("growth", "peak_year")
    ]
    assert lacking == []


def test_the_scenarios_part_only_after_2020() -> None:
    first, *others = (base_year_figures(run_scenario(name)) for name in ("trend", "plan", "vision"))
    assert all(other == first for other in others)


def test_the_price_index_of_2020_is_exactly_one() -> None:
    real, nominal = "gross industrial output", "gross industrial output at current prices"
    run = whole_run("trend", integrals=(real, nominal))
    assert np.array_equal(run.integral(real)[1], run.integral(nominal)[1])


def test_prices_drive_nothing_but_current_prices() -> None:
    variables = load_workspace().model.variables
    indices = ("producer price index", "investment price index", "deflator index")
    users = {name for index in indices for name in variables[index].uses} - set(indices)
    assert all(name.endswith("at current prices") for name in users)
    assert all(not variables[name].uses for name in users)


def test_no_stock_jumps_at_the_start() -> None:
    assert outcome(START_UP).faults == ()
