"""The process of one long question: it reads what is asked and writes how it comes along.

It reads a pickled `Call` from standard input and writes pickled `Message`s to standard output; both ends are
programs of ours. It gives way to whatever else the machine does, the page of other visitors above all.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from sim.errors import SimError

_GIVING_WAY = 5  # of the 20 steps by which a process can be nice to others


@dataclass(frozen=True)
class Call:
    """A function of the library that tells its progress, and its arguments."""

    function: Callable[..., object]
    arguments: tuple[object, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """How far it is, or what came of it: a result or an error."""

    done: int = 0
    total: int = 0
    result: object = None
    error: SimError | None = None


def work(asked: BinaryIO, told: BinaryIO) -> None:
    """Do what a process is asked, and tell progress and result."""
    call: Call = pickle.load(asked)

    def tell(message: Message) -> None:
        pickle.dump(message, told)
        told.flush()

    def progress(done: int, total: int) -> None:
        tell(Message(done, total))

    try:
        tell(Message(result=call.function(*call.arguments, progress=progress, **call.named)))
    except SimError as error:
        tell(Message(error=error))


def give_way() -> None:
    """Let all else that the machine does go before this process."""
    if hasattr(os, "nice"):
        os.nice(_GIVING_WAY)


def main() -> None:
    """Work beside the page: what libraries print goes to standard error."""
    give_way()
    told = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(BrokenPipeError):  # nobody waits for it any more
        work(sys.stdin.buffer, told)


if __name__ == "__main__":
    main()
