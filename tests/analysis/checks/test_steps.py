"""Convergence of the integration."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.steps import STEPS
from tests.analysis.checks.homes import change, outcome


def test_results_that_hang_on_the_step(own_home: Path) -> None:
    change(own_home, "teda.mdl", "INTEG (migration, 22)", "INTEG (migration*(1+TIME STEP), 22)")
    reported = [fault.en for fault in outcome(STEPS, own_home).faults if "resident_population" in fault.en]
    assert reported[0].startswith("scenario trend: with half the step resident_population differs by ")
    assert len(reported) == 2  # the plan too; the other method has the same step


def test_results_that_hang_on_the_method(own_home: Path) -> None:
    change(
        own_home, "teda.mdl", "INTEG (migration, 22)", "INTEG (migration*IF THEN ELSE(Time > 2025.2,1,0), 22)"
    )
    reported = [fault.en for fault in outcome(STEPS, own_home).faults if "resident_population" in fault.en]
    assert any("by Runge and Kutta's method resident_population differs" in one for one in reported)
