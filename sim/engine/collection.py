"""Pause of Python's cyclic garbage collector while a model is built.

A model of 100,000 scalars is millions of small objects, all of which stay and none of which is in a cycle.
The collector would look through all of them again and again as they become more: a fifth of the time.
"""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Iterator

_LOCK = threading.Lock()
_paused = 0  # how many threads are building


@contextlib.contextmanager
def paused_collection() -> Iterator[None]:
    """Keep the collector off until all builders are done, if it was on before."""
    global _paused
    with _LOCK:
        if not _paused and not gc.isenabled():
            was_on = False
        else:
            was_on = True
            _paused += 1
            gc.disable()
    try:
        yield
    finally:
        if was_on:
            with _LOCK:
                _paused -= 1
                if not _paused:
                    gc.enable()
