"""Trials in one batch."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.expectations import read_trials
from sim.analysis.checks.trials import run_trials
from sim.scenario.workspace import load_workspace
from tests.analysis.checks.homes import home_with


def test_all_checks_run_in_one_batch(small_home: Path, own_home: Path) -> None:
    assert run_trials((), load_workspace(small_home)) == ()
    home = home_with(own_home, "capital = 1000")
    [result] = run_trials(read_trials(load_workspace(home)).reality, load_workspace(home))
    [answer] = result.answers
    assert (answer.year, answer.left, answer.right, answer.element) == (2035, 1000, 1000, "")
