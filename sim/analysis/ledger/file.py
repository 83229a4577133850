"""The file of a ledger: read whole, checked, and continued whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.analysis.ledger.chain import Link, chained, faults_of, read_chain
from sim.analysis.ledger.row import SealedRow, row_of
from sim.errors import Faults, fail
from sim.files import expand, missing_file, not_a_file, os_reason, write_files

if sys.platform != "win32":
    import fcntl


@dataclass(frozen=True)
class LedgerFile:
    """A ledger as it was read.

    Parameters
    ----------
    place : its path as it was given
    content : its bytes, none where there is no such file yet
    links : its lines
    """

    place: str
    content: bytes
    links: tuple[Link, ...]

    def check(self) -> None:
        """Refuse a ledger whose chain is broken.

        Raises
        ------
        SimError: each broken line.
        """
        Faults(
            link.fault.at(f"{self.place}:{link.line}") for link in self.links if link.fault is not None
        ).check()

    def rows(self) -> tuple[SealedRow, ...]:
        """Return the sealed forecasts of a ledger whose chain holds.

        Raises
        ------
        SimError: each broken line, and each that holds no forecast.
        """
        self.check()
        with Faults() as faults:
            rows = [
                faults.take(row_of, link.record, f"{self.place}:{link.line}")
                for link in self.links
                if link.record is not None
            ]
        return tuple(rows)

    def continued(self, rows: Sequence[SealedRow]) -> tuple[Link, ...]:
        """Add rows to the file, and return its lines; a process that is killed leaves the old file.

        Raises
        ------
        SimError: another program is writing the file, or has written it since it was read; it cannot be
            written.
        """
        last = self.links[-1] if self.links else None
        content = self.content + b"".join(chained((row.as_record() for row in rows), last))
        links = read_chain(content)
        assert not faults_of(links)
        with _alone(self.place):
            if _content(self.place) != self.content:
                zh = "读取之后，另一个程序改了这个文件；这次什么都没有封存，请重新运行。"
                en = "another program changed the file since it was read; nothing was sealed, run again."
                raise fail("occupied", zh, en, self.place)
            write_files({self.place: content})
        return links


def read_ledger(path: str | os.PathLike[str], *, is_new: bool = False) -> LedgerFile:
    """Return a ledger; what is wrong with its chain is left to the caller.

    Parameters
    ----------
    is_new : whether there may be no such file yet

    Raises
    ------
    SimError: there is no such file, it is a folder, or it cannot be read.
    """
    place = os.fspath(path)
    if not is_new and not expand(place).exists():
        raise missing_file(expand(place), place)
    content = _content(place)
    return LedgerFile(place, content, read_chain(content))


def _content(place: str) -> bytes:
    target = expand(place)
    try:
        if target.exists() and not target.is_file():
            raise not_a_file(target, place)
        return target.read_bytes() if target.exists() else b""
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            zh, en = os_reason(error)
            raise fail("unreadable", f"无法读取：{zh}。", f"cannot be read: {en}.", place) from error
        raise


@contextlib.contextmanager
def _alone(place: str) -> Iterator[None]:
    """Keep two programs from writing in a folder at once, where the system has locks.

    The folder is locked, since the file itself is replaced.
    """
    folder = Path(os.path.realpath(expand(place))).parent
    if sys.platform == "win32" or not folder.is_dir():
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                zh = "另一个程序正在写这个预测台账；请等它结束。"
                en = "another program is writing this ledger; wait until it has ended."
                raise fail("occupied", zh, en, place) from error
        yield
    finally:
        os.close(handle)
