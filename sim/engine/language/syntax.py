"""The syntax tree of a right-hand side as written, before names and subscripts are resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MARK = "!"  # after a subscript that a function runs over: x[region!]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal, including its sign."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """Text between single quotes: the name of a file, a cell, a variable of a data file."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A name with its subscripts, as written except for blanks and quotes."""

    name: str
    subscripts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A function, macro or lookup of arguments; ``outputs`` are those of a macro, after a colon."""

    function: Reference
    arguments: tuple[Node, ...]
    outputs: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """Further output of a macro's call, by its position from 0."""

    call: Call
    place: int


@dataclass(frozen=True, slots=True)
class Operation:
    """Operators of one precedence and their operands.

    Parameters
    ----------
    signs : upper case; one fewer than parts, or a single ``-`` or ``:NOT:`` before a single part.
        Powers bind from the right, all others from the left.
    parts : operands
    """

    signs: tuple[str, ...]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a lookup."""

    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """A list of numbers, one for each element of the left side, the last subscript running fastest."""

    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Implication:
    """A reality check: a condition, and what it implies (22190)."""

    condition: Node
    consequence: Node


@dataclass(frozen=True, slots=True)
class TestInput:
    """A test input: a variable, and the equation that it has in a reality check (22190)."""

    target: Reference
    value: Node


Node = Number | Text | Reference | Call | Output | Operation | Points | Array


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return the child nodes of a node, left to right."""
    if isinstance(node, Operation):
        return node.parts
    if isinstance(node, Call):
        return (node.function, *node.arguments)
    return (node.call,) if isinstance(node, Output) else ()


def nodes_in(node: Node) -> Iterator[Node]:
    """Yield a node and everything within it, left to right, names of functions included."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(parts_of(part)))


def references_in(node: Node) -> Iterator[Reference]:
    """Yield every reference within a node, left to right, names of functions included."""
    return (part for part in nodes_in(node) if isinstance(part, Reference))
