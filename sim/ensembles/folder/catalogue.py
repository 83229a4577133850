"""Catalogue of the ensembles on disk, and their deletion."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.ensembles.folder.local import DRAFT, LOCK, Folder
from sim.ensembles.folder.store import FINISHED, LEDGER, MANIFEST, PARTS, TABLES, read_manifest, table_name
from sim.errors import SimError, fail
from sim.files import expand, os_reason

OWN = {LEDGER, LOCK, *map(table_name, TABLES)}
_PART = re.compile(r"part-\d+\.parquet(\.damaged-\d+)?")


@dataclass(frozen=True)
class Entry:
    """An ensemble on disk.

    Parameters
    ----------
    folder : its folder
    manifest : the inputs that determine it
    size : total size of its files [byte]
    changed : when its manifest was last written
    is_other_model : whether it was run with another model than the present one
    is_running : whether a process is writing it
    """

    folder: Path
    manifest: dict[str, Any]
    size: int
    changed: datetime
    is_other_model: bool
    is_running: bool

    @property
    def is_finished(self) -> bool:
        """Return whether it is complete."""
        return bool(self.manifest["state"] == FINISHED)

    def days(self, now: datetime) -> float:
        """Return how long ago it was last written [day]."""
        return (now - self.changed).total_seconds() / 86_400


@dataclass(frozen=True)
class Choice:
    """Selection of ensembles: of the requested kinds, and old enough.

    Without a request, those that cannot be used: unfinished, or of another model.

    Parameters
    ----------
    older_than : [day], None for any age
    """

    unfinished: bool = False
    other_model: bool = False
    older_than: float | None = None

    def holds(self, entry: Entry, now: datetime) -> bool:
        """Return whether an ensemble is selected; one that is being written never is."""
        if entry.is_running or (self.older_than is not None and entry.days(now) < self.older_than):
            return False
        if not self.unfinished and not self.other_model:
            return self.older_than is not None or not entry.is_finished or entry.is_other_model
        return (self.unfinished and not entry.is_finished) or (self.other_model and entry.is_other_model)


def find_runs(path: str | os.PathLike[str], model_hash: str, *, may_lack: bool = False) -> list[Entry]:
    """Return the ensembles in a folder and in the folders within it, by path.

    Parameters
    ----------
    model_hash : of the present model
    may_lack : whether a folder that is not there holds none, rather than be an error

    Raises
    ------
    SimError: there is no such folder, or it cannot be looked at; a URL.
    """
    root = expand(path)
    try:
        is_there, is_folder = root.exists(), root.is_dir()
    except (OSError, ValueError) as error:
        zh, en = os_reason(error)
        raise fail("unreadable", f"无法读取：{zh}。", f"cannot be read: {en}.", os.fspath(path)) from error
    if may_lack and not is_there:
        return []
    if not is_folder:
        raise fail("missing-file", "找不到这个文件夹。", "there is no such folder.", os.fspath(path))
    return sorted(_found(root, model_hash), key=lambda entry: entry.folder)


def _found(root: Path, model_hash: str) -> Iterator[Entry]:
    for place, folders, files in os.walk(root):
        if MANIFEST not in files:
            continue
        try:
            manifest = read_manifest(place)
        except SimError:
            continue  # foreign or damaged: nothing that may be listed or deleted as an ensemble
        folders.clear()
        yield _entry(Path(place), manifest, model_hash)


def _entry(folder: Path, manifest: dict[str, Any], model_hash: str) -> Entry:
    return Entry(
        folder,
        manifest,
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        datetime.fromtimestamp((folder / MANIFEST).stat().st_mtime, UTC),
        manifest["model_hash"] != model_hash,
        Folder(folder).is_claimed(),
    )


def delete(entry: Entry) -> bool:
    """Delete the files of an ensemble, the manifest last, and its folder if nothing else is in it.

    Returns
    -------
    whether the folder was removed

    Raises
    ------
    SimError: a file cannot be deleted.
    """
    try:
        for path in sorted(entry.folder.rglob("*")):
            if path.is_file() and _is_own(path.relative_to(entry.folder)):
                path.unlink()
        for name in PARTS:
            if (entry.folder / name).is_dir() and not any((entry.folder / name).iterdir()):
                (entry.folder / name).rmdir()
        if {path.name for path in entry.folder.iterdir()} != {MANIFEST}:
            return False
        (entry.folder / MANIFEST).unlink()
        entry.folder.rmdir()
    except OSError as error:
        zh, en = os_reason(error)
        raise fail(
            "unwritable", f"无法删除：{zh}。", f"cannot be deleted: {en}.", os.fspath(entry.folder)
        ) from error
    return True


def _is_own(path: Path) -> bool:
    """Return whether a file of this name belongs to an ensemble."""
    name = path.name
    is_draft = name.startswith(".") and name.endswith(DRAFT)
    if len(path.parts) == 2 and path.parts[0] in PARTS:
        return is_draft or _PART.fullmatch(name) is not None
    return len(path.parts) == 1 and (is_draft or name in OWN)
