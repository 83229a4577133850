"""Columns of a user's table of draws: the constants they name, and the values these may have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.errors import Fault
from sim.names import fold
from sim.sampling.table_file import Chunk, TableFile
from sim.scenario.options import Found, find_constants
from sim.scenario.targets import Target
from sim.scenario.values import check_value
from sim.scenario.workspace import Workspace

MEMBER = "member"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    place : its place among the columns
    name : its name as written
    targets : constants that it gives, each with its limits; empty where it numbers the members
    """

    place: int
    name: str
    targets: tuple[Target, ...]

    def faults(self, cell: object, member: int, place: str) -> Iterator[Fault]:
        """Yield what is wrong with a cell."""
        if not self.targets and cell != member:
            yield Fault(
                "wrong-order",
                f'"{self.name}" 应为 {member}：各行按成员号排列，从 0 起。',
                f'"{self.name}" must be {member}: the rows stand in the order of the members, from 0.',
                place,
            )
        checked = (check_value(target, cell, place) for target in self.targets)
        fault = next((each for each in checked if isinstance(each, Fault)), None)
        if fault:
            yield fault

    def allows(self, values: Array, first: int) -> bool:
        """Return whether the column may have the values, (row,) [unit of its constants].

        Parameters
        ----------
        first : number of the first row's member
        """
        if not self.targets:
            return bool((values == np.arange(first, first + len(values))).all())
        return all(bool(((values >= one.low) & (values <= one.high)).all()) for one in self.targets) and bool(
            np.isfinite(values).all()
        )


def read_columns(file: TableFile, workspace: Workspace) -> tuple[list[Column], list[Fault]]:
    """Return the columns of a table, and the faults of names that no constant has."""
    columns: list[Column] = []
    faults: list[Fault] = []
    for place, name in enumerate(file.names):
        found = _constants(place, name, workspace)
        if isinstance(found, Fault):
            faults.append(found.at(file.head))
        else:
            columns.append(Column(place, name, tuple(found)))
    if not faults and not any(column.targets for column in columns):
        zh, en = "没有一列是模型的常量。", "no column is a constant of the model."
        faults.append(Fault("no-data", zh, en, file.head))
    return columns, [*faults, *_twice(columns, file)]


def _constants(place: int, name: str, workspace: Workspace) -> Found:
    """Return the constants of a column, none where it numbers the members, or its fault."""
    if not name:
        return Fault("missing", f"第 {place + 1} 列没有列名。", f"column {place + 1} has no name.")
    return [] if fold(name) == MEMBER else find_constants(name, workspace)


def _twice(columns: Sequence[Column], file: TableFile) -> Iterator[Fault]:
    """Yield the columns that give what one before them gives."""
    seen: dict[str, str] = {}
    for column in columns:
        keys = [target.key for target in column.targets] or [MEMBER]
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
    """Yield what is wrong with the cells of a chunk, row by row.

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
