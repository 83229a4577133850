"""Identifiability: constants that offset one another, and combinations that the data pin."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.calibration.identifiability import TradeOff, trade_offs
from tests.analysis.synthetic import fit_of, make_synthetic, model_text


def test_constants_that_offset_one_another_are_named(own_home: Path) -> None:
    make_synthetic(own_home)
    mdl = own_home / "model" / "teda.mdl"
    text = model_text(own_home).replace("migration, 22)", "migration+commuters settling, 22)")
    mdl.write_text(
        text.replace("migration= 1", "commuters settling= 0\n\t~\t万人/年\n\t~\t\n\t|\n\nmigration= 1")
    )
    parameters = own_home / "model" / "parameters.yaml"
    parameters.write_text(
        parameters.read_text("utf-8") + "commuters settling:\n"
        "  name: {zh: 定居, en: Settling}\n  grade: D\n  reason: {zh: 假设。, en: An assumption.}\n"
        "  distribution: {kind: triangular, low: -2, high: 2}\n  prior: 0\n",
        encoding="utf-8",
    )
    found = trade_offs(fit_of(own_home))
    assert [one.keys for one in found] == [("migration", "commuters settling")]
    # Both move residents alike: their sum is identified, their difference is not.
    assert found[0].pinned == 1
    assert found[0].singular_values[1] == pytest.approx(0, abs=1e-6)


def test_pinned_combinations_are_counted_by_hand() -> None:
    assert TradeOff(("a", "b", "c"), (3.0, 1.0, 0.99)).pinned == 2
