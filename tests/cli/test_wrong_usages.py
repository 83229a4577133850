"""Wrong usages by the dozen: each ends with 2, in both languages, says where, and leaves nothing behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.wrong_usages import usages
from tests.command_line import CommandResult

FEW, MANY = 60, 300
HAN = re.compile("[\u4e00-\u9fff]")


def faults_of(result: CommandResult, before: list[Path], home: Path) -> list[str]:
    """Return what is wrong with how a command refused."""
    lines = result.err.splitlines()
    placed = re.match(r"\S.*?: ", lines[0]) if lines else None
    return [
        what
        for what, is_wrong in {
            f"exit code {result.code}": result.code != 2,
            "output": result.out != "",
            "no place": placed is None,
            "no Chinese": not any(HAN.search(line) for line in lines),
            "no English": not any(re.search("[a-z]{3}", line) for line in lines[1:]),
            "program": "程序内部" in result.err or "Traceback" in result.err,
            "files left": sorted(home.rglob("*")) != before,
        }.items()
        if is_wrong
    ]


def check(count: int, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = []
    for usage in usages(count, home):
        before = sorted(home.rglob("*"))
        result = CommandResult(capsys, *usage)
        if found := faults_of(result, before, home):
            wrong.append((usage, found, result.err))
    assert wrong == []


def test_a_few_wrong_usages(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(FEW, at_home, capsys)


@pytest.mark.slow
def test_many_wrong_usages(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(MANY, at_home, capsys)
