"""Values at the start of a run, where they follow from the numbers in a file.

The number of stages of a delay must be known before a model can run; a file may compute it from constants.
"""

from __future__ import annotations

import bisect
import math
import operator
from collections.abc import Callable
from typing import Any

from sim.engine.language.expressions import (
    Expr,
    Lookup,
    Number,
    Op,
    Ref,
    StepTime,
    Table,
    Time,
    fold_up,
)

Value = float | None  # None where it cannot be determined
INITIAL_TIME = "INITIAL TIME"

_SCALAR: dict[str, Callable[..., Any]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv,
    "neg": operator.neg, "abs": abs, "pow": math.pow, "exp": math.exp, "ln": math.log,
    "sqrt": math.sqrt, "truncate": math.trunc, "remainder": math.fmod, "min": min, "max": max,
    "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
    "eq": operator.eq, "ne": operator.ne, "not": operator.not_,
    "and": lambda a, b: a and b, "or": lambda a, b: a or b,
    "if": lambda condition, then, otherwise: then if condition else otherwise,
}  # fmt: skip


def scalar(name: str, *arguments: Any) -> Any:
    """Return an operation on plain numbers, None where it is unknown or has no value."""
    if name not in _SCALAR or None in arguments:
        return None
    try:
        return _SCALAR[name](*arguments)
    except (ArithmeticError, ValueError):
        return None


def read_table(way: str, table: Table, x: Value) -> Value:
    """Return the value of a lookup between its points, flat outside; None for its other readings."""
    if way != "lookup" or x is None:
        return None
    place = bisect.bisect_right(table.x, x)
    if place == 0 or place == len(table.x):
        return table.y[0] if place == 0 else table.y[-1]
    (x1, x2), (y1, y2) = table.x[place - 1 : place + 1], table.y[place - 1 : place + 1]
    return y1 + (y2 - y1) / (x2 - x1) * (x - x1)


def value_at_start(expression: Expr, value_of: Callable[[str], Value], *, lasts: bool = False) -> Value:
    """Return the value of an expression at the start.

    Parameters
    ----------
    value_of : gives the value of another scalar at the start, by its key
    lasts : only a value that no moment changes, None where the time counts
    """

    def combine(node: Expr, arguments: list[Any]) -> Any:
        match node:
            case Number(value):
                return value
            case Ref(key):
                return value_of(key)
            case Time() | StepTime():
                return None if lasts else value_of(INITIAL_TIME)
            case Op(name):
                return scalar(name, *arguments)
            case Lookup(table, _, way):
                return read_table(way, table, arguments[0])

    result = fold_up(expression, combine)
    return None if result is None else float(result)
