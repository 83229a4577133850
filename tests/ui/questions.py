"""Questions that a process of the page is asked in tests."""

from __future__ import annotations

import time
from collections.abc import Callable

from sim.errors import fail

Progress = Callable[[int, int], None]


def counted(count: int, *, progress: Progress, seconds: float = 0.0) -> int:
    """Count, telling every number."""
    for number in range(count):
        time.sleep(seconds)
        progress(number + 1, count)
    return count


def refused(*, progress: Progress) -> int:
    """Find a fault in what is asked."""
    progress(0, 1)
    raise fail("missing", "没有。", "there is none.", "here")


def broken(*, progress: Progress) -> int:
    """Fail as a fault of the program does."""
    raise RuntimeError(str(progress))
