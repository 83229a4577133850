"""Derivatives of a run by its inputs: which inputs are meant, and the arrays by input and variable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.language.expressions import Expr, Op, fold_up
from sim.engine.machine.held import OWN, split_held
from sim.engine.machine.inputs import Given
from sim.engine.machine.kinks import Group
from sim.engine.machine.order import reachable
from sim.engine.machine.results import Gradient, Row
from sim.errors import Fault, Faults, SimError, fail, suggestion
from sim.names import CONTROLS, fold

# Directions of one pass, which share its computing of the model: many where it is interpreted, and as many
# as a kernel that is compiled can have where it runs that long (benchmarks/gradients.py).
AT_ONCE, AT_ONCE_LONG = 16, 4
LONG = 4_000_000  # steps of members
_CALLED = {
    "asked": "DEMAND AT PRICE, SUPPLY AT PRICE",
    "clearing": "FIND MARKET PRICE",
    "shares": "ALLOCATE AVAILABLE",
    "discrete": "RANDOM BINOMIAL, RANDOM NEGATIVE BINOMIAL, RANDOM POISSON",
}


class Gradients(Mapping[str, Gradient]):
    """The derivatives of a run, by input; a name is spelt as one likes."""

    def __init__(self, by_input: Mapping[str, Gradient]) -> None:
        self._by_input = dict(by_input)
        self._names = {fold(name): name for name in by_input}

    def __getitem__(self, name: str) -> Gradient:
        """Return the derivatives by an input.

        Raises
        ------
        SimError: the run was not asked for them.
        """
        if name not in self:
            zh, en = suggestion(str(name), self._by_input)
            raise fail(
                "unknown-name",
                f'这次运行没有求对 "{name}" 的导数。{zh}',
                f'this run has no derivatives by "{name}".{en}',
            )
        return self._by_input[self._names[fold(str(name))]]

    def __contains__(self, name: object) -> bool:
        """Return whether the run has the derivatives by an input."""
        return fold(str(name)) in self._names

    def __iter__(self) -> Iterator[str]:
        """Yield the inputs."""
        return iter(self._by_input)

    def __len__(self) -> int:
        """Return the number of inputs."""
        return len(self._by_input)


@dataclass(frozen=True)
class Layout:
    """What a run kept: rows of its outputs and integrals, and how many scalars they are."""

    outputs: Mapping[str, Row]
    integrals: Mapping[str, Row]
    output_count: int
    integral_count: int

    def rows_before_integrals(self, directions: int, counts: int) -> int:
        """Return the number of rows of outputs, their derivatives and counts of kinks."""
        return self.output_count * (1 + directions) + counts

    def plain(self, values: Array, directions: int, counts: int) -> Array:
        """Return the rows without derivatives and counts."""
        if not directions:
            return values
        first = self.rows_before_integrals(directions, counts)
        return np.concatenate([values[: self.output_count], values[first : first + self.integral_count]])

    def gradients(
        self, time: Array, values: Array, kinks: tuple[Group, ...], inputs: tuple[str, ...]
    ) -> dict[str, Gradient]:
        """Return the derivatives of a pass over some inputs.

        Parameters
        ----------
        values : (row, time, member)  outputs, their derivatives by each input, counts of kinks; integrals and
            their derivatives
        kinks : bits of the inputs and results between which each count lies
        """
        first = self.rows_before_integrals(len(inputs), len(kinks))
        counts, found = values[first - len(kinks) : first], {}
        for place, key in enumerate(inputs, 1):
            here, there = self.output_count * place, first + self.integral_count * place
            own = np.concatenate(
                [values[here : here + self.output_count], values[there : there + self.integral_count]]
            )
            kinked = _kinks(kinks, counts, place - 1, own.shape)
            found[key] = Gradient(time, own, self.outputs, self.integrals, kinked)
        return found


def _kinks(groups: tuple[Group, ...], counts: Array, place: int, shape: tuple[int, ...]) -> Array:
    total = np.zeros(shape)
    for (by, results), count in zip(groups, counts, strict=True):
        if by >> place & 1:
            total[[row for row in range(shape[0]) if results >> row & 1]] += count
    return total


# --- which inputs -----------------------------------------------------------------------------


def passes(directions: tuple[str, ...], steps: int) -> list[tuple[str, ...]]:
    """Return the directions of each pass, one without any where there are none; ``steps`` of all members."""
    size = AT_ONCE if steps < LONG else AT_ONCE_LONG
    return [directions[first : first + size] for first in range(0, len(directions), size)] or [()]


def own_values(names: Iterable[str]) -> dict[str, float]:
    """Return the inputs ``name@2021`` that are asked for, as if not given: their equations apply."""
    return {name: OWN for name in names if split_held(name)}


def read_directions(
    names: Iterable[str],
    given: Given,
    elements: Mapping[str, tuple[str, ...]],
    fixed: Iterable[str],
    place: str,
) -> tuple[str, ...]:
    """Return the keys of the inputs that names denote, each element of a subscripted one.

    Raises
    ------
    SimError: every name that is unknown or is no number that a run can be given.
    """
    fixed = {fold(key) for key in (*fixed, *CONTROLS)}
    with Faults() as faults:
        found = [faults.take(_direction, name, given, elements, fixed, place) for name in names]
    return tuple(dict.fromkeys(key for keys in found for key in keys))


def _direction(
    name: str, given: Given, elements: Mapping[str, tuple[str, ...]], fixed: set[str], place: str
) -> tuple[str, ...]:
    held = split_held(name)
    keys = elements.get(fold(held[0] if held else name))
    if keys is None:
        zh, en = suggestion(name, given.cells)
        raise fail(
            "unknown-name", f'模型没有变量 "{name}"。{zh}', f'the model has no variable "{name}".{en}', place
        )
    if held:
        return tuple(f"{key}@{held[1]}" for key in keys)
    if not fixed.isdisjoint(map(fold, keys)):
        raise fail(
            "not-settable",
            f'不能对 "{name}" 求导：它决定时间或在读取模型时已经用到。',
            f'there is no derivative by "{name}": it decides the times, or is used when the model is read.',
            place,
        )
    if any(key not in given.cells or given.cells[key].kind != "constant" for key in keys):
        raise fail(
            "not-settable",
            f'"{name}" 不是常量，不能对它求导。请改用常量；辅助变量可写某一年的值，如 "{name}@2025"。',
            f'"{name}" is no constant, and there is no derivative by it. Name a constant; of an auxiliary '
            f'name what it is over a year, as in "{name}@2025".',
            place,
        )
    return keys


def no_derivative(
    function: str, given: Given, outputs: Iterable[str], directions: tuple[str, ...], place: str
) -> SimError:
    """Return the fault of a function without a known derivative that stands between inputs and outputs.

    Parameters
    ----------
    function : the operation that it is made of
    """
    needed = reachable(outputs, lambda key: given.cells[key].needs_in_all)
    cells = (given.cells[key] for key in _moved(given, directions) & needed.keys())
    found = [cell for cell in cells if _has(function, cell.value) or _has(function, cell.initial)]
    return SimError(
        _no_derivative(cell.key.partition("#")[0], _CALLED[function], f"{place}:{cell.line}")
        for cell in sorted(found, key=lambda cell: (cell.line, cell.key))
    )


def _moved(given: Given, directions: tuple[str, ...]) -> set[str]:
    """Return the scalars that depend on an input in any way."""
    followers: dict[str, list[str]] = {}
    for key, cell in given.cells.items():
        for need in cell.needs_in_all:
            followers.setdefault(need, []).append(key)
    return set(reachable(directions, lambda key: tuple(followers.get(key, ()))))


def _has(function: str, expression: Expr | None) -> bool:
    def found(node: Expr, arguments: list[bool]) -> bool:
        return any(arguments) or (isinstance(node, Op) and node.name == function)

    return expression is not None and fold_up(expression, found)


def _no_derivative(key: str, function: str, place: str) -> Fault:
    return Fault(
        "unsupported",
        f'"{key}" 所用的函数 {function} 不能求导；请去掉受其影响的输出或输入。',
        f'"{key}" uses {function}, which has no derivative here; leave out the outputs or inputs that it '
        "lies between.",
        place,
    )


def check_whole(is_resumed: bool, is_left: bool) -> None:
    """Refuse derivatives of a run that begins or ends at a state.

    Raises
    ------
    SimError: it does.
    """
    if is_resumed or is_left:
        raise fail(
            "conflict",
            "求导的运行须从头算到尾：gradients 不能与 state 或 until 同用。",
            "derivatives are of a run from start to end: gradients cannot stand beside state or until.",
        )
