"""``teda validate``: the record in words, as JSON and CSV, in a folder, and as a document."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sim.analysis.record.kept import kept_record
from sim.report.documents.record.document import build_record
from sim.scenario.workspace import load_workspace
from tests.analysis.record.homes import write_observations
from tests.command_line import CommandResult, report

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def observed(at_home: Path) -> Path:
    """Return a working directory whose figures became known one after the other."""
    write_observations(at_home, residents_2022=99.0)
    return at_home


def run(capsys: Capture, *options: str) -> CommandResult:
    return CommandResult(capsys, "validate", "--members", "64", *options)


def test_it_reports_in_plain_words_and_fails_nothing(observed: Path, capsys: Capture) -> None:
    result = run(capsys)
    assert (result.code, result.err) == (0, "")
    words = "".join(result.out.split("\n"))
    assert words.startswith("预测记录：情景 trend，每个时点 64 个成员，种子 7；只报告，不判合格与否")
    assert "共 15 次：落在 50% 区间内的有 12 次（区间恰当时约 7.5 次）" in words
    assert "另有只公布了上限或下限的 4 次" in words
    assert "另有 1 个观测值已用于设参，不能检验预测，列出但不计入合计。" in words
    english = " ".join(run(capsys, "--lang", "en").out.split())
    assert "15 times: 12 in the 50% band (about 7.5 if the bands are right)" in english
    assert "Skill = 1 - ratio of the CRPS" in english


def test_the_worst_come_first(observed: Path, capsys: Capture) -> None:
    rows = list(csv.DictReader(io.StringIO(run(capsys, "--lang", "en", "--format", "csv").out)))
    assert len(rows) == 24
    assert {row["Observation"] for row in rows[:3]} == {"Resident population"}
    assert {row["Lies"] for row in rows[:3]} == {"outside"}
    assert {row["Remark"] for row in rows[-5:]} == {"set constants"}


def test_the_json_has_every_figure(observed: Path, capsys: Capture) -> None:
    record = json.loads(run(capsys, "trend", "--seed", "3", "--format", "json").out)
    assert (record["scenario"], record["members"], record["seed"]) == ("trend", 64, 3)
    assert record["origins"] == [2020, 2021, 2022, 2023, 2024]
    assert [one["count"] for one in record["sums"]] == [5, 5, 3, 1, 1, 15]
    assert record["sums"][-1]["expected_90"] == 13.5
    assert sum(record["histogram"]) == 15
    worst = record["predictions"][0]
    assert (worst["id"], worst["period"], worst["within_90"], worst["naive"]["last_value"]) == (
        "resident_population", "2022", False, 23.0,
    )  # fmt: skip
    limit = next(one for one in record["predictions"] if one["bound"])
    assert (limit["crps"], limit["within_50"]) == (None, None)
    assert 0 <= limit["right_side"] <= 1


def test_a_folder_keeps_the_forecasts(observed: Path, capsys: Capture) -> None:
    first = run(capsys, "--out", "made")
    assert first.code == 0
    assert (observed / "made" / "2022" / "draws.parquet").is_file()
    assert run(capsys, "--out", "made").out == first.out
    refused = run(capsys, "--out", "made", "--seed", "8")
    assert refused.code == 2
    assert "holds something else, or the record of another request" in refused.err


def test_the_document_is_written_in_both_languages_and_the_record_kept(
    observed: Path, capsys: Capture
) -> None:
    assert run(capsys, "--document").code == 0
    workspace = load_workspace(observed)
    kept = kept_record(workspace)
    assert kept is not None
    files = build_record(kept, workspace)
    assert list(files) == ["record.md", "record.svg", "record.en.md", "record.en.svg"]
    assert all((observed / "docs" / name).read_text("utf-8") == text for name, text in files.items())
    assert files["record.md"].index("| 常住人口规模 | 2022 |") < files["record.md"].index("| 工业总产值 |")
    assert "| Resident population | 2022 | end of 2020 |" in files["record.en.md"]
    assert "<svg" in files["record.svg"]


def test_no_observations_are_a_report_too(at_home: Path, capsys: Capture) -> None:
    result = run(capsys)
    assert result.code == 0
    assert result.out.endswith("没有在这些时点之后才公布、又可用于检验的观测值。\n")


def test_the_faults_of_all_options_are_reported_together(observed: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, "validate", "--members", "x", "--format", "xlsx")
    assert result.code == 2
    assert result.err == report(
        "--format xlsx",
        '"xlsx" 不可用，应是以下之一：table, csv, json。',
        '"xlsx" is invalid; it must be one of: table, csv, json.',
    ) + report("--members", '"x" 不是整数。', '"x" is not a whole number.')
    few = CommandResult(capsys, "validate", "--members", "8")
    assert few.code == 2
    assert few.err.startswith("--members: 8 不可用，应在 64 到 65,536 之间。")
    assert CommandResult(capsys, "validate", "trned").code == 2
