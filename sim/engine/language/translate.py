"""Turns the parser's syntax of one right side into expressions of single scalars."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from sim.engine.language import stateful
from sim.engine.language.expressions import (
    MISSING,
    Cell,
    Expr,
    Lookup,
    Number,
    Ref,
    StepTime,
    Table,
    Time,
    fold,
    op,
)
from sim.engine.language.functions import FUNCTIONS
from sim.engine.language.parser import MOST_SCALARS, too_many
from sim.engine.language.scope import Macro, Scope
from sim.engine.language.subscripts import unknown_subscript
from sim.engine.language.syntax import abstract as syntax
from sim.errors import SimError, fail, nearest

_OPERATIONS = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "^": "pow", "negative": "neg",
    "=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
    ":and:": "and", ":or:": "or", ":not:": "not",
}  # fmt: skip
_REDUCTIONS = {"sum": "add", "prod": "mul", "vmin": "min", "vmax": "max"}  # over marked ranges
_TABLE_READINGS = ("lookup extrapolate", "lookup forward", "lookup backward")
_LARGEST_ORDER = 100


def cell_of(node: Any, scope: Scope) -> Cell:
    """Return the scalar that a right side computes: a number, a stock, or an auxiliary.

    Raises
    ------
    SimError: what `translate` raises.
    """
    if isinstance(node, int | float):
        return Cell(scope.key, "constant", translate(node, scope), line=scope.line)
    if isinstance(node, syntax.IntegStructure):
        flow, initial = translate(node.flow, scope), translate(node.initial, scope)
        return Cell(scope.key, "stock", flow, initial, line=scope.line)
    if _called(node) == "active initial":
        _check_count("active initial", "active, initial", 2, len(node.arguments), scope)
        active, initial = (translate(argument, scope) for argument in node.arguments)
        return Cell(scope.key, "auxiliary", active, initial, line=scope.line)
    return _lifted(Cell(scope.key, "auxiliary", translate(node, scope), line=scope.line), scope)


def _called(node: Any) -> str:
    is_named = isinstance(node, syntax.CallStructure) and isinstance(node.function, syntax.ReferenceStructure)
    return fold(node.function.reference) if is_named else ""


def _lifted(cell: Cell, scope: Scope) -> Cell:
    """Let a right side that is nothing but one fixed delay or INITIAL be that state itself."""
    if isinstance(cell.value, Ref) and scope.stages and cell.value.key == scope.stages[-1].key:
        stage = scope.stages[-1]
        if stage.kind in ("delay", "initial"):
            scope.stages.pop()
            return replace(stage, key=cell.key)
    return cell


def table_of(node: syntax.LookupsStructure, key: str = "") -> Table:
    """Return the points of a lookup."""
    return Table(tuple(float(x) for x in node.x), tuple(float(y) for y in node.y), key)


def translate(node: Any, scope: Scope) -> Expr:
    """Return the expression of a syntax tree.

    Raises
    ------
    SimError: an unknown name, subscript or function, a wrong number of arguments or subscripts.
    """
    if isinstance(node, int | float):
        return Number(MISSING if math.isnan(node) else float(node))
    translator = _TRANSLATORS.get(type(node))
    if translator is None:
        raise _unsupported_function(_structure_name(node), scope)
    return translator(node, scope)


def _operation(node: Any, scope: Scope) -> Expr:
    """Translate a chain of operators; equal precedence binds from the left, powers from the right."""
    names = [_OPERATIONS[operator.lower()] for operator in node.operators]
    arguments = [translate(argument, scope) for argument in node.arguments]
    if len(arguments) == 1:
        return op(names[0], arguments[0])
    if names[0] == "pow":
        return functools.reduce(lambda right, left: op("pow", left, right), reversed(arguments))
    result = arguments[0]
    for name, argument in zip(names, arguments[1:], strict=True):
        result = op(name, result, argument)
    return result


def _reference(node: syntax.ReferenceStructure, scope: Scope) -> Expr:
    return scope.value_of(node)


def _call(node: syntax.CallStructure, scope: Scope) -> Expr:
    name = _called(node)
    if not name:
        raise fail("syntax", "函数名无法识别。", "the name of a function cannot be read.", scope.place)
    if name in scope.symbols.macros:
        return _macro_call(scope.symbols.macros[name], node, scope)
    if name in _SPECIAL:
        return _SPECIAL[name](node, scope)
    if name in FUNCTIONS:
        function = FUNCTIONS[name]
        _check_count(name, function.arguments, function.count, len(node.arguments), scope)
        return function.build(*(translate(argument, scope) for argument in node.arguments))
    if name in scope.symbols.names or name in scope.locals:
        return _lookup_call(node, scope)
    raise _unsupported_function(name.upper(), scope)


def _check_count(name: str, signature: str, expected: int, given: int, scope: Scope) -> None:
    if given != expected:
        raise fail(
            "mismatch",
            f"{name.upper()}({signature}) 要 {expected} 个参数，这里有 {given} 个。",
            f"{name.upper()}({signature}) takes {expected} arguments; {given} are given.",
            scope.place,
        )


# --- lookups ----------------------------------------------------------------------------------


def _lookup_call(node: syntax.CallStructure, scope: Scope) -> Expr:
    table = _table(node.function, scope)
    _check_count(_called(node), "x", 1, len(node.arguments), scope)
    return Lookup(table, translate(node.arguments[0], scope))


def _table(node: Any, scope: Scope) -> Table:
    table = scope.table_of(node) if isinstance(node, syntax.ReferenceStructure) else None
    if table is None:
        name = getattr(node, "reference", "…").replace("_", " ")
        raise fail(
            "wrong-type",
            f'"{name}" 不是查找表，不能带括号使用。',
            f'"{name}" is not a lookup; it takes no argument.',
            scope.place,
        )
    return table


def _table_reading(node: syntax.CallStructure, scope: Scope) -> Expr:
    """Read a lookup beyond its ends, or at its next or last point instead of between them."""
    name = _called(node)
    _check_count(name, "lookup, x", 2, len(node.arguments), scope)
    return Lookup(_table(node.arguments[0], scope), translate(node.arguments[1], scope), name)


def _inline_lookup(node: syntax.InlineLookupsStructure, scope: Scope) -> Expr:
    return Lookup(table_of(node.lookups), translate(node.argument, scope))


# --- over subscripts --------------------------------------------------------------------------


def _reduction(node: syntax.CallStructure, scope: Scope) -> Expr:
    """Write a SUM, PROD, VMIN or VMAX out, from the first element to the last."""
    name = _called(node)
    _check_count(name, "x[range!]", 1, len(node.arguments), scope)
    ranges = tuple(dict.fromkeys(_marked_ranges(node.arguments[0])))
    if not ranges:
        shown = name.upper()
        raise fail(
            "missing",
            f"{shown} 需要带感叹号的下标，如 {shown}(x[产业!])。",
            f"{shown} needs a range with a mark, as in {shown}(x[range!]).",
            scope.place,
        )
    for subscript in ranges:
        if not scope.symbols.subscripts.knows(subscript):
            raise SimError(unknown_subscript(subscript, scope.symbols.subscripts, scope.place))
    count = scope.symbols.subscripts.count(ranges)
    if count > MOST_SCALARS:
        raise SimError(too_many(f"{name.upper()} 的项", f"terms of {name.upper()}", count, scope.place))
    terms = []
    for elements in itertools.product(*(scope.symbols.subscripts.along(subscript) for subscript in ranges)):
        marked = {f"{fold(subscript)}!": element for subscript, element in zip(ranges, elements, strict=True)}
        terms.append(translate(node.arguments[0], replace(scope, binding={**scope.binding, **marked})))
    return functools.reduce(lambda total, term: op(_REDUCTIONS[name], total, term), terms)


def _marked_ranges(node: Any) -> Iterator[str]:
    """Yield the ranges marked with ``!`` in a syntax tree, without the mark."""
    if isinstance(node, syntax.SubscriptsReferenceStructure):
        for subscript in node.subscripts:
            if subscript.rstrip().endswith("!"):
                yield subscript.rstrip().removesuffix("!").rstrip()
    elif isinstance(node, tuple | list):
        for item in node:
            yield from _marked_ranges(item)
    elif isinstance(node, syntax.AbstractSyntax):
        for value in vars(node).values():
            yield from _marked_ranges(value)


def _element_count(node: syntax.CallStructure, scope: Scope) -> Expr:
    """fn_elmcount: the number of elements of a range."""
    _check_count("elmcount", "range", 1, len(node.arguments), scope)
    name = getattr(node.arguments[0], "reference", "")
    if fold(name) not in scope.symbols.subscripts.ranges:
        raise SimError(unknown_subscript(name, scope.symbols.subscripts, scope.place))
    return Number(float(len(scope.symbols.subscripts.along(name))))


# --- states -----------------------------------------------------------------------------------


def _game(node: syntax.GameStructure, scope: Scope) -> Expr:
    """fn_game: outside gaming mode it is its argument."""
    return translate(node.expression, scope)


def _initial(node: syntax.InitialStructure, scope: Scope) -> Expr:
    """fn_initial: the value at the start, held."""
    value = translate(node.initial, scope)
    return scope.stage("initial", value, value)[0]


def _smooth(node: Any, scope: Scope) -> Expr:
    value, time, initial = (translate(part, scope) for part in (node.input, node.smooth_time, node.initial))
    return stateful.smooth(value, time, initial, _order(node.order, scope), scope.stock)


def _delay(node: Any, scope: Scope) -> Expr:
    value, time, initial = (translate(part, scope) for part in (node.input, node.delay_time, node.initial))
    return stateful.delay(value, time, initial, _order(node.order, scope), scope.stock)


def _delay_fixed(node: syntax.DelayFixedStructure, scope: Scope) -> Expr:
    """fn_delay_fixed: the input of `delay time` ago; only the first delay time counts."""
    value, time, initial = (translate(part, scope) for part in (node.input, node.delay_time, node.initial))
    return scope.stage("delay", value, initial, time)[0]


def _delay_material(node: syntax.CallStructure, scope: Scope) -> Expr:
    """fn_delay_material: inputs come out after the delay time they met; ``missing`` where none does."""
    _check_count("delay material", "input, delay time, initial, missing", 4, len(node.arguments), scope)
    value, time, initial, missing = (translate(argument, scope) for argument in node.arguments)
    arrived = scope.stage("material", value, initial, time)[0]
    return op("if", op("ne", arrived, arrived), missing, arrived)  # nothing that came out is NaN


def _trend(node: syntax.TrendStructure, scope: Scope) -> Expr:
    value, time = translate(node.input, scope), translate(node.average_time, scope)
    return stateful.trend(value, time, translate(node.initial_trend, scope), scope.stock)


def _forecast(node: syntax.ForecastStructure, scope: Scope) -> Expr:
    value, time = translate(node.input, scope), translate(node.average_time, scope)
    horizon, initial = translate(node.horizon, scope), translate(node.initial_trend, scope)
    return stateful.forecast(value, time, horizon, initial, scope.stock)


def _sample_if_true(node: syntax.SampleIfTrueStructure, scope: Scope) -> Expr:
    """fn_sample_if_true: the input while the condition holds, and what it last was while it does not.

    It samples where a step begins, and stays as it is over the stages of a Runge–Kutta step.
    """
    condition, value, initial = (
        translate(part, scope) for part in (node.condition, node.input, node.initial)
    )
    held, hold = scope.stage("hold", Number(0.0), initial)
    begins = op("eq", Time(), StepTime())
    sampled = op("if", op("and", begins, condition), value, held)
    hold(sampled)
    return sampled


def _order(order: Any, scope: Scope) -> int:
    is_whole = isinstance(order, int | float) and math.isfinite(order) and order == int(order)
    if not is_whole or not 1 <= order <= _LARGEST_ORDER:
        raise fail(
            "outside-limits",
            f"延迟的阶数要写成 1–{_LARGEST_ORDER} 的整数。",
            f"the order of a delay must be a whole number from 1 to {_LARGEST_ORDER}.",
            scope.place,
        )
    return int(order)


# --- macros -----------------------------------------------------------------------------------


def _macro_call(macro: Macro, node: syntax.CallStructure, scope: Scope) -> Expr:
    """Write a macro's equations out for one call: its variables become hidden scalars of the caller."""
    _check_count(macro.name, ", ".join(macro.arguments), len(macro.arguments), len(node.arguments), scope)
    if macro.name in scope.calls:
        circle = " → ".join([*scope.calls, macro.name])
        raise fail(
            "circular",
            f"宏互相调用成环：{circle}。",
            f"macros call one another in a circle: {circle}.",
            scope.place,
        )
    given = (translate(argument, scope) for argument in node.arguments)
    names: dict[str, Expr | Table] = dict(zip(map(fold, macro.arguments), given, strict=True))
    slots: dict[str, int] = {}
    for equation in macro.equations:
        if equation.kind == "lookup":
            names[fold(equation.name)] = table_of(equation.syntax)
        else:
            names[fold(equation.name)] = scope.hide(Cell("", "auxiliary", Number(0.0), line=scope.line))
            slots[fold(equation.name)] = len(scope.stages) - 1
    inner = replace(scope, locals=names, calls=(*scope.calls, macro.name))
    for equation in macro.equations:
        if equation.kind != "lookup":
            place = slots[fold(equation.name)]
            cell = cell_of(equation.syntax, inner)
            scope.stages[place] = replace(cell, key=scope.stages[place].key)
    value = names.get(fold(macro.name))
    if value is None or isinstance(value, Table):
        raise fail(
            "undefined",
            f'宏 "{macro.name}" 没有给出与它同名的变量。',
            f'the macro "{macro.name}" does not define a variable of its own name.',
            scope.place,
        )
    return value


# --- what is not ours -------------------------------------------------------------------------


def _array(node: np.ndarray[Any, Any], scope: Scope) -> Expr:
    raise fail(
        "syntax",
        "数值列表只能单独写在等号右边。",
        "a list of numbers must stand alone on the right side.",
        scope.place,
    )


def _structure_name(node: Any) -> str:
    """Return how the modeller wrote a function that the parser knows: ``ALLOCATE AVAILABLE``."""
    words = re.findall("[A-Z][a-z]*", type(node).__name__.removesuffix("Structure"))
    return " ".join(words).upper()


def _unsupported_function(name: str, scope: Scope) -> SimError:
    near = nearest(name.lower(), [*FUNCTIONS, *_SPECIAL, "integ", "smooth", "delay fixed", "initial"])
    zh, en = (f"最接近的是 {near.upper()}。", f" Nearest: {near.upper()}.") if near else ("", "")
    return fail(
        "unsupported",
        f'"{scope.key}" 用到的函数 {name} 不受支持。{zh}',
        f'"{scope.key}" uses the function {name}, which is not supported.{en}',
        scope.place,
    )


_SPECIAL: dict[str, Callable[[syntax.CallStructure, Scope], Expr]] = {
    **dict.fromkeys(_REDUCTIONS, _reduction),
    **dict.fromkeys(_TABLE_READINGS, _table_reading),
    "elmcount": _element_count,
    "delay material": _delay_material,
}
_TRANSLATORS: dict[type, Callable[[Any, Scope], Expr]] = {
    syntax.ArithmeticStructure: _operation,
    syntax.LogicStructure: _operation,
    syntax.ReferenceStructure: _reference,
    syntax.CallStructure: _call,
    syntax.InlineLookupsStructure: _inline_lookup,
    syntax.GameStructure: _game,
    syntax.InitialStructure: _initial,
    syntax.SmoothStructure: _smooth,
    syntax.SmoothNStructure: _smooth,
    syntax.DelayStructure: _delay,
    syntax.DelayNStructure: _delay,
    syntax.DelayFixedStructure: _delay_fixed,
    syntax.TrendStructure: _trend,
    syntax.ForecastStructure: _forecast,
    syntax.SampleIfTrueStructure: _sample_if_true,
    np.ndarray: _array,
}
