"""Memory that shards free and the next ones take again."""

from __future__ import annotations

import contextlib
import ctypes
import functools

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # parameters of glibc's mallopt
_KEPT = 256 * 1024**2  # bytes of free memory at the end of a heap
_LARGEST = 32 * 1024**2  # bytes of an array that is taken from there: glibc allows no more


@functools.cache
def keep_freed_memory() -> None:
    """Let freed memory stay with the process, where its C library is glibc.

    By itself glibc gives arrays of a shard back to the system, which fills new ones with zeros before they
    are written: a tenth of the time of an ensemble.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):  # another C library, another system
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, _LARGEST)
        mallopt(_TRIM_THRESHOLD, _KEPT)
