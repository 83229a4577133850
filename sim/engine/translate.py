"""Turns the parser's syntax of one right side into expressions of single scalars."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from pysd.translators.structures import abstract_expressions as syntax

from sim.engine import stateful
from sim.engine.expressions import Cell, Expr, Lookup, Number, Ref, Table, Time, element_key, fold, op
from sim.engine.functions import FUNCTIONS
from sim.engine.subscripts import Binding, Subscripts, unknown_subscript
from sim.errors import SimError, fail, nearest, suggestion

_OPERATIONS = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "^": "pow", "negative": "neg",
    "=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
    ":and:": "and", ":or:": "or", ":not:": "not",
}  # fmt: skip


@dataclass(frozen=True)
class Symbols:
    """What a right side may refer to.

    Parameters
    ----------
    names : variable name as written, by folded name
    keys : key of each scalar, by (folded name, folded elements)
    tables : points of each lookup, by key
    subscripts : the model's ranges
    """

    names: Mapping[str, str]
    keys: Mapping[tuple[str, tuple[str, ...]], str]
    tables: Mapping[str, Table]
    subscripts: Subscripts


@dataclass(frozen=True)
class Scope:
    """Where a right side stands: whose it is, and what its ranges stand for."""

    symbols: Symbols
    key: str
    place: str
    line: int
    binding: Binding
    stages: list[Cell] = field(default_factory=list)  # hidden stocks that the right side needs

    def stage(self, kind: str, value: Expr, initial: Expr, duration: Expr | None = None) -> Ref:
        """Add a hidden state and return a reference to it."""
        key = f"{self.key}#{len(self.stages) + 1}"
        self.stages.append(Cell(key, kind, value, initial, duration, self.line))
        return Ref(key)

    def stage_filled_later(self, initial: Expr) -> tuple[Ref, Callable[[Expr], None]]:
        """Add a hidden stock whose net flow refers to itself: returns it and what sets the flow."""
        ref = self.stage("stock", Number(0.0), initial)
        index = len(self.stages) - 1

        def set_flow(flow: Expr) -> None:
            self.stages[index] = replace(self.stages[index], value=flow)

        return ref, set_flow


def table_of(node: Any, place: str, key: str = "") -> Table:
    """Return the points of a lookup.

    Raises
    ------
    SimError: points read from a file.
    """
    if not isinstance(node, syntax.LookupsStructure):
        raise fail("不支持从文件读取查找表。", "lookups read from a file are not supported.", place)
    return Table(tuple(float(x) for x in node.x), tuple(float(y) for y in node.y), key)


def translate(node: Any, scope: Scope) -> Expr:
    """Return the expression of a syntax tree.

    Raises
    ------
    SimError: an unknown name, subscript or function, a wrong number of arguments or subscripts.
    """
    if isinstance(node, int | float):
        return _number(float(node), scope)
    translator = _TRANSLATORS.get(type(node))
    if translator is None:
        raise _unsupported_function(_structure_name(node), scope)
    return translator(node, scope)


def _number(value: float, scope: Scope) -> Number:
    if math.isnan(value):
        raise fail("不支持缺失值 :NA:。", "the missing value :NA: is not supported.", scope.place)
    return Number(value)


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
    name = fold(node.reference)
    if name == "time" and name not in scope.symbols.names:
        return Time()
    return Ref(_key_of(node, scope))


def _key_of(node: syntax.ReferenceStructure, scope: Scope) -> str:
    """Return the key of the one scalar that a reference stands for here."""
    symbols, name = scope.symbols, fold(node.reference)
    if name not in symbols.names:
        zh, en = suggestion(name, symbols.names.values())
        raise fail(
            f'没有定义变量 "{name}"（在 "{scope.key}" 中）。{zh}',
            f'the variable "{name}" is not defined (in "{scope.key}").{en}',
            scope.place,
        )
    written = node.subscripts.subscripts if node.subscripts else ()
    elements = tuple(_element(subscript, scope) for subscript in written)
    key = symbols.keys.get((name, tuple(fold(element) for element in elements)))
    if key is None:
        shown = element_key(symbols.names[name], elements)
        defined = [key for (owner, _), key in symbols.keys.items() if owner == name]
        raise fail(
            f'"{scope.key}" 用到的 "{shown}" 没有定义；已定义的是 {_some(defined)}。',
            f'"{shown}", used by "{scope.key}", is not defined; defined: {_some(defined)}.',
            scope.place,
        )
    return key


def _some(keys: list[str], most: int = 5) -> str:
    shown = ", ".join(f'"{key}"' for key in keys[:most])
    return shown + (", …" if len(keys) > most else "")


def _element(subscript: str, scope: Scope) -> str:
    """Return the element that a subscript of a right side stands for."""
    key, subscripts = fold(subscript), scope.symbols.subscripts
    if key in scope.binding:
        return scope.binding[key]
    if key in subscripts.elements:
        return subscripts.elements[key]
    if key.rstrip("! ") in subscripts.ranges:
        name = subscripts.names[key.rstrip("! ")]
        raise fail(
            f'下标 "{name}" 不在 "{scope.key}" 的左边；若要合计，请写 SUM(…[{name}!])。',
            f'the range "{name}" is not on the left side of "{scope.key}"; to add up, write SUM(…[{name}!]).',
            scope.place,
        )
    raise SimError(unknown_subscript(subscript, subscripts, scope.place))


def _call(node: syntax.CallStructure, scope: Scope) -> Expr:
    if not isinstance(node.function, syntax.ReferenceStructure):
        raise fail("函数名无法识别。", "the name of a function cannot be read.", scope.place)
    name = fold(node.function.reference)
    if name == "sum":
        return _sum(node, scope)
    if name in FUNCTIONS:
        _check_count(name, FUNCTIONS[name].arguments, FUNCTIONS[name].least, len(node.arguments), scope)
        return FUNCTIONS[name].build(*(translate(argument, scope) for argument in node.arguments))
    if name in scope.symbols.names:
        return _lookup_call(node, scope)
    raise _unsupported_function(name.upper(), scope)


def _check_count(name: str, signature: str, expected: int, given: int, scope: Scope) -> None:
    if given != expected:
        raise fail(
            f"{name.upper()}({signature}) 要 {expected} 个参数，这里有 {given} 个。",
            f"{name.upper()}({signature}) takes {expected} arguments; {given} are given.",
            scope.place,
        )


def _lookup_call(node: syntax.CallStructure, scope: Scope) -> Expr:
    key = _key_of(node.function, scope)
    if key not in scope.symbols.tables:
        raise fail(
            f'"{key}" 不是查找表，不能带括号使用。',
            f'"{key}" is not a lookup; it takes no argument.',
            scope.place,
        )
    _check_count(key, "x", 1, len(node.arguments), scope)
    return Lookup(scope.symbols.tables[key], translate(node.arguments[0], scope))


def _sum(node: syntax.CallStructure, scope: Scope) -> Expr:
    """Write a SUM out, from the first element to the last."""
    _check_count("sum", "x[range!]", 1, len(node.arguments), scope)
    ranges = tuple(dict.fromkeys(_summed_ranges(node.arguments[0])))
    if not ranges:
        raise fail(
            "SUM 需要带感叹号的下标，如 SUM(x[产业!])。",
            "SUM needs a range with a mark, as in SUM(x[range!]).",
            scope.place,
        )
    for name in ranges:
        if not scope.symbols.subscripts.knows(name):
            raise SimError(unknown_subscript(name, scope.symbols.subscripts, scope.place))
    terms = []
    for elements in itertools.product(*(scope.symbols.subscripts.along(name) for name in ranges)):
        marked = {f"{fold(name)}!": element for name, element in zip(ranges, elements, strict=True)}
        terms.append(translate(node.arguments[0], replace(scope, binding={**scope.binding, **marked})))
    return functools.reduce(lambda total, term: op("add", total, term), terms)


def _summed_ranges(node: Any) -> Iterator[str]:
    """Yield the ranges marked with ``!`` in a syntax tree, without the mark."""
    if isinstance(node, syntax.SubscriptsReferenceStructure):
        for subscript in node.subscripts:
            if subscript.rstrip().endswith("!"):
                yield subscript.rstrip().removesuffix("!").rstrip()
    elif isinstance(node, tuple | list):
        for item in node:
            yield from _summed_ranges(item)
    elif isinstance(node, syntax.AbstractSyntax):
        for value in vars(node).values():
            yield from _summed_ranges(value)


def _inline_lookup(node: syntax.InlineLookupsStructure, scope: Scope) -> Expr:
    return Lookup(table_of(node.lookups, scope.place), translate(node.argument, scope))


def _game(node: syntax.GameStructure, scope: Scope) -> Expr:
    """fn_game: outside gaming mode it is its argument."""
    return translate(node.expression, scope)


def _initial(node: syntax.InitialStructure, scope: Scope) -> Expr:
    """fn_initial: the value at the start, held."""
    value = translate(node.initial, scope)
    return scope.stage("initial", value, value)


def _smooth(node: Any, scope: Scope) -> Expr:
    value, time, initial = (translate(part, scope) for part in (node.input, node.smooth_time, node.initial))
    return stateful.smooth(value, time, initial, _order(node.order, scope), scope.stage_filled_later)


def _delay(node: Any, scope: Scope) -> Expr:
    value, time, initial = (translate(part, scope) for part in (node.input, node.delay_time, node.initial))
    return stateful.delay(value, time, initial, _order(node.order, scope), scope.stage_filled_later)


def _delay_fixed(node: syntax.DelayFixedStructure, scope: Scope) -> Expr:
    """fn_delay_fixed: the input of `delay time` ago; only the first delay time counts."""
    value, time, initial = (translate(part, scope) for part in (node.input, node.delay_time, node.initial))
    return scope.stage("delay", value, initial, time)


def _order(order: Any, scope: Scope) -> int:
    if not isinstance(order, int | float) or order != int(order) or not 1 <= order <= 100:
        raise fail(
            "延迟的阶数要写成 1–100 的整数。",
            "the order of a delay must be a whole number from 1 to 100.",
            scope.place,
        )
    return int(order)


def _array(node: np.ndarray[Any, Any], scope: Scope) -> Expr:
    raise fail(
        "数值列表只能单独写在等号右边。", "a list of numbers must stand alone on the right side.", scope.place
    )


def _structure_name(node: Any) -> str:
    """Return how the modeller wrote a function that the parser knows: ``SAMPLE IF TRUE``."""
    words = re.findall("[A-Z][a-z]*", type(node).__name__.removesuffix("Structure"))
    return " ".join(words).upper().replace("GET ", "GET DIRECT ")


def _unsupported_function(name: str, scope: Scope) -> SimError:
    near = nearest(name.lower(), [*FUNCTIONS, "sum", "integ", "smooth", "delay fixed"])
    zh, en = (f"最接近的是 {near.upper()}。", f"Nearest: {near.upper()}.") if near else ("", "")
    return fail(
        f'"{scope.key}" 用到的函数 {name} 不受支持。{zh}',
        f'"{scope.key}" uses the function {name}, which is not supported. {en}'.strip(),
        scope.place,
    )


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
    np.ndarray: _array,
}
