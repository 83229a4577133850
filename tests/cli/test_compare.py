"""``teda compare``: its table, JSON, CSV and messages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report


def test_two_scenarios_are_compared_with_their_difference(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = CommandResult(capsys, "compare", "trend", "plan").out.splitlines()
    assert lines[:2] == ["情景 trend：趋势", "情景 plan：规划"]
    [output] = [line.split() for line in lines if line.startswith("工业总产值  ")][:1]
    assert output == ["工业总产值", "亿元", "7,500", "7,500", "✓", "8,100†✓", "+600"]
    assert not any(line.startswith("政务服务满意度") for line in lines)


def test_what_one_lever_sets_is_marked_and_is_no_merit(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CommandResult(capsys, "compare", "trend", "plan").out
    [made] = [
        line.split() for line in text.splitlines() if line.endswith("2025   +600† 公共投资 100%（假设）")
    ]
    assert made[0] == "工业总产值"
    assert "plan：可评的规划目标 5 个，达标概率不低于 50% 的 4 个（其中 4 个主要由情景设定 †" in text
    assert "† 主要由情景设定：一个杠杆单独就决定了与 trend 差距的 80% 以上，达标不算成绩。" in text
    reference = CommandResult(capsys, "run", "trend").out
    assert "†" not in reference
    run = CommandResult(capsys, "run", "plan", "--set", "public investment=120", "--format", "json").out
    rows = {row["id"]: row for row in json.loads(run)["indicators"]}
    assert rows["gross_output"]["set_by_scenario"] == {"2025": True, "2035": True}
    assert rows["resident_population"]["set_by_scenario"] == {"2025": False}
    behind = rows["gross_output"]["difference"]["2025"]
    assert (behind["set_mainly_by"], behind["levers"][0]["stated_by_the_plan"]) == ("public investment", True)


def test_several_scenarios_as_json_and_csv(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["trend", "plan", "trend"]
    result = json.loads(CommandResult(capsys, "compare", *names, "--format", "json").out)
    assert [run["scenario"] for run in result["scenarios"]] == names
    text = CommandResult(capsys, "compare", *names, "--format", "csv", "--lang", "en").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Scenario"] for row in rows] == [name for name in names for _ in range(10)]


def test_a_comparison_needs_two(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "compare", "plan")
    assert result.code == 2
    assert result.err == report(
        "teda compare", "至少要有两个情景才能比较。", "at least two scenarios are needed."
    )


def test_faults_of_all_compared_scenarios_are_reported_once(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(capsys, "compare", "paln", "tredn", "--set", "energy=x")
    assert result.code == 2
    known = "可用的有：plan, trend。", "There are: plan, trend."
    assert result.err == (
        report(
            "scenarios",
            f'没有名为 "paln" 的情景。最接近的是 "plan"。{known[0]}',
            f'no scenario "paln". Nearest: "plan". {known[1]}',
        )
        + report('--set "energy=x"', '"energy" 为 "x"，应是数字。', '"energy" is "x"; it must be a number.')
        + report(
            "scenarios",
            f'没有名为 "tredn" 的情景。最接近的是 "trend"。{known[0]}',
            f'no scenario "tredn". Nearest: "trend". {known[1]}',
        )
    )
