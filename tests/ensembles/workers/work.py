"""Tasks for the workers of a test's cluster, which import this module."""

from __future__ import annotations

import os
import signal
import time


def worker_and_square(number: int) -> tuple[int, int]:
    """Return which process did the work, and the square."""
    time.sleep(0.2)
    return os.getpid(), number * number


def fail_at_three(number: int) -> int:
    """Return the number, but for 3."""
    if number == 3:
        raise ZeroDivisionError("three")
    return number


def end_the_worker(_: int) -> None:
    """Kill the process that does the work, as a machine does that runs out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
