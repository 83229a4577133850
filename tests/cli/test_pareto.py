"""The command ``teda pareto``: as tables, CSV and JSON, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report

ASKED = (
    "pareto", "--objective", "mean:gross_output@2030", "--objective", "gross_output<=12000@2030",
    "--levers", "all", "--generations", "2", "--members", "16", "--size", "4",
)  # fmt: skip


def test_tables_say_values_robustness_and_levers(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED)
    assert result.code == 0
    assert result.out.startswith("取舍：情景 trend 的杠杆从 2026 年起可动")
    assert "【稳健：最差的十分之一成员与遗憾】" in result.out
    assert "公共投资" in result.out
    english = " ".join(CommandResult(capsys, *ASKED, "--lang", "en").out.split())
    assert "the probability of Gross industrial output ≤ 12,000 100M CNY in 2030" in english
    assert "A search does not prove that there are none better." in english


def test_csv_and_json_have_all_settings(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(CommandResult(capsys, *ASKED, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *ASKED, "--format", "csv").out)))
    assert len(rows) == len(record["settings"]) + 1
    for row, one in zip(rows[1:], record["settings"], strict=True):
        assert float(row["mean:gross_output@2030"]) == pytest.approx(one["values"][0])
        assert float(row["public investment"]) == pytest.approx(one["levers"]["public investment"])


def test_what_is_wrong_names_options(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "pareto", "--levers", "all")
    assert (result.code, result.err) == (2, report("--objective", "必须给出。", "must be given."))
    result = CommandResult(capsys, *ASKED, "--size", "1000")
    assert result.code == 2
    assert result.err.startswith("--size")
