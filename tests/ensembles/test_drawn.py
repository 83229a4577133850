"""Ensembles that pictures and tables run for themselves, and which one a word means."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.ensembles import completion
from sim.ensembles.drawn import _run, drawn_ensemble
from sim.ensembles.ensemble import run_ensemble
from sim.errors import SimError
from sim.run.single import prepare
from sim.scenario.workspace import load_workspace
from tests.drawn_homes import without_ranges


def test_it_is_run_once_and_is_that_of_the_command(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    found = drawn_ensemble(prepare("trend", (), workspace), workspace)
    assert found is not None
    assert drawn_ensemble(prepare("trend", (), workspace), workspace) is found
    other = drawn_ensemble(prepare("trend", {"migration": 9}, workspace), workspace)
    assert other is not None
    assert other.manifest["options"] == ["migration=9"]
    asked = run_ensemble("trend", 1_000, 7, home=small_home)
    pd.testing.assert_frame_equal(found.quantiles, asked.quantiles)
    pd.testing.assert_frame_equal(found.targets, asked.targets)


@pytest.mark.parametrize("name", ["trend", "趋势", "scenarios/trend.yaml"])
def test_the_probability_of_a_scenario(at_home: Path, name: str) -> None:
    (at_home / "trend").mkdir()  # a folder that holds no ensemble
    board = sim.probability(name)
    assert (board.scenario, board.manifest["members"]) == ("trend", 1_000)
    whole = sim.probability(run_ensemble("trend", 1_000, 7))
    assert board.to_frame().equals(whole.to_frame())


def test_a_loaded_scenario_is_of_its_own_home(small_home: Path) -> None:
    assert sim.probability(sim.load_scenario("trend", small_home)).scenario == "trend"


def test_a_folder_with_an_ensemble_comes_first(at_home: Path) -> None:
    run_ensemble("plan", 16, 3, "trend")
    assert sim.probability("trend").manifest["members"] == 16


def test_a_word_that_is_neither(at_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        sim.probability("trendd")
    assert str(caught.value) == (
        'trendd: 没有名为 "trendd" 的集合文件夹，也没有这个情景。最接近的是 "trend"。情景有：plan, trend。\n'
        '        neither an ensemble folder nor a scenario is called "trendd". Nearest: "trend". '
        "The scenarios are: plan, trend."
    )


def test_the_prior_of_an_ensemble_that_there_is(at_home: Path) -> None:
    made = run_ensemble("plan", 16, 3, "runs")
    for given in (made, "runs"):
        with pytest.raises(SimError, match=r"prior: runs 是已有的集合，`prior` 只用于情景"):
            sim.probability(given, prior=True)
    assert sim.probability("plan", prior=True).manifest["method"] == "sobol"


def test_a_home_that_draws_nothing(at_home: Path) -> None:
    without_ranges(at_home)
    with pytest.raises(SimError, match="没有一个参数给出要抽样的分布，没有达标概率。"):
        sim.probability("trend")


@pytest.mark.slow
def test_the_shipped_forecast_is_the_default() -> None:
    forecast, prior = (sim.probability("plan", prior=prior) for prior in (False, True))
    assert "forecast" in forecast.manifest
    assert "forecast" not in prior.manifest
    shares = [board.to_frame()["probability"].to_numpy() for board in (forecast, prior)]
    assert np.nanmax(np.abs(shares[0] - shares[1])) > 0.05


def test_one_kept_on_disk_is_the_one_that_was_run(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEDA_CACHE", str(tmp_path))
    workspace = load_workspace(small_home)
    _run.cache_clear()
    first = drawn_ensemble(prepare("trend", (), workspace), workspace)
    assert list((tmp_path / "kept").glob("drawn-*"))
    _run.cache_clear()
    monkeypatch.setattr(completion, "Batch", None)  # nothing may be run again
    again = drawn_ensemble(prepare("trend", (), workspace), workspace)
    assert first is not None
    assert again is not None
    assert again is not first
    assert again.manifest == first.manifest
    for one, other in ((again.quantiles, first.quantiles), (again.targets, first.targets)):
        pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(again.draws(), first.draws())
    monkeypatch.undo()
    _run.cache_clear()
