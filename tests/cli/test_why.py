"""The command ``teda why``: as a table, sentences, CSV and JSON, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report

ASKED = ("why", "plan", "--indicator", "gross_output", "--year", "2026", "--set", "reinvestment share=0.01")


def test_the_tree_and_its_words(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("工业总产值 2026 年：情景 plan 为什么与 trend 不同（改动：")
    assert "· 公共投资（杠杆）" in result.out
    assert "R1 再投资" in result.out
    english = " ".join(CommandResult(capsys, *ASKED, "--lang", "en").out.split())
    assert "Gross industrial output in 2026: why scenario plan differs from trend" in english
    assert (
        "Loop: capital → output → reinvestment → total investment → capital; once more around: +" in english
    )
    since = CommandResult(
        capsys, "why", "plan", "--indicator", "gross_output", "--year", "2030", "--since", "2025"
    )
    assert "情景 plan 2030 年为什么与 2025 年不同" in since.out
    assert "流量保持当年水平的延续" in since.out


def test_csv_and_json_add_up(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(CommandResult(capsys, *ASKED, "--format", "json").out)
    whole = record["after"] - record["before"]
    assert sum(one["part"] for one in record["causes"]) + record["others"]["part"] == pytest.approx(whole)
    assert record["named_loops"] == ["R1"]
    assert record["sentences"]["zh"]
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *ASKED, "--format", "csv").out)))
    assert sum(float(row["part"]) for row in rows if row["depth"] == "0") == pytest.approx(whole)


def test_what_is_wrong_names_options(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "why", "plan")
    assert (result.code, result.err) == (2, report("--indicator", "必须给出。", "must be given."))
    result = CommandResult(capsys, *ASKED, "--since", "2040")
    assert result.code == 2
    assert result.err.startswith("--since: 年份为 2040，应在 2020 到 2025 之间。")
