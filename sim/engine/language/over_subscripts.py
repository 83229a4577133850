"""Functions that run over marked subscripts: SUM, PROD, VMIN, VMAX and VECTOR SELECT.

The pages are those of Vensim's reference guide, vensim.com/documentation/NAME.html.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.engine.language.calls import Translate
from sim.engine.language.expressions import Expr, Number, op
from sim.engine.language.functions import ONE, ZERO
from sim.engine.language.parser import MOST_SCALARS, too_many
from sim.engine.language.scope import Scope
from sim.engine.language.starting import value_at_start
from sim.engine.language.subscripts import unknown_subscript
from sim.engine.language.syntax import MARK, Call, Node, references_in
from sim.errors import SimError, fail
from sim.names import fold

REDUCTIONS = {"sum": "add", "prod": "mul", "vmin": "min", "vmax": "max"}
SELECT_ARGUMENTS = "selection[range!], x[range!], missing, action, error"
_ACTIONS = 11
_NONE = Number(math.nan)


def reduction(node: Call, scope: Scope, translate: Translate) -> Expr:
    """Expand a SUM, PROD, VMIN or VMAX, from the first element to the last."""
    name = fold(node.function.name)
    terms = [translate(node.arguments[0], one) for one in _each(node, node.arguments[:1], scope)]
    return functools.reduce(lambda total, term: op(REDUCTIONS[name], total, term), terms)


def vector_select(node: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_vector_select: one figure of the values that a selection does not leave out.

    As Vensim does, and not as its page says, action 5 raises the value to the power of the selection. An
    error of the selection makes the result NaN, by which the run names it.
    """
    selection, values, *others = node.arguments
    places = [replace(one, binding=dict(one.binding)) for one in _each(node, (selection, values), scope)]
    chosen = [translate(selection, one) for one in places]
    found = [translate(values, one) for one in places]
    missing, action, error = (translate(other, scope) for other in others)
    taken = [op("ne", one, ZERO) for one in chosen]
    count: Expr = ZERO
    for one in taken:
        count = op("add", count, op("if", one, ONE, ZERO))
    wanted = value_at_start(action, lambda _: None)
    if wanted in range(_ACTIONS):
        result = _figure(int(wanted or 0), taken, chosen, found, count)
    else:
        result = _NONE
        for number in range(_ACTIONS):
            figure = _figure(number, taken, chosen, found, count)
            result = op("if", op("eq", action, Number(float(number))), figure, result)
    result = op("if", op("eq", count, ZERO), missing, result)
    too_few = op("and", _is_one_of(error, 1, 3), op("eq", count, ZERO))
    too_many_ = op("and", _is_one_of(error, 2, 3), op("gt", count, ONE))
    return op("if", op("or", too_few, too_many_), _NONE, result)


def _is_one_of(value: Expr, *numbers: int) -> Expr:
    first, second = (op("eq", value, Number(float(number))) for number in numbers)
    return op("or", first, second)


def _figure(
    action: int, taken: Sequence[Expr], chosen: Sequence[Expr], values: Sequence[Expr], count: Expr
) -> Expr:
    """Return the sum, product, smallest, largest or mean: weighted, as powers (5), or plain."""
    way, neutral = {
        0: ("add", 0.0), 1: ("mul", 1.0), 2: ("min", math.inf), 3: ("max", -math.inf), 4: ("add", 0.0),
        5: ("mul", 1.0), 6: ("add", 0.0), 7: ("mul", 1.0), 8: ("min", math.inf), 9: ("max", -math.inf),
        10: ("add", 0.0),
    }[action]  # fmt: skip
    result: Expr = Number(neutral)
    for is_taken, weight, value in zip(taken, chosen, values, strict=True):
        term = value
        if action < 5:
            term = op("mul", weight, value)
        elif action == 5:
            term = op("pow", value, weight)
        result = op(way, result, op("if", is_taken, term, Number(neutral)))
    return op("div", result, op("max", count, ONE)) if action in (4, 10) else result


def _each(node: Call, arguments: Sequence[Node], scope: Scope) -> Iterator[Scope]:
    """Yield the scope for every combination of the elements of the marked ranges, always the same object."""
    name = node.function.name.upper()
    ranges = tuple(dict.fromkeys(found for argument in arguments for found in marked_ranges(argument)))
    if not ranges:
        raise fail(
            "missing",
            f"{name} 需要带感叹号的下标，如 {name}(x[产业!])。",
            f"{name} needs a range with a mark, as in {name}(x[range!]).",
            scope.place,
        )
    subscripts = scope.symbols.subscripts
    for subscript in ranges:
        if not subscripts.knows(subscript):
            raise SimError(unknown_subscript(subscript, subscripts, scope.place))
    count = subscripts.count(ranges)
    if count > MOST_SCALARS:
        raise SimError(too_many(f"{name} 的项", f"terms of {name}", count, scope.place))
    keys = tuple(f"{fold(one)}{MARK}" for one in ranges)
    binding = dict(scope.binding)
    one = replace(scope, binding=binding)
    for elements in itertools.product(*(subscripts.along(subscript) for subscript in ranges)):
        binding.update(zip(keys, elements, strict=True))
        yield one


def marked_ranges(node: Node) -> Iterator[str]:
    """Yield the ranges marked with ``!`` in a syntax tree, without the mark."""
    for reference in references_in(node):
        for subscript in reference.subscripts:
            if subscript.endswith(MARK):
                yield subscript.removesuffix(MARK)
