"""Results of a run: arrays by variable, tables, and the members that broke."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from sim.arguments import member_number
from sim.arrays import Array
from sim.engine.machine.run_state import RunState
from sim.engine.variables import Variable
from sim.errors import fail, suggestion
from sim.names import fold
from sim.notebook import listed, table_html

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

TIME_AXIS, MEMBER_AXIS = 0, 1


@dataclass(frozen=True)
class Row:
    """Position of a variable's scalars in the values of a run."""

    first: int
    variable: Variable

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the scalars, in the order of their rows."""
        return self.variable.elements

    @property
    def labels(self) -> list[list[str]]:
        """Return the elements along each axis of a subscripted variable."""
        if not self.variable.sizes:
            return []
        elements = [key[len(self.variable.name) + 1 : -1].split(",") for key in self.keys]
        return [list(dict.fromkeys(axis)) for axis in zip(*elements, strict=True)]


@dataclass(frozen=True)
class Failure:
    """A member that became non-finite.

    Parameters
    ----------
    member : its number, from 0
    variable : key of the first scalar that was not finite; "" beyond the first 64 failures, or 8 of long runs
    time : when it first was [time units of the model]
    """

    member: int
    variable: str
    time: float


@dataclass(frozen=True)
class Record:
    """What a run kept, by scalars: what can be put before a run that goes on from its state.

    Parameters
    ----------
    time : (time,) [time units of the model]  the saved moments
    outputs, integrals : (time, member) [units of the model]  by key of the scalar
    failures : members that became non-finite
    """

    time: Array
    outputs: Mapping[str, Array]
    integrals: Mapping[str, Array]
    failures: tuple[Failure, ...]


class Run:
    """The results of one or many members.

    Parameters
    ----------
    time : (time,) [time units of the model]  the saved moments
    values : (row, time, member) [units of the model]  outputs and integrals
    outputs, integrals : rows of each variable, by name
    failures : members that became non-finite; they do not affect the others
    state : where a run that was to end early stands, for a later one to go on from; None for others

    Attributes
    ----------
    gradients : derivatives of what it kept, by input, where it was asked for them; each a `Gradient`
    """

    gradients: Mapping[str, Gradient] = MappingProxyType({})

    def __init__(
        self,
        time: Array,
        values: Array,
        outputs: Mapping[str, Row],
        integrals: Mapping[str, Row],
        failures: tuple[Failure, ...],
        state: RunState | None = None,
    ) -> None:
        self.state = state
        self.time = time
        self.failures = failures
        self.members = values.shape[2]
        self._values = values
        self._found: dict[bool, Mapping[str, tuple[Row, int | None]]] = {}
        self._outputs = outputs
        self._integrals = integrals

    def __getitem__(self, name: str) -> Array:
        """Return a variable as (time, member, *subscripts), or one ``name[element]`` as (time, member).

        Raises
        ------
        SimError: the run did not keep it.
        """
        return self._look_up(name, self._outputs)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the outputs."""
        return iter(self._outputs)

    def __contains__(self, name: object) -> bool:
        """Return whether the run kept a variable, or an element of one."""
        return fold(str(name)) in self._places(self._outputs)

    def __repr__(self) -> str:
        """Return the content of the run, in one line."""
        names = f"{len(self._outputs):,} variables ({listed(self)})"
        span = f" from {self.time[0]:g} to {self.time[-1]:g}" if self.time.size else ""
        times = f"{len(self.time):,} times{span}"
        failed = f", {len(self.failures):,} of them non-finite" if self.failures else ""
        return f"<Run of {names}, {times}, members: {self.members:,}{failed}>"

    def _repr_html_(self) -> str:
        """Return the first member as a table."""
        return table_html(repr(self), self.to_frame())

    def integral(self, name: str) -> Array:
        """Return a variable's exact integral since the save before: (time, member, *subscripts).

        The unit is the variable's times the time unit; the first row is 0.
        """
        return self._look_up(name, self._integrals)

    @property
    def record(self) -> Record:
        """What the run kept, by scalars."""
        outputs, integrals = (
            {
                key: self._values[row.first + place]
                for row in rows.values()
                for place, key in enumerate(row.keys)
            }
            for rows in (self._outputs, self._integrals)
        )
        return Record(self.time, outputs, integrals, self.failures)

    def after(self, record: Record) -> Run:
        """Return the run with its past: what was kept until the state from which it goes on.

        A member that broke in the past is told as it was then. The run must have begun at the last moment of
        the record.

        Raises
        ------
        SimError: the record lacks what the run kept.
        """
        own = self.record
        lacking = [*(own.outputs.keys() - record.outputs.keys()), *(own.integrals.keys() - record.integrals)]
        if lacking:
            name = min(lacking)
            raise fail(
                "no-data",
                f'状态只记下了另一些变量的过去，其中没有 "{name}"；请重新保存状态。',
                f'the state has the past of other variables, not of "{name}"; leave it again.',
            )
        past = [record.outputs[key] for key in own.outputs]
        past += [record.integrals[key] for key in own.integrals]
        before = np.stack(past) if past else np.empty((0, len(record.time), self.members))
        values = np.concatenate([before, self._values[:, 1:]], axis=1)
        failures = {one.member: one for one in (*self.failures, *record.failures)}
        return Run(
            np.concatenate([record.time, self.time[1:]]),
            values,
            self._outputs,
            self._integrals,
            tuple(failures[member] for member in sorted(failures)),
            self.state,
        )

    def to_frame(self, member: int = 0) -> pd.DataFrame:
        """Return one member's outputs: index Time, columns ``name`` or ``name[element]``.

        Raises
        ------
        SimError: no such member.
        """
        import pandas as pd  # takes a second, which only frames need

        number = member_number(member, self.members)
        keys = [key for row in self._outputs.values() for key in row.keys]
        data = self._values[: len(keys), :, number].T
        return pd.DataFrame(data, index=pd.Index(self.time, name="Time"), columns=keys)

    def to_xarray(self) -> xr.Dataset:
        """Return the outputs with their axes: time, member and the subscript ranges of each variable.

        Every variable has its units and its comment as attributes.
        """
        import xarray as xr

        ranges: dict[str, list[str]] = {}
        arrays = {name: self._data_array(name, row, ranges) for name, row in self._outputs.items()}
        return xr.Dataset(arrays, coords={"time": self.time, "member": np.arange(self.members), **ranges})

    def _data_array(
        self, name: str, row: Row, ranges: dict[str, list[str]]
    ) -> tuple[tuple[str, ...], Array, dict[str, str]]:
        """Return axes, values and attributes of a variable; ``ranges`` takes the labels of its axes."""
        axes: list[str] = ["time", "member"]
        for wanted, labels in zip(row.variable.dimensions, row.labels, strict=True):
            axis = wanted or name  # elements that belong to no single range
            while axis in axes or ranges.setdefault(axis, labels) != labels:
                axis += "'"  # a part of the range, or the range a second time
            axes.append(axis)
        attributes = {"units": row.variable.units, "comment": row.variable.comment}
        return tuple(axes), self[name], attributes

    def _look_up(self, name: str, rows: Mapping[str, Row]) -> Array:
        places = self._places(rows)
        if fold(str(name)) not in places:
            zh, en = suggestion(str(name), rows)
            raise fail(
                "unknown-name", f'这次运行没有保存 "{name}"。{zh}', f'this run did not keep "{name}".{en}'
            )
        row, place = places[fold(str(name))]
        if place is not None:
            one: Array = self._values[row.first + place]
            return one
        values = self._values[row.first : row.first + len(row.keys)]
        shaped: Array = values.reshape(*row.variable.sizes, *values.shape[1:])
        return np.moveaxis(shaped, (-2, -1), (TIME_AXIS, MEMBER_AXIS))

    def _places(self, rows: Mapping[str, Row]) -> Mapping[str, tuple[Row, int | None]]:
        """Return each variable's row by folded name, and that of each of its scalars with its place.

        Built once, because folding a name is far slower than looking it up.
        """
        which = rows is self._integrals
        if which not in self._found:
            scalars = {fold(key): (row, place) for row in rows.values() for place, key in enumerate(row.keys)}
            wholes = {fold(known): (row, None) for known, row in rows.items()}
            self._found[which] = {**scalars, **wholes}
        return self._found[which]


class Gradient(Run):
    """The derivatives of a run's variables by one input: a run whose values are derivatives.

    ``gradient[name]``, ``gradient.integral(name)`` and ``gradient.to_frame()`` are as those of the run, in
    units of the variable by unit of the input.
    """

    def __init__(
        self,
        time: Array,
        values: Array,
        outputs: Mapping[str, Row],
        integrals: Mapping[str, Row],
        kinks: Array,
    ) -> None:
        super().__init__(time, values, outputs, integrals, ())
        self._kinks = Run(time, kinks, outputs, integrals, ())

    def kinks(self, name: str) -> Array:
        """Return how often a variable's derivative took one side of a kink, up to each saved moment.

        (time, member, *subscripts). Counted are the operations between the input and the variable that were
        exactly at a kink at the beginning of a step.
        """
        return self._kinks[name] if name in self._kinks else self._kinks.integral(name)
