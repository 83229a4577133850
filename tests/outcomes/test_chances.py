"""Probabilities beside a single run: those of an ensemble, kept on disk, and what marks follow from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.ensembles.ensemble import run_ensemble
from sim.outcomes.chances import Chances, chances_of, met_with
from sim.outcomes.indicators import indicators
from sim.places import CACHE
from sim.run.single import prepare, run_scenario
from sim.scenario.workspace import Workspace, load_workspace
from tests.drawn_homes import likely_to_miss, without_ranges

OUTPUT = ("gross_output", 2025)


def chances(workspace: Workspace, settings: dict[str, float] | None = None) -> Chances:
    found = chances_of(prepare("trend", settings or {}, workspace), workspace)
    assert found is not None
    return found


def test_they_are_those_of_an_ensemble(small_home: Path) -> None:
    found = chances(load_workspace(small_home))
    targets = run_ensemble("trend", 1_000, 7, home=small_home).targets
    judged = targets[targets["met"].notna()]
    assert found.shares == {(row.indicator, row.year): row.met for row in judged.itertuples()}
    assert found.members == 1_000
    assert (found.facts["method"], found.facts["seed"]) == ("sobol", 7)  # the home ships no forecast
    assert found.of("medicine_demand", 2025) is None  # the scenario gives it


def test_they_are_kept_for_each_scenario_and_setting(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    workspace = load_workspace(own_home)
    first = chances(workspace)

    def files() -> set[str]:
        return {path.name for path in (tmp_path / "cache" / "kept").glob("chances-*")}

    (once,) = files()
    assert chances(workspace) == first
    assert files() == {once}
    assert chances(workspace, {"migration": 9}) != first
    assert len(files()) == 2


def test_a_target_counts_as_met_by_its_probability_and_not_by_the_run(own_home: Path) -> None:
    likely_to_miss(own_home)
    workspace = load_workspace(own_home)
    row = indicators(run_scenario("trend", home=own_home))["gross_output"]
    found = chances(workspace)
    assert met_with(None, row, 2025) is True
    assert found.of(*OUTPUT) == pytest.approx(1 / 3, abs=0.01)
    assert met_with(found, row, 2025) is False


def test_a_home_that_draws_nothing_has_none(own_home: Path) -> None:
    without_ranges(own_home)
    workspace = load_workspace(own_home)
    assert chances_of(prepare("trend", (), workspace), workspace) is None


@pytest.mark.slow
def test_the_shipped_forecast_and_the_prior_differ() -> None:
    workspace = load_workspace()
    plan = prepare("plan", (), workspace)
    forecast, prior = (chances_of(plan, workspace, draws) for draws in ("forecast", "prior"))
    assert forecast is not None
    assert prior is not None
    assert "forecast" in forecast.facts
    assert "forecast" not in prior.facts
    assert forecast.shares.keys() == prior.shares.keys()
    assert forecast.shares != prior.shares
