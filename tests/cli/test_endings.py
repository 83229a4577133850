"""How a command ends: stopped, broken, or with an output that takes no more."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.errors import guarded
from tests.command_line import report

ROOT = Path(__file__).resolve().parents[2]


def test_control_c_ends_with_130() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    assert guarded(interrupted) == 130


def test_an_internal_error_shows_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise RuntimeError("boom\nmore")

    assert guarded(broken) == 70
    assert capsys.readouterr().err == (
        "程序内部出错（RuntimeError: boom）。请附上所用的命令和 TEDA_DEBUG=1 时的输出告知维护者。\n"
        "an internal error (RuntimeError: boom). Please report it with the command used "
        "and what it prints with TEDA_DEBUG=1.\n"
    )


def test_the_trace_is_shown_when_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("boom")

    monkeypatch.setenv("TEDA_DEBUG", "1")
    assert guarded(broken) == 70
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="uses head")
def test_a_pipe_that_closes_early_is_quiet(small_home: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m sim run plan --format json | head -n 1"
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        env={**os.environ, "TEDA_HOME": str(small_home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_behind_standard_output_is_reported(small_home: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sim", "run", "plan", "--home", str(small_home)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        2,
        report("stdout", "无法写入：磁盘已满。", "cannot be written: the disk is full."),
    )


@pytest.mark.slow
def test_output_survives_a_terminal_without_chinese(small_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim", "run", "plan"],
        cwd=ROOT,
        env={**os.environ, "TEDA_HOME": str(small_home), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr.startswith(b"the output's encoding ascii has no Chinese, so this is English")
    assert done.stdout.isascii()
