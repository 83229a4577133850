"""Heavy work in a process of its own, so that no visitor waits for what another has asked for.

Python runs one thread of a process at a time: slides or the tests of confidence would take the time of all
sessions. Such work waits its turn there instead, and gives way to the page.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from sim.ui.work import give_way

Given = ParamSpec("Given")
Found = TypeVar("Found")

_lock = threading.Lock()
_open: list[ProcessPoolExecutor] = []


def beside(work: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
    """Return what a function yields, computed beside this process, in turn.

    It is computed once more where that process has died, for instance for want of memory.

    Parameters
    ----------
    work : function of a module
    given, named : its arguments, which can be pickled, as what it yields

    Raises
    ------
    SimError, and whatever else the function raises.
    """
    pool = _pool()
    try:
        return pool.submit(work, *given, **named).result()
    except BrokenProcessPool:
        with _lock, contextlib.suppress(ValueError):
            _open.remove(pool)
        return _pool().submit(work, *given, **named).result()


def _pool() -> ProcessPoolExecutor:
    """Return the process beside this one, as a pool of one."""
    with _lock:
        if not _open:
            own = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
            _open.append(ProcessPoolExecutor(1, own, _begin))
        return _open[0]


def _begin() -> None:
    give_way()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(0)
