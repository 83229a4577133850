"""Public names of ``import sim``, which loads nothing heavy."""

from __future__ import annotations

import pydoc
import subprocess
import sys
from pathlib import Path

import pytest

import sim


def test_every_public_name_is_there() -> None:
    for name in sim.__all__:
        assert getattr(sim, name).__name__ == name
    with pytest.raises(AttributeError, match="module 'sim' has no attribute 'nonsense'"):
        _ = sim.nonsense


@pytest.mark.slow
def test_every_public_name_survives_the_import_of_every_module() -> None:
    """A room that bears the name of a public function would hide it once it is imported."""
    code = (
        "import importlib, pkgutil, sim\n"
        "for found in pkgutil.walk_packages(sim.__path__, 'sim.'):\n"
        "    if not found.name.startswith(('sim.ui', 'sim.__main__')):\n"
        "        importlib.import_module(found.name)\n"
        "print([name for name in sim.__all__ if getattr(sim, name).__name__ != name])"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_help_shows_every_public_name() -> None:
    shown = pydoc.render_doc(sim, renderer=pydoc.plaintext)
    missing = [name for name in sim.__all__ if name not in shown]
    assert missing == []
    assert sim.__version__ in shown


def test_scenarios_are_compared(small_home: Path) -> None:
    found = sim.compare(
        ["trend", sim.load_scenario("plan", small_home)], {"clean share": 0.3}, small_home, 2025
    )
    assert found.to_frame().loc[("gross_output", 2025)].tolist() == [7500, 8100]
    assert found["plan"]["gross_output"].value(2025) == [8100]
    assert found["规划"] is found["Plan"] is found["plan"]
    with pytest.raises(sim.SimError, match=r'no scenario "plann"\. Nearest: "plan"'):
        found["plann"]
    assert repr(found) == "<Comparison of trend, plan: 10 indicators>"
    with pytest.raises(sim.SimError, match="at least two scenarios are needed"):
        sim.compare("trend", home=small_home)
    with pytest.raises(sim.SimError, match="two scenarios have one name: plan, plan"):
        sim.compare(["plan", "plan"], home=small_home)


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
