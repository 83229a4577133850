"""Work in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from sim.errors import SimError, fail
from sim.ui.beside import beside
from tests.waiting import wait_until

PARENT = """
import os, sys
from sim.ui.beside import beside
if __name__ == "__main__":
    print(beside(os.getpid), flush=True)
    sys.stdin.read()
"""


def _refuse(word: str) -> None:
    raise fail("syntax", f"不认识 {word}。", f"{word} is not known.", "here")


def _die_once(note: str) -> int:
    """End the process at once, unless an earlier one has left a note."""
    if not Path(note).exists():
        Path(note).touch()
        os.kill(os.getpid(), signal.SIGTERM)
    return os.getpid()


def test_it_is_another_process_and_stays_the_same() -> None:
    first, second = beside(os.getpid), beside(os.getpid)
    assert first == second != os.getpid()


def test_a_fault_is_raised_here() -> None:
    with pytest.raises(SimError, match="plum is not known"):
        beside(_refuse, "plum")


def test_a_process_that_was_killed_is_begun_anew(tmp_path: Path) -> None:
    before = beside(os.getpid)
    assert beside(_die_once, str(tmp_path / "died")) not in (before, os.getpid())
    assert beside(os.getpid) != before


def test_it_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "parent.py").write_text(PARENT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "parent.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as parent:
        assert parent.stdout
        own = int(parent.stdout.readline())
        parent.kill()
    wait_until(lambda: not _is_running(own))


def _is_running(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE  # nobody may ask how it ended
    except psutil.NoSuchProcess:
        return False
