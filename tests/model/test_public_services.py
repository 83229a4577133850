"""Pre-school places, and the shares of government services that are scenario inputs."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.model.runs import remaining, whole_run

SHARES = ("online services", "service satisfaction", "same day services", "one visit services")


@pytest.mark.parametrize("name", SHARES)
def test_the_gap_to_all_closes_at_the_rate_of_the_effort(name: str) -> None:
    run = whole_run("trend", {"government service effort from": 2.0, "government service effort to": 2.0})
    gap, rate = 1 - run[name][:, 0], float(run[f"{name} closing rate"][0, 0])
    assert_allclose(gap[1:] / gap[:-1], remaining(2 * rate), rtol=1e-9)


@pytest.mark.parametrize("name", SHARES)
def test_without_effort_nothing_changes_and_with_the_utmost_it_stays_a_share(name: str) -> None:
    none = whole_run("trend", {"government service effort from": 0.0, "government service effort to": 0.0})
    assert_allclose(np.diff(none[name][:, 0]), 0, atol=1e-15)
    utmost = whole_run("trend", {"government service effort from": 4.0, "government service effort to": 4.0})
    assert ((utmost[name] >= 0) & (utmost[name] <= 1)).all()


def test_children_find_places_only_where_places_exist() -> None:
    run = whole_run("vision")
    limit = run["preschool gross ceiling"] * run["children of preschool age"]
    assert_allclose(run["children enrolled"], np.minimum(run["preschool places"], limit), rtol=1e-12)
    none = whole_run("vision", {"base preschool construction": 0.0})
    assert (np.diff(none["preschool places"][:, 0]) < 0).all()
    assert none["children enrolled"][-1, 0] < none["children of preschool age"][-1, 0]
