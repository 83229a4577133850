"""A table of draws in a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.arrays import Array
from sim.errors import SimError, fail
from sim.files import expand

CHUNK = 4_096  # rows
_BUFFER = 65_536  # bytes of a column; without a buffer whole columns are held


@dataclass(frozen=True)
class ArrowRows:
    """Rows of a Parquet file.

    Parameters
    ----------
    batch : with the columns of the table
    first : member of the first row
    path : of the file
    """

    batch: pa.RecordBatch
    first: int
    path: str

    @property
    def rows(self) -> int:
        """Return how many there are."""
        return int(self.batch.num_rows)

    def values(self) -> Array | None:
        """Return the cells as numbers, (row, column), None where a column holds something else."""
        if not all(pa.types.is_integer(one) or pa.types.is_floating(one) for one in self.batch.schema.types):
            return None
        columns = [column.to_numpy(zero_copy_only=False) for column in self.batch.columns]
        return np.array(columns, dtype=np.float64).T

    def cell(self, row: int, column: int) -> object:
        """Return a cell; one that is neither number nor text as its text."""
        value = self.batch.column(column)[row].as_py()
        return value if value is None or isinstance(value, int | float | str) else str(value)

    def place(self, row: int) -> str:
        """Return file and member, for the file has no lines."""
        return f"{self.path} (member {self.first + row:,})"


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file: a column for each constant, a member in each row.

    Parameters
    ----------
    path : as the user gave it
    names : of the columns
    """

    path: str
    names: tuple[str, ...]

    @property
    def head(self) -> str:
        """Return the file."""
        return self.path

    def chunks(self) -> Iterator[ArrowRows]:
        """Yield the rows, `CHUNK` at a time.

        Raises
        ------
        SimError: the file is damaged.
        """
        first = 0
        try:
            with pq.ParquetFile(expand(self.path), pre_buffer=False, buffer_size=_BUFFER) as file:
                for batch in file.iter_batches(batch_size=CHUNK):
                    yield ArrowRows(batch, first, self.path)
                    first += batch.num_rows
        except (OSError, pa.ArrowException) as error:
            raise _damaged(self.path) from error


def open_parquet(path: str) -> ParquetFile:
    """Return a Parquet file.

    Raises
    ------
    SimError: it is none.
    """
    try:
        return ParquetFile(path, tuple(pq.read_schema(expand(path)).names))
    except pa.ArrowException as error:
        raise _damaged(path) from error


def _damaged(path: str) -> SimError:
    return fail("damaged", "文件已损坏，或不是 Parquet 格式。", "damaged, or no Parquet file.", path)
