"""What a run gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array
from sim.engine.language.expressions import fold
from sim.errors import fail, suggestion

if TYPE_CHECKING:
    import pandas as pd

TIME_AXIS, MEMBER_AXIS = 0, 1


@dataclass(frozen=True)
class Row:
    """Where a variable's scalars stand in a run: the first row, its sizes and their keys."""

    first: int
    sizes: tuple[int, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Failure:
    """A member that turned non-finite.

    Parameters
    ----------
    member : its number, from 0
    variable : key of the first scalar that was not finite; "" beyond the first 64 failures, or 8 of long runs
    time : when it first was, in the model's time units
    """

    member: int
    variable: str
    time: float


class Run:
    """The results of one or many members.

    Parameters
    ----------
    time : (time,) the saved moments
    values : (row, time, member) of outputs and integrals
    outputs, integrals : which rows are whose
    failures : members that turned non-finite; the others are not touched by them
    """

    def __init__(
        self,
        time: Array,
        values: Array,
        outputs: Mapping[str, Row],
        integrals: Mapping[str, Row],
        failures: tuple[Failure, ...],
    ) -> None:
        self.time = time
        self.failures = failures
        self.members = values.shape[2]
        self._values = values
        self._found: dict[bool, Mapping[str, tuple[Row, int | None]]] = {}
        self._outputs = outputs
        self._integrals = integrals

    def __getitem__(self, name: str) -> Array:
        """Return a variable as (time, member, *subscripts), or one ``name[element]`` as (time, member)."""
        return self._look_up(name, self._outputs)

    def integral(self, name: str) -> Array:
        """Return a variable's exact integral since the save before: (time, member, *subscripts).

        The unit is the variable's times the time unit; the first row is 0.
        """
        return self._look_up(name, self._integrals)

    def to_frame(self, member: int = 0) -> pd.DataFrame:
        """Return one member's outputs: index Time, columns ``name`` or ``name[element]``."""
        import pandas as pd  # a second that only those spend who want a frame

        keys = [key for row in self._outputs.values() for key in row.keys]
        data = self._values[: len(keys), :, member].T
        return pd.DataFrame(data, index=pd.Index(self.time, name="Time"), columns=keys)

    def _look_up(self, name: str, rows: Mapping[str, Row]) -> Array:
        places = self._places(rows)
        if fold(name) not in places:
            zh, en = suggestion(name, rows)
            raise fail(
                "unknown-name", f'这次运行没有保存 "{name}"。{zh}', f'this run did not keep "{name}".{en}'
            )
        row, place = places[fold(name)]
        if place is not None:
            one: Array = self._values[row.first + place]
            return one
        values = self._values[row.first : row.first + len(row.keys)]
        shaped: Array = values.reshape(*row.sizes, *values.shape[1:])
        return np.moveaxis(shaped, (-2, -1), (TIME_AXIS, MEMBER_AXIS))

    def _places(self, rows: Mapping[str, Row]) -> Mapping[str, tuple[Row, int | None]]:
        """Return each variable's row by folded name, and that of each of its scalars with its place.

        Made once: names are folded far more slowly than they are looked up.
        """
        which = rows is self._integrals
        if which not in self._found:
            scalars = {fold(key): (row, place) for row in rows.values() for place, key in enumerate(row.keys)}
            wholes = {fold(known): (row, None) for known, row in rows.items()}
            self._found[which] = {**scalars, **wholes}
        return self._found[which]
