"""The facts beside the model file: none missing, none orphaned, none that steers the model."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.registry.audit import read_audit
from sim.registry.load import load_registry
from sim.run.single import run_scenario
from sim.scenario.workspace import Workspace, load_workspace

CONTROLS = {"INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER"}
RAMP = ("from", "to", "start", "end")
GRADES_OF_PUBLISHED = ("A", "B")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


def ramp_constants(workspace: Workspace) -> set[str]:
    found = set()
    for key in workspace.registry.levers:
        name, bracket, element = key.partition("[")
        found |= {f"{name} {part}{bracket}{element}" for part in RAMP}
    return found


def test_every_constant_is_a_lever_a_switch_or_a_registered_parameter(workspace: Workspace) -> None:
    constants = set(workspace.model.constants) - CONTROLS
    switches = {loop.switch for loop in workspace.registry.loops.values()}
    parameters = set(workspace.registry.parameters)
    assert constants == ramp_constants(workspace) | switches | parameters
    assert not parameters & (ramp_constants(workspace) | switches)


def test_every_constant_is_used(workspace: Workspace) -> None:
    idle = [
        name
        for name, variable in workspace.model.variables.items()
        if variable.kind == "constant" and not variable.uses and name not in CONTROLS
    ]
    assert idle == []


def test_every_variable_has_a_unit_and_two_languages(workspace: Workspace) -> None:
    for name, variable in workspace.model.variables.items():
        assert variable.units, name
        chinese, _, english = variable.comment.partition(" / ")
        assert re.search(r"[\u4e00-\u9fff]", chinese), name
        assert re.search(r"[A-Za-z]{3}", english), name


def test_every_source_exists_and_is_referred_to(workspace: Workspace) -> None:
    registry = workspace.registry
    entries = [*registry.levers.values(), *registry.parameters.values(), *registry.indicators.values()]
    named = {source for entry in entries for source in entry.source}
    named |= {seen.source for observed in registry.observations.values() for seen in observed}
    named |= {fact.source for fact in read_audit(registry).facts.values()}
    assert named == set(registry.sources)


def test_a_parameter_without_published_source_is_graded_so(workspace: Workspace) -> None:
    for name, entry in workspace.registry.parameters.items():
        assert entry.source, name
        if set(entry.source) == {"assumption"}:
            assert entry.grade not in GRADES_OF_PUBLISHED, name


def test_distributions_hold_the_value_of_the_model(workspace: Workspace) -> None:
    uncertain = {k: p.distribution for k, p in workspace.registry.parameters.items() if p.distribution}
    assert len(uncertain) >= 60
    for key, distribution in uncertain.items():
        assert distribution.low <= workspace.model.constants[key] <= distribution.high, key


def test_the_lever_defaults_are_within_their_limits(workspace: Workspace) -> None:
    for key, lever in workspace.registry.levers.items():
        name, bracket, element = key.partition("[")
        for part in ("from", "to"):
            value = workspace.model.constants[f"{name} {part}{bracket}{element}"]
            assert lever.minimum <= value <= lever.maximum, key


def ancestors(name: str, workspace: Workspace) -> set[str]:
    """Return the variable and all that stands above it in the equations."""
    found, waiting = {name}, [name]
    while waiting:
        fresh = set(workspace.model.variables[waiting.pop()].causes) - found
        found |= fresh
        waiting += fresh
    return found


def test_what_is_called_causal_hangs_on_a_stock_and_two_levers(workspace: Workspace) -> None:
    levers = {key.partition("[")[0] for key in workspace.registry.levers}
    variables = workspace.model.variables
    for key, entry in workspace.registry.indicators.items():
        if entry.kind != "causal" or entry.variable is None:
            continue
        above = ancestors(entry.variable.partition("[")[0], workspace)
        assert len(above & levers) >= 2, key
        assert any(variables[name].kind == "stock" for name in above), key


def test_all_rows_of_the_plan_are_there() -> None:
    entries = load_registry().indicators.values()
    assert sorted(entry.table1 for entry in entries if entry.table1) == list(range(1, 31))
    assert sum(entry.section is not None for entry in entries) == 55


def test_a_target_moved_by_a_fifth_changes_no_bit(tmp_path: Path, workspace: Workspace) -> None:
    home = workspace.home
    shutil.copytree(home.model, tmp_path / "model")
    shutil.copytree(home.scenarios, tmp_path / "scenarios")
    file = tmp_path / "model" / "indicators.yaml"
    text = file.read_text(encoding="utf-8")
    moved, count = re.subn(r"(targets: \{2025: )(\d+)", lambda m: f"{m[1]}{int(int(m[2]) * 1.2) + 1}", text)
    assert count > 25
    file.write_text(moved, encoding="utf-8")
    for name in ("plan", "vision"):
        one, two = run_scenario(name).run, run_scenario(name, home=tmp_path).run
        assert np.array_equal(one.integral("energy use"), two.integral("energy use"))
        assert np.array_equal(one["resident population"], two["resident population"])
