"""Files of draws, CSV or Parquet, read chunk by chunk so that memory holds only some of their rows."""

from __future__ import annotations

import csv
import hashlib
import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.arrays import Array
from sim.errors import Fault, Faults, SimError, fail
from sim.files import expand, missing_file, not_a_file, os_reason
from sim.scenario.changes import number_or_text

CHUNK = 4_096  # rows
MEMBER = "member"  # column that numbers the rows
_MARK = b"\xef\xbb\xbf"  # mark that spreadsheets put before UTF-8
_BUFFER = 65_536  # bytes of a column of Parquet; without a buffer whole columns are held


class Chunk(Protocol):
    """Some rows of a table, one after the other."""

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        ...

    def values(self) -> Array | None:
        """Return the cells, (row, column) [units of the model], NaN where empty; None if one is text."""
        ...

    def cell(self, row: int, column: int) -> object:
        """Return a cell: a number, None where it is empty, or the text it holds."""
        ...

    def place(self, row: int) -> str:
        """Return the name of a row in messages."""
        ...


@dataclass(frozen=True)
class TableFile:
    """A table of draws: a column for each constant, a row for each member.

    Parameters
    ----------
    names : of the columns
    head : name of the place of the columns' names in messages
    chunks : yields the rows, `CHUNK` at a time, and raises a `SimError` where they cannot be read
    label : name of the file without its folders
    digest : SHA-256 of the content, hexadecimal
    """

    names: tuple[str, ...]
    head: str
    chunks: Callable[[], Iterator[Chunk]]
    label: str
    digest: Callable[[], str]


def open_table(path: str | os.PathLike[str]) -> TableFile:
    """Return a table of draws by the name of its file, which ends in .csv or .parquet.

    Raises
    ------
    SimError: no such file, one that cannot be read, or of another kind.
    """
    place, target = os.fspath(path), expand(path)
    if target.suffix.lower() not in _OPEN:
        raise fail(
            "unsupported",
            "抽样表应是 .csv 或 .parquet 文件。",
            "a table of draws must be a .csv or .parquet file.",
            place,
        )
    try:
        if not target.exists():
            raise missing_file(target, place)
        if not target.is_file():
            raise not_a_file(target, place)
        return _OPEN[target.suffix.lower()](place)
    except (OSError, ValueError) as error:
        if isinstance(error, SimError):
            raise
        zh, en = os_reason(error)
        raise fail("unreadable", f"无法读取：{zh}。", f"cannot be read: {en}.", place) from error


def _table(names: tuple[str, ...], head: str, chunks: Callable[[], Iterator[Chunk]], path: str) -> TableFile:
    return TableFile(names, head, chunks, Path(path).name, partial(_digest, path))


def _digest(path: str) -> str:
    with expand(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# --- CSV in UTF-8: names in the first line, a member in each line after it ------------------------


@dataclass(frozen=True)
class _TextRows:
    """Rows of a CSV file.

    Parameters
    ----------
    cells : of each row, as many as the table has columns
    lines : of each row in the file
    path : of the file
    """

    cells: Sequence[Sequence[str]]
    lines: Sequence[int]
    path: str

    @property
    def rows(self) -> int:
        return len(self.cells)

    def values(self) -> Array | None:
        try:
            return np.array(self.cells, dtype=np.float64)
        except ValueError:
            return None

    def cell(self, row: int, column: int) -> object:
        text = self.cells[row][column].strip()
        return number_or_text(text) if text else None

    def place(self, row: int) -> str:
        return f"{self.path}:{self.lines[row]}"


def _open_csv(path: str) -> TableFile:
    with expand(path).open("rb") as stream:
        first = stream.readline().removeprefix(_MARK)
    names = tuple(name.strip() for name in _cells(first, f"{path}:1"))
    return _table(names, f"{path}:1", partial(_csv_chunks, path, len(names)), path)


def _csv_chunks(path: str, columns: int) -> Iterator[_TextRows]:
    """Yield the rows; empty lines do not count, but in a table of one column those before the last row."""
    with expand(path).open("rb") as stream:
        lines = enumerate(stream, start=1)
        next(lines)
        filled = _rows(lines, is_single=columns == 1)
        while some := list(itertools.islice(filled, CHUNK)):
            cells = [_cells(line, f"{path}:{number}") or [""] for number, line in some]
            rows = _TextRows(cells, [number for number, _ in some], path)
            Faults(_width_faults(rows, columns)).check()
            yield rows


def _rows(lines: Iterator[tuple[int, bytes]], *, is_single: bool) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are rows: an empty one is an empty cell where there is a single column."""
    empty: list[tuple[int, bytes]] = []
    for number, line in lines:
        if line.strip():
            yield from empty if is_single else ()
            empty = []
            yield number, line
        else:
            empty.append((number, b""))


def _width_faults(rows: _TextRows, columns: int) -> Iterator[Fault]:
    for row, cells in enumerate(rows.cells):
        if len(cells) != columns:
            yield Fault(
                "mismatch",
                f"有 {len(cells)} 格，而列名有 {columns} 个，应一一对应。",
                f"has {len(cells)} cells for {columns} columns; there must be one for each.",
                rows.place(row),
            )


def _cells(line: bytes, place: str) -> list[str]:
    try:
        return next(csv.reader([line.decode()]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise fail(
            "syntax",
            "不是 UTF-8 编码的 CSV；请另存为“CSV UTF-8”。",
            'not CSV in UTF-8; save it as "CSV UTF-8".',
            place,
        ) from error


# --- Parquet: a column for each constant, a member in each row -----------------------------------


@dataclass(frozen=True)
class _ArrowRows:
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
        return int(self.batch.num_rows)

    def values(self) -> Array | None:
        if not all(pa.types.is_integer(one) or pa.types.is_floating(one) for one in self.batch.schema.types):
            return None
        columns = [column.to_numpy(zero_copy_only=False) for column in self.batch.columns]
        return np.array(columns, dtype=np.float64).T

    def cell(self, row: int, column: int) -> object:
        value = self.batch.column(column)[row].as_py()
        return value if value is None or isinstance(value, int | float | str) else str(value)

    def place(self, row: int) -> str:
        return f"{self.path} (member {self.first + row:,})"  # the file has no lines


def _open_parquet(path: str) -> TableFile:
    try:
        names = tuple(pq.read_schema(expand(path)).names)
    except pa.ArrowException as error:
        raise _damaged(path) from error
    return _table(names, path, partial(_parquet_chunks, path), path)


def _parquet_chunks(path: str) -> Iterator[_ArrowRows]:
    first = 0
    try:
        with pq.ParquetFile(expand(path), pre_buffer=False, buffer_size=_BUFFER) as file:
            for batch in file.iter_batches(batch_size=CHUNK):
                yield _ArrowRows(batch, first, path)
                first += batch.num_rows
    except (OSError, pa.ArrowException) as error:
        raise _damaged(path) from error


def _damaged(path: str) -> SimError:
    return fail("damaged", "文件已损坏，或不是 Parquet 格式。", "damaged, or not a Parquet file.", path)


_OPEN: Mapping[str, Callable[[str], TableFile]] = {".csv": _open_csv, ".parquet": _open_parquet}
