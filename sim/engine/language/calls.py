"""Calls of functions: the number of their arguments."""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.language.expressions import Cell, Expr
from sim.engine.language.scope import Scope
from sim.engine.language.syntax import Call, Node
from sim.errors import fail
from sim.names import fold

Translate = Callable[[Node, Scope], Expr]
CellOf = Callable[[Node, Scope], Cell]


def check_count(node: Call, signature: str, scope: Scope) -> None:
    """Refuse a call with another number of arguments than its signature names.

    Raises
    ------
    SimError: a wrong number of arguments.
    """
    name, given = fold(node.function.name).upper(), len(node.arguments)
    expected = signature.count(",") + 1 if signature else 0
    if given != expected:
        raise fail(
            "mismatch",
            f"{name}({signature}) 要 {expected} 个参数，这里有 {given} 个。",
            f"{name}({signature}) takes {expected} arguments; {given} are given.",
            scope.place,
        )
