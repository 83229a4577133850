"""The shipped model, its registry and its scenarios fit each other."""

from __future__ import annotations

from sim.scenario.load import list_scenarios, load_scenario
from sim.scenario.settable import FIELDS
from sim.scenario.values import check_value
from sim.scenario.workspace import load_workspace, orphans, unregistered


def test_model_and_registry_name_the_same_constants() -> None:
    workspace = load_workspace()
    faults = [
        *orphans(workspace.model, workspace.registry),
        *unregistered(workspace.model, workspace.registry),
    ]
    assert [str(fault) for fault in faults] == []


def test_every_default_of_a_lever_is_within_its_limits() -> None:
    workspace = load_workspace()
    for slots in workspace.slots.values():
        for slot in slots.values():
            for one in map(slot.constant, FIELDS):
                default = workspace.model.constants[one.key]
                assert check_value(one, default, one.key) == default


def test_every_shipped_scenario_loads_and_loops_name_them() -> None:
    names = [entry.name for entry in list_scenarios()]
    assert {"trend", "plan", "vision"} <= set(names)
    for name in names:
        assert load_scenario(name).name == name
    assert {loop.scenario for loop in load_workspace().registry.loops.values()} <= set(names)
