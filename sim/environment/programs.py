"""Other programs: run, listened to, and ended with this one."""

import collections
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.environment import place

PATIENCE = 5.0  # seconds that a program has to end by itself


@contextlib.contextmanager
def child(command: list[str], *, has_group: bool = False, **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Run a program; when this one is stopped, end it: asked first, killed if it does not.

    Parameters
    ----------
    has_group : give it a process group of its own, to end with it all that it has started; a program
        that the user speaks to must stay in the group of the terminal
    """
    has_group = has_group and not place.WINDOWS
    if has_group:
        options["process_group"] = 0
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        except BaseException as stop:
            # Ctrl-C has reached every program in the group of the terminal
            _end(process, has_group=has_group, is_told=isinstance(stop, KeyboardInterrupt) and not has_group)
            raise


def _end(process: subprocess.Popen[Any], *, has_group: bool, is_told: bool) -> None:
    def send(number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number) if has_group else process.send_signal(number)

    try:
        if is_told:
            _wait(process)
        send(signal.SIGTERM)
        _wait(process)
    finally:  # a second signal may have ended the waiting
        send(signal.SIGTERM if place.WINDOWS else signal.SIGKILL)


def _wait(process: subprocess.Popen[Any]) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)


def run(command: list[str], cwd: Path) -> int:
    """Run a program in the foreground and return its exit code."""
    with child(command, cwd=cwd) as process:
        code = process.wait()
    return code if code >= 0 else 128 - code


TELLING = re.compile(r"\s*(Downloading|Building|Prepared|Installed|Collecting|Installing) ")


def install(command: list[str], environment: dict[str, str]) -> list[str]:
    """Run an installer, repeat its lines of progress, return its last lines if it failed.

    On Windows a Python whose output is read here would write in the code page of the system.
    """
    last: collections.deque[str] = collections.deque(maxlen=20)
    options: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "env": {**environment, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
    }
    with child(
        command, has_group=True, cwd=place.ROOT, encoding="utf-8", errors="replace", **options
    ) as process:
        for line in process.stdout or ():
            last.append(line.rstrip())
            if TELLING.match(line):
                print(f"[{time.monotonic() - place.START:5.1f} s]   {line.strip()}", file=sys.stderr)
    return (list(last) or ["?"]) if process.returncode else []
