"""Turns of visitors at what takes all of the machine, and what is not worth a turn any more."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterator

from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

_LOOK = 0.1  # seconds after which one who waits looks whether it is still worth it


class OvertakenError(Exception):
    """The same visitor has asked for something else since."""


class Turns:
    """Threads that take turns in the order in which they came: none waits for one that came later."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: deque[threading.Event] = deque()  # the first has its turn

    @contextlib.contextmanager
    def taken(self, is_wanted: Callable[[], bool]) -> Iterator[None]:
        """Wait for a turn, and have it until the end of the block.

        Parameters
        ----------
        is_wanted : whether it is still worth waiting

        Raises
        ------
        OvertakenError: it is not, before the turn has come.
        """
        own = threading.Event()
        with self._lock:
            self._line.append(own)
            self._line[0].set()
        try:
            while not own.wait(_LOOK):
                _check(is_wanted)
            _check(is_wanted)
            yield
        finally:
            with self._lock:
                self._line.remove(own)
                if self._line:
                    self._line[0].set()


def _check(is_wanted: Callable[[], bool]) -> None:
    if not is_wanted():
        raise OvertakenError


def always() -> bool:
    """Return that something is worth waiting for as long as it takes."""
    return True


def is_latest() -> bool:
    """Return whether a visitor is there and has asked for nothing else since this run of the page began.

    Streamlit runs what was asked meanwhile once the present run has ended, and tells of it nowhere else.
    """
    context = get_script_run_ctx(suppress_warning=True)
    requests = context.script_requests if context else None
    return getattr(requests, "_state", None) not in (ScriptRequestType.RERUN, ScriptRequestType.STOP)
