"""Progress reports of long computations."""

from collections.abc import Callable

Progress = Callable[[int, int], None]  # steps done, steps in all: members, runs, starts, scenarios
