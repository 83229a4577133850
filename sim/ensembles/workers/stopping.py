"""Signals that end a run, Ctrl-C or a shutdown, deferred until the current work is finished."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self

from sim.errors import Fault

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stopped(KeyboardInterrupt):
    """A run was asked to stop; says how to resume it.

    Parameters
    ----------
    number : number of the signal
    fault : what was kept and how to resume; None where nothing was kept
    """

    def __init__(self, number: int, fault: Fault | None = None) -> None:
        super().__init__(fault.report() if fault else "")
        self.number = number
        self.fault = fault

    @property
    def exit_code(self) -> int:
        """Return the exit code of a command that a signal ended: 130 after Ctrl-C."""
        return 128 + self.number


class Stop:
    """Defers the signals that end a process until `check` is called; a second one is not deferred."""

    def __init__(self) -> None:
        self.asked = 0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        """Begin to listen, except for signals that the process ignores (``nohup``).

        Only the main thread can; elsewhere nothing changes.
        """
        if threading.current_thread() is threading.main_thread():
            heard = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
            self._before = {number: signal.signal(number, self._note) for number in heard}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Restore the previous signal handlers."""
        for number, before in self._before.items():
            signal.signal(number, before)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise Stopped(number)
        self.asked = number

    def check(self) -> None:
        """End the run if a signal has come.

        Raises
        ------
        Stopped: a signal has come.
        """
        if self.asked:
            raise Stopped(self.asked)
