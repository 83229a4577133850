"""Tasks distributed among threads: all are done, few are taken ahead, errors propagate."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from sim.ensembles.workers.local import LocalWorkers
from sim.errors import SimError
from tests.waiting import PATIENCE


@pytest.mark.parametrize("count", [1, 2, 7])
def test_every_task_is_done_once(count: int) -> None:
    assert sorted(LocalWorkers(count).map(lambda task: task * task, range(20))) == [n * n for n in range(20)]


def test_one_task_at_a_time_per_worker() -> None:
    meeting = threading.Barrier(3, timeout=PATIENCE)  # passes only when three are there together
    assert len(list(LocalWorkers(3).map(lambda _: meeting.wait(), range(3)))) == 3


def test_few_more_are_taken_than_are_being_done() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = LocalWorkers(2).map(lambda task: task, tasks())
    next(results)
    assert len(taken) <= 3


def test_errors_of_a_task_are_raised_by_the_caller() -> None:
    def work(task: int) -> int:
        if task == 3:
            raise ValueError("three")
        return task

    with pytest.raises(ValueError, match="three"):
        list(LocalWorkers(2).map(work, range(10)))


def test_no_workers() -> None:
    with pytest.raises(SimError, match="0 is invalid; it must be from 1 to 1,024"):
        LocalWorkers(0)
