"""Reality checks and the base year in members of the prior, on a model whose results are known by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.checks.drawn import MEMBERS, drawn, unseen
from sim.analysis.checks.drawn_base import DRAWN_BASE, drawn_base
from sim.analysis.checks.drawn_trials import DRAWN_REALITY, drawn_trials
from sim.analysis.checks.expectations import read_trials
from sim.analysis.checks.trials import run_trials
from sim.scenario.workspace import load_workspace
from tests.analysis.checks.homes import change, home_with, outcome


def test_members_are_of_the_prior_and_what_a_scenario_sets_is_not_drawn(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    values = drawn(workspace, {})["output per capital"]
    assert values.shape == (MEMBERS,)
    assert 4 < values.min() < values.max() < 6
    assert drawn(workspace, {"output per capital": 5}) == {}


@pytest.mark.parametrize(
    ("expect", "share"),
    [
        ("output > 5 * opening(capital)", 0.5),  # a symmetric triangle from 4 to 6
        ("output < 5.5 * opening(capital) from 2021", 0.875),
        ("capital = 1000", 1),
        ("base(capital) = 1000 + 100 * years", 1),
        ("added(total investment) = 0", 1),
        ("total(demand) = 30", 1),
        ("base(output) = base(capital) * output / capital", 1),
    ],
)
def test_the_share_of_members_in_which_an_expectation_holds(
    own_home: Path, expect: str, share: float
) -> None:
    home = home_with(own_home, expect)
    [judged] = drawn_trials(load_workspace(home), unseen)
    assert judged.share == pytest.approx(share, abs=0.003)  # of Sobol's points
    assert (judged.first is None) == (share == 1)
    assert judged.broken == ("" if share == 1 else expect)


def test_a_multiple_is_of_what_the_member_has(own_home: Path) -> None:
    [judged] = drawn_trials(
        load_workspace(home_with(own_home, "output = 2 * base(output) / base(capital) * capital",
                                 "output per capital: x2")), unseen
    )  # fmt: skip
    assert judged.share == 1


def test_the_single_run_passes_where_members_fail(own_home: Path) -> None:
    home = home_with(own_home, "output > 4.5 * opening(capital)")
    workspace = load_workspace(home)
    assert all(each.is_passed for each in run_trials(read_trials(workspace).reality, workspace))
    [fault] = outcome(DRAWN_REALITY, home).faults
    [judged] = drawn_trials(workspace, unseen)
    assert Path(fault.place).name == "checks.yaml:2"
    assert fault.en == (
        f"No investment: it holds in only {judged.share:.1%} of the members and must in 99%; the first in "
        f"which it does not is member {judged.first}: expected output > 4.5 * opening(capital)."
    )
    values = drawn(workspace, {})["output per capital"]
    assert judged.first == int(np.argmax(values <= 4.5))


def test_a_member_that_breaks_does_not_hold(own_home: Path) -> None:
    change(
        own_home, "teda.mdl", "INTEG (migration, 22)", "INTEG (migration/MAX(0,output per capital-4.5), 22)"
    )
    [judged] = drawn_trials(load_workspace(home_with(own_home, "residents > 0")), unseen)
    assert judged.share == pytest.approx(0.875, abs=0.003)
    assert judged.broken == ""


def test_the_base_year_in_draws(own_home: Path) -> None:
    found = drawn_base(load_workspace(own_home), unseen)
    assert found.by_figure["resident_population"] == 1
    assert found.by_figure["gross_output"] < 0.2  # of output per capital as it is drawn
    assert found.share <= found.by_figure["gross_output"]
    faults = outcome(DRAWN_BASE, own_home).faults
    assert any("of the members reproduce the base of gross_output" in fault.en for fault in faults)
    change(
        own_home,
        "parameters.yaml",
        "distribution: {kind: triangular, low: 4, high: 6}",
        "distribution: {kind: fixed, by: choice}",
    )
    assert outcome(DRAWN_BASE, own_home).is_passed
