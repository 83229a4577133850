"""Programs end with the one that started them, whatever they do about it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from sim.environment import programs
from tests.waiting import PATIENCE, wait_until

ROOT = Path(programs.__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
SLEEP = "import time; time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); {SLEEP}"


def is_there(number: int) -> bool:
    """Return whether a process runs; one that ended and that nobody has waited for does not."""
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_server_that_does_not_hear_is_killed(tmp_path: Path) -> None:
    """Its reader is gone, so that it fails while it stops: what a closed log does to a server."""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from sim.environment import commands, programs;"
        "programs.PATIENCE = 0.5; commands.setup = lambda: None;"
        f"commands._teda = lambda *_: [sys.executable, '-c', {DEAF!r}];"
        "sys.argv[1:] = ['app']; commands.start()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        process.stdout.close()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        server = int(children.read_text()) if children.exists() else None
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 143
    assert server is None or not is_there(server)


def test_what_an_installer_has_started_ends_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(programs, "PATIENCE", 0.5)
    path = tmp_path / "pid"
    code = (
        f"import pathlib, subprocess, sys; inner = subprocess.Popen([sys.executable, '-c', {SLEEP!r}]);"
        f"pathlib.Path({str(path)!r}).write_text(str(inner.pid)); inner.wait()"
    )

    def stop() -> None:
        with programs.child([sys.executable, "-c", code], has_group=True):
            wait_until(lambda: path.exists() and path.read_text())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    wait_until(lambda: not is_there(int(path.read_text())))


def test_a_program_that_ends_by_itself_is_waited_for() -> None:
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), programs.child([sys.executable, "-c", "pass"]) as process:
        raise KeyboardInterrupt
    assert process.returncode == 0
    assert time.monotonic() - start < PATIENCE


def test_children_write_utf_8_whatever_the_code_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "gbk")
    code = "import sys; print('拒绝访问', sys.flags.utf8_mode); sys.exit(1)"
    assert programs.install([sys.executable, "-c", code], dict(os.environ)) == ["拒绝访问 1"]
