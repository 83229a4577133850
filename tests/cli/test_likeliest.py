"""The command ``teda likeliest``: in words, as tables, CSV and JSON, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report

ASKED = ("likeliest", "trend", "--target", "gross_output>=11000@2030", "--members", "512")


def test_both_worlds_in_words(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED)
    assert (result.code, result.err) == (0, "")
    text = "".join(result.out.split())
    assert "最可能的落空：一切如常就会这样" in text
    assert "最可能的达到：离中间世界1." in text
    english = " ".join(CommandResult(capsys, *ASKED, "--lang", "en").out.split())
    assert "The likeliest failure: things go as they usually do" in english
    assert "output per capital high; the result is gross industrial output" in english


def test_csv_and_json_have_what_is_otherwise(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(CommandResult(capsys, *ASKED, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *ASKED, "--format", "csv").out)))
    assert [row["outcome"] for row in rows] == ["met"]
    assert float(rows[0]["value"]) == pytest.approx(record["worlds"][1]["turns"][0]["value"])


def test_what_is_wrong_names_options(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "likeliest", "trend")
    assert (result.code, result.err) == (2, report("--target", "必须给出。", "must be given."))
