"""``teda model sketch``: what it tells, what it writes and its exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import Told, report
from tests.sketch.sketched import BATH, SKETCH


@pytest.fixture
def bath(at_home: Path) -> Path:
    path = at_home / "bath.mdl"
    path.write_text(BATH + SKETCH, encoding="utf-8")
    return path


def test_a_sketch_that_is_not_sound_is_told(bath: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = bath.read_bytes()
    told = Told(capsys, "model", "sketch", "bath.mdl", "--lang", "en")
    assert told.code == 1
    assert "✗ water · Missing: water in tub, drain, leak, cistern, drain time, and 3 more" in told.out
    assert "· cistern: leak rate" in told.out
    assert bath.read_bytes() == before
    assert "✗ water · 缺少：water in tub" in Told(capsys, "model", "sketch", "bath.mdl").out


@pytest.mark.slow
def test_write_draws_all_views_anew(bath: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = Told(capsys, "model", "sketch", "bath.mdl", "--write")
    assert (told.code, told.err) == (0, "")
    assert "✓ 每个变量在本组的视图中各出现一次" in told.out
    written = bath.read_text("utf-8")
    assert written.startswith(BATH)
    assert written.endswith("1:Current.vdf\n")
    assert "by hand" not in written
    record = json.loads(Told(capsys, "model", "sketch", "bath.mdl", "--format", "json").out)
    assert [view["title"] for view in record["views"]] == ["water", "levers"]
    assert record["unnamed_rates"] == {"cistern": ["leak rate"]}
    rows = list(
        csv.DictReader(io.StringIO(Told(capsys, "model", "sketch", "bath.mdl", "--format", "csv").out))
    )
    assert [row["pipes"] for row in rows] == ["6", "0"]


def test_a_file_that_is_not_there(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "bath.mdl").write_text(BATH, encoding="utf-8")
    told = Told(capsys, "model", "sketch", "bth.mdl", "--write")
    assert (told.code, told.out) == (2, "")
    assert told.err == report(
        "bth.mdl", '找不到这个文件。最接近的是 "bath.mdl"。', 'there is no such file. Nearest: "bath.mdl".'
    )


def test_a_file_with_faults_stays_as_it_is(bath: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bath.parent / "broken.mdl").write_text("a = b ~~|\n", encoding="utf-8")
    told = Told(capsys, "model", "sketch", "broken.mdl", "--write")
    assert told.code == 2
    assert (bath.parent / "broken.mdl").read_text("utf-8") == "a = b ~~|\n"
