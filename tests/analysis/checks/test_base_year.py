"""Reproduction of the base year."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.base_year import BASE
from tests.analysis.checks.homes import change, reported


def test_a_base_that_is_missed_by_more_than_a_percent(own_home: Path) -> None:
    change(own_home, "indicators.yaml", "base: {year: 2020, value: 23}", "base: {year: 2020, value: 23.3}")
    [en] = reported(BASE, own_home).values()
    assert "resident_population is 23 in the simulated year 2020; it must be from 23.067 to 23.533" in en
