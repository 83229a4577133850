"""Folders that are not on a local disk: object stores and everything else that fsspec reaches."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from sim.ensembles.folder.local import Folder
from sim.errors import SimError, fail, suggestion
from sim.files import URL, expand

Place = str | os.PathLike[str]


def is_remote(place: Place) -> bool:
    """Return whether a place is a URL; ``file://`` is a path."""
    text = os.fspath(place)
    return URL.match(text) is not None and not text.lower().startswith("file://")


def folder_at(place: Place | Folder) -> Folder:
    """Return the folder of a path, or of a URL such as ``s3://bucket/name``.

    Raises
    ------
    SimError: a URL of a kind that nothing installed here can reach.
    """
    if isinstance(place, Folder):
        return place
    return RemoteFolder(os.fspath(place)) if is_remote(place) else Folder(local(place))


def local(place: Place) -> Path:
    """Return the path of a place on this machine, which may be written as ``file://…``."""
    text = os.fspath(place)
    if text.lower().startswith("file://"):
        from urllib.request import url2pathname  # brings what speaks to servers, which takes a while

        return Path(url2pathname(unquote(urlsplit(text).path)))
    return expand(place)


def within(place: Place, name: str) -> Place:
    """Return the place of a subfolder."""
    return f"{os.fspath(place).rstrip('/')}/{name}" if is_remote(place) else local(place) / name


class RemoteFolder(Folder):
    """Files by name below a URL.

    A file appears there only once all of it has been sent, as in object stores; nothing is
    renamed into place. The ledger, which is written after the shards, says which of them count.
    Two machines that write to one place do not notice each other.

    Parameters
    ----------
    url : of the folder
    """

    def __init__(self, url: str) -> None:
        self.place = url.rstrip("/")
        self._files, root = _reach(self.place)
        self._root = root.rstrip("/")

    @property
    def where(self) -> str:
        """Return the URL."""
        return self.place

    def place_of(self, name: str) -> str:
        """Return the location of a file for messages."""
        return f"{self.place}/{name}"

    def is_there(self) -> bool:
        """Return whether the folder exists; object stores have none without files."""
        with self._reporting("read"):
            return bool(self._files.isdir(self._root))

    def exists(self) -> bool:
        """Return whether anything exists at the folder's place."""
        with self._reporting("read"):
            self._files.invalidate_cache()
            return self._files.isfile(self._root) or (self.is_there() and bool(self._files.ls(self._root)))

    def names(self, within: str) -> list[str]:
        """Return the names of the files in a subfolder, in order."""
        with self._reporting("read", within):
            found = self._files.ls(self._path(within), detail=False)
        return sorted(str(path).rpartition("/")[2] for path in found)

    def has(self, name: str) -> bool:
        """Return whether a file exists."""
        with self._reporting("read", name):
            return bool(self._files.isfile(self._path(name)))

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        with self._reporting("read", name):
            return bytes(self._files.cat_file(self._path(name)))

    @contextlib.contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """Open a file for reading; only the parts that are read are transferred."""
        with self._reporting("read", name):
            stream = self._files.open(self._path(name), "rb")
        with stream:
            yield stream

    def write(self, name: str, content: bytes, *, is_read_soon: bool = True) -> None:
        """Write a file atomically."""
        with self._reporting("written", name):
            self._make_parent(name)
            self._files.pipe_file(self._path(name), content)

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Open a file for writing, which is kept on this machine and sent on success."""
        with tempfile.TemporaryDirectory(prefix="teda-") as folder:
            draft = Path(folder) / "draft"
            with draft.open("wb") as stream:
                yield stream
            with self._reporting("written", name):
                self._make_parent(name)
                self._files.put_file(os.fspath(draft), self._path(name))

    @contextlib.contextmanager
    def claimed(self) -> Iterator[None]:
        """Do nothing: an object store has no locks."""
        yield

    def is_claimed(self) -> bool:
        """Return false: a lock cannot be detected."""
        return False

    def remove(self, name: str) -> None:
        """Remove a file, if it exists."""
        with self._reporting("written", name):
            if self.has(name):
                self._files.rm_file(self._path(name))

    def drop_drafts(self) -> None:
        """Do nothing: incomplete files never appear."""

    def _rename(self, name: str, new: str) -> None:
        """Rename a file; called within `_reporting`."""
        self._files.mv(self._path(name), self._path(new))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _make_parent(self, name: str) -> None:
        self._files.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)

    @contextlib.contextmanager
    def _reporting(self, how: str, name: str = "") -> Iterator[None]:
        try:
            yield
        except SimError:
            raise
        except OSError as error:
            raise self._refused(error, how, name) from error
        except Exception as error:  # each kind of store has errors of its own
            raise self._refused(OSError(0, _first_line(error)), how, name) from error


def _reach(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the path within it.

    Raises
    ------
    SimError: no such kind of URL, a package that is missing, an address that cannot be.
    """
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise _lacks("fsspec", 'pip install -e ".[cluster]"', url) from error
    kind = url.partition("://")[0]
    if kind not in fsspec.available_protocols():
        zh, en = suggestion(kind, fsspec.available_protocols())
        raise fail(
            "unsupported",
            f'没有名为 "{kind}" 的存储。{zh}',
            f'there is no storage of the kind "{kind}".{en}',
            url,
        )
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise _lacks(_first_line(error), "pip install s3fs / gcsfs / adlfs …", url) from error
    except Exception as error:
        reason = _first_line(error)
        raise fail(
            "syntax", f"无法使用这个地址：{reason}", f"this address is invalid: {reason}", url
        ) from error
    return found


def _lacks(what: str, command: str, url: str) -> SimError:
    return fail(
        "not-installed",
        f"存到这里需要附加的软件包（{what}）。请运行：{command}",
        f"this place needs a further package ({what}). Run: {command}",
        url,
    )


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
