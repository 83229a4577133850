"""New scenario files: they change nothing as written, hold every lever, and never replace a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.scenario.load import read_scenario
from sim.scenario.scaffold import new_scenario
from sim.scenario.workspace import load_workspace


@pytest.mark.parametrize("parent", ["plan", "trend", ""])
def test_as_written_it_is_its_parent(at_home: Path, parent: str) -> None:
    workspace = load_workspace()
    path = new_scenario("我的情景", parent, workspace)
    assert path == Path("我的情景.yaml")
    scenario = read_scenario(path, workspace)
    assert scenario.title.zh == scenario.title.en == "我的情景"
    assert scenario.constants == read_scenario(parent or "trend", workspace).constants


def test_with_every_lever_taken_in_it_is_its_parent_still(at_home: Path) -> None:
    workspace = load_workspace()
    path = new_scenario("mine", "plan", workspace)
    text = re.sub(r"^  # (.*: \{)", r"  \1", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    constants = {**workspace.model.constants, **read_scenario("plan", workspace).constants}
    own = read_scenario(path, workspace).constants
    slots = [slot for elements in workspace.slots.values() for slot in elements.values()]
    keys = {slot.constant(field).key for slot in slots for field in ("to", "start", "end")}
    assert {key: own[key] for key in keys} == {key: constants[key] for key in keys}


def test_a_lever_is_told_in_both_languages_with_unit_range_and_default(at_home: Path) -> None:
    text = new_scenario("mine", "plan", load_workspace()).read_text(encoding="utf-8")
    assert (
        "  # 公共投资：亿元/年，0–400，默认值 100 / "
        "Public investment: 100M CNY/year, 0 to 400, default 100\n"
        "  # public investment: {to: 200,"
    ) in text


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a:b", "..", "规划?", "plan", "PLAN", "trend.yaml"])
def test_names_that_are_none_or_taken_are_refused(at_home: Path, name: str) -> None:
    before = sorted(at_home.rglob("*"))
    with pytest.raises(SimError) as caught:
        new_scenario(name, "plan", load_workspace())
    assert all(fault.place and fault.zh and fault.en for fault in caught.value.faults)
    assert sorted(at_home.rglob("*")) == before


def test_a_file_that_is_there_stays(at_home: Path) -> None:
    (at_home / "mine.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(SimError, match="is there already") as caught:
        new_scenario("mine", "nothing", load_workspace())
    assert [fault.code for fault in caught.value.faults] == ["occupied", "unknown-name"]
    assert (at_home / "mine.yaml").read_text(encoding="utf-8") == "mine"
