"""Formulas and conditions of text files: parsed without executing code, evaluated and written out.

A formula has numbers, names, ``+ - * / **``, brackets and the functions of `FUNCTIONS`; a condition
compares two formulas, or joins such comparisons with ``and`` or ``or``.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.errors import SimError, fail, suggestion

LENGTH_LIMIT = 300  # characters
SLOWEST, FASTEST = -0.99, 10.0  # largest growth that a sum may need [fraction per year]


def growth(first: float, last: float, years: float) -> float:
    """Return the constant growth rate from first to last [% per year]."""
    return 100 * (math.pow(last / first, 1 / years) - 1)


def growth_to_sum(base: float, total: float, years: float) -> float:
    """Return the constant growth rate at which the years after a base year add up to a total [% per year]."""
    low, high = SLOWEST, FASTEST
    if base <= 0 or not base * _sum(low, years) <= total <= base * _sum(high, years):
        raise ValueError(total)
    for _ in range(200):  # halves the bracket to the last bit
        middle = (low + high) / 2
        low, high = (middle, high) if base * _sum(middle, years) < total else (low, middle)
    return 100 * low


def _sum(rate: float, years: float) -> float:
    return sum((1 + rate) ** year for year in range(1, int(years) + 1))


@dataclass(frozen=True)
class Function:
    """A function that formulas may call, with its number of arguments."""

    count: int
    call: Callable[..., Any]


def _power(base: Any, exponent: Any) -> Any:
    """Return a power; where it is undefined, a single number raises an error and arrays have NaN."""
    if isinstance(base, float) and isinstance(exponent, float):
        return math.pow(base, exponent)
    return np.power(base, exponent)


FUNCTIONS: Mapping[str, Function] = {
    "growth": Function(3, growth),
    "growth_to_sum": Function(3, growth_to_sum),
}
_OPERATIONS: dict[type[ast.operator], tuple[Callable[[Any, Any], Any], str, int]] = {
    ast.Add: (operator.add, " + ", 1),
    ast.Sub: (operator.sub, " − ", 1),
    ast.Mult: (operator.mul, " × ", 2),
    ast.Div: (operator.truediv, " ÷ ", 2),
    ast.Pow: (_power, "^", 4),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[Callable[[float, float], bool], str]] = {
    ast.Gt: (operator.gt, " > "),
    ast.GtE: (operator.ge, " ≥ "),
    ast.Lt: (operator.lt, " < "),
    ast.LtE: (operator.le, " ≤ "),
}
_ALONE = 5  # precedence of a number or a name
_UNARY = 3
_LOOSE = 1  # a negative number, in brackets as a factor or a second operand


@dataclass(frozen=True)
class Formula:
    """A formula or a condition that has been checked to contain nothing else."""

    text: str
    tree: ast.expr
    functions: Mapping[str, Function]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names it uses, each once, in the order of appearance."""
        return tuple(dict.fromkeys(_names(self.tree)))

    def value(self, values: Mapping[str, float]) -> float:
        """Return the value of the formula.

        Raises
        ------
        SimError: it divides by zero, takes a root that does not exist, or becomes non-finite.
        """
        try:
            found = float(_value(self.tree, values, self.functions))
        except (ArithmeticError, ValueError) as error:
            raise self._no_value() from error
        if not math.isfinite(found):
            raise self._no_value()
        return found

    def values(self, values: Mapping[str, Array]) -> Array:
        """Return the values of the formula element by element; undefined ones are not finite.

        Parameters
        ----------
        values : values of each name, of compatible shapes
        """
        with np.errstate(all="ignore"):
            return np.asarray(_value(self.tree, values, self.functions), dtype=np.float64)

    def holds(self, values: Mapping[str, float]) -> bool:
        """Return whether a condition is true."""
        return bool(self.value(values))

    def written(self, terms: Mapping[str, str]) -> str:
        """Return the formula in common notation, with a term for each name."""
        return _written(self.tree, terms)[0]

    def _no_value(self) -> SimError:
        return fail(
            "non-finite",
            f'公式 "{self.text}" 算不出有限的数（除以零，或开方、乘方越界）。',
            f'the formula "{self.text}" has no finite value: it divides by zero, or a root or power fails.',
        )


def read_formula(
    text: str, *, is_condition: bool = False, functions: Mapping[str, Function] = FUNCTIONS
) -> Formula:
    """Return a formula, or a condition, that may call the functions.

    Raises
    ------
    SimError: the text is not a formula, or contains something that formulas do not allow.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body if len(text) <= LENGTH_LIMIT else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    if tree is None:
        raise fail(
            "syntax",
            f'"{text[:60]}" 不是公式，或超过 {LENGTH_LIMIT} 个字符。',
            f'"{text[:60]}" is not a formula, or is longer than {LENGTH_LIMIT} characters.',
        )
    if isinstance(tree, (ast.Compare, ast.BoolOp)) != is_condition:
        raise _wrong_kind(text, is_condition=is_condition)
    for part in _sides(tree, text) if is_condition else (tree,):
        _check(part, text, functions)
    return Formula(text.strip(), tree, functions)


def _wrong_kind(text: str, *, is_condition: bool) -> SimError:
    if is_condition:
        return fail(
            "wrong-type",
            f'"{text}" 应是比较两个数的条件，如 "needed > record"。',
            f'"{text}" must be a condition that compares two figures, such as "needed > record".',
        )
    return fail(
        "wrong-type", f'"{text}" 应是算式，不是条件。', f'"{text}" must be a formula, not a condition.'
    )


def _sides(node: ast.expr, text: str) -> Iterator[ast.expr]:
    """Yield the formulas that a condition compares."""
    match node:
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _sides(part, text)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            yield from (left, right)
        case _:
            raise _wrong_kind(text, is_condition=True)


def _check(node: ast.expr, text: str, functions: Mapping[str, Function]) -> None:
    """Refuse everything that is not arithmetic."""
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return
        case ast.Name():
            return
        case ast.BinOp(op=op) if type(op) in _OPERATIONS:
            parts = [node.left, node.right]
        case ast.UnaryOp(op=ast.USub()):
            parts = [node.operand]
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            _check_call(name, len(node.args), text, functions)
            parts = node.args
        case _:
            raise fail(
                "unsupported",
                f'公式 "{text}" 中的 "{ast.unparse(node)[:40]}" 不可用；'
                f"只有数、名称、+ - * / **、括号和 {', '.join(functions)}。",
                f'"{ast.unparse(node)[:40]}" in the formula "{text}" cannot be used; there are numbers, '
                f"names, + - * / **, brackets and {', '.join(functions)}.",
            )
    for part in parts:
        _check(part, text, functions)


def _check_call(name: str, count: int, text: str, functions: Mapping[str, Function]) -> None:
    if name not in functions:
        zh, en = suggestion(name, functions)
        raise fail(
            "unknown-name",
            f'公式 "{text}" 中没有名为 "{name}" 的函数。{zh}',
            f'the formula "{text}" calls "{name}", which is not a function.{en}',
        )
    wanted = functions[name].count
    if count != wanted:
        raise fail(
            "mismatch",
            f'公式 "{text}" 中的 {name} 要 {wanted} 个数，这里有 {count} 个。',
            f'{name} takes {wanted} figures; the formula "{text}" gives {count}.',
        )


def _names(node: ast.expr) -> Iterator[str]:
    functions = {id(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
    found = [each for each in ast.walk(node) if isinstance(each, ast.Name) and id(each) not in functions]
    return (each.id for each in sorted(found, key=lambda each: each.col_offset))


def _value(node: ast.expr, values: Mapping[str, Any], functions: Mapping[str, Function]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(operand=operand):
            return -_value(operand, values, functions)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATIONS[type(op)][0](_value(left, values, functions), _value(right, values, functions))
        case ast.Call(func=ast.Name(id=name), args=args):
            return functions[name].call(*(_value(each, values, functions) for each in args))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            compare = _COMPARISONS[type(op)][0]
            return compare(_value(left, values, functions), _value(right, values, functions))
        case ast.BoolOp(op=joint, values=parts):
            join = all if isinstance(joint, ast.And) else any
            return join([_value(part, values, functions) for part in parts])
    raise AssertionError(ast.dump(node))


def _written(node: ast.expr, terms: Mapping[str, str]) -> tuple[str, int]:
    """Return a part of a formula in notation, and its precedence."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return f"{number:,.15g}", _ALONE
        case ast.Name(id=name):
            return terms[name], _LOOSE if terms[name].startswith("-") else _ALONE
        case ast.UnaryOp(operand=operand):
            return f"−{_bracketed(operand, terms, _UNARY)}", _UNARY
        case ast.BinOp(left=left, op=op, right=right):
            _, sign, level = _OPERATIONS[type(op)]
            loose = 0 if isinstance(op, (ast.Add, ast.Mult)) else 1
            return f"{_bracketed(left, terms, level)}{sign}{_bracketed(right, terms, level + loose)}", level
        case ast.Call(func=ast.Name(id=name), args=args):
            return _written_call(name, args, terms)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            sign = _COMPARISONS[type(op)][1]
            return f"{_bracketed(left, terms, 1)}{sign}{_bracketed(right, terms, 1)}", 0
        case ast.BoolOp(op=joint, values=parts):
            sign = " ∧ " if isinstance(joint, ast.And) else " ∨ "
            return sign.join(_bracketed(part, terms, 0) for part in parts), 0
    raise AssertionError(ast.dump(node))


def _written_call(name: str, args: list[ast.expr], terms: Mapping[str, str]) -> tuple[str, int]:
    first, last, years = args
    if name == "growth":
        is_whole = isinstance(first, ast.Constant) and first.value == 1
        ratio = (
            _written(last, terms)[0] if is_whole else _written(ast.BinOp(last, ast.Div(), first), terms)[0]
        )
        return f"({ratio})^(1 ÷ {_bracketed(years, terms, 3)}) − 1", 1
    base, total, count = (_bracketed(each, terms, 2) for each in args)
    return f"[x: {base} × Σ(1 + x)^k = {total}, k = 1…{count}]", _ALONE


def _bracketed(node: ast.expr, terms: Mapping[str, str], level: int) -> str:
    text, own = _written(node, terms)
    return text if own >= level else f"({text})"
