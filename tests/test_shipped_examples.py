"""What ``examples/`` holds runs, writes nowhere else than it is told, and is what pages and helps name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sim
from tests.command_line import CommandResult

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
SCENARIOS = sorted(EXAMPLES.glob("*.yaml"))
SCRIPTS = {"compare_investment.py": "", "probabilities.py": "16", "chart_and_slides.py": "."}
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


@pytest.mark.slow
def test_the_table_of_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draws, out = str(EXAMPLES / "draws.csv"), str(tmp_path / "own")
    result = CommandResult(capsys, "ensemble", "plan", "--draws", draws, "--out", out)
    assert result.code == 0
    assert "8 个成员" in result.out


@pytest.mark.slow
@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_run_and_leave_the_folder_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), "PYTHONUTF8": "1"}
    argument = str(tmp_path / "here") if SCRIPTS[name] == "." else SCRIPTS[name]
    command = [sys.executable, str(EXAMPLES / name), *([argument] if argument else [])]
    done = subprocess.run(
        command, cwd=tmp_path / "here", env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
    expected = {"产值.png", "汇报.pptx"} if SCRIPTS[name] == "." else set()
    assert {path.name for path in (tmp_path / "here").iterdir()} == expected


def test_every_script_is_run() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(SCRIPTS)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_examples_that_are_named_exist(path: Path) -> None:
    named = set(re.findall(r"\bexamples/[\w.-]+\.(?:yaml|csv|py)", path.read_text("utf-8")))
    assert not {name for name in named if not (ROOT / name).is_file()}


def test_the_pages_on_examples_list_all_of_them() -> None:
    for page in ("examples.md", "examples.en.md"):
        text = (ROOT / "docs" / page).read_text("utf-8")
        assert all(f"`{path.name}`" in text for path in EXAMPLES.iterdir() if path.is_file())


def test_the_version_cited_is_the_current_one() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    for page in ("citing.md", "citing.en.md"):
        assert f"version {version}." in (ROOT / "docs" / page).read_text("utf-8")
