"""Long questions of the page, each in a process of its own that can be given up."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Hashable
from pathlib import Path

from sim.errors import fail
from sim.ui.work import Call, Message

AT_ONCE = 2  # processes of all visitors
ABANDONED = 60.0  # seconds after which a question that nobody looks at any more is given up
_SOURCE = Path(__file__).parents[2]  # folder in which `import sim` finds this code
_RUNNING: set[Job] = set()
_LOCK = threading.Lock()


class Job:
    """A question that is being worked on, or its answer.

    Parameters
    ----------
    question : what is asked; an equal one has the same answer
    call : the function that answers it

    Attributes
    ----------
    latest : how far it is, then the result or the fault; a job that was given up has neither

    Raises
    ------
    SimError: as many questions as the machine takes are being worked on.
    """

    def __init__(self, question: Hashable, call: Call) -> None:
        self.question, self.latest = question, Message()
        self._seen, self._is_given_up = time.monotonic(), False
        with _LOCK:
            if len(_RUNNING) >= AT_ONCE:
                raise fail(
                    "occupied",
                    "服务器正在为其他访问者搜索，请稍后再试。",
                    "the server is searching for other visitors; try again later.",
                )
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", "from sim.ui.work import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
            )
            _RUNNING.add(self)
        threading.Thread(target=self._listen, args=(call,), daemon=True).start()

    @property
    def is_running(self) -> bool:
        """Return whether it is being worked on; whoever asks keeps it alive."""
        self._seen = time.monotonic()
        return self in _RUNNING

    def give_up(self) -> None:
        """End the process, if it has not ended."""
        self._is_given_up = True
        self._process.kill()

    def _listen(self, call: Call) -> None:
        """Take what the process tells until it ends."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            with self._process.stdin as asked:
                pickle.dump(call, asked)
            with self._process.stdout as told:
                while True:
                    self.latest = pickle.load(told)
                    if time.monotonic() - self._seen > ABANDONED:
                        self.give_up()
        except (EOFError, OSError, pickle.UnpicklingError):  # it has ended, or was ended
            self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        if self.latest.result is None and self.latest.error is None and not self._is_given_up:
            zh, en = (
                "搜索的进程意外结束，请再试一次。",
                "the process of the search ended unexpectedly; try again.",
            )
            self.latest = Message(error=fail("unfinished", zh, en))
        with _LOCK:
            _RUNNING.discard(self)


def _environment() -> dict[str, str]:
    """Return the environment, changed so that ``import sim`` finds this code."""
    paths = [os.fspath(_SOURCE), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
