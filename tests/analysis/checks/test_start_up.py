"""A smooth start."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.start_up import START_UP
from tests.analysis.checks.homes import change, outcome, reported


def test_a_stock_that_jumps_at_the_start_unless_its_cause_is_stated(own_home: Path) -> None:
    change(own_home, "teda.mdl", "INTEG (migration, 22)", "INTEG (migration*(1+STEP(2,2020)), 22)")
    [en] = reported(START_UP, own_home).values()
    assert 'the stock "residents" changes by +1 in the first year and +3 in the second' in en
    file = own_home / "model" / "start_up.yaml"
    file.write_text("causes:\n  residents: {zh: 新城, en: A new town}\n", encoding="utf-8")
    assert outcome(START_UP, own_home).is_passed
    file.write_text("causes:\n  resident: {zh: 新城, en: A new town}\n", encoding="utf-8")
    assert reported(START_UP, own_home) == {
        "start_up.yaml:2": 'the model has no stock "resident". Nearest: "residents".'
    }
