"""The command ``teda measure-next``: as a table, CSV and JSON, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report

ASKED = ("measure-next", "trend", "--target", "gross_output>=10000@2030", "--members", "512")


def test_the_table_and_the_best_in_words(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED)
    assert (result.code, result.err) == (0, "")
    assert "最值得先测的是工业总产值" in result.out
    english = " ".join(CommandResult(capsys, *ASKED, "--lang", "en", "--variable", "output").out.split())
    assert "Most worth measuring is gross industrial output" in english
    assert "100 simulated acquisitions" in english


def test_csv_and_json_have_both_ways(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(CommandResult(capsys, *ASKED, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *ASKED, "--format", "csv").out)))
    assert len(rows) == len(record["figures"])
    assert float(rows[0]["right"]) == pytest.approx(record["figures"][0]["regression"]["right"])
    assert record["figures"][0]["acquisitions"]["standard_error"] > 0


def test_what_is_wrong_names_options(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "measure-next", "trend")
    assert (result.code, result.err) == (2, report("--target", "必须给出。", "must be given."))
