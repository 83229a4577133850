"""The simulated year 2020 against the plan's 2020 column, and the start of the run."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.base_year import BaseYearFigure, base_year_figures
from sim.registry.load import load_registry
from sim.run.single import run_scenario
from sim.scenario.workspace import load_workspace
from tests.model.runs import whole_run

STATED_CAUSES = (
    "certificates",  # the cohorts differ in size, as published
    "time into the year",
    "approved",  # capital of health and chemicals grows 8% in 2020, and services run short of room
    "eaglet firms",  # technology SMEs grew by a third in 2020, as published, and eaglets follow
    "incubators under construction",  # and so do their tenants
    "nev capital",  # the national market share of new-energy vehicles more than doubled in 2021
)
EVENTS = {  # known events of 2021 and later, without which nothing jumps at the start
    "rebound 2021": 0.0,
    "shock 2022": 0.0,
    "late pipeline[health]": 0.0,
    "late pipeline[chemicals]": 0.0,
    "ethylene project from": 0.0,
    "ethylene project to": 0.0,
}


@pytest.fixture(scope="module")
def trend() -> list[BaseYearFigure]:
    return base_year_figures(run_scenario("trend"))


def test_about_twenty_published_level_rows_of_2020_are_computed(trend: list[BaseYearFigure]) -> None:
    assert sum(not figure.is_estimated for figure in trend) >= 19


def test_2020_is_reproduced_within_one_percent_or_within_its_estimate(trend: list[BaseYearFigure]) -> None:
    assert [figure for figure in trend if not figure.is_met] == []


def test_every_target_of_a_modelled_level_has_a_base_published_or_estimated() -> None:
    lacking = [
        key
        for key, entry in load_registry().indicators.items()
        if entry.is_modelled and entry.base is None and entry.measure != "growth"
    ]
    assert lacking == []


def test_the_scenarios_part_only_after_2020() -> None:
    first, *others = (base_year_figures(run_scenario(name)) for name in ("trend", "plan", "vision"))
    assert all(other == first for other in others)


def test_the_price_index_of_2020_is_exactly_one() -> None:
    real, nominal = "gross industrial output", "gross industrial output at current prices"
    run = whole_run("trend", integrals=(real, nominal))
    assert np.array_equal(run.integral(real)[1], run.integral(nominal)[1])


def test_the_price_index_drives_nothing_but_current_prices() -> None:
    variables = load_workspace().model.variables
    assert all(name.endswith("at current prices") for name in variables["price index"].uses)
    users = [variables[name] for name in variables["price index"].uses]
    assert all(not user.uses for user in users)


def test_no_stock_jumps_at_the_start() -> None:
    """The changes of 2020 and of 2021 are within a fifth of each other, or 1.5% of the stock."""
    model, run = load_workspace().model, whole_run("trend", EVENTS)
    for name, variable in model.variables.items():
        if variable.kind != "stock" or name.startswith(STATED_CAUSES):
            continue
        stock = run[name][:3, 0]
        first, second = np.diff(stock, axis=0)
        slack = np.maximum(0.2 * np.maximum(abs(first), abs(second)), 0.015 * abs(stock[0]))
        assert (abs(second - first) <= slack + 0.005).all(), name
