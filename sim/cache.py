"""Results that take long to compute, kept on disk for the next process.

An entry is named by its kind and by a digest of everything it depends on: the key its maker gives, and
the state of this code. It begins with a digest of its content, so that a damaged one counts as missing.
What cannot be kept (a full disk, a read-only home, no home) is computed again each time.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from sim.places import user_cache

Value = TypeVar("Value")

WORTH = 50_000  # bytes; what is smaller is made as quickly as it is read
LIMIT = 300_000_000  # bytes of all entries; beyond it the ones longest unused go
_DIGEST = 32  # bytes of SHA-256
_SOURCES = (".py", ".js", ".css", ".yaml")  # code, and what it reads beside itself


def kept(
    kind: str,
    key: object,
    make: Callable[[], Value],
    lasts: Callable[[Value], bool] = lambda _: True,
    worth: int | None = None,
) -> Value:
    """Return what was kept under a key, or else what a function makes, and keep that.

    Parameters
    ----------
    kind : of the entry, the beginning of its file's name
    key : everything the value depends on besides the code; equal keys have equal representations
    make : computes the value, which can be pickled
    lasts : whether a value may be kept, having been made
    worth : least size that is kept [byte]; `WORTH` by default
    """
    path = _place(kind, key)
    if path is None:
        return make()
    for value in _read(path):
        return cast("Value", value)
    value = make()
    if lasts(value):
        _write(path, value, WORTH if worth is None else worth)
    return value


def found(kind: str, key: object) -> Any | None:
    """Return what was kept under a key, None where nothing is."""
    path = _place(kind, key)
    return next(iter(_read(path)), None) if path else None


def _place(kind: str, key: object) -> Path | None:
    """Return the file of an entry, None for a user without a cache."""
    folder = user_cache()
    if folder is None:
        return None
    digest = hashlib.sha256(repr((_state_of_code(), key)).encode()).hexdigest()
    return folder / "kept" / f"{kind}-{digest[:40]}"


def _read(path: Path) -> tuple[Any, ...]:
    """Return the value of a file, or nothing where it is missing or damaged."""
    try:
        content = path.read_bytes()
        if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return ()
        value = pickle.loads(content[_DIGEST:])
        os.utime(path)  # used just now
    except Exception:  # made again, whatever is wrong with it
        return ()
    return (value,)


def _write(path: Path, value: object, worth: int) -> None:
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    if len(content) < worth:
        return
    draft = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix="draft-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(content).digest() + content)
        Path(draft).replace(path)
        _make_room(path.parent)
    except OSError:
        if draft is not None:
            with contextlib.suppress(OSError):
                Path(draft).unlink()


def _make_room(folder: Path) -> None:
    """Remove the entries longest unused, as far as there is no room for all."""
    entries = sorted(((each.stat(), each) for each in folder.iterdir()), key=lambda each: -each[0].st_mtime)
    total = 0
    for stat, path in entries:
        total += stat.st_size
        if total > LIMIT:
            path.unlink(missing_ok=True)


@functools.cache
def _state_of_code() -> str:
    """Return what tells this code and its interpreter from others: size and time of change of every source.

    Scripts and styles of the page are sources too: what is kept of a page holds them.
    """
    sources = (path for path in Path(__file__).parent.rglob("*.*") if path.suffix in _SOURCES)
    files = sorted((path.as_posix(), path.stat()) for path in sources)
    return repr((sys.version, [(name, stat.st_size, stat.st_mtime_ns) for name, stat in files]))
