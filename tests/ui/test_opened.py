"""Scenario files opened in the page."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

import sim
from sim.scenario.load import Scenario, read_scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace, load_workspace
from sim.ui.link import read_link
from sim.ui.opened import opened_record

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *sorted((ROOT / "scenarios").glob("*.yaml")),
    *(ROOT / "examples" / f"{name}.yaml" for name in ("history-to-2025", "investment-120", "weak-demand")),
]
HEAD = 'extends: plan\ntitle: {zh: "自拟", en: "Own"}\nabout: {zh: "试。", en: "A trial."}\n'
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


@pytest.fixture(scope="module")
def scenarios(workspace: Workspace) -> dict[str, Scenario]:
    return {each.name: read_scenario(each.name, workspace) for each in sim.list_scenarios()}


def opened(
    text: str | bytes, workspace: Workspace, scenarios: dict[str, Scenario], name: str = "own.yaml"
) -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    given = {"name": name, "content": base64.b64encode(content).decode()}
    return opened_record(given, scenarios, workspace, "zh")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_study_has_what_the_file_sets(
    file: Path, workspace: Workspace, scenarios: dict[str, Scenario]
) -> None:
    found = opened(file.read_bytes(), workspace, scenarios, file.name)
    wanted = read_scenario(file, workspace)
    assert found["title"] == wanted.title.zh
    view, faults = read_link(parse_qs(found["query"], keep_blank_values=True), workspace, scenarios)
    assert faults == []
    own = apply_settings(scenarios[view.scenario], view.settings, workspace)
    assert own.constants == wanted.constants
    assert {key: path.values for key, path in own.paths.items()} == {
        key: path.values for key, path in wanted.paths.items()
    }


def test_only_what_differs_is_a_change(workspace: Workspace, scenarios: dict[str, Scenario]) -> None:
    text = f"{HEAD}levers:\n  public investment: {{to: 120, start: 2020, end: 2027}}\n"
    found = opened(text, workspace, scenarios)
    assert found == {
        "title": "自拟",
        "on": "规划",
        "query": "scenario=plan&set=public_investment:120&set=public_investment_end:2027",
    }


def test_a_path_to_the_end_is_all_that_is_changed_of_a_lever(
    workspace: Workspace, scenarios: dict[str, Scenario]
) -> None:
    text = f"{HEAD}levers:\n  public investment: {{path: {{2026: 60, 2040: 60}}}}\n"
    query = opened(text, workspace, scenarios)["query"]
    assert query == "scenario=plan&path=public_investment:2026:60,2040:60"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"{HEAD}levers:\n  public investmnt: {{to: 120}}\n",
            'own.yaml:5：没有名为 "public investmnt" 的杠杆。',
        ),
        (f"{HEAD}levers:\n  public investment: {{to: 9999}}\n", "own.yaml:5："),
        (f"{HEAD}levers:\n\tpublic investment: {{to: 120}}\n", "own.yaml:5：YAML 语法错误：缩进不能用制表符"),
        (HEAD.replace("plan", "history-to-2025"), "own.yaml:1："),
        (BOMB, "own.yaml:"),
        (b"\x00\x01\x02", "own.yaml"),
        ("", "own.yaml"),
        ("- 1\n", "own.yaml"),
        ("TEXT " * 30_000, "own.yaml"),
    ],
)
def test_faults_are_told_with_their_line(
    text: str | bytes, told: str, workspace: Workspace, scenarios: dict[str, Scenario]
) -> None:
    found = opened(text, workspace, scenarios)
    assert set(found) == {"faults"}
    assert found["faults"][0].startswith(told)
    assert not any("/tmp" in line or "opened.yaml" in line for line in found["faults"])


def test_a_file_that_extends_nothing_stands_on_a_scenario_that_sets_nothing(
    workspace: Workspace, scenarios: dict[str, Scenario]
) -> None:
    text = HEAD.partition("\n")[2]
    assert opened(text, workspace, scenarios)["query"] == "scenario=trend"
    others = {name: each for name, each in scenarios.items() if each.constants}
    (line,) = opened(text, workspace, others)["faults"]
    assert line.startswith("own.yaml：请在文件里用 extends 写明以哪个情景为基础；可用的有：carbon-control")


@pytest.mark.parametrize(
    "given", [{}, {"name": "a.yaml"}, {"name": "a", "content": "%"}, {"name": 3, "content": ""}]
)
def test_what_is_no_file_is_no_study(
    given: dict[str, Any], workspace: Workspace, scenarios: dict[str, Scenario]
) -> None:
    assert opened_record(given, scenarios, workspace, "zh") is None
