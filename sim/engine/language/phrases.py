"""Text of a part of the syntax tree, as the modeller would write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.engine.language.expressions import MISSING
from sim.engine.language.syntax import Call, Node, Number, Operation, Reference, references_in
from sim.names import fold

_LONGEST = 100  # characters of a phrase that are shown
_RANK = {
    ":OR:": 1, ":AND:": 2, ":NOT:": 3, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "^": 8,
}  # fmt: skip
_SIGN = 7  # of a unary minus


def phrase(node: Node, names: Mapping[str, str]) -> str:
    """Return a node as text, truncated when it is long.

    Parameters
    ----------
    node : of a syntax tree
    names : variable name as written, by folded name
    """
    text = _text(node, names)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def variables_in(node: Node) -> Iterator[str]:
    """Yield the folded name of every variable and lookup that a node refers to, left to right."""
    return (fold(reference.name) for reference in references_in(node))


def _text(node: Node, names: Mapping[str, str]) -> str:
    if isinstance(node, Number):
        return ":NA:" if node.value == MISSING else f"{node.value:.10g}"
    if isinstance(node, Reference):
        name = fold(node.name)
        return names.get(name, "Time" if name == "time" else name) + _subscripts(node)
    if isinstance(node, Operation):
        return _operation(node, names)
    if not isinstance(node, Call):
        return "…"
    name = fold(node.function.name)
    shown = names.get(name, name.upper()) + _subscripts(node.function)
    return f"{shown}({', '.join(_text(argument, names) for argument in node.arguments)})"


def _subscripts(node: Reference) -> str:
    return f"[{', '.join(node.subscripts)}]" if node.subscripts else ""


def _operation(node: Operation, names: Mapping[str, str]) -> str:
    rank = rank_of(node)
    parts = [_within(part, node, rank, at > 0, names) for at, part in enumerate(node.parts)]
    if len(parts) == 1:
        return f":NOT: {parts[0]}" if node.signs[0] == ":NOT:" else f"-{parts[0]}"
    text = parts[0]
    for sign, part in zip(node.signs, parts[1:], strict=True):
        text += f"{sign}{part}" if sign in "*/^" else f" {sign} {part}"
    return text


def rank_of(node: Operation) -> int:
    """Return the precedence of an operation."""
    return _SIGN if len(node.parts) == 1 and node.signs[0] == "-" else _RANK[node.signs[0]]


def _within(node: Node, outer: Operation, rank: int, is_later: bool, names: Mapping[str, str]) -> str:
    """Write an operand, in parentheses where it needs them."""
    text = _text(node, names)
    if isinstance(node, Number) and node.value < 0 and outer.signs[0] == "^" and not is_later:
        return f"({text})"
    if not isinstance(node, Operation):
        return text
    inner = rank_of(node)
    is_open = inner == rank and (is_later or outer.signs[0] == "^")
    return f"({text})" if inner < rank or is_open else text
