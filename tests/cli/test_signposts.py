"""The command ``teda signposts``: as a table, sentences, CSV and JSON, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report

ASKED = ("signposts", "trend", "--target", "gross_output>=10000@2030", "--switch", "plan", "--members", "256")


def test_the_table_its_sentences_and_the_rule(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED)
    assert result.code == 0
    text = "".join(result.out.split())
    assert "先兆：情景trend中，哪些年度数预示“工业总产值2030年10,000亿元”会落空" in text.replace("≥", "")
    assert "如果2026年工业总产值低于" in text
    assert "【见机而动的规则】" in result.out
    assert "McNemar检验" in text
    english = " ".join(CommandResult(capsys, *ASKED, "--lang", "en").out.split())
    assert "If gross industrial output in 2026 is below" in english
    assert "Against the best fixed plan (all go over after 20" in english


def test_csv_and_json_have_both_halves(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(CommandResult(capsys, *ASKED, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *ASKED, "--format", "csv").out)))
    assert len(rows) == len(record["signposts"])
    assert float(rows[0]["learned_hits"]) == pytest.approx(record["signposts"][0]["learned"]["hits"])
    assert record["rule"]["switch"] == "plan"


def test_what_is_wrong_names_options(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "signposts", "trend")
    assert (result.code, result.err) == (2, report("--target", "必须给出。", "must be given."))
    result = CommandResult(capsys, "signposts", "trend", "--target", "gross_output>=90000@2030")
    assert result.code == 2
    assert "raise --members" in result.err
