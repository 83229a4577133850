"""``teda check``: every check, some of them, and the document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.analysis.checks.catalogue import CHECKS
from tests.analysis.checks.homes import change, home_with
from tests.command_line import CommandResult

pytestmark = pytest.mark.slow


def test_the_command_lists_every_check_and_fails_with_1(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = CommandResult(capsys, "check", "--home", str(own_home))
    assert (shown.code, shown.err) == (1, "")
    assert all(check.title.zh in shown.out for check in CHECKS)
    assert shown.out.endswith("10 项通过，5 项未通过。\n")
    record = json.loads(CommandResult(capsys, "check", "--home", str(own_home), "--format", "json").out)
    assert [one["id"] for one in record["checks"] if not one["passed"]] == [
        "completeness",
        "kinds",
        "loops",
        "steps",
        "drawn_base",
    ]
    assert record["passed"] is False
    rows = CommandResult(capsys, "check", "--home", str(own_home), "--format", "csv").out.splitlines()
    assert rows[1].startswith("units,True,31,0,,")


def test_a_model_that_does_not_parse_is_bad_input(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(own_home, "teda.mdl", "output= capital*output per capital", "output= capital*ouput per capital")
    shown = CommandResult(capsys, "check", "--home", str(own_home))
    assert (shown.code, shown.out) == (2, "")
    assert "teda.mdl:17: " in shown.err
    assert '"ouput per capital"' in shown.err


def test_one_check_alone(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = CommandResult(capsys, "check", "--home", str(own_home), "--only", "units", "--only", "reality")
    assert shown.code == 0
    assert "现实性" in shown.out
    assert "守恒" not in shown.out
    shown = CommandResult(capsys, "check", "--only", "realty", "--lang", "fr", "--document")
    assert shown.code == 2
    assert 'no check "realty"' in shown.err
    assert 'Nearest: "reality".' in shown.err
    assert "--lang fr" in shown.err
    assert "cannot go with --only" in shown.err


def test_the_document_names_what_is_not_passed(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = home_with(own_home, "capital > 1000")
    (home / "docs").write_text("no folder", encoding="utf-8")
    assert CommandResult(capsys, "check", "--home", str(home), "--document").code == 2
    (home / "docs").unlink()
    assert CommandResult(capsys, "check", "--home", str(home), "--document").code == 1
    text = (home / "docs" / "confidence.md").read_text(encoding="utf-8")
    assert "| ✗ 未通过 not passed<br>capital \\> 1000：2020 年左边 1,000，右边 1,000 |" in text
    assert "No investment (scenario trend): expected capital \\> 1000; in 2020" in text
