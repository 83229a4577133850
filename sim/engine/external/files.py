"""Files that a model names: read from its own folder only, and kept with it."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engine.external.sheets import TEXTS, WORKBOOKS
from sim.errors import Code, SimError, fail, suggestion
from sim.files import expand, os_reason

SIZE_LIMIT = 64_000_000  # bytes


@dataclass(frozen=True)
class Reader:
    """Reader of a file, for messages: a variable and the place of its equation."""

    variable: str
    place: str

    def fault(self, code: Code, zh: str, en: str) -> SimError:
        """Return a fault that names the variable and its line."""
        return fail(code, f'"{self.variable}"：{zh}', f'"{self.variable}": {en}', self.place)


class Files:
    """The files that a model names, each read once.

    Pickled as the bytes that it has read, so that the model is rebuilt elsewhere without the files.

    Parameters
    ----------
    folder : of the model; None when nothing more may be read
    contents : bytes already read, by file name
    """

    def __init__(self, folder: Path | None, contents: Mapping[str, bytes] | None = None) -> None:
        self._folder = folder
        self._contents = dict(contents or {})

    @classmethod
    def beside(cls, place: str) -> Files:
        """Return the files in the folder of a model file."""
        return cls(expand(place).parent)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the bytes that were read, not their location."""
        return Files, (None, self._contents)

    @property
    def is_unused(self) -> bool:
        """Return whether nothing was read."""
        return not self._contents

    def hash_with(self, model: str) -> str:
        """Return a model's hash, changed by every file that it names: SHA-256, hexadecimal."""
        if not self._contents:
            return model
        digest = hashlib.sha256(model.encode())
        for name, raw in sorted(self._contents.items()):
            digest.update(f"\n{name}\n{hashlib.sha256(raw).hexdigest()}".encode())
        return digest.hexdigest()

    def read(self, name: str, reader: Reader) -> bytes:
        r"""Return the bytes of a file in the model's folder or below it.

        Parameters
        ----------
        name : as the model writes it; ``\`` counts as ``/``, case only where it decides between two

        Raises
        ------
        SimError: a path that leads out of the folder, even by a link; no such file; a kind of file
            that is not read; not a regular file, larger than `SIZE_LIMIT`, or unreadable.
        """
        parts = _parts_within(name)
        if parts is None:
            raise reader.fault(
                "unsupported",
                f'"{name}" 不在模型的文件夹里；只读取这个文件夹及其子文件夹中的文件，写法如 data/x.xlsx。',
                f'"{name}" is not inside the model\'s folder; '
                "only files in it and below it are read, as in data/x.xlsx.",
            )
        check_kind(parts[-1], reader)
        key = "/".join(parts)
        if key not in self._contents:
            self._contents[key] = self._fetch(parts, name, reader)
        return self._contents[key]

    def _fetch(self, parts: tuple[str, ...], name: str, reader: Reader) -> bytes:
        if self._folder is None:
            raise _missing(name, [], reader)
        try:
            return read_whole(_find(self._folder, parts, name, reader), name, reader)
        except (OSError, ValueError) as error:
            if isinstance(error, SimError):
                raise
            zh, en = os_reason(error)
            raise reader.fault(
                "unreadable", f'"{name}" 无法读取：{zh}。', f'"{name}" cannot be read: {en}.'
            ) from error


def _parts_within(name: str) -> tuple[str, ...] | None:
    """Return the parts of a relative path, None where it could leave the folder on any system.

    A colon marks a drive, a stream of a file or a web address; some systems take ``.. `` for ``..``.
    """
    if name.startswith("~") or ":" in name or any(ord(char) < 32 for char in name):
        return None
    parts = name.replace("\\", "/").split("/")
    if parts[0] == "" or any(part != "." and not part.strip(". ") for part in parts):
        return None
    return tuple(part for part in parts if part != ".") or None


def check_kind(file: str, reader: Reader) -> None:
    """Refuse a file whose suffix is not that of a table."""
    if Path(file).suffix.lower() in (*WORKBOOKS, *TEXTS):
        return
    endings = (*WORKBOOKS, *TEXTS)
    raise reader.fault(
        "unsupported",
        f'"{file}" 这类文件不能读取，可以是 {"、".join(endings)}。',
        f'"{file}" is of a kind that cannot be read; supported: {", ".join(endings)}.',
    )


def _find(folder: Path, parts: tuple[str, ...], name: str, reader: Reader) -> Path:
    """Follow a path part by part, without even listing folders outside the model's."""
    root = Path(os.path.realpath(folder))
    found = root
    for part in parts:
        beside = [entry.name for entry in found.iterdir()] if found.is_dir() else []
        alike = [part] if part in beside else [entry for entry in beside if entry.lower() == part.lower()]
        if len(alike) != 1:
            raise _missing(name, beside, reader)
        found = Path(os.path.realpath(found / alike[0]))
        if not found.is_relative_to(root):
            raise reader.fault(
                "unsupported",
                f'"{name}" 是通往模型文件夹之外的链接，不予读取。',
                f'"{name}" is a link that leads out of the model\'s folder; it is not read.',
            )
    return found


def _missing(name: str, beside: list[str], reader: Reader) -> SimError:
    zh, en = suggestion(name.replace("\\", "/").rpartition("/")[2], beside)
    return reader.fault(
        "missing-file",
        f'模型的文件夹里没有文件 "{name}"。{zh}',
        f'there is no file "{name}" in the model\'s folder.{en}',
    )


def read_whole(path: Path, name: str, reader: Reader) -> bytes:
    """Return the bytes of a regular file within `SIZE_LIMIT`."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise reader.fault("not-a-file", f'"{name}" 不是普通文件。', f'"{name}" is not a regular file.')
    with path.open("rb") as stream:
        raw = stream.read(SIZE_LIMIT + 1)
    if len(raw) > SIZE_LIMIT:
        limit = f"{SIZE_LIMIT / 1e6:g} MB"
        raise reader.fault(
            "too-large", f'"{name}" 太大，上限是 {limit}。', f'"{name}" is too large; the limit is {limit}.'
        )
    return raw
