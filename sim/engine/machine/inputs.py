"""Inputs of one run: constants, lookups, and variables that the caller gives instead of the model."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.external.series import TimeSeries
from sim.engine.language.expressions import Cell, Expr, Lookup, Number, Op, Table, fold_up, tables
from sim.engine.language.noise import MEMBER
from sim.engine.machine.held import held_cell, held_key, split_held
from sim.engine.machine.methods import Scheme
from sim.engine.machine.run_state import RunState
from sim.engine.system import System
from sim.errors import Code, Fault, SimError, suggestion
from sim.names import fold

if TYPE_CHECKING:
    import pandas as pd

Input: TypeAlias = "float | Array | pd.Series | pd.DataFrame"


@dataclass(frozen=True)
class Given:
    """A model with the inputs of a run applied.

    Parameters
    ----------
    cells : of the model, with those replaced that are set from outside
    changes : replaced cells and set tables, on which the machine code depends
    values : of every constant, a number or (member,)
    series : of every variable given as a time series, the model's own data included
    members : number of members
    state : that the run goes on from; None for a run from the start
    """

    cells: Mapping[str, Cell]
    changes: tuple[Any, ...]
    values: dict[str, float | Array]
    series: dict[str, TimeSeries]
    members: int
    state: RunState | None = None

    def only(self, members: NDArray[np.int64]) -> Given:
        """Return the inputs of some of the members."""
        values = {key: v if isinstance(v, float) else v[members] for key, v in self.values.items()}
        series = {
            key: one if one.values.shape[1] == 1 else replace(one, values=one.values[:, members])
            for key, one in self.series.items()
        }
        state = self.state and self.state.only(members)
        return replace(self, values=values, series=series, members=len(members), state=state)


def read_inputs(
    inputs: Mapping[str, Any],
    system: System,
    elements: Mapping[str, tuple[str, ...]],
    place: str,
    scheme: Scheme,
    first_member: int = 0,
    state: RunState | None = None,
) -> Given:
    """Return the model with a run's inputs.

    Parameters
    ----------
    inputs : by ``name`` or ``name[element]``: a number or (member,) for a constant or auxiliary; for
        an auxiliary also a time series, a pandas Series by time or a DataFrame (time, member); for a
        lookup its points (point, 2). By ``name@end``: what holds an auxiliary over a time unit
    elements : keys of the scalars that a folded name or ``name[element]`` means
    scheme : the stages of a step, which decide when a held value applies
    first_member : number of the first member, which random functions draw by; of a state, its own
    state : that the run goes on from

    Raises
    ------
    SimError: every name that is unknown, a stock or wrongly given; draws of different lengths, or of another
        than the state's.
    """
    return _Reader(system, elements, place, scheme, state).read(inputs, first_member)


class _Reader:
    def __init__(
        self,
        system: System,
        elements: Mapping[str, tuple[str, ...]],
        place: str,
        scheme: Scheme,
        state: RunState | None,
    ) -> None:
        self.scheme, self.state = scheme, state
        self.system = system
        self.elements = elements
        self.place = place
        self.faults: list[Fault] = []
        self.lengths: dict[str, int] = {}
        self.values: dict[str, float | Array] = {
            key: cell.value.value
            for key, cell in system.cells.items()
            if cell.kind == "constant" and isinstance(cell.value, Number)
        }
        self.series: dict[str, TimeSeries] = dict(system.series)
        self.tables: dict[str, Table] = {}
        self.replaced: dict[str, Cell] = {}
        self.held: dict[str, set[int]] = {}  # ends of the time units over which a scalar is held

    def read(self, inputs: Mapping[str, Any], first: int) -> Given:
        for name, given in inputs.items():
            self._read_one(name, given)
        for key in self.held.keys() & self.replaced.keys():
            zh = f'"{key}" 整个由外部给定，不能再逐年给值。'
            self._fault("conflict", zh, f'"{key}" is given as a whole; leave out its values by time unit.')
        if len(set(self.lengths.values())) > 1:
            shown = ", ".join(f'"{name}" {length:,}' for name, length in self.lengths.items())
            self._fault(
                "mismatch", f"各组抽样的成员数不同：{shown}。", f"the draws differ in length: {shown}.", ""
            )
        if self.state is not None:
            self._check_members(self.state.members)
            first = self.state.first_member
        if self.faults:
            raise SimError(self.faults)
        changes: tuple[Any, ...] = (
            tuple((key, cell.kind) for key, cell in sorted(self.replaced.items())),
            tuple(sorted(self.tables.items(), key=lambda item: item[0])),
        )
        if self.held:
            changes += (tuple((key, *sorted(ends)) for key, ends in sorted(self.held.items())),)
        members = self.state.members if self.state else next(iter(self.lengths.values()), 1)
        if MEMBER in self.values:
            self.values[MEMBER] = np.arange(first, first + members, dtype=np.float64)
        return Given(self._cells(), changes, self.values, self.series, members, self.state)

    def _check_members(self, members: int) -> None:
        for name, length in self.lengths.items():
            if length != members:
                self._fault(
                    "mismatch",
                    f'"{name}" 有 {length:,} 个成员，状态有 {members:,} 个。',
                    f'"{name}" has {length:,} members; the state has {members:,}.',
                    "",
                )

    def _cells(self) -> Mapping[str, Cell]:
        if not self.replaced and not self.tables and not self.held:
            return self.system.cells
        cells = {key: self.replaced.get(key, cell) for key, cell in self.system.cells.items()}
        for key, ends in self.held.items():
            constants = [held_key(key, end) for end in ends]
            cells |= {one: Cell(one, "constant", Number(0.0), line=cells[key].line) for one in constants}
            cells[key] = held_cell(cells[key], ends, self.scheme)
        return {key: _with_tables(cell, self.tables) for key, cell in cells.items()} if self.tables else cells

    def _fault(self, code: Code, zh: str, en: str, place: str | None = None) -> None:
        self.faults.append(Fault(code, zh, en, self.place if place is None else place))

    def _read_one(self, name: str, given: Any) -> None:
        keys = self.elements.get(fold(name))
        if keys is None and (held := split_held(name)) and fold(held[0]) in self.elements:
            self._read_held(name, *held, given)
        elif keys is None:
            zh, en = suggestion(name, [*self.system.cells, *self.system.tables])
            self._fault(
                "unknown-name", f'模型没有变量 "{name}"。{zh}', f'the model has no variable "{name}".{en}'
            )
        elif keys[0] in self.system.tables:
            self._read_table(name, keys, given)
        elif self.system.fixed.intersection(keys):
            self._fault(
                "not-settable",
                f'"{name}" 在读取模型时已经用到（延迟的阶数或数据），只能在模型文件中改。',
                f'"{name}" is used when the model is read, for the order of a delay or for data; '
                "it can only be changed in the model file.",
            )
        elif any(
            self.system.cells[key].kind in ("stock", "delay", "material", "information") for key in keys
        ):
            self._fault(
                "not-settable",
                f'"{name}" 是存量，不能直接设定；请设定它的初始值。',
                f'"{name}" is a stock and cannot be set; set its initial value.',
            )
        elif _is_time_series(given):
            self._read_series(name, keys, given)
        else:
            self._read_value(name, keys, given)

    def _read_held(self, name: str, variable: str, end: int, given: Any) -> None:
        keys = self.elements[fold(variable)]
        if any(key not in self.system.cells or self.system.cells[key].kind != "auxiliary" for key in keys):
            zh = f'"{variable}" 不是由方程算出的辅助变量，不能逐年给值。'
            en = f'"{variable}" is no auxiliary with an equation; it cannot be held over a time unit.'
            self._fault("not-settable", zh, en)
            return
        value = self._value_of(name, given)
        if value is None:
            return
        for key in keys:
            self.values[held_key(key, end)] = value
            self.held.setdefault(key, set()).add(end)

    def _read_value(self, name: str, keys: tuple[str, ...], given: Any) -> None:
        value = self._value_of(name, given)
        if value is None:
            return
        for key in keys:
            self.values[key] = value
            self.series.pop(key, None)
            if self.system.cells[key].kind != "constant":
                self.replaced[key] = self._outside(key, "constant")

    def _value_of(self, name: str, given: Any) -> float | Array | None:
        """Return a number or a number of each member, None where it is neither."""
        value = _numbers(given)
        if value is None or value.ndim > 1:
            shown = repr(given) if np.ndim(given) == 0 else "[…]"
            self._fault(
                "not-a-number",
                f'"{name}" 的值是 {shown}，应为有限的数，或每个成员一个数的一维数组。',
                f'"{name}" is {shown}; it must be a finite number, '
                "or a one-dimensional array with a number per member.",
                "",
            )
            return None
        if not value.ndim:
            return float(value)
        self.lengths[name] = value.size
        return value

    def _read_series(self, name: str, keys: tuple[str, ...], given: pd.Series | pd.DataFrame) -> None:
        times, values = _numbers(given.index.to_numpy()), _numbers(given.to_numpy())
        if times is None or values is None or (np.diff(times) <= 0).any():
            self._fault(
                "wrong-type",
                f'"{name}" 的时间序列应以递增的时间为索引，值为有限的数。',
                f'the time series of "{name}" must be indexed by rising times and hold finite numbers.',
                "",
            )
            return
        if values.ndim == 2:
            self.lengths[name] = values.shape[1]
        for key in keys:
            self.series[key] = TimeSeries(times, values.reshape(len(times), -1))
            self.replaced[key] = self._outside(key, "series")
            self.values.pop(key, None)

    def _read_table(self, name: str, keys: tuple[str, ...], given: Any) -> None:
        points = _numbers(given)
        if points is None or points.ndim != 2 or points.shape[1] != 2 or (np.diff(points[:, 0]) < 0).any():
            self._fault(
                "wrong-type",
                f'查找表 "{name}" 应为若干 (x, y) 点，x 不减。',
                f'the lookup "{name}" must be given as points (x, y) whose x never falls.',
                "",
            )
            return
        for key in keys:
            self.tables[key] = Table(tuple(points[:, 0].tolist()), tuple(points[:, 1].tolist()), key)

    def _outside(self, key: str, kind: str) -> Cell:
        return Cell(key, kind, Number(0.0), line=self.system.cells[key].line)


def _is_time_series(given: Any) -> bool:
    """Return whether this is a pandas object; if it is, its creator has imported pandas already."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(given, pandas.Series | pandas.DataFrame)


def _numbers(given: Any) -> Array | None:
    """Return an array of finite numbers, or None."""
    try:
        array = np.asarray(given)
    except ValueError:  # rows of different lengths
        return None
    if array.dtype.kind not in "iuf" or array.size == 0 or not np.isfinite(array).all():
        return None
    return array.astype(np.float64, copy=False)


def _with_tables(cell: Cell, changed: Mapping[str, Table]) -> Cell:
    def used(expression: Expr | None) -> bool:
        return any(key in changed for key in tables(expression))

    if not any(used(part) for part in (cell.value, cell.initial, cell.duration)):
        return cell
    initial = _exchange(cell.initial, changed) if cell.initial else None
    duration = _exchange(cell.duration, changed) if cell.duration else None
    return replace(cell, value=_exchange(cell.value, changed), initial=initial, duration=duration)


def _exchange(expression: Expr, changed: Mapping[str, Table]) -> Expr:
    def exchanged(node: Expr, arguments: list[Expr]) -> Expr:
        if isinstance(node, Op):
            return Op(node.name, tuple(arguments))
        if isinstance(node, Lookup):
            return replace(node, table=changed.get(node.table.key, node.table), argument=arguments[0])
        return node

    return fold_up(expression, exchanged)
