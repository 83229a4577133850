"""Proof of each indicator's kind."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.kinds import KINDS
from tests.analysis.checks.homes import reported


def test_a_causal_indicator_without_levers_is_reported(own_home: Path) -> None:
    place, en = next(item for item in reported(KINDS, own_home).items() if "resident_population" in item[1])
    assert place.startswith("indicators.yaml:")
    assert "it depends on 1 stocks and 0 levers, and 0 levers move it" in en
