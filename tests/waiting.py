"""Waits for a condition instead of a fixed time; the bound is exceeded only by a hang."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

PATIENCE = 600.0  # seconds, on however busy a machine
_LOOK = 0.05  # seconds between looks


def wait_until(condition: Callable[[], object], running: subprocess.Popen[Any] | None = None) -> None:
    """Wait until a condition holds.

    Raises
    ------
    AssertionError: it never does, or the program that was to bring it about has ended.
    """
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert running is None or running.poll() is None, f"the program ended with {running.returncode}"
        assert time.monotonic() < limit, "what was waited for never came"
        time.sleep(_LOOK)


@contextlib.contextmanager
def program(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a program that prints text, and kill it at the end: a test that fails would wait for it."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    ) as running:
        try:
            yield running
        finally:
            running.kill()
