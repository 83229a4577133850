"""Writes a part of PySD's syntax tree out again, as the modeller would."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from sim.engine.language.syntax import abstract as syntax
from sim.names import fold

_LONGEST = 100  # characters of a phrase that are shown
_RANK = {
    ":or:": 1, ":and:": 2, ":not:": 3, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "^": 7, "negative": 8,
}  # fmt: skip

Call = tuple[str, tuple[Any, ...]]


def as_call(node: Any) -> Call | None:
    """Return a node that is a function of arguments as (folded name, arguments as in the reference guide)."""
    if isinstance(node, syntax.CallStructure) and isinstance(node.function, syntax.ReferenceStructure):
        name = fold(node.function.reference)
        if name == "pulse train" and len(node.arguments) == 4:  # the parser exchanges the inner two
            start, interval, width, end = node.arguments
            return name, (start, width, interval, end)
        return name, tuple(node.arguments)
    if type(node) in _STRUCTURES:
        name, fields = _STRUCTURES[type(node)]
        return name, tuple(getattr(node, field) for field in fields)
    return _of_family(node)


def phrase(node: Any, names: Mapping[str, str]) -> str:
    """Return a node as text, cut where it grows long.

    Parameters
    ----------
    node : of PySD's syntax tree
    names : variable name as written, by folded name
    """
    text = _text(node, names)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def variables_in(node: Any) -> Iterator[str]:
    """Yield the folded name of every variable and lookup that a node refers to, left to right."""
    if isinstance(node, syntax.ReferenceStructure):
        yield fold(node.reference)
    elif isinstance(node, list | tuple):
        for item in node:
            yield from variables_in(item)
    elif isinstance(node, syntax.AbstractSyntax):
        yield from variables_in(list(vars(node).values()))


def _text(node: Any, names: Mapping[str, str]) -> str:
    if isinstance(node, int | float):
        return ":NA:" if math.isnan(node) else f"{node:.10g}"
    if isinstance(node, syntax.ReferenceStructure):
        name = fold(node.reference)
        return names.get(name, "Time" if name == "time" else name) + _subscripts(node)
    if isinstance(node, syntax.ArithmeticStructure | syntax.LogicStructure):
        return _operation(node, names)
    call = as_call(node)
    if call is None:
        return "…"
    name, arguments = call
    shown = names.get(name, name.upper())
    if isinstance(node, syntax.CallStructure):
        shown += _subscripts(node.function)
    return f"{shown}({', '.join(_text(argument, names) for argument in arguments)})"


def _subscripts(node: Any) -> str:
    return f"[{', '.join(node.subscripts.subscripts)}]" if node.subscripts else ""


def _operation(node: Any, names: Mapping[str, str]) -> str:
    signs = [sign.lower() for sign in node.operators]
    parts = [_within(argument, signs[0], at > 0, names) for at, argument in enumerate(node.arguments)]
    if len(parts) == 1:
        return f":NOT: {parts[0]}" if signs[0] == ":not:" else f"-{parts[0]}"
    text = parts[0]
    for sign, part in zip(signs, parts[1:], strict=False):
        text += f"{sign}{part}" if sign in "*/^" else f" {sign.upper()} {part}"
    return text


def _within(node: Any, outer: str, is_later: bool, names: Mapping[str, str]) -> str:
    """Write an operand, in brackets where it needs them."""
    text = _text(node, names)
    if not isinstance(node, syntax.ArithmeticStructure | syntax.LogicStructure):
        return text
    inner, limit = _RANK.get(node.operators[0].lower(), 0), _RANK.get(outer, 0)
    is_open = inner == limit and (is_later or outer == "^")
    return f"({text})" if inner < limit or is_open else text


def _of_family(node: Any) -> Call | None:
    """Tell SMOOTH from SMOOTHI, DELAY3 from DELAY3I: without an initial value it is the input."""
    if not isinstance(node, syntax.SmoothStructure | syntax.DelayStructure):
        return None
    is_smooth = isinstance(node, syntax.SmoothStructure)
    time = node.smooth_time if is_smooth else node.delay_time
    name = ("smooth" if is_smooth else "delay") + ("" if is_smooth and node.order == 1 else f"{node.order:g}")
    if node.initial is node.input:
        return name, (node.input, time)
    return f"{name}i", (node.input, time, node.initial)


_STRUCTURES: dict[type, tuple[str, tuple[str, ...]]] = {  # function, fields that are its arguments
    syntax.IntegStructure: ("integ", ("flow", "initial")),
    syntax.InitialStructure: ("initial", ("initial",)),
    syntax.GameStructure: ("game", ("expression",)),
    syntax.SmoothNStructure: ("smooth n", ("input", "smooth_time", "initial", "order")),
    syntax.DelayNStructure: ("delay n", ("input", "delay_time", "initial", "order")),
    syntax.DelayFixedStructure: ("delay fixed", ("input", "delay_time", "initial")),
    syntax.TrendStructure: ("trend", ("input", "average_time", "initial_trend")),
    syntax.ForecastStructure: ("forecast", ("input", "average_time", "horizon")),
    syntax.SampleIfTrueStructure: ("sample if true", ("condition", "input", "initial")),
    syntax.InlineLookupsStructure: ("with lookup", ("argument", "lookups")),
}
