"""A sound small model passes every check of the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.checks.base_year import BASE
from sim.analysis.checks.check import Check
from sim.analysis.checks.robustness import ROBUSTNESS
from sim.analysis.checks.start_up import START_UP
from sim.analysis.checks.units import UNITS
from tests.analysis.checks.homes import outcome


@pytest.mark.parametrize("check", [UNITS, BASE, START_UP, ROBUSTNESS], ids=lambda check: check.key)
def test_the_small_model_passes(check: Check, small_home: Path) -> None:
    found = outcome(check, small_home)
    assert found.examined > 0
    assert found.is_passed
