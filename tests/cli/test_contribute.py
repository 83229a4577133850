"""The command ``teda contribute``: as a table, CSV and JSON, with its chart, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report

ASKED = ("contribute", "plan", "--indicator", "gross_output", "--members", "64")


def test_the_table_adds_up(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "groups.yaml").write_text("投资局: [公共投资]\n空: [clean share]\n", encoding="utf-8")
    result = CommandResult(capsys, *ASKED, "--groups", "groups.yaml")
    assert (result.code, result.err) == (0, "")
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert lines[0] == "工业总产值 2025 年：plan 与 trend 之差由谁造成"
    (invested,) = (line for line in lines if line.startswith("投资局 "))
    (total,) = (line for line in lines if line.startswith("各部分合计 "))
    assert invested.split()[1:3] == total.split()[1:3]
    assert any(line.startswith("空 +0.0 0% 0.0–0.0 —") for line in lines)
    assert any(line.startswith("其余 +0.0 0%") for line in lines)
    english = CommandResult(capsys, *ASKED, "--lang", "en").out
    assert "All 8 coalitions were run" in english
    assert "drawn from the prior (no observations)" in " ".join(english.split())


def test_csv_json_and_the_chart(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *ASKED, "--format", "csv").out)))
    assert len(rows) == 3 * 5
    record = json.loads(CommandResult(capsys, *ASKED, "--format", "json", "--mean").out)
    assert (record["statistic"], record["exact"], record["coalitions"]) == ("mean", True, 8)
    parts = sum(part["effect"]["2025"] for part in record["parts"])
    assert parts == pytest.approx(record["after"]["2025"] - record["before"]["2025"], abs=1e-9)
    drawn = CommandResult(capsys, *ASKED, "--chart", "wedges.svg")
    assert (drawn.code, drawn.err) == (0, "已写入 wedges.svg\n")
    assert "<svg" in (at_home / "wedges.svg").read_text("utf-8")


def test_what_is_wrong_names_options(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED, "--probability", "--chart", "wedges.svg")
    zh, en = (
        "概率没有逐年的楔形图。请去掉 --chart。",
        "a probability has no wedges by year; leave out --chart.",
    )
    assert (result.code, result.err) == (2, report("--chart", zh, en))
    (at_home / "groups.yaml").write_text("投资局: [公共投zi]\n", encoding="utf-8")
    result = CommandResult(capsys, *ASKED, "--groups", "groups.yaml")
    assert result.code == 2
    assert result.err.startswith('groups.yaml:1: 没有名为 "公共投zi" 的杠杆。最接近的是 "公共投资"')
    result = CommandResult(capsys, "contribute", "plan", "--target", "gross_output>=1")
    assert result.code == 2
    assert "--target" in result.err
