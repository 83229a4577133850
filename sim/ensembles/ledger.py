"""Ledger of a running ensemble: the shards that are done and their running totals, kept on disk."""

from __future__ import annotations

import heapq
import io
import json
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sim.ensembles.bins import Counts
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import LEDGER, file_fault, table_bytes
from sim.ensembles.shard import Failed, Job, ShardResult
from sim.errors import Fault, fail
from sim.outcomes.tally import TABLES, Tally

MOST_FAILURES = 100_000  # that are listed one by one, those of the lowest members
PAUSE = 1.0  # least seconds between two saves
_WORTH = 100  # least time between two saves, as a multiple of the duration of a save
_SHARDS, _FAILURES, _COUNTS = "shards.json", "failures.parquet", "counts.parquet"
_FAILURE_ROW = pa.schema([("member", pa.int64()), ("variable", pa.string()), ("time", pa.float64())])


class Ledger:
    """The shards that are done, with their checksums, and the totals over members.

    Totals are whole numbers or order-independent selections; so it does not matter in which
    order shards come, nor how often the run was interrupted.

    Parameters
    ----------
    job : of the ensemble
    ensemble : digest of the facts that determine it
    """

    def __init__(self, job: Job, ensemble: str) -> None:
        self.ensemble = ensemble
        self.done: dict[int, dict[str, str]] = {}
        self.members = 0
        self.failed = 0
        self.failures: list[Failed] = []
        self.tally = Tally(job.targets, job.groups)
        self.counts = None if job.edges is None else Counts(job.edges)
        self._next = 0.0  # time from which the ledger may be saved again [s]
        self._damaged: set[int] = set()

    def missing(self, shards: int) -> list[int]:
        """Return the shards that are still to be run."""
        return [number for number in range(shards) if number not in self.done or number in self._damaged]

    def add(self, result: ShardResult) -> None:
        """Record a shard whose files are written.

        Raises
        ------
        SimError: it was done before with different files.
        """
        files = dict(result.checksums)
        if self.done.setdefault(result.number, files) != files:
            raise fail(
                "mismatch",
                f"第 {result.number} 片重算的结果与先前不同；这台机器不能继续计算这个集合。",
                f"shard {result.number} differs from its earlier result; this machine cannot continue "
                "the ensemble.",
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
        """Set aside files that have changed since they were written; their shards are run again.

        Returns
        -------
        a fault for each of them
        """
        faults = []
        for number, files in sorted(self.done.items()):
            found = [fault for name, known in files.items() if (fault := recompute(folder, name, known))]
            if found:
                self._damaged.add(number)
            faults += found
        return faults

    def save(self, folder: Folder, *, is_urgent: bool = False) -> None:
        """Save the ledger to disk, unless it was saved a moment ago."""
        start = time.monotonic()
        if is_urgent or start >= self._next:
            folder.write(LEDGER, self._packed())
            now = time.monotonic()
            self._next = now + (max(PAUSE, _WORTH * (now - start)) if PAUSE else 0)

    def failure_table(self) -> pa.Table:
        """Return a row for each member that became non-finite: member, variable, time."""
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
        facts = {"ensemble": self.ensemble, "members": self.members, "failed": self.failed, "shards": done}
        yield _SHARDS, json.dumps(facts).encode()
        yield _FAILURES, table_bytes(self.failure_table())
        for name, table in self.tally.as_tables().items():
            yield f"{name}.parquet", table_bytes(table)
        if self.counts is not None:
            yield _COUNTS, table_bytes(self.counts.as_table())


def load_ledger(folder: Folder, job: Job, ensemble: str) -> Ledger:
    """Return the ledger of a folder; an empty one where none of the ensemble can be read.

    A damaged ledger costs only the work recorded in it: all shards are run again.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(folder.read(LEDGER))) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
        return _unpacked(entries, job, ensemble)
    except Exception:  # a damaged archive fails in many ways
        return Ledger(job, ensemble)


def shard_checksums(folder: Folder) -> dict[str, str]:
    """Return the checksum of every shard's files by name, as the ledger of a finished ensemble has them."""
    with zipfile.ZipFile(io.BytesIO(folder.read(LEDGER))) as archive:
        shards: dict[str, dict[str, str]] = json.loads(archive.read(_SHARDS))["shards"]
    return {name: known for files in shards.values() for name, known in files.items()}


def _unpacked(entries: Mapping[str, bytes], job: Job, ensemble: str) -> Ledger:
    facts: dict[str, Any] = json.loads(entries[_SHARDS])
    ledger = Ledger(job, ensemble)
    if facts["ensemble"] != ensemble:
        return ledger
    ledger.tally.merge(Tally.from_tables({name: _table(entries[f"{name}.parquet"]) for name in TABLES}))
    if ledger.counts is not None:
        ledger.counts.add_table(_table(entries[_COUNTS]))
    failures = _table(entries[_FAILURES]).to_pydict()
    ledger.failures = list(zip(*(failures[name] for name in _FAILURE_ROW.names), strict=True))
    ledger.members, ledger.failed = facts["members"], facts["failed"]
    ledger.done = {int(number): files for number, files in facts["shards"].items()}
    return ledger


def recompute(folder: Folder, name: str, known: str) -> Fault | None:
    """Set aside a file that has changed, and return its fault."""
    fault = file_fault(folder, name, known)
    if fault is None:
        return None
    if fault.code == "missing-file":
        return replace(fault, zh="文件缺失，已重算。", en="the file was missing and was recomputed.")
    aside = folder.set_aside(name)
    return replace(
        fault,
        zh=f"文件已损坏，改名为 {aside}，并已重算。",
        en=f"the file was damaged; it was renamed {aside} and recomputed.",
    )


def _table(content: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(content))
