"""The commands ``teda doctor`` and ``teda new``, and what a shell completes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.completion import complete_scenarios
from tests.command_line import CommandResult


def test_a_sound_installation(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "doctor", "--format", "json")
    records = json.loads(result.out)
    assert (result.code, [one["part"]["en"] for one in records if not one["sound"]]) == (0, [])
    assert {"Python", "packages", "font", "terminal", "model"} <= {one["part"]["en"] for one in records}
    assert CommandResult(capsys, "doctor").out.endswith("一切正常。\n")


def test_a_home_without_a_model_is_told_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(capsys, "doctor", "--home", str(tmp_path), "--format", "json")
    [wrong] = [one for one in json.loads(result.out) if not one["sound"]]
    assert (result.code, wrong["part"]["en"], wrong["value"]) == (1, "model", f"--home {tmp_path}")
    assert wrong["cure"]["zh"]
    assert CommandResult(capsys, "doctor", "--home", str(tmp_path)).out.endswith("1 处要处理。\n")


def test_a_model_with_a_fault_is_told(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "model" / "levers.yaml").write_text("public investment： {}\n", encoding="utf-8")
    result = CommandResult(capsys, "doctor", "--lang", "en")
    assert (result.code, "levers.yaml:1" in result.out) == (1, True)


def test_a_new_scenario_is_written_and_runs(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "new", "我的情景", "--from", "PLAN")
    assert (result.code, result.out, result.err) == (
        0,
        "下一步：teda run 我的情景.yaml\n",
        "已写入 我的情景.yaml\n",
    )
    assert CommandResult(capsys, "run", "我的情景.yaml").code == 0
    assert CommandResult(capsys, "new", "我的情景").code == 2


def test_scenarios_are_completed(at_home: Path) -> None:
    assert complete_scenarios("") == ["plan", "trend"]
    assert complete_scenarios("pl") == ["plan"]


def test_without_a_home_nothing_is_completed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TEDA_HOME", str(tmp_path))
    assert complete_scenarios("") == []


def test_a_shell_gets_commands_and_scenarios(small_home: Path) -> None:
    def completed(words: str, place: int) -> list[str]:
        asked = {"_TEDA_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(place)}
        done = subprocess.run(
            [sys.executable, "-m", "sim"],
            env={**os.environ, **asked, "TEDA_HOME": str(small_home)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.split()

    assert completed("teda ru", 1) == ["run", "runs"]
    assert completed("teda run p", 2) == ["plan"]
