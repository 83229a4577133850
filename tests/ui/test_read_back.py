"""What is set is read back from what is written: scenario files, links, pinned studies."""

from __future__ import annotations

import random
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from sim.registry.schema import Bilingual
from sim.scenario.load import read_scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace, load_workspace
from sim.scenario.writing import scenario_text
from sim.ui.link import read_link, study_query
from sim.ui.pins import pin_text, read_pin
from sim.ui.view import Pin
from tests.ui.read_back import all_set


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


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
