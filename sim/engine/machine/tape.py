"""Lowering of cells to a tape: one list of elementary operations for all that a simulation needs.

Takes cells and the wanted outputs and integrals; gives operations on numbers and masks. Guarantees that
each operation stands once (equal operations are shared) and after its arguments, that nothing is on the
tape that no output, integral or state needs, and that each knows how often it must be computed: never
(a literal), once a run (parameters and starting values) or at every step. Only what is exact in doubles
is folded. It exists so that code is written from a flat list in one pass, without LLVM's optimiser:
sharing and hoisting here cost milliseconds.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.engine.language.expressions import (
    Cell,
    Expr,
    Number,
    Op,
    Ref,
    StepTime,
    Table,
    Time,
    fold_up,
    references,
)
from sim.engine.language.starting import read_table, scalar
from sim.engine.machine.order import in_order, needs_at_start, needs_at_step, reachable
from sim.engine.machine.passing import DURATION, SUM, TAKEN, Handed, Passing, Taken

LITERAL, SHARED, PER_RUN, PER_STEP = range(4)
SENDING = ("material", "information")  # delays whose inputs are sent on with the delay time that they meet
_STATES = ("stock", "delay", *SENDING, "hold", "discrete")

MASKS = frozenset({"lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not", "truth"})
_FOLDED: dict[str, Callable[..., Any]] = {  # exact in doubles, so the bits do not depend on when
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "neg": operator.neg, "abs": abs,
    "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
    "eq": operator.eq, "ne": operator.ne, "min": min, "max": max,
    "not": operator.not_, "and": lambda a, b: a and b, "or": lambda a, b: a or b,
    "truth": bool, "number": float,
}  # fmt: skip
_LARGEST_PRODUCT = 4  # x^2 … x^4 become products
_LARGEST_EXPONENT = 1000  # of a power of two whose reciprocal is a normal number


@dataclass(slots=True)  # not frozen: that would take three times as long to make
class Node:
    """One operation, which nothing changes.

    Parameters
    ----------
    name : of the operation
    arguments : the operations it takes
    payload : what it carries
    level : how often it is done
    is_mask : whether it yields true or false rather than a number
    """

    name: str
    arguments: tuple[int, ...]
    payload: float | bool | int | Table | None
    level: int
    is_mask: bool

    @property
    def operands(self) -> tuple[int, ...]:
        """The arguments that decide its value: the logarithm that a power is given follows from its base."""
        return self.arguments[:2] if self.name == "pow" else self.arguments

    @property
    def index(self) -> int:
        """The number of the input or state that it reads."""
        assert isinstance(self.payload, int)
        return self.payload


@dataclass(frozen=True, slots=True)
class State:
    """A stock, delay or held value: the operations of its starting value, change and delay time.

    ``duration`` is the delay time at the start, ``pace`` that of the step, which only `SENDING` delays mind.
    """

    key: str
    kind: str
    start: int
    change: int
    duration: int | None
    pace: int | None


@dataclass(frozen=True, slots=True)
class Tail:
    """How many outputs, integrals and states, the last ones, may break without their member breaking."""

    outputs: int = 0
    integrals: int = 0
    states: int = 0


@dataclass
class Tape:
    """All operations of a simulation.

    Parameters
    ----------
    nodes : operations, each after its arguments
    inputs : number of every constant that is read, by its key, in rising order
    series : number of every given time series that is read, likewise
    states : stocks, delays and held values, by state number
    outputs, integrals : the operation of every wanted scalar
    summed : key of the scalar of every integral
    sums : the operation that each integral begins at
    handed : what a later run needs to begin where this one ends
    passing : what the run takes over from an earlier one, and hands over itself
    drawn : keys of the constants in which members differ
    tail : derivatives and counts, which come last
    """

    nodes: list[Node] = field(default_factory=list)
    inputs: dict[str, int] = field(default_factory=dict)
    series: dict[str, int] = field(default_factory=dict)
    states: list[State] = field(default_factory=list)
    outputs: list[int] = field(default_factory=list)
    integrals: list[int] = field(default_factory=list)
    summed: tuple[str, ...] = ()
    sums: list[int] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    passing: Passing = field(default_factory=Passing)
    drawn: Container[str] = ()
    tail: Tail = Tail()
    _known: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def add(
        self, name: str, *arguments: int, payload: float | bool | int | Table | None = None, level: int = 0
    ) -> int:
        """Return the number of an operation, adding it if it is new."""
        key: tuple[Any, ...] = (name, arguments)
        if payload is not None:  # 0 and -0 differ, as do 1 and true
            key = (name, arguments, type(payload), payload, str(payload) if payload == 0 else "")
        number = self._known.get(key)
        if number is None:
            least = LITERAL if name == "literal" else SHARED
            level = max([least, level, *(self.nodes[argument].level for argument in arguments)])
            number = self._known[key] = len(self.nodes)
            is_mask = name in MASKS or isinstance(payload, bool)
            self.nodes.append(Node(name, arguments, payload, level, is_mask))
        return number

    def taken(self, name: str) -> int:
        """Return the number of an input that an earlier run hands over."""
        return self.add("input", payload=_place(self.inputs, TAKEN + name), level=PER_RUN)

    def literal(self, value: float | bool) -> int:
        """Return the number of a literal."""
        return self.add("literal", payload=value)

    def operation(self, name: str, *arguments: int) -> int:
        """Return the number of an operation, simplified where that changes no bit."""
        arguments = self._typed(name, arguments)
        nodes = [self.nodes[argument] for argument in arguments]
        levels = [node.level for node in nodes]
        if name == "entry":  # of an array, by its number
            return self.add(name, arguments[0], payload=int(_double(nodes[1].payload)))
        if name == "pow":
            return self._power(*arguments)
        if LITERAL not in levels:
            return self.add(name, *arguments)
        if name == "if" and levels[0] == LITERAL:
            return arguments[1] if nodes[0].payload else arguments[2]
        if name == "div" and levels[1] == LITERAL and _is_power_of_two(_double(nodes[1].payload)):
            return self.operation("mul", arguments[0], self.literal(1.0 / _double(nodes[1].payload)))
        if any(levels):
            return self.add(name, *arguments)
        return self._folded(name, arguments, [node.payload for node in nodes])

    def _folded(self, name: str, arguments: tuple[int, ...], values: list[Any]) -> int:
        """Return an operation on literals, computed where that is exact or correctly rounded."""
        if name in _FOLDED:
            return self.literal(_FOLDED[name](*values))
        if name == "div" and values[1]:
            return self.literal(_double(values[0]) / _double(values[1]))
        return self.add(name, *arguments)

    def _power(self, base: int, exponent: int) -> int:
        """Return a product, or a power by the logarithm of its base, which other powers of it share."""
        times, origin = self.nodes[exponent], self.nodes[base]
        if times.level != LITERAL or times.payload not in range(1, _LARGEST_PRODUCT + 1):
            logarithm = origin.arguments[0] if origin.name == "exp" else self.operation("ln", base)
            return self.add("pow", base, exponent, logarithm)
        result = base
        for _ in range(int(_double(times.payload)) - 1):
            result = self.add("mul", result, base)
        return result

    def _typed(self, name: str, arguments: tuple[int, ...]) -> tuple[int, ...]:
        """Turn numbers into masks and masks into numbers where an operation wants them."""
        if name in ("and", "or", "not"):
            return tuple(self._mask(argument) for argument in arguments)
        if name == "if":
            return (self._mask(arguments[0]), *(self.number(argument) for argument in arguments[1:]))
        if name in ("truth", "number") or not any(self.nodes[argument].is_mask for argument in arguments):
            return arguments
        return tuple(self.number(argument) for argument in arguments)

    def _mask(self, number: int) -> int:
        return number if self.nodes[number].is_mask else self.operation("truth", number)

    def number(self, number: int) -> int:
        """Return an operation as a number: a mask counts as 1 or 0."""
        return self.operation("number", number) if self.nodes[number].is_mask else number


def _double(payload: Any) -> float:
    return float(payload)


def _is_power_of_two(number: float) -> bool:
    """Return whether a number's reciprocal is exact, so that a product gives the bits of a division."""
    part, exponent = math.frexp(number)
    return abs(part) == 0.5 and abs(exponent) < _LARGEST_EXPONENT


class _Phase:
    """Lowers expressions at one moment: at the start of a run, or at a step."""

    def __init__(self, tape: Tape, time: int, step_time: int) -> None:
        self.tape = tape
        self.time = time
        self.step_time = step_time
        self.values: dict[str, int] = {}  # operation of each scalar known at this moment

    def lower(self, expression: Expr) -> int:
        return fold_up(expression, self._lowered)

    def _lowered(self, node: Expr, arguments: list[int]) -> int:
        if isinstance(node, Ref):
            return self.values[node.key]
        if isinstance(node, Op):
            return self.tape.operation(node.name, *arguments)
        if isinstance(node, Number):
            return self.tape.literal(node.value)
        if isinstance(node, Time):
            return self.time
        if isinstance(node, StepTime):
            return self.step_time
        return self.tape.add(node.way, self.tape.number(arguments[0]), payload=node.table)

    def number(self, expression: Expr) -> int:
        return self.tape.number(self.lower(expression))


def lower(
    cells: Mapping[str, Cell],
    outputs: Iterable[str],
    integrals: Iterable[str],
    drawn: Iterable[str] = (),
    passing: Passing | None = None,
) -> Tape:
    """Return the operations that yield the outputs and integrals; nothing else is computed.

    Parameters
    ----------
    cells : of every scalar of the model, by key
    outputs, integrals : keys of the scalars that are wanted, and of those whose integrals are
    drawn : keys of the constants in which members differ
    passing : what the run takes over from an earlier one, and hands over itself
    """
    outputs, integrals, passing = tuple(outputs), tuple(integrals), passing or Passing()
    tape = Tape(drawn=frozenset(drawn), passing=passing)
    states = _states_needed(cells, (*outputs, *integrals), is_whole=passing.is_whole)
    start = _started(tape, cells, states, passing.taken)
    step = _Phase(tape, tape.add("time", level=PER_STEP), tape.add("step time", level=PER_STEP))
    _lower_step(cells, states, start, step, (*outputs, *integrals))
    for key in states:
        _add_state(tape, cells[key], start, step, passing.taken)
    tape.outputs = [tape.number(step.values[key]) for key in outputs]
    tape.integrals = [tape.number(step.values[key]) for key in integrals]
    tape.summed = integrals
    tape.sums = [_sum_before(tape, key, passing.taken) for key in integrals]
    if passing.is_handed:
        tape.handed = _handed(tape, cells, states, start, integrals)
    return tape


def _states_needed(cells: Mapping[str, Cell], roots: Iterable[str], *, is_whole: bool) -> list[str]:
    """Return the states that the roots depend on over time, or all, in the model's order."""
    kinds = (*_STATES, "initial")
    if is_whole:
        return [key for key, cell in cells.items() if cell.kind in kinds]
    needed = reachable(roots, lambda key: cells[key].needs_in_all)
    return [key for key in cells if key in needed and cells[key].kind in kinds]


def _started(tape: Tape, cells: Mapping[str, Cell], states: list[str], taken: Taken) -> _Phase:
    """Return the values at the start: of the model, or where an earlier run ended.

    A literal stays one where it is held as it was at the start: powers by literals are products.
    """
    own = tape if taken is None else Tape(drawn=tape.drawn)
    start_time = own.add("start time")
    start = _Phase(own, start_time, start_time)
    _lower_start(cells, states, start)
    if taken is None:
        return start
    resumed = _Phase(tape, start_time, start_time)
    for key in states:
        node = own.nodes[start.values[key]]
        if cells[key].kind == "initial" and node.level == LITERAL:
            assert isinstance(node.payload, float | bool)
            resumed.values[key] = tape.literal(node.payload)
        else:
            resumed.values[key] = tape.taken(key)
    return resumed


def _sum_before(tape: Tape, key: str, taken: Taken) -> int:
    name = key + SUM
    return tape.taken(name) if taken is not None and name in taken else tape.literal(0.0)


def _handed(
    tape: Tape, cells: Mapping[str, Cell], states: list[str], start: _Phase, integrals: tuple[str, ...]
) -> list[Handed]:
    held = [key for key in states if cells[key].kind == "initial"]
    handed = [Handed(key, "operation", tape.number(start.values[key])) for key in held]
    for number, state in enumerate(tape.states):
        handed.append(Handed(state.key, "state", number))
        if state.duration is not None:
            handed.append(Handed(state.key + DURATION, "operation", state.duration))
    return handed + [Handed(key + SUM, "sum", number) for number, key in enumerate(integrals)]


def _lower_start(cells: Mapping[str, Cell], states: list[str], start: _Phase) -> None:
    for key in in_order(states, needs_at_start(cells)):
        cell = cells[key]
        if cell.kind == "constant":
            start.values[key] = _input(start.tape, cell)
        elif cell.kind == "series":
            start.values[key] = _series(start.tape, cell, "first of series", PER_RUN)
        else:
            start.values[key] = start.number(cell.initial or cell.value)


def _lower_step(
    cells: Mapping[str, Cell], states: list[str], start: _Phase, step: _Phase, roots: Iterable[str]
) -> None:
    numbers = {key: number for number, key in enumerate(key for key in states if cells[key].kind in _STATES)}
    targets = [*roots, *states]
    for key in states:
        targets.extend((*cells[key].needs, *references(cells[key].duration)))
    for key in in_order(targets, needs_at_step(cells)):
        cell = cells[key]
        if cell.kind == "constant":
            step.values[key] = _input(step.tape, cell)
        elif cell.kind == "series":
            step.values[key] = _series(step.tape, cell, "series", PER_STEP)
        elif cell.kind == "initial":
            step.values[key] = start.values[key]
        elif cell.kind in _STATES:
            step.values[key] = step.tape.add("state", payload=numbers[key], level=PER_STEP)
        else:
            step.values[key] = step.number(cell.value)


def _series(tape: Tape, cell: Cell, name: str, level: int) -> int:
    return tape.add(name, payload=_place(tape.series, cell.key), level=level)


def _input(tape: Tape, cell: Cell) -> int:
    level = PER_RUN if cell.key in tape.drawn else SHARED
    return tape.add("input", payload=_place(tape.inputs, cell.key), level=level)


def _place(known: dict[str, int], key: str) -> int:
    """Return the number of a key, the next one if it is new."""
    return known.setdefault(key, len(known))


def _add_state(tape: Tape, cell: Cell, start: _Phase, step: _Phase, taken: Taken) -> None:
    if cell.kind == "initial":
        return
    duration = None
    if cell.duration is not None:
        duration = start.number(cell.duration) if taken is None else tape.taken(cell.key + DURATION)
    pace = step.number(cell.duration) if cell.duration is not None and cell.kind in SENDING else None
    change = step.number(cell.value)
    tape.states.append(State(cell.key, cell.kind, start.values[cell.key], change, duration, pace))


def evaluate(tape: Tape, inputs: Mapping[str, float]) -> list[float | None]:
    """Return the outputs of a tape as far as they follow from its inputs."""
    known: dict[int, Any] = {}
    given = [inputs[key] for key in tape.inputs]
    for number, node in enumerate(tape.nodes):
        arguments = [known.get(argument) for argument in node.operands]
        if node.name == "literal":
            known[number] = node.payload
        elif node.name == "input":
            known[number] = given[node.index]
        elif isinstance(node.payload, Table):
            known[number] = read_table(node.name, node.payload, arguments[0])
        elif node.name in _FOLDED and None not in arguments:
            known[number] = _FOLDED[node.name](*arguments)
        else:
            known[number] = scalar(node.name, *arguments)
    return [known.get(output) for output in tape.outputs]
