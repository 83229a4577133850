"""The engine's own expression tree: what one scalar of a model is computed from."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

MISSING = -(2.0**109)  # Vensim's value of :NA: (22030): a number, so that it can be compared


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    value: float


@dataclass(frozen=True, slots=True)
class Ref:
    """The value of another scalar, by its key: ``name`` or ``name[element]``."""

    key: str


@dataclass(frozen=True, slots=True)
class Time:
    """Model time."""


@dataclass(frozen=True, slots=True)
class StepTime:
    """The time at which the step began: events are held over the stages of a Runge–Kutta step."""


@dataclass(frozen=True, slots=True)
class Table:
    """The points of a lookup, x never falling, and its key where it is a variable of its own."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    key: str = ""

    @property
    def is_monotone(self) -> bool:
        """Whether y rises from each point to the next, or falls from each to the next."""
        steps = [after - before for before, after in itertools.pairwise(self.y)]
        return all(step > 0 for step in steps) or all(step < 0 for step in steps)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A value read from a table; ``way`` names its reading in `sim.engine.machine.curves`."""

    table: Table
    argument: Expr
    way: str = "lookup"


@dataclass(frozen=True, slots=True)
class Op:
    """An operation on arguments; `sim.engine.machine.operations` has what each name means."""

    name: str
    arguments: tuple[Expr, ...]


Expr = Number | Ref | Time | StepTime | Lookup | Op


@dataclass(frozen=True, slots=True)
class Cell:
    """One scalar of a model, all subscripts resolved.

    Parameters
    ----------
    key : ``name`` or ``name[element,…]``; hidden stages of smooths and delays have a ``#``
    kind : "constant" (``value`` is its default), "auxiliary", "stock" (``value`` is its net flow),
        "delay" (``value`` is what it delays), "hold" (``value`` is what it is from the next step on, and
        over the later stages of this one), "discrete" (from the next step on only),
        "initial" (``value`` at the start, held), "series" (from outside, step by step; ``value`` is at
        most the data that it reads in another way)
    value : what is computed at every step
    initial : start value of a stock or delay; of an auxiliary with ACTIVE INITIAL
    duration : delay time of a "delay", in time units
    line : line of the model file

    Attributes
    ----------
    needs, tables : keys of the scalars, and of the lookups, in ``value``, left to right, repeats included
    needs_at_start : keys of the scalars on which its value at the start depends, and its delay time
    needs_in_all : keys of the scalars in all its expressions
    """

    key: str
    kind: str
    value: Expr
    initial: Expr | None = None
    duration: Expr | None = None
    line: int = 0
    needs: tuple[str, ...] = field(init=False, repr=False, compare=False)
    tables: tuple[str, ...] = field(init=False, repr=False, compare=False)
    needs_at_start: tuple[str, ...] = field(init=False, repr=False, compare=False)
    needs_in_all: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        needs, note = tuple(references(self.value)), object.__setattr__
        if self.initial is None and self.duration is None:
            first = in_all = needs
        else:
            further = tuple(references(self.duration))
            first = (*references(self.initial), *further) if self.initial else (*needs, *further)
            in_all = (*needs, *first)
        note(self, "needs", needs)
        note(self, "tables", tuple(tables(self.value)))
        note(self, "needs_at_start", () if self.kind == "series" else first)
        note(self, "needs_in_all", in_all)

    @property
    def is_state(self) -> bool:
        """Whether its value at a step is known before the step is computed."""
        return self.kind != "auxiliary"


def op(name: str, *arguments: Expr) -> Op:
    """Return an operation."""
    return Op(name, arguments)


def fold_up(expression: Expr, combine: Callable[[Expr, list[T]], T]) -> T:
    """Return the result of ``combine`` on an expression and on the results for its arguments.

    Without recursion: a SUM over a thousand elements is a thousand operations deep. Arguments come before
    what they are arguments of, from left to right.
    """
    waiting, backwards = [expression], []
    while waiting:
        node = waiting.pop()
        arguments = _arguments(node)
        backwards.append((node, len(arguments)))
        waiting.extend(arguments)
    made: list[T] = []
    for node, count in reversed(backwards):
        first = len(made) - count
        made[first:] = [combine(node, made[first:])]
    return made[0]


def _arguments(node: Expr) -> tuple[Expr, ...]:
    if isinstance(node, Op):
        return node.arguments
    return (node.argument,) if isinstance(node, Lookup) else ()


def tables(expression: Expr | None) -> Iterator[str]:
    """Yield the keys of the lookups that an expression uses."""
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, Op):
            stack.extend(node.arguments)
        elif isinstance(node, Lookup):
            stack.append(node.argument)
            if node.table.key:
                yield node.table.key


def leaves(expression: Expr) -> Iterator[Expr]:
    """Yield the leaves of an expression: the parts without arguments."""
    stack = [expression]
    while stack:
        node = stack.pop()
        parts = _arguments(node)
        if not parts:
            yield node
        stack.extend(parts)


def references(expression: Expr | None) -> Iterator[str]:
    """Yield the keys an expression refers to, left to right, repeats included."""
    stack = [expression] if expression is not None else []
    while stack:
        node = stack.pop()
        if isinstance(node, Ref):
            yield node.key
        elif isinstance(node, Op):
            stack.extend(node.arguments[::-1])
        elif isinstance(node, Lookup):
            stack.append(node.argument)


def element_key(name: str, elements: tuple[str, ...]) -> str:
    """Return ``name`` or ``name[element,…]``."""
    return f"{name}[{','.join(elements)}]" if elements else name
