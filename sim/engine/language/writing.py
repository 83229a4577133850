"""Text of a syntax tree in Vensim's language, which `sim.engine.language.grammar` reads as the same tree."""

from __future__ import annotations

import re

from sim.engine.language.expressions import MISSING
from sim.engine.language.phrases import rank_of
from sim.engine.language.syntax import (
    MARK,
    Array,
    Call,
    Node,
    Number,
    Operation,
    Output,
    Points,
    Reference,
    Text,
)

_PLAIN = re.compile(r"[^\W\d_][\w$]*(?: [\w$]+)*")
_SIGN, _COMPARISON = 7, 4


def name_text(name: str) -> str:
    """Return a name as an equation writes it, in quotes where it holds other than letters and digits.

    Examples
    --------
    >>> name_text("birth rate"), name_text("1st year (a)")
    ('birth rate', '"1st year (a)"')
    """
    return name if _PLAIN.fullmatch(name) else '"' + name.replace('"', '\\"') + '"'


def number_text(value: float) -> str:
    """Return the shortest text that reads as the same number."""
    if value == MISSING:
        return ":NA:"
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def subscripted(name: str, subscripts: tuple[str, ...]) -> str:
    """Return a name with its subscripts."""
    if not subscripts:
        return name_text(name)
    marked = (name_text(one.removesuffix(MARK)) + MARK * one.endswith(MARK) for one in subscripts)
    return f"{name_text(name)}[{', '.join(marked)}]"


def points_text(points: Points) -> str:
    """Return ``(x,y), (x,y)``."""
    pairs = zip(points.x, points.y, strict=True)
    return ", ".join(f"({number_text(x)},{number_text(y)})" for x, y in pairs)


def node_text(node: Node) -> str:
    """Return a right-hand side."""
    match node:
        case Number(value):
            return number_text(value)
        case Text(value):
            return f"'{value}'"
        case Reference(name, subscripts):
            return subscripted(name, subscripts)
        case Operation():
            return _operation(node)
        case Points():
            return f"({points_text(node)})"
        case Array(values):
            return ", ".join(map(number_text, values))
        case Output(call, _):
            return node_text(call)
        case Call(function, arguments, outputs):
            given = ", ".join(map(node_text, arguments))
            further = f" : {', '.join(map(node_text, outputs))}" if outputs else ""
            return f"{subscripted(function.name, function.subscripts)}({given}{further})"


def _operation(node: Operation) -> str:
    rank = rank_of(node)
    parts = [_within(part, rank, at, node) for at, part in enumerate(node.parts)]
    if len(parts) == 1:
        return f":NOT: {parts[0]}" if node.signs[0] == ":NOT:" else f"-{parts[0]}"
    text = parts[0]
    for sign, part in zip(node.signs, parts[1:], strict=True):
        text += f"{sign}{part}" if sign in "*/^" else f" {sign} {part}"
    return text


def _within(node: Node, rank: int, at: int, outer: Operation) -> str:
    """Write an operand, in parentheses where it needs them."""
    text = node_text(node)
    if isinstance(node, Number):
        is_bare = (
            node.value >= 0 or (at == 0 and rank < _SIGN and len(outer.parts) > 1) or node.value == MISSING
        )
        return text if is_bare else f"({text})"
    if not isinstance(node, Operation):
        return text
    inner = rank_of(node)
    is_open = inner == rank and (at > 0 or outer.signs[0] == "^" or rank in (_COMPARISON, _SIGN))
    is_hidden_sign = inner == _SIGN and at > 0
    return f"({text})" if inner < rank or is_open or is_hidden_sign else text
