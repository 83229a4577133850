"""Folder of an ensemble on disk: every file in it is complete, even after a crash."""

from __future__ import annotations

import contextlib
import mmap
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sim.errors import Code, SimError, fail
from sim.files import display, expand, os_reason

if sys.platform != "win32":
    import fcntl

DRAFT = ".draft"
_BLOCK = 4_096  # bytes, of which disks take a multiple
_AT_ONCE = 1 << 21  # bytes
LOCK = ".lock"


class Folder:
    """Files by name within a folder; names use ``/``, whatever the system.

    Parameters
    ----------
    path : of the folder, as the user gave it
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.place = os.fspath(path)
        self.path = expand(path)

    @property
    def where(self) -> Path | str | None:
        """Return the path, the URL, or None for a folder in memory."""
        return self.path

    def place_of(self, name: str) -> str:
        """Return the location of a file for messages."""
        return display(self.path / name)

    def is_there(self) -> bool:
        """Return whether the folder exists."""
        with self._reporting("read"):
            return self.path.is_dir()

    def exists(self) -> bool:
        """Return whether anything exists at the folder's path, except traces of a run that never began."""
        with self._reporting("read"):
            if not self.path.is_dir():
                return self.path.exists()
            return any(path.name != LOCK and path.suffix != DRAFT for path in self.path.iterdir())

    def names(self, within: str) -> list[str]:
        """Return the names of the files in a subfolder, in order."""
        with self._reporting("read", within):
            return sorted(path.name for path in (self.path / within).iterdir())

    def has(self, name: str) -> bool:
        """Return whether a file exists."""
        return (self.path / name).is_file()

    def read(self, name: str) -> bytes:
        """Return the content of a file.

        Raises
        ------
        SimError: it cannot be read.
        """
        with self._reporting("read", name):
            return (self.path / name).read_bytes()

    @contextlib.contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """Open a file for reading.

        Raises
        ------
        SimError: it cannot be read.
        """
        with self._reporting("read", name):
            stream = (self.path / name).open("rb")
        with stream:
            yield stream

    def write(self, name: str, content: bytes, *, is_read_soon: bool = True) -> None:
        """Write a file atomically; it survives a loss of power.

        Parameters
        ----------
        is_read_soon : whether the system is to keep it in memory as well

        Raises
        ------
        SimError: the folder cannot be written, the disk is full.
        """
        with self.writing(name) as stream:
            done = 0 if is_read_soon else _write_past_memory(stream, content)
            stream.write(memoryview(content)[done:])

    def put(self, name: str, content: bytes, *, is_read_soon: bool = True) -> None:
        """Write a file unless it exists already; one of different content is set aside first."""
        if self.has(name):
            if self.read(name) == content:
                return
            self.set_aside(name)
        self.write(name, content, is_read_soon=is_read_soon)

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Open a file for writing, which is moved into place on success."""
        target = self.path / name
        draft = target.with_name(f".{target.name}-{secrets.token_hex(4)}{DRAFT}")
        try:
            with self._reporting("written", name):
                target.parent.mkdir(parents=True, exist_ok=True)
                with draft.open("wb") as stream:
                    yield stream
                    stream.flush()
                    os.fsync(stream.fileno())
                draft.replace(target)
                _sync(target.parent)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    @contextlib.contextmanager
    def claimed(self) -> Iterator[None]:
        """Lock the folder against other processes of this machine; a killed process releases its lock.

        Raises
        ------
        SimError: another process is writing here.
        """
        with self._reporting("written"):
            self.path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if not _locked(handle):
                raise busy(self.place)
            try:
                yield
            finally:
                with contextlib.suppress(OSError):
                    (self.path / LOCK).unlink()
                    self.path.rmdir()  # if nothing was written
        finally:
            os.close(handle)

    def is_claimed(self) -> bool:
        """Return whether another process is writing here."""
        try:
            handle = os.open(self.path / LOCK, os.O_RDWR)
        except OSError:
            return False
        try:
            return not _locked(handle)
        finally:
            os.close(handle)

    def set_aside(self, name: str) -> str:
        """Rename a file whose content is wrong, and return the new name."""
        number = 1
        while self.has(f"{name}.damaged-{number}"):
            number += 1
        aside = f"{name}.damaged-{number}"
        with self._reporting("written", name):
            self._rename(name, aside)
        return aside

    def remove(self, name: str) -> None:
        """Remove a file, if it exists."""
        with self._reporting("written", name):
            (self.path / name).unlink(missing_ok=True)

    def drop_drafts(self) -> None:
        """Remove partly written files of a killed run."""
        for draft in self.path.rglob(f".*{DRAFT}"):
            with contextlib.suppress(OSError):
                draft.unlink()

    def _rename(self, name: str, new: str) -> None:
        (self.path / name).rename(self.path / new)

    @contextlib.contextmanager
    def _reporting(self, how: str, name: str = "") -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._refused(error, how, name) from error

    def _refused(self, error: OSError, how: str, name: str) -> SimError:
        is_written = how == "written"
        code: Code = "unwritable" if is_written else "unreadable"
        verb = "写入" if is_written else "读取"
        zh, en = os_reason(error)
        place = self.place_of(name) if name else self.place
        return fail(code, f"无法{verb}：{zh}。", f"cannot be {how}: {en}.", place)


def busy(place: str) -> SimError:
    """Return the fault of a folder that another process is writing."""
    return fail(
        "occupied",
        "另一个程序正在写这个集合；请等它结束。",
        "another program is writing this ensemble; wait until it has ended.",
        place,
    )


def _locked(handle: int) -> bool:
    """Lock an open file for this process unless another holds it; return true where locks do not exist."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _write_past_memory(stream: BinaryIO, content: bytes) -> int:
    """Write the blocks of a new file to disk, but not to the memory in which the system keeps files.

    Memory that nothing has used yet has to be cleared first, which may take longer than writing.

    Returns
    -------
    how many bytes are written; none where the system or its disk does not know of this
    """
    if not hasattr(os, "O_DIRECT"):
        return 0
    handle, done = stream.fileno(), 0
    flags = fcntl.fcntl(handle, fcntl.F_GETFL)
    blocks, whole = memoryview(content), len(content) // _BLOCK * _BLOCK
    with mmap.mmap(-1, _AT_ONCE) as room, memoryview(room) as aligned:  # content may begin anywhere
        try:
            fcntl.fcntl(handle, fcntl.F_SETFL, flags | os.O_DIRECT)
            while done < whole:
                size = min(_AT_ONCE, whole - done)
                aligned[:size] = blocks[done : done + size]
                done += os.write(handle, aligned[:size])
        except OSError:
            pass  # what is left is written as ever, which tells what is wrong, if anything is
        finally:
            fcntl.fcntl(handle, fcntl.F_SETFL, flags)
    stream.seek(done)
    return done


def _sync(folder: Path) -> None:
    """Flush a folder's entries to disk, where the system can, so that renames survive a loss of power."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
