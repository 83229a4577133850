"""Draws that a user gives in a table."""

from __future__ import annotations

import itertools
import os
import shutil
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from sim.arguments import is_frame
from sim.arrays import Array
from sim.errors import Argument, Fault, SimError, fail
from sim.files import os_reason
from sim.sampling.forecast import check_forecast
from sim.sampling.request import Table
from sim.sampling.table_columns import Column, chunk_faults, numbers_of, read_columns
from sim.sampling.table_file import TableFile, open_table
from sim.sampling.table_frame import open_frame
from sim.sampling.uncertain import with_range
from sim.scenario.workspace import Workspace

MOST_FAULTS = 20  # that are reported of one table
_WIDTH = np.dtype(np.float64).itemsize


@dataclass(frozen=True, eq=False)
class TableDraws:
    """A user's table; constants that it does not name stay as the scenario and the model have them.

    Parameters
    ----------
    label : name of the file without its folders
    sha256 : hash of the content
    argument : argument or option that it was given as
    columns : columns of constants
    rows : number of rows, one for each member
    beyond : names of the columns that leave the registry's range of their constants
    numbers : (row, column) [units of the model], in a temporary file, so that memory holds no more than a
        block
    """

    label: str
    sha256: str
    argument: Argument
    columns: tuple[Column, ...]
    rows: int
    beyond: tuple[str, ...]
    numbers: Numbers

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants given."""
        return tuple(constant.key for column in self.columns for constant in column.constants)

    def block(self, first: int, stop: int) -> Array:
        """Return the values of members ``first`` to ``stop`` - 1, (constant, member) [units of the model]."""
        values = self.numbers.rows(first, stop, len(self.columns))
        each = [place for place, column in enumerate(self.columns) for _ in column.constants]
        return np.ascontiguousarray(values.T[each])

    def manifest(self) -> dict[str, object]:
        """Return the table's name, content and columns, and which of these leave the registry's ranges."""
        return {
            "file": self.label,
            "sha256": self.sha256,
            "columns": len(self.columns),
            "beyond_registry": list(self.beyond),
        }


class Numbers:
    """Rows of numbers in a temporary folder, which goes when they do."""

    def __init__(self) -> None:
        self.folder = mkdtemp(prefix="teda-draws-")
        self._path = Path(self.folder) / "numbers"
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def add(self, rows: Array) -> None:
        """Append rows, (row, column) [units of the model].

        Raises
        ------
        SimError: the temporary folder is full or cannot be written.
        """
        try:
            with self._path.open("ab") as stream:
                stream.write(np.ascontiguousarray(rows).tobytes())
        except OSError as error:
            zh, en = os_reason(error)
            raise fail("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", self.folder) from error

    def rows(self, first: int, stop: int, columns: int) -> Array:
        """Return the rows from ``first`` to before ``stop``, (row, column) [units of the model]."""
        count, offset = (stop - first) * columns, first * columns * _WIDTH
        return np.fromfile(self._path, np.float64, count, offset=offset).reshape(stop - first, columns)


def read_table(given: Table, workspace: Workspace, argument: str = "draws") -> TableDraws:
    """Return the draws of a file or a frame: a column for each constant, a row for each member.

    A column is named as the registry names its constant, ``name[element]`` where it has several; a
    lever's name means the value it moves to. A column ``member`` may number the rows from 0.

    Raises
    ------
    SimError: a forecast of another model or registry; or the faults of the table: all those of its names,
        else those of its cells, of which the first twenty are reported.
    """
    named = Argument(argument)
    if not is_frame(given):
        check_forecast(Path(given), workspace)
    file = open_frame(given, named) if is_frame(given) else open_table(given)
    place = named if is_frame(given) else os.fspath(given)
    columns = read_columns(file, workspace)
    own = tuple(column for column in columns if column.constants)
    try:
        rows, ends, numbers = _checked(file, columns, own)
        digest = file.digest()
    except OSError as error:
        zh, en = os_reason(error)
        raise fail("unreadable", f"无法读取：{zh}。", f"cannot be read: {en}.", place) from error
    if not rows:
        raise fail("no-data", "表中没有一行数据。", "the table has no rows.", place)
    return TableDraws(file.label, digest, named, own, rows, _beyond(own, ends, workspace), numbers)


def _checked(
    file: TableFile, columns: Sequence[Column], given: Sequence[Column]
) -> tuple[int, Array, Numbers]:
    """Return the number of rows, each column's least and greatest value (2, column) [its unit], and all."""
    rows, numbers = 0, Numbers()
    ends = np.array([[np.inf], [-np.inf]]) * np.ones(len(given))
    for chunk in file.chunks():
        faults = list(itertools.islice(chunk_faults(chunk, rows, columns), MOST_FAULTS + 1))
        if faults:
            raise SimError(_first(faults))
        values = numbers_of(chunk, given)
        numbers.add(values)
        rows += chunk.rows
        ends = np.array([np.fmin(ends[0], values.min(axis=0)), np.fmax(ends[1], values.max(axis=0))])
    return rows, ends, numbers


def _beyond(columns: Sequence[Column], ends: Array, workspace: Workspace) -> tuple[str, ...]:
    """Return the columns that leave the registry's ranges.

    Parameters
    ----------
    ends : (2, column) [units of the model]  least and greatest number of each column
    """
    ranges = {one.key: one.spread for one in with_range(workspace)}
    found = []
    for column, low, high in zip(columns, *ends, strict=True):
        spread = next((ranges[one.key] for one in column.constants if one.key in ranges), None)
        if spread and (low < spread.low or high > spread.high):
            found.append(column.name)
    return tuple(found)


def _first(faults: list[Fault]) -> list[Fault]:
    if len(faults) <= MOST_FAULTS:
        return faults
    reported = faults[:MOST_FAULTS]
    file = reported[-1].place
    return [*reported, Fault("more", "以下还有，不再列出。", "there are more after these.", file)]
