"""The shipped model under a halved step and at the extremes of its levers."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from sim.analysis.checks.robustness import ROBUSTNESS
from sim.analysis.indicators import indicators
from sim.run.single import run_scenario
from sim.scenario.workspace import load_workspace
from tests.model.runs import outcome

POINTS = ("growth", "reduction", "peak_year")  # in percent and in whole years: compared in points and years
CROSSING_ZERO = ("government_debt_ratio",)  # in percent too, and net: no share of it means anything near zero


def test_halving_the_step_moves_no_indicator_by_half_a_percent(tmp_path: Path) -> None:
    home = load_workspace().home
    shutil.copytree(home.scenarios, tmp_path / "scenarios")
    (tmp_path / "model").mkdir()
    for file in home.model.iterdir():
        text = file.read_text(encoding="utf-8")
        halved = text.replace("TIME STEP = 0.125", "TIME STEP = 0.0625")
        (tmp_path / "model" / file.name).write_text(halved, encoding="utf-8")
    for name in ("trend", "plan", "vision"):
        coarse, fine = indicators(run_scenario(name)), indicators(run_scenario(name, home=tmp_path))
        for key, row in coarse.rows.items():
            if row.series is None or fine.rows[key].series is None:
                continue
            change = abs(fine.rows[key].series - row.series)
            in_points = row.entry.measure in POINTS or key in CROSSING_ZERO
            limit = 0.5 if in_points else 0.005 * abs(row.series)
            assert (np.isnan(change) | (change < limit)).all(), (name, key)


def test_extreme_but_legal_values_break_nothing() -> None:
    assert outcome(ROBUSTNESS).faults == ()
