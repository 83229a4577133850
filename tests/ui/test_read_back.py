"""What is set is read back from what is written: scenario files, links, pinned studies."""

from __future__ import annotations

import random
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from sim.registry.schema import Bilingual
from sim.scenario.load import read_scenario
from sim.scenario.paths import LeverPath
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace, load_workspace
from sim.scenario.writing import scenario_text
from sim.ui.link import read_link, study_query
from sim.ui.pins import pin_text, read_pin
from sim.ui.view import Pin, View, lever_name


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


def all_set(workspace: Workspace, chance: random.Random) -> View:
    """Return a view with every lever moved: value and every field, and each second lever by year."""
    levers: dict[str, float] = {}
    paths: dict[str, LeverPath] = {}
    for number, slot in enumerate(
        each for elements in workspace.slots.values() for each in elements.values()
    ):
        low, high = slot.lever.minimum, slot.lever.maximum
        values = [chance.uniform(low, high) for _ in range(4)]
        levers[lever_name(slot)] = values[0]
        start = chance.uniform(2026, 2030)
        levers[slot.constant("start").label] = start
        levers[slot.constant("end").label] = start + chance.uniform(0, 5)
        levers[slot.constant("from").label] = values[1]
        if number % 2:
            paths[lever_name(slot)] = LeverPath({2021: values[2], 2024: values[3], 2026: low})
    return View("plan", 2035, levers=levers, paths=paths)


@pytest.mark.parametrize("seed", range(3))
def test_all_fields_of_all_levers_are_read_back(workspace: Workspace, tmp_path: Path, seed: int) -> None:
    view = all_set(workspace, random.Random(seed))
    scenarios = {"plan": read_scenario("plan", workspace)}
    own = apply_settings(scenarios["plan"], view.settings, workspace)
    title = Bilingual(zh="自拟", en="Own")
    text = scenario_text(scenarios["plan"], view.settings, title, workspace)
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    read_back = read_scenario(tmp_path / "own.yaml", workspace)
    assert read_back.constants == own.constants
    assert read_back.paths == own.paths
    found, faults = read_link(parse_qs(study_query(view)), workspace, scenarios)
    assert (found.settings, faults) == (view.settings, [])
    pin = Pin("plan", "自拟; set:x:1", view.levers, view.paths)
    assert read_pin(pin_text(pin), scenarios, workspace) == pin
