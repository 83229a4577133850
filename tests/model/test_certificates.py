"""Certificates of national high-tech enterprises: yearly cohorts that live exactly three years."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from sim.engine.model import Run
from sim.sampling.forecast import shipped_forecast
from sim.scenario.load import find_scenario
from sim.scenario.workspace import load_workspace
from tests.model.runs import whole_run

pytestmark = pytest.mark.slow

EARLIER = (2017, 2018, 2019)  # years of the cohorts that stand at the start
PUBLISHED = {2020: 784, 2021: 892}  # 2022 is not for the fit to see


@pytest.fixture(scope="module")
def run() -> Run:
    return whole_run("trend", integrals=("certificates granted", "expired certificates"))


def granted(run: Run) -> dict[int, float]:
    years = run.time.astype(int)[1:]
    flow = run.integral("certificates granted")[1:, 0]
    constants = load_workspace().model.constants
    opening = {year: constants[f"certificates granted {year}"] for year in EARLIER}
    return {**opening, **dict(zip(years.tolist(), flow.tolist(), strict=True))}


def test_expiring_certificates_were_granted_three_years_before(run: Run) -> None:
    cohorts = granted(run)
    expired = run.integral("expired certificates")[1:, 0]
    assert_allclose(expired, [cohorts[year - 3] for year in range(2020, 2041)], rtol=1e-9)


def test_at_a_year_end_the_last_three_cohorts_are_valid(run: Run) -> None:
    cohorts = granted(run)
    valid = run["national high tech firms"][1:, 0]
    sums = [sum(cohorts[year - age] for age in range(3)) for year in range(2020, 2041)]
    assert_allclose(valid, sums, rtol=1e-9)
    assert_allclose(run["certificates in last year"][1:, 0], 0, atol=1e-9)


def test_no_certificate_is_lost(run: Run) -> None:
    change = np.diff(run["national high tech firms"][:, 0])
    net = run.integral("certificates granted")[1:, 0] - run.integral("expired certificates")[1:, 0]
    assert_allclose(change, net, atol=1e-9)


@pytest.fixture(scope="module")
def members() -> Run:
    """Return members of the forecast, whose disturbances of single years have been learned."""
    workspace = load_workspace()
    draws = shipped_forecast(workspace)
    assert draws is not None
    values = dict(zip(draws.keys, draws.block(0, 512), strict=True))
    constants = find_scenario("trend", workspace).constants
    return workspace.model.simulate({**constants, **values}, final_time=float(max(PUBLISHED)), save_every=1.0)


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_the_published_numbers_follow(members: Run, year: int) -> None:
    valid = members["national high tech firms"][members.time == year][0]
    assert np.median(valid) == pytest.approx(PUBLISHED[year], rel=0.01)


def test_the_echo_of_a_large_cohort_comes_three_years_later(run: Run) -> None:
    expired = run.integral("expired certificates")[:, 0]
    assert expired[run.time == 2022] == pytest.approx(201)
    assert expired[run.time == 2023] > 1.5 * expired[run.time == 2022]
