"""Units of every equation."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.units import UNITS
from tests.analysis.checks.homes import change, reported


def test_units_that_do_not_balance(own_home: Path) -> None:
    change(own_home, "teda.mdl", "output= capital*output per capital", "output= capital+output per capital")
    [(place, en)] = reported(UNITS, own_home).items()
    assert place == "teda.mdl:17"
    assert '"output"' in en
