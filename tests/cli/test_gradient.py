"""The command ``teda gradient``: as a table, CSV and JSON, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report

ASKED = ("gradient", "plan", "--indicator", "gross_output")


def test_the_table_says_slope_range_and_kinks(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED)
    assert (result.code, result.err) == (0, "")
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert lines[0] == "情景 plan：各杠杆再动一点，工业总产值 2025 年变多少"
    assert any(line.startswith("公共投资 ") for line in lines)
    assert "拐点" in result.out
    english = " ".join(CommandResult(capsys, *ASKED, "--lang", "en", "--parameters").out.split())
    assert "what a little more of each lever does to" in english
    assert "derivative of the model's equations" in english


def test_csv_and_json_have_all_inputs(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *ASKED, "--format", "csv").out)))
    assert {row["kind"] for row in rows} == {"lever"}
    asked = (*ASKED, "--parameters", "--by-year", "--year", "2023", "--format", "json")
    record = json.loads(CommandResult(capsys, *asked).out)
    assert {one["kind"] for one in record["slopes"]} == {"lever", "year", "parameter"}
    years = {one["year"] for one in record["slopes"] if one["kind"] == "year"}
    assert max(years) == record["year"] == 2023
    for one in record["slopes"]:
        assert one["over_range"] == pytest.approx(one["slope"] * (one["high"] - one["low"]), rel=1e-9)


def test_what_is_wrong_names_options(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "gradient", "plan")
    assert (result.code, result.err) == (2, report("--indicator", "必须给出。", "must be given."))
    result = CommandResult(capsys, *ASKED, "--year", "1999")
    assert result.code == 2
    assert result.err.startswith("--year: 年份为 1999，应在 ")
    result = CommandResult(capsys, "gradient", "plan", "--indicator", "gross_outptu")
    assert result.code == 2
    assert "gross_output" in result.err
