"""Distributes tasks among the processors of this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Protocol, TypeVar

from sim.arguments import processors
from sim.errors import Argument

Task = TypeVar("Task")
Result = TypeVar("Result")


class Workers(Protocol):
    """Workers that run tasks: this machine's threads, or a cluster."""

    def threads(self, tasks: int) -> int:
        """Return the number of threads for each of a number of tasks."""

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield the result of every task as it completes; take few more tasks than are running."""


class LocalWorkers:
    """Threads of this process: the engine, NumPy and Arrow release the interpreter lock.

    Parameters
    ----------
    count : number of tasks run at once; all processors by default

    Raises
    ------
    SimError: fewer than one, or more than 1,024.
    """

    def __init__(self, count: int | None = None) -> None:
        given = None if count is None else processors(count, Argument("workers"))
        self._count = given or os.cpu_count() or 1

    def threads(self, tasks: int) -> int:
        """Return the number of threads for each of a number of tasks: few tasks share all processors."""
        return max(1, self._count // max(1, tasks))

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield the result of every task as it completes."""
        waiting = iter(tasks)
        pool = ThreadPoolExecutor(self._count)
        running: set[Future[Result]] = set()
        try:
            while True:
                # One more than are running, so that a thread that finishes finds its next task.
                ready = islice(waiting, self._count + 1 - len(running))
                running |= {pool.submit(work, task) for task in ready}
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for one in done:
                    yield one.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
