"""Runs of the shipped scenarios that keep every variable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.analysis.checks.check import Check, Found
from sim.engine.model import Run
from sim.run.single import prepare
from sim.scenario.workspace import load_workspace


def whole_run(
    scenario: str, settings: Mapping[str, float] | None = None, integrals: Iterable[str] = ()
) -> Run:
    """Return a run of a scenario with all its variables, and the yearly integrals asked for."""
    workspace = load_workspace()
    constants = prepare(scenario, dict(settings or {}), workspace).constants
    return workspace.model.simulate(constants, integrals=integrals)


def remaining(rate: float) -> float:
    """Return what the model's method leaves of a stock after a year of a yearly rate of loss."""
    step = load_workspace().model.time_step
    return float((1 - rate * step + (rate * step) ** 2 / 2) ** round(1 / step))


def outcome(check: Check) -> Found:
    """Return what a check finds in the shipped home."""
    return check.run(load_workspace(), lambda _done, _total: None)
