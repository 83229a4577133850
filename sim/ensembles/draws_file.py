"""File with the draws of an ensemble, written part by part while its members run."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from sim.arrays import Array
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import DRAWS, table_name, table_writer
from sim.ensembles.labels import constant_labels, filled, labelled, origin
from sim.ensembles.plan import Plan
from sim.sampling.table_file import MEMBER

_AT_ONCE = 20_000  # members of a row group; fewer compress worse, and more take more memory until it is full


class DrawsFile:
    """Takes the draws of the shards, in any order but from the first to the last.

    Parameters
    ----------
    plan : of the ensemble; draws of shards that are not given are drawn again
    schema : of the file
    stream : where the file is written to
    """

    def __init__(self, plan: Plan, schema: pa.Schema, stream: BinaryIO) -> None:
        self._plan, self._schema, self._stream = plan, schema, _Hashing(stream)
        self._writer = table_writer(self._stream, schema)
        self._next = 0  # shard
        self._waiting: list[pa.RecordBatch] = []

    def add(self, number: int, block: Array) -> None:
        """Add the draws of a shard, (constant, member), after those of all shards before it."""
        self._draw_until(number)
        self._take(block)

    def finish(self) -> None:
        """Add what is still lacking, and write the rest."""
        self._draw_until(self._plan.shards)
        self._write()
        self._writer.close()

    def give_up(self) -> None:
        """Write nothing more."""
        with contextlib.suppress(OSError):  # what stopped the run is to be told, not that this cannot end
            self._writer.close()

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of what is written, hexadecimal."""
        return self._stream.sha256.hexdigest()

    def _draw_until(self, number: int) -> None:
        while self._next < number:
            self._take(self._plan.sampler.block(*self._plan.span(self._next)))

    def _take(self, block: Array) -> None:
        first, stop = self._plan.span(self._next)
        columns = [pa.array(np.arange(first, stop)), *map(_column, block)]
        self._waiting.append(pa.RecordBatch.from_arrays(columns, schema=self._schema))
        self._next += 1
        if len(self._waiting) * self._plan.shard >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting))
            self._waiting.clear()


@contextlib.contextmanager
def draws_file(plan: Plan, folder: Folder) -> Iterator[DrawsFile]:
    """Yield the file of an ensemble's draws, which is in the folder once all of it is written.

    Raises
    ------
    SimError: the folder cannot be written, the disk is full.
    """
    keys = plan.sampler.keys
    fields = [(MEMBER, pa.int64()), *((key, pa.float64()) for key in keys)]
    facts = origin(plan.scenario, plan.workspace)
    schema = labelled(filled(pa.schema(fields)), facts, constant_labels(keys, plan.workspace))
    with folder.writing(table_name(DRAWS)) as stream:
        file = DrawsFile(plan, schema, stream)
        try:
            yield file
            file.finish()
        except BaseException:
            file.give_up()
            raise


class _Hashing:
    """A stream that hashes what is written to it, so that it need not be read for that.

    Parameters
    ----------
    stream : where it is written to
    """

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.sha256 = hashlib.sha256()

    def write(self, content: bytes) -> int:
        """Write bytes, and return how many they are."""
        self.sha256.update(content)
        return self._stream.write(content)

    def flush(self) -> None:
        """Write what has been held back."""
        self._stream.flush()


def _column(values: Array) -> pa.Array:
    """Return numbers as a column, without a copy."""
    own = np.ascontiguousarray(values, np.float64)
    return pa.Array.from_buffers(pa.float64(), len(own), [None, pa.py_buffer(own)])
