"""Columns of a user's table of draws: the constants they name, and the values these may have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.errors import Fault, Faults, SimError, fail
from sim.names import fold
from sim.sampling.table_file import MEMBER, Chunk, TableFile
from sim.scenario.settable import Settable
from sim.scenario.settings import find_constants
from sim.scenario.values import check_values
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    place : its place among the columns
    name : its name as written
    constants : constants that it gives, each with its limits; empty where it numbers the members
    """

    place: int
    name: str
    constants: tuple[Settable, ...]

    def faults(self, cell: object, member: int, place: str) -> Iterator[Fault]:
        """Yield the faults of a cell."""
        if not self.constants and cell != member:
            yield Fault(
                "wrong-order",
                f'"{self.name}" 应为 {member}：各行按成员号排列，从 0 起。',
                f'"{self.name}" must be {member}: the rows stand in the order of the members, from 0.',
                place,
            )
        try:
            check_values(self.constants, cell, place)
        except SimError as error:
            yield from error.faults

    def allows(self, values: Array, first: int) -> bool:
        """Return whether the column may have the values, (row,) [unit of its constants].

        Parameters
        ----------
        first : number of the first row's member
        """
        if not self.constants:
            return bool((values == np.arange(first, first + len(values))).all())
        return all(
            bool(((values >= one.low) & (values <= one.high)).all()) for one in self.constants
        ) and bool(np.isfinite(values).all())


def read_columns(file: TableFile, workspace: Workspace) -> list[Column]:
    """Return the columns of a table.

    Raises
    ------
    SimError: names that no constant has, or that give the same one.
    """
    with Faults() as faults:
        read = [
            faults.take(_column, place, name, file.head, workspace) for place, name in enumerate(file.names)
        ]
        columns = list(filter(None, read))
        if not faults and not any(column.constants for column in columns):
            zh, en = "没有一列是模型的常量。", "no column is a constant of the model."
            faults.append(Fault("no-data", zh, en, file.head))
        faults += _twice(columns, file)
    return columns


def _column(place: int, name: str, head: str, workspace: Workspace) -> Column:
    if not name:
        raise fail("missing", f"第 {place + 1} 列没有列名。", f"column {place + 1} has no name.", head)
    is_number = fold(name) == MEMBER
    return Column(place, name, () if is_number else tuple(find_constants(name, workspace, head)))


def _twice(columns: Sequence[Column], file: TableFile) -> Iterator[Fault]:
    """Yield the columns that repeat an earlier one."""
    seen: dict[str, str] = {}
    for column in columns:
        keys = [constant.key for constant in column.constants] or [MEMBER]
        known = next((key for key in keys if key in seen), None)
        if known is not None:
            yield Fault(
                "duplicate",
                f'"{column.name}" 与 "{seen[known]}" 重复。',
                f'"{column.name}" gives what "{seen[known]}" gives already.',
                file.head,
            )
        seen |= dict.fromkeys(keys, column.name)


def chunk_faults(chunk: Chunk, first: int, columns: Sequence[Column]) -> Iterator[Fault]:
    """Yield the faults of the cells of a chunk, row by row.

    Parameters
    ----------
    first : number of the first row's member
    """
    values = chunk.values()
    if values is not None and all(column.allows(values[:, column.place], first) for column in columns):
        return
    for row in range(chunk.rows):
        for column in columns:
            cell = chunk.cell(row, column.place)
            yield from column.faults(cell, first + row, chunk.place(row))


def numbers_of(chunk: Chunk, columns: Sequence[Column]) -> Array:
    """Return the cells of columns without fault as numbers, (row, column) [units of the model]."""
    values = chunk.values()
    places = [column.place for column in columns]
    if values is not None:
        return values[:, places]
    cells = [[chunk.cell(row, place) for place in places] for row in range(chunk.rows)]
    return np.array(cells, dtype=np.float64)
