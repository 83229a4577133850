"""The shipped model's calibration: usable, honest about what is fitted, blind to targets and later years."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sim.analysis.calibration.candidates import candidates
from sim.analysis.calibration.fit import Calibration, calibrate
from sim.registry.home import find_home
from sim.scenario.workspace import load_workspace

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fit() -> Calibration:
    return calibrate("trend", load_workspace())


def test_it_converges_within_its_bounds(fit: Calibration) -> None:
    assert fit.is_sound
    before, after = fit.errors(fit.before), fit.errors(fit.after)
    assert after @ after <= before @ before


def test_every_start_finds_the_same_fit(fit: Calibration) -> None:
    assert fit.agreeing_starts == len(fit.costs)


def test_fitted_constants_move_the_figures(fit: Calibration) -> None:
    movable = {one.key for one in candidates("trend", load_workspace())}
    assert set(fit.free.keys) <= movable


def test_scrambled_targets_and_later_observations_give_the_same_bits(
    fit: Calibration, tmp_path: Path
) -> None:
    home = find_home(None).folder
    for folder in ("model", "scenarios"):
        shutil.copytree(home / folder, tmp_path / folder)
    _rewrite(tmp_path / "model" / "plans" / "14.yaml", r"(?<=  values: \{).*(?=\})", "2025: 7, 2035: 3")
    _rewrite(tmp_path / "model" / "observations.csv", r"(?<=,202[2-9])([^,]*),[\d.]+", r"\1,31")
    blind = calibrate("trend", load_workspace(tmp_path))
    for name in ("fitted", "before", "after", "jacobian", "costs"):
        assert getattr(blind, name).tobytes() == getattr(fit, name).tobytes()


def _rewrite(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"))
    assert count
    path.write_text(text, encoding="utf-8")
