"""A user's table of draws as it lies on disk, read chunk by chunk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from sim.arrays import Array
from sim.errors import SimError, fail
from sim.files import expand, missing_file, not_a_file, os_reason
from sim.sampling.table_csv import open_csv
from sim.sampling.table_parquet import open_parquet


class Chunk(Protocol):
    """Some rows of a table, one after the other."""

    @property
    def rows(self) -> int:
        """Return how many there are."""
        ...

    def values(self) -> Array | None:
        """Return the cells, (row, column), not a number where one is empty; None where one is no number."""
        ...

    def cell(self, row: int, column: int) -> object:
        """Return a cell: a number, None where it is empty, or the text it holds."""
        ...

    def place(self, row: int) -> str:
        """Return how messages name a row."""
        ...


class TableFile(Protocol):
    """A table of draws: a column for each constant, a row for each member."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        ...

    @property
    def head(self) -> str:
        """Return how messages name the place of the columns' names."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, some at a time."""
        ...


_OPEN: Mapping[str, Callable[[str], TableFile]] = {".csv": open_csv, ".parquet": open_parquet}


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
