"""Conditioning: a known answer, the same bits for any threads, taken up again, refusals, and what is read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

import sim
from sim.analysis.checks.drawn import unseen
from sim.analysis.checks.drawn_base import drawn_base
from sim.analysis.conditioning.shipping import is_fresh
from sim.analysis.conditioning.tempering import Stage, first_stage, stages
from sim.arrays import Array
from sim.errors import SimError
from sim.sampling.forecast import shipped_forecast
from sim.scenario.workspace import Workspace, load_workspace
from tests.analysis.record.homes import write_observations

MEMBERS = 2_048


@dataclass(frozen=True, eq=False)
class Linear:
    """Misfits linear in standard normal variates, whose posterior is known."""

    slopes: Array
    constant: Array

    def misses(self, z: Array) -> Array:
        return self.slopes @ z + self.constant[:, None]

    def log_likelihood(self, misses: Array) -> Array:
        return np.asarray(-(misses**2).sum(axis=0) / 2)

    @property
    def blocks(self) -> tuple[NDArray[np.int64], ...]:
        return (np.arange(5, self.slopes.shape[1]),)

    @property
    def regressed(self) -> Array:
        return np.ones(len(self.constant), dtype=np.bool_)


def conditioned(target: Linear, members: int, seed: int = 3) -> Stage:
    z = np.random.default_rng(seed).standard_normal((target.slopes.shape[1], members))
    begun = first_stage(z, target.misses(z), target)
    *_, last = stages(begun, target, seed, lambda _: None)
    return last


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


@pytest.mark.parametrize("members", [MEMBERS, pytest.param(65_536, marks=pytest.mark.slow)])
def test_the_posterior_of_a_linear_normal_problem_is_met(members: int) -> None:
    random = np.random.default_rng(1)
    target = Linear(1.5 * random.standard_normal((6, 20)), random.standard_normal(6))
    covariance = np.linalg.inv(np.eye(20) + target.slopes.T @ target.slopes)
    mean = -covariance @ target.slopes.T @ target.constant
    last = conditioned(target, members)
    assert last.is_last
    error = np.sqrt(np.diag(covariance) / last.effective)
    assert (np.abs(last.z.mean(axis=1) - mean) < 3 * error).all()
    off = last.z.var(axis=1) / np.diag(covariance) - 1
    assert (np.abs(off) < 3 * np.sqrt(2 / last.effective)).all()


def test_a_stage_taken_up_again_goes_on_with_the_same_bits() -> None:
    random = np.random.default_rng(2)
    target = Linear(2 * random.standard_normal((5, 12)), random.standard_normal(5))
    z = random.standard_normal((12, 256))
    every = list(stages(first_stage(z, target.misses(z), target), target, 5, lambda _: None))
    assert len(every) > 2
    again = list(stages(every[0], target, 5, lambda _: None))
    np.testing.assert_array_equal(every[-1].z, again[-1].z)


def test_members_of_the_prior_reproduce_the_base_year(workspace: Workspace) -> None:
    """Within the printed digits of what is published, within the range of what is estimated."""
    assert drawn_base(workspace, unseen).is_passed


def test_the_shipped_forecast_is_of_this_model_prior_and_observations(workspace: Workspace) -> None:
    """After a change of either it is made again: teda rebuild."""
    assert is_fresh(workspace)
    forecast = shipped_forecast(workspace)
    assert forecast is not None
    assert forecast.rows == MEMBERS
    block = forecast.block(0, 8)
    np.testing.assert_array_equal(forecast.block(MEMBERS, MEMBERS + 8)[:50], block[:50])


@pytest.mark.slow
def test_the_same_bits_with_any_threads_and_without_later_figures(tmp_path: Path) -> None:
    one = sim.condition(known_by="2021-12-31", members=64, threads=1)
    home = Path(shutil.copytree(load_workspace().home.folder / "model", tmp_path / "model")).parent
    shutil.copytree(load_workspace().home.folder / "scenarios", tmp_path / "scenarios")
    rows = home / "model" / "observations.csv"
    text = rows.read_text("utf-8").replace("stock,2022,1055", "stock,2022,1355")
    rows.write_text(text, encoding="utf-8")
    plan = home / "model" / "plans" / "14.yaml"
    plan.write_text(plan.read_text("utf-8").replace("2025: 7500", "2025: 9500"), encoding="utf-8")
    two = sim.condition(known_by="2021-12-31", members=64, threads=2, home=home)
    np.testing.assert_array_equal(one.values, two.values)


def refused(given: dict[str, object]) -> Callable[[], object]:
    return lambda: sim.condition(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "place", "en"),
    [
        ({"known_by": "2023-13-01"}, "known_by", "is no day"),
        ({"members": 8}, "members", "must be from 64 to 65,536"),
        ({"known_by": "2020-12-31", "members": 64}, "observations.csv", "nothing was observed by 2020-12-31"),
        ({"actuals": "nowhere", "members": 64}, "nowhere", "holds no observations.csv"),
    ],
)
def test_wrong_requests(given: dict[str, object], place: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        refused(given)()
    (fault,) = caught.value.faults
    assert fault.place.endswith(place)
    assert en in fault.en


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SimError, match="holds no forecast"):
        sim.condition(members=64, out=tmp_path)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


@pytest.mark.slow
def test_sensitivity_is_of_the_forecast_unless_the_prior_is_asked_for() -> None:
    forecast = sim.sensitivity("trend", "gross_industrial_output", 2035)
    prior = sim.sensitivity("trend", "gross_industrial_output", 2035, "main", sampling="sobol")
    assert (forecast.method, forecast.last_year, prior.last_year) == ("main", 2025, None)
    widths = [np.ptp(study.rankings[0].quantiles) for study in (forecast, prior)]
    assert widths[0] < widths[1]
    assert forecast.rankings[0].rest > 0.3  # disturbances of the years to come


@pytest.mark.slow
def test_ranks_of_truths_among_their_members_are_uniform() -> None:
    """Simulation-based calibration, small; that of the shipped model is benchmarks/calibrated.py."""
    random = np.random.default_rng(8)
    slopes = 1.5 * random.standard_normal((6, 12))
    ranks = []
    for number in range(80):
        truth = random.standard_normal(12)
        target = Linear(slopes, -slopes @ truth + random.standard_normal(6))
        last = conditioned(target, 256, seed=number)
        ranks.append((last.z < truth[:, None]).mean(axis=1))
    found = np.array(ranks)
    p = [stats.chisquare(np.histogram(row, 5, (0, 1))[0]).pvalue for row in found.T]
    assert np.mean(np.array(p) > 0.01) >= 0.9
    assert 0.87 <= ((found > 0.05) & (found < 0.95)).mean() <= 0.93


def test_draws_of_another_model_are_refused(small_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(small_home, tmp_path / "home"))
    write_observations(home)
    sim.condition(members=64, out=tmp_path / "made", home=home)
    table = tmp_path / "made" / "draws.parquet"
    assert "4 members by table" in repr(sim.run_ensemble("trend", 4, draws=table, home=home))
    parameters = home / "model" / "parameters.yaml"
    parameters.write_text(parameters.read_text("utf-8").replace("high: 6}", "high: 7}"), encoding="utf-8")
    with pytest.raises(SimError, match="forecast of another registry"):
        sim.run_ensemble("trend", 4, draws=table, home=home)
