"""Wrong usages by the dozen: each ends with 2, in both languages, says where, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.wrong_usages import usages
from tests.command_line import CommandResult, report

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = 35, 420  # five and sixty of each kind
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


def test_a_path_that_the_system_refuses(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = f"{'长' * 300}.csv"
    result = CommandResult(capsys, "run", "plan", "--out", name)
    assert (result.code, result.out) == (2, "")
    zh, en = "不能读写：路径太长。", "cannot be read or written: the path is too long."
    assert result.err == report(name, zh, en)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="streams are closed by a shell of Unix")
@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", "2>/dev/full", "| true"])
def test_streams_that_are_closed_or_full(streams: str, at_home: Path) -> None:
    for usage, code in {"run plan": 0, "run plan --out made.csv": 0, "run none": 2}.items():
        command = f"set -o pipefail; {shlex.quote(sys.executable)} -m sim {usage} {streams}"
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TEDA_HOME": str(at_home)}
        done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, check=False)
        assert done.returncode == code, usage
        assert b"Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "columns"),
    [("ascii", "1"), ("gbk", "40"), ("big5", "abc"), ("latin-1", "0"), ("cp437", "99999"), ("utf-16", "")],
)
def test_encodings_and_widths(encoding: str, columns: str, at_home: Path) -> None:
    settings = {"PYTHONIOENCODING": encoding, "COLUMNS": columns, "PYTHONPATH": str(ROOT)}
    for usage, code in {("run", "规划"): 0, ("run", "规化"): 2}.items():
        command = [sys.executable, "-m", "sim", *usage]
        done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, check=False)
        assert done.returncode == code, usage
        told = done.stderr.decode(encoding) if code else done.stdout.decode(encoding)
        assert ("plan" if code else "2025") in told
        assert b"Traceback" not in done.stderr
