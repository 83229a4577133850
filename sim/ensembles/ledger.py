"""What a running ensemble has behind it: which shards are done and what they add up to, kept on disk."""

from __future__ import annotations

import hashlib
import heapq
import io
import json
import time
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sim.ensembles.bins import Counts
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import LEDGER, table_bytes
from sim.ensembles.shard import Failed, Job, ShardResult
from sim.errors import Fault, SimError, fail
from sim.outcomes.tally import TABLES, Tally

MOST_FAILURES = 100_000  # that are told one by one, those of the lowest members
PAUSE = 1.0  # seconds at least from one save to the next
_WORTH = 50  # as many times as long as a save takes, at least
_SHARDS, _FAILURES, _COUNTS = "shards.json", "failures.parquet", "counts.parquet"
_FAILURE_ROW = pa.schema([("member", pa.int64()), ("variable", pa.string()), ("time", pa.float64())])


class Ledger:
    """The shards that are done, with their checksums, and all that is added up over members.

    All of it is whole numbers, or a choice that no order changes; so it does not matter in which
    order shards come, nor how often the run was interrupted.

    Parameters
    ----------
    job : of the ensemble
    """

    def __init__(self, job: Job) -> None:
        self.done: dict[int, dict[str, str]] = {}
        self.members = 0
        self.failed = 0
        self.failures: list[Failed] = []
        self.tally = Tally(job.goals)
        self.counts = None if job.edges is None else Counts(job.edges)
        self._next = 0.0  # moment from which on it is worth saving again [s]
        self._damaged: set[int] = set()

    def missing(self, shards: int) -> list[int]:
        """Return the shards to be run, of all."""
        return [number for number in range(shards) if number not in self.done or number in self._damaged]

    def add(self, result: ShardResult) -> None:
        """Add a shard whose files are written.

        Raises
        ------
        SimError: it was done before, and its files were different then.
        """
        files = {name: checksum(content) for name, content in result.files.items()}
        if self.done.setdefault(result.number, files) != files:
            raise fail(
                "mismatch",
                f"第 {result.number} 片重算的结果与先前不同；这台机器不能接着算这个集合。",
                f"shard {result.number} is not what it was; this machine cannot go on with the ensemble.",
            )
        if result.number in self._damaged:  # counted when it was first done
            self._damaged.remove(result.number)
            return
        self.tally.merge(result.tally)
        if self.counts is not None and result.counts is not None:
            self.counts.merge(result.counts)
        self.members += result.members
        self.failed += len(result.failures)
        self.failures = heapq.nsmallest(MOST_FAILURES, [*self.failures, *result.failures])

    def leave_out_damaged(self, folder: Folder) -> list[Fault]:
        """Set files aside that are not what they were when written; their shards are to be run again.

        Returns
        -------
        a fault for each of them
        """
        faults = []
        for number, files in sorted(self.done.items()):
            found = [fault for name, known in files.items() if (fault := _damage(folder, name, known))]
            if found:
                self._damaged.add(number)
            faults += found
        return faults

    def save(self, folder: Folder, *, is_urgent: bool = False) -> None:
        """Keep the ledger on disk, unless that was done a moment ago."""
        start = time.monotonic()
        if is_urgent or start >= self._next:
            folder.write(LEDGER, self._packed())
            now = time.monotonic()
            self._next = now + (max(PAUSE, _WORTH * (now - start)) if PAUSE else 0)

    def failure_table(self) -> pa.Table:
        """Return a row for each member that turned non-finite: member, variable, time."""
        rows = [dict(zip(_FAILURE_ROW.names, row, strict=True)) for row in self.failures]
        return pa.Table.from_pylist(rows, _FAILURE_ROW)

    def _packed(self) -> bytes:
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as archive:
            for name, content in self._entries():
                archive.writestr(zipfile.ZipInfo(name), content)
        return sink.getvalue()

    def _entries(self) -> Iterator[tuple[str, bytes]]:
        done = dict(sorted(self.done.items()))
        facts = {"members": self.members, "failed": self.failed, "shards": done}
        yield _SHARDS, json.dumps(facts).encode()
        yield _FAILURES, table_bytes(self.failure_table())
        for name, table in self.tally.as_tables().items():
            yield f"{name}.parquet", table_bytes(table)
        if self.counts is not None:
            yield _COUNTS, table_bytes(self.counts.as_table())


def load_ledger(folder: Folder, job: Job) -> Ledger:
    """Return the ledger of a folder; an empty one where there is none that can be read.

    One that is damaged costs the work behind it, and nothing else: all shards are run again.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(folder.read(LEDGER))) as archive:
            return _unpacked({name: archive.read(name) for name in archive.namelist()}, job)
    except (SimError, OSError, ValueError, KeyError, zipfile.BadZipFile, pa.ArrowException):
        return Ledger(job)


def _unpacked(entries: Mapping[str, bytes], job: Job) -> Ledger:
    facts: dict[str, Any] = json.loads(entries[_SHARDS])
    ledger = Ledger(job)
    ledger.tally.merge(Tally.from_tables({name: _table(entries[f"{name}.parquet"]) for name in TABLES}))
    if ledger.counts is not None:
        ledger.counts.add_table(_table(entries[_COUNTS]))
    failures = _table(entries[_FAILURES]).to_pydict()
    ledger.failures = list(zip(*(failures[name] for name in _FAILURE_ROW.names), strict=True))
    ledger.members, ledger.failed = facts["members"], facts["failed"]
    ledger.done = {int(number): files for number, files in facts["shards"].items()}
    return ledger


def _damage(folder: Folder, name: str, known: str) -> Fault | None:
    """Set a file aside that is not what it was, and tell so."""
    place = folder.place_of(name)
    if not folder.has(name):
        return Fault(
            "missing-file", "文件缺失，已重算。", "the file was missing and was computed again.", place
        )
    if checksum(folder.read(name)) == known:
        return None
    aside = folder.set_aside(name)
    return Fault(
        "damaged",
        f"文件已损坏，改名为 {aside}，并已重算。",
        f"the file was damaged; it is now named {aside}, and was computed again.",
        place,
    )


def _table(content: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(content))


def checksum(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()
