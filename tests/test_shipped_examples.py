"""What ``examples/`` holds runs, writes nowhere else than it is told, and is what pages and helps name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import nbformat
import pytest

import sim
from tests.command_line import CommandResult
from tests.notebooks import NOTEBOOKS, executed, kept, texts, tidy

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
SCENARIOS = sorted(
    path for path in EXAMPLES.glob("*.yaml") if path.stem not in ("departments", "outline")
)  # of groups, of slides
TEXTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "sim" / "cli").glob("*.py")]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenarios_can_be_read(path: Path) -> None:
    scenario = sim.load_scenario(path)
    assert scenario.title.zh != scenario.title.en


def test_the_scenario_shown_on_the_page_is_the_example() -> None:
    kept = (EXAMPLES / "investment-120.yaml").read_text("utf-8")
    lines = [line for line in kept.splitlines() if not line.startswith(("#", "about"))]
    for page in ("scenarios.md", "scenarios.en.md"):
        text = (ROOT / "docs" / page).read_text("utf-8")
        assert all(line in text for line in lines)


def test_new_policy_goes_on_from_the_record() -> None:
    record, policy = (
        sim.load_scenario(EXAMPLES / f"{name}.yaml") for name in ("history-to-2025", "policy-from-2026")
    )
    assert all(path.last == 2025 and path.source for path in record.paths.values())
    held = {key: value for key, value in record.constants.items() if "@" in key}
    assert held.items() <= policy.constants.items()
    begins = [value for key, value in policy.constants.items() if key.endswith(" start") and "@" not in key]
    assert min(begins) == 2025


@pytest.mark.slow
def test_the_table_of_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draws, out = str(EXAMPLES / "draws.csv"), str(tmp_path / "own")
    result = CommandResult(capsys, "ensemble", "plan", "--draws", draws, "--out", out)
    assert result.code == 0
    assert "8 个成员" in result.out


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_show_what_they_keep(path: Path, tmp_path: Path) -> None:
    before = {each.name: each.stat().st_mtime_ns for each in EXAMPLES.iterdir()}
    assert texts(executed(path, tmp_path)) == texts(kept(path))
    assert {each.name: each.stat().st_mtime_ns for each in EXAMPLES.iterdir()} == before


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_kept_whole_and_tidy(path: Path) -> None:
    notebook = kept(path)
    nbformat.validate(notebook)
    assert nbformat.writes(tidy(kept(path))) == nbformat.writes(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert sum("image/png" in output.get("data", {}) for cell in code for output in cell.outputs) == 1
    assert all("Error" not in output.output_type.title() for cell in code for output in cell.outputs)


def test_there_is_a_notebook_for_each_way() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["compare_and_brief", "explore", "probabilities"]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_examples_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"\bexamples/[\w.-]+\.(?:yaml|csv|ipynb)", path.read_text("utf-8")))
    assert not {name for name in named if not (ROOT / name).is_file()}


def test_the_pages_on_examples_list_all_of_them() -> None:
    for page in ("examples.md", "examples.en.md"):
        text = (ROOT / "docs" / page).read_text("utf-8")
        assert all(f"`{path.name}`" in text for path in EXAMPLES.iterdir() if path.is_file())


def test_the_version_cited_is_the_current_one() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    for page in ("citing.md", "citing.en.md"):
        assert f"version {version}." in (ROOT / "docs" / page).read_text("utf-8")
