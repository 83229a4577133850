"""What ``import sim`` gives, and that it gives it without loading everything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sim


def test_every_public_name_is_there() -> None:
    for name in dir(sim):
        assert getattr(sim, name).__name__ == name
    with pytest.raises(AttributeError, match="module 'sim' has no attribute 'nonsense'"):
        _ = sim.nonsense


def test_a_script_from_the_design_runs(small_home: Path) -> None:
    run = sim.run_scenario("plan", set={"public investment": 120}, home=small_home)
    table = sim.indicators(run)
    assert table.rows["gross_output"].assessed(2025) is not None
    assert [entry.name for entry in sim.list_scenarios(small_home)] == ["plan", "trend"]
    assert sim.load_scenario("plan", small_home).name == "plan"
    assert sim.load_registry(small_home).levers
    with pytest.raises(sim.SimError):
        sim.load_model(small_home / "nothing.mdl")


def test_importing_sim_loads_nothing_heavy() -> None:
    code = "import sim, sys; print([m for m in ('numpy', 'pysd', 'typer') if m in sys.modules])"
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
