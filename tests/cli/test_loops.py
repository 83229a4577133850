"""The command ``teda loops``: as a table, CSV and JSON, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult

ASKED = (
    "loops", "trend", "--set", "reinvestment share=0.01", "--target", "gross_output>=12000@2030",
    "--members", "16", "--until", "2028",
)  # fmt: skip


def test_the_table_says_shares_and_kinds(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED)
    assert result.code == 0
    assert "走势由哪些反馈回路造成" in result.out
    assert "R1" in result.out
    assert "增强" in result.out
    assert "起作用最大的回路：2026–2028 年 " in result.out.replace("\n", "")
    english = " ".join(CommandResult(capsys, *ASKED, "--lang", "en").out.split())
    assert "which feedback loops make it behave as it does, 2026 to 2028" in english
    assert "of members meet Gross industrial output" in english


def test_sentences_say_what_carries_success_and_failure(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A loop alone carries neither: it has all of the score in those that meet and in those that miss."""
    many = (*ASKED, "--members", "64", "--lang", "en")
    said = " ".join(CommandResult(capsys, *many).out.split())
    assert "Loops that do most: 2026–2028 " in said
    assert "carry" not in said
    few = " ".join(CommandResult(capsys, *ASKED, "--lang", "en").out.split())
    assert "fewer than 16: what carries success and failure is not compared" in few


def test_csv_and_json_have_years(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(CommandResult(capsys, *ASKED, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *ASKED, "--format", "csv").out)))
    assert len(rows) == 3 * len(record["loops"])
    assert float(rows[0]["share"]) == pytest.approx(record["loops"][0]["share"]["2026"])


def test_what_is_wrong_names_options(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED, "--start", "2030")
    assert result.code == 2
    assert result.err.startswith("--until: 年份为 2028，应在 2030 到 ")
