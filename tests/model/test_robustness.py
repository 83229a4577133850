"""The shipped model under a halved step and at the extremes of its levers."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from sim.analysis.indicators import indicators
from sim.run.single import run_scenario
from sim.scenario.workspace import load_workspace

POINTS = ("growth", "reduction")  # measures in percent, compared in percentage points
MEMBERS = 512
SIGNED = ("cumulative",)  # logarithms of indices may be negative
SEED = 20201231


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
            limit = 0.5 if row.entry.measure in POINTS else 0.005 * abs(row.series)
            assert (np.isnan(change) | (change < limit)).all(), (name, key)


def test_the_extremes_of_the_levers_stay_sane() -> None:
    workspace = load_workspace()
    random = np.random.default_rng(SEED)
    draws = {}
    for key, lever in workspace.registry.levers.items():
        name, bracket, element = key.partition("[")
        for part in ("from", "to"):
            corner = random.choice([lever.minimum, lever.maximum], MEMBERS)
            inner = random.uniform(lever.minimum, lever.maximum, MEMBERS)
            draws[f"{name} {part}{bracket}{element}"] = np.where(random.random(MEMBERS) < 0.5, corner, inner)
    for key, entry in workspace.registry.parameters.items():
        if entry.distribution:
            draws[key] = random.uniform(entry.distribution.low, entry.distribution.high, MEMBERS)
    stocks = [name for name, variable in workspace.model.variables.items() if variable.kind == "stock"]
    run = workspace.model.simulate(draws, outputs=[*stocks, "gross output", "energy use", "commuters"])
    assert run.failures == ()
    for name in (*stocks, "gross output", "energy use", "commuters"):
        assert np.isfinite(run[name]).all(), name
        assert name.startswith(SIGNED) or (run[name] >= 0).all(), name
