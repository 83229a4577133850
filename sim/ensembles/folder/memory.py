"""Folder of an ensemble that is kept in memory: the files of one on disk, without the disk."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from sim.ensembles.folder.local import Folder


class MemoryFolder(Folder):
    """Files by name, kept by this process; so an ensemble in memory is the same bytes as one on disk."""

    def __init__(self, contents: Mapping[str, bytes] | None = None) -> None:
        self.place = "memory"
        self._contents: dict[str, bytes] = dict(contents or {})

    @property
    def contents(self) -> Mapping[str, bytes]:
        """Return the files by name."""
        return self._contents

    @property
    def where(self) -> None:
        """Return None: it has no path."""

    def place_of(self, name: str) -> str:
        """Return the name of a file in messages."""
        return f"{self.place}:{name}"

    def is_there(self) -> bool:
        """Return true: there is no other place that it could lack."""
        return True

    def exists(self) -> bool:
        """Return whether anything is in it."""
        return bool(self._contents)

    def names(self, within: str) -> list[str]:
        """Return the names of the files in a subfolder, in order."""
        start = f"{within}/"
        return sorted(name.removeprefix(start) for name in self._contents if name.startswith(start))

    def has(self, name: str) -> bool:
        """Return whether a file exists."""
        return name in self._contents

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        return self._contents[name]

    @contextlib.contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """Open a file for reading."""
        yield io.BytesIO(self._contents[name])

    def write(self, name: str, content: bytes, *, is_read_soon: bool = True) -> None:
        """Keep a file."""
        self._contents[name] = content

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Open a file for writing, which is kept on success."""
        stream = io.BytesIO()
        yield stream
        self._contents[name] = stream.getvalue()

    @contextlib.contextmanager
    def claimed(self) -> Iterator[None]:
        """Do nothing: no other process reaches it."""
        yield

    def is_claimed(self) -> bool:
        """Return false: no other process reaches it."""
        return False

    def remove(self, name: str) -> None:
        """Remove a file, if it exists."""
        self._contents.pop(name, None)

    def drop_drafts(self) -> None:
        """Do nothing: there are none."""

    def _rename(self, name: str, new: str) -> None:
        self._contents[new] = self._contents.pop(name)
