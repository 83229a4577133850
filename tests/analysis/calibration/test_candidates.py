"""Candidates for calibration, by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.analysis.calibration.candidates import candidates
from sim.scenario.workspace import load_workspace
from tests.analysis.synthetic import make_synthetic, replace


def test_candidates_are_the_constants_that_the_figures_could_move(own_home: Path) -> None:
    make_synthetic(own_home)
    replace(own_home, "parameters.yaml", "low: -1, high: 3}\n  prior: 1", "low: -1, high: 3}")
    found = {one.key: one for one in candidates("trend", load_workspace(own_home))}
    assert set(found) == {"output per capital", "migration"}
    assert found["output per capital"].is_fitted
    assert not found["migration"].is_fitted
    # One deviation, 0.8165, moves residents by 1 and 2 times that, in errors of 0.5.
    assert found["migration"].size == pytest.approx(np.sqrt(5) * np.sqrt(12 / 18) / 0.5, rel=1e-6)
