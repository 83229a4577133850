"""``teda model sketch``: output, written files and exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report
from tests.sketch.sketched import BATH, SKETCH


@pytest.fixture
def bath(at_home: Path) -> Path:
    path = at_home / "bath.mdl"
    path.write_text(BATH + SKETCH, encoding="utf-8")
    return path


def test_a_sketch_that_is_not_sound_is_reported(bath: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = bath.read_bytes()
    result = CommandResult(capsys, "model", "sketch", "bath.mdl", "--lang", "en")
    assert result.code == 1
    assert "✗ water · Missing: water in tub, drain, leak, cistern, drain time, and 3 more" in result.out
    assert "· cistern: leak rate" in result.out
    assert bath.read_bytes() == before
    assert "✗ water · 缺少：water in tub" in CommandResult(capsys, "model", "sketch", "bath.mdl").out


@pytest.mark.slow
def test_write_draws_all_views_anew(bath: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "model", "sketch", "bath.mdl", "--write")
    assert (result.code, result.err) == (0, "")
    assert "✓ 每个变量在本组的视图中各出现一次" in result.out
    written = bath.read_text("utf-8")
    assert written.startswith(BATH)
    assert written.endswith("1:Current.vdf\n")
    assert "by hand" not in written
    record = json.loads(CommandResult(capsys, "model", "sketch", "bath.mdl", "--format", "json").out)
    assert [view["title"] for view in record["views"]] == ["water", "levers"]
    assert record["unnamed_rates"] == {"cistern": ["leak rate"]}
    rows = list(
        csv.DictReader(
            io.StringIO(CommandResult(capsys, "model", "sketch", "bath.mdl", "--format", "csv").out)
        )
    )
    assert [row["pipes"] for row in rows] == ["6", "0"]


def test_a_file_that_is_not_there(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "bath.mdl").write_text(BATH, encoding="utf-8")
    result = CommandResult(capsys, "model", "sketch", "bth.mdl", "--write")
    assert (result.code, result.out) == (2, "")
    assert result.err == report(
        "bth.mdl", '找不到这个文件。最接近的是 "bath.mdl"。', 'there is no such file. Nearest: "bath.mdl".'
    )


def test_a_file_with_faults_stays_as_it_is(bath: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bath.parent / "broken.mdl").write_text("a = b ~~|\n", encoding="utf-8")
    result = CommandResult(capsys, "model", "sketch", "broken.mdl", "--write")
    assert result.code == 2
    assert (bath.parent / "broken.mdl").read_text("utf-8") == "a = b ~~|\n"


@pytest.mark.parametrize("options", [(), ("--write",)])
def test_the_picture_of_an_xmile_file_is_left_alone(
    at_home: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    path = at_home / "bath.stmx"
    path.write_text("<xmile><model/></xmile>", encoding="utf-8")
    result = CommandResult(capsys, "model", "sketch", "bath.stmx", *options)
    assert result.code == 2
    assert "XMILE 文件里的图这里不读也不画" in result.err
    assert "pictures in XMILE files are neither read nor drawn" in result.err
    assert path.read_text("utf-8") == "<xmile><model/></xmile>"
