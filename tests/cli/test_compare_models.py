"""``teda compare-models``: table, JSON, CSV and page, the last release, and refused requests."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import sim
from tests.command_line import CommandResult, report

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def other(at_home: Path) -> str:
    """Return a model file beside the home's in which output per capital is 6, not 5."""
    text = (at_home / "model" / "teda.mdl").read_text("utf-8")
    (at_home / "other.mdl").write_text(
        text.replace("output per capital= 5", "output per capital= 6"), "utf-8"
    )
    return "other.mdl"


def test_the_table_is_chinese_first_and_complete_in_english(other: str, capsys: Capture) -> None:
    found = CommandResult(capsys, "compare-models", "model/teda.mdl", other)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("模型变动：model/teda.mdl → other.mdl\n旧模型 ")
    assert "【结果的变动】" in found.out
    assert "【trend：趋势】" in found.out
    rows = [line.split() for line in found.out.splitlines()]
    assert ["工业总产值", "2025", "亿元", "7,500", "9,000", "+1,500", "+20.0%", "6.9%"] in rows
    assert "output per capital" in found.out
    english = CommandResult(capsys, "compare-models", "model/teda.mdl", other, "--lang", "en")
    assert "[Results that moved]" in english.out
    assert not any("\u4e00" <= char <= "\u9fff" for char in english.out)


def test_json_is_what_python_returns(other: str, capsys: Capture) -> None:
    found = json.loads(CommandResult(capsys, "compare-models", "model/teda.mdl", other, "--json").out)
    same = json.loads(
        CommandResult(capsys, "compare-models", "model/teda.mdl", other, "--format", "json").out
    )
    assert found == same
    moved = sim.compare_models("model/teda.mdl", other).moved
    assert [(one["scenario"], one["id"], one["year"], one["new"]) for one in found["moved"]] == [
        (one.scenario, one.indicator, one.year, pytest.approx(one.new)) for one in moved
    ]
    assert found["constants"] == [{"name": "output per capital", "old": 5, "new": 6}]
    assert found["probabilities"] is None
    assert found["scenarios"]["compared"] == ["plan", "trend"]
    assert found["same"] is False


def test_csv_has_every_figure_that_moved(other: str, capsys: Capture) -> None:
    found = CommandResult(
        capsys, "compare-models", "model/teda.mdl", other, "--format", "csv", "--lang", "en"
    )
    rows = list(csv.DictReader(io.StringIO(found.out)))
    assert len(rows) == len(sim.compare_models("model/teda.mdl", other).moved)
    assert rows[0].keys() >= {"Scenario", "Indicator", "Year", "Old", "New", "New less old"}


def test_two_equal_models(at_home: Path, capsys: Capture) -> None:
    found = CommandResult(capsys, "compare-models", "model/teda.mdl", ".")
    assert (found.code, found.out.splitlines()[-1]) == (0, "两者没有差别。")


def test_a_release_a_change_and_its_pages(at_home: Path, capsys: Capture) -> None:
    kept = CommandResult(capsys, "compare-models", "--release")
    assert (kept.code, kept.out) == (0, "")
    assert kept.err.endswith("model/released.csv\n")
    model = at_home / "model" / "teda.mdl"
    text = model.read_text("utf-8").replace("output per capital= 5", "output per capital= 6")
    model.write_text(text, "utf-8")
    assert CommandResult(capsys, "compare-models", "--document").code == 0
    zh, en = ((at_home / "docs" / f"model-changes{end}.md").read_text("utf-8") for end in ("", ".en"))
    assert "### trend：趋势" in zh
    assert "| 7,500 → 9,000（+20.0%） |" in zh
    assert "| 7,500 → 9,000 (+20.0%) |" in en
    assert "## Constants that changed" in en
    page = CommandResult(capsys, "compare-models", "--format", "markdown", "--lang", "en")
    assert page.out.startswith("# Model changes\n\nOld model ")
    assert page.out.split("\n\n")[-1] == en.split("\n\n")[-1]


@pytest.mark.parametrize(
    ("arguments", "place", "zh", "en"),
    [
        (
            ("--json", "--format", "csv"),
            "--json",
            "--json 与 --format csv 不能同用。",
            "--json and --format csv exclude one another.",
        ),
        (
            ("model/teda.mdl", "--release"),
            "--release",
            "--release 针对本套模型与其上一版，不能与 model/teda.mdl 同用。",
            "--release is about the home's model and its last release, and cannot go with model/teda.mdl.",
        ),
        (
            ("notes.txt", "."),
            "notes.txt",
            "应是含有 model 和 scenarios 的文件夹、模型文件（.mdl, .xmile, .stmx, .itmx）"
            "或上一版的结果（.csv）。",
            "must be a folder that holds model and scenarios, a model file (.mdl, .xmile, .stmx, .itmx), "
            "or the kept results of a release (.csv).",
        ),
    ],
)
def test_requests_that_are_refused(
    at_home: Path, capsys: Capture, arguments: tuple[str, ...], place: str, zh: str, en: str
) -> None:
    found = CommandResult(capsys, "compare-models", *arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err == report(place, zh, en)


def test_a_home_without_a_release_is_told_so(at_home: Path, capsys: Capture) -> None:
    found = CommandResult(capsys, "compare-models")
    assert found.code == 2
    assert "这里没有上一版的结果。" in found.err
    assert "no results of a last release are here." in found.err
