"""The ladder of firms, the incubators, institutes and talents: no unit is lost, and effort moves them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.model.runs import whole_run

LADDER = {  # stock: what comes in, what goes out
    "technology firms": (["technology firm entry"], ["technology firms lapsed"]),
    "eaglet firms": (["eaglet recognitions"], ["eaglet lapses", "gazelle graduations"]),
    "gazelle firms": (
        ["gazelle graduations"],
        ["gazelle lapses", "technology listings", "champion graduations"],
    ),
    "listed technology companies": (["technology listings"], ["technology delistings"]),
    "hidden champions": (["champion graduations"], ["champion losses"]),
    "municipal research institutes": (
        ["institute foundings"],
        ["institute closures", "institute promotions"],
    ),
    "national research institutes": (["institute promotions"], ["national institute closures"]),
}
FLOWS = sorted({flow for sides in LADDER.values() for side in sides for flow in side})
NURTURED = ("national incubators", "eaglet firms", "listed companies", "hidden champions", "innovation stars")


@pytest.mark.parametrize("scenario", ["trend", "vision"])
def test_no_firm_is_lost_on_the_ladder(scenario: str) -> None:
    run = whole_run(scenario, integrals=FLOWS)
    for stock, (coming, going) in LADDER.items():
        gained = sum(run.integral(flow)[1:, 0] for flow in coming)
        lost = sum(run.integral(flow)[1:, 0] for flow in going)
        assert_allclose(np.diff(run[stock][:, 0]), gained - lost, atol=1e-9, err_msg=stock)


def test_listed_companies_are_technology_companies_and_others() -> None:
    run = whole_run("plan")
    both = run["listed technology companies"] + run["other listed companies"]
    assert_allclose(run["listed companies"], both, rtol=1e-12)


def test_incubation_brings_firms_up_and_its_end_stops_them() -> None:
    trend = whole_run("trend")
    more = whole_run("trend", {"incubation effort to": 2.0})
    none = whole_run("trend", {"incubation effort from": 0.0, "incubation effort to": 0.0})
    for name in NURTURED:
        assert none[name][-1, 0] < trend[name][-1, 0] < more[name][-1, 0], name
    assert_allclose(np.diff(none["innovation stars"][:, 0]), 0, atol=1e-12)


def test_talent_support_brings_talent_and_people() -> None:
    trend, more = whole_run("trend"), whole_run("trend", {"talent support to": 2.0})
    for name in ("leading talents", "resident population", "talent effect", "schooling of new labour"):
        assert more[name][-1, 0] > trend[name][-1, 0], name


def test_new_energy_cars_follow_the_market_and_no_lines_are_renewed_without_it() -> None:
    trend = whole_run("trend")
    assert (np.diff(trend["nev share"][:, 0]) > 0).all()
    assert (trend["nev share"] <= trend["outside nev share"] + 0.02).all()
    none = whole_run("trend", {"local nev response": 0.0})
    assert (np.diff(none["nev capital"][:, 0]) <= 0).all()
