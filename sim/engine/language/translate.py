"""Translation of one right-hand side from syntax to the expression of a single scalar.

Takes a syntax tree and the scope it stands in; gives a cell whose expression knows operations, references
by key, time and tables, and nothing of Vensim's language. Guarantees that what it cannot express is
refused with the function, the variable and its line, never approximated. It exists as the only place
where the language and the engine's operations meet.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

from sim.engine.language import syntax
from sim.engine.language.allocation import ALLOCATIONS
from sim.engine.language.arrays import ARRAY_FUNCTIONS
from sim.engine.language.calls import Translate, check_count
from sim.engine.language.conveyor import CONVEYOR, conveyor_delay
from sim.engine.language.data_functions import DATA_FUNCTIONS
from sim.engine.language.expressions import MISSING, Cell, Expr, Number, Ref, Time, op
from sim.engine.language.finance import DEPRECIATION, straight_line
from sim.engine.language.functions import FUNCTIONS, NOT_SUPPORTED
from sim.engine.language.lookup_calls import (
    AREA,
    INVERSE,
    READINGS,
    area_reading,
    inline_lookup,
    inverse_reading,
    lookup_call,
    table_reading,
)
from sim.engine.language.macros import macro_call, macro_output
from sim.engine.language.noise import RANDOM, draw
from sim.engine.language.over_subscripts import (
    REDUCTIONS,
    SELECT_ARGUMENTS,
    reduction,
    vector_select,
)
from sim.engine.language.scope import Scope
from sim.engine.language.starting import value_at_start
from sim.engine.language.stateful import delay_n, smooth_n
from sim.engine.language.states import STATES
from sim.engine.language.subscripts import unknown_subscript
from sim.engine.language.syntax import Call, Node, Operation, Reference, references_in
from sim.engine.language.unsupported import unfinished, unsupported_function
from sim.errors import SimError, fail, nearest
from sim.names import fold, split_element

_OPERATIONS = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "^": "pow",
    "=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
    ":AND:": "and", ":OR:": "or", ":NOT:": "not",
}  # fmt: skip
_IF_ARGUMENTS = "condition, then, else"
_LARGEST_ORDER = 100


def cell_of(node: Node, scope: Scope) -> Cell:
    """Return the scalar that a right-hand side computes: a number, a stock, or an auxiliary.

    Raises
    ------
    SimError: what `translate` raises.
    """
    if isinstance(node, syntax.Number):
        return Cell(scope.key, "constant", Number(node.value), line=scope.line)
    if isinstance(node, Call) and fold(node.function.name) == "integ":
        flow, initial = _arguments(node, "flow, initial", scope)
        return Cell(scope.key, "stock", flow, initial, line=scope.line)
    if isinstance(node, Call) and fold(node.function.name) == "active initial":
        active, initial = _arguments(node, "active, initial", scope)
        return Cell(scope.key, "auxiliary", active, initial, line=scope.line)
    return _lifted(Cell(scope.key, "auxiliary", translate(node, scope), line=scope.line), scope)


def _lifted(cell: Cell, scope: Scope) -> Cell:
    """Turn a right-hand side that is only one fixed delay or INITIAL into that state itself."""
    if isinstance(cell.value, Ref) and scope.stages and cell.value.key == scope.stages[-1].key:
        stage = scope.stages[-1]
        if stage.kind in ("delay", "initial"):
            scope.stages.pop()
            return replace(stage, key=cell.key)
    return cell


def translate(node: Node, scope: Scope) -> Expr:
    """Return the expression of a syntax tree.

    Raises
    ------
    SimError: an unknown name, subscript or function, a wrong number of arguments or subscripts.
    """
    if isinstance(node, Reference):
        return scope.value_of(node)
    if isinstance(node, Operation):
        return _operation(node, scope)
    match node:
        case syntax.Number(value):
            return Number(value)
        case Call():
            return _call(node, scope)
        case syntax.Output(call, place):
            return macro_output(call, place, scope, translate, cell_of)
        case syntax.Array():
            raise fail(
                "syntax",
                "数值列表只能单独写在等号右边。",
                "a list of numbers must stand alone on the right side.",
                scope.place,
            )
        case _:
            raise fail(
                "syntax",
                "文字（单引号）只能作读取文件的函数的参数。",
                "text in single quotes can only be an argument of a function that reads a file.",
                scope.place,
            )


def _operation(node: Operation, scope: Scope) -> Expr:
    """Translate a chain of operators: left-associative, except powers, which are right-associative."""
    parts = [translate(part, scope) for part in node.parts]
    names = [_OPERATIONS[sign] for sign in node.signs]
    if len(parts) == 1:
        return op("not" if names[0] == "not" else "neg", parts[0])
    if names[0] == "pow":
        return functools.reduce(lambda right, left: op("pow", left, right), reversed(parts))
    result = parts[0]
    for name, part in zip(names, parts[1:], strict=True):
        result = op(name, result, part)
    return result


def _call(node: Call, scope: Scope) -> Expr:
    name = fold(node.function.name)
    if name in scope.symbols.macros:
        return macro_call(scope.symbols.macros[name], node, scope, translate, cell_of)
    if name in _SPECIAL:
        return _SPECIAL[name](node, scope)
    if name in STATES:
        state = STATES[name]
        return state.build(scope, *_arguments(node, state.arguments, scope))
    if name in RANDOM:
        return draw(RANDOM[name], scope, _arguments(node, RANDOM[name].arguments, scope))
    if name in DATA_FUNCTIONS:
        return _data_function(node, scope)
    if name in _ARRAYS:
        check_count(node, _ARRAYS[name].arguments, scope)
        return _ARRAYS[name].build(node, scope, translate)
    if name in FUNCTIONS:
        function = FUNCTIONS[name]
        return function.build(*_arguments(node, function.arguments, scope))
    if name in scope.symbols.names or name in scope.locals:
        return lookup_call(node, scope, translate)
    raise _unsupported(name, scope)


def _arguments(node: Call, signature: str, scope: Scope) -> list[Expr]:
    """Return the arguments of a call, as many as its signature names.

    Raises
    ------
    SimError: a wrong number of arguments.
    """
    check_count(node, signature, scope)
    return [translate(argument, scope) for argument in node.arguments]


def _if_then_else(node: Call, scope: Scope) -> Expr:
    """fn_if_then_else; what a comparison of subscripts rules out for this element is not needed by it."""
    check_count(node, _IF_ARGUMENTS, scope)
    condition = translate(node.arguments[0], scope)
    known = (
        value_at_start(condition, lambda _: None) if next(references_in(node.arguments[0]), None) else None
    )
    if known is None:
        return op("if", condition, *(translate(branch, scope) for branch in node.arguments[1:]))
    taken, other = node.arguments[1:] if known else reversed(node.arguments[1:])
    translate(other, replace(scope, stages=list(scope.stages)))  # for its faults
    return translate(taken, scope)


def _time_value(node: Call, scope: Scope) -> Expr:
    """fn_get_time_value: only the time of the model; a calendar or the computer's clock is refused."""
    first, offset, last = _arguments(node, "relative to, offset, measure", scope)
    relative, measure = (value_at_start(one, lambda _: None) for one in (first, last))
    if (relative, measure) != (0.0, 0.0):
        shown = ", ".join("…" if one is None else f"{one:g}" for one in (relative, measure))
        raise unsupported_function(
            f"GET TIME VALUE ({shown})", split_element(scope.key)[0], None, scope.place
        )
    return op("add", Time(), offset)


# --- data -------------------------------------------------------------------------------------


def _data_function(node: Call, scope: Scope) -> Expr:
    signature, build = DATA_FUNCTIONS[fold(node.function.name)]
    check_count(node, signature, scope)
    of, *others = node.arguments
    if not isinstance(of, Reference):
        name = node.function.name.upper()
        raise fail(
            "wrong-type",
            f"{name} 的第一个参数应是数据变量。",
            f"the first argument of {name} must be a data variable.",
            scope.place,
        )
    points = scope.symbols.points_of(scope.key_of(of, fold(of.name)))
    if points is None:  # Vensim's answer for what is no data
        return Number(MISSING)
    return build(points, *(translate(other, scope) for other in others))


# --- over subscripts --------------------------------------------------------------------------


def _over_marks(
    build: Callable[[Call, Scope, Translate], Expr], signature: str
) -> Callable[[Call, Scope], Expr]:
    def call(node: Call, scope: Scope) -> Expr:
        check_count(node, signature, scope)
        return build(node, scope, translate)

    return call


def _element_count(node: Call, scope: Scope) -> Expr:
    """fn_elmcount: the number of elements of a range."""
    check_count(node, "range", scope)
    name = node.arguments[0].name if isinstance(node.arguments[0], Reference) else ""
    if fold(name) not in scope.symbols.subscripts.ranges:
        raise SimError(unknown_subscript(name, scope.symbols.subscripts, scope.place))
    return Number(float(len(scope.symbols.subscripts.along(name))))


# --- delays of any order ------------------------------------------------------------------------


def _of_any_order(
    chain: Callable[[Scope, Expr, Expr, Expr, int], Expr],
) -> Callable[[Call, Scope], Expr]:
    """Return the builder of DELAY N or SMOOTH N, whose largest number of stages the file fixes."""

    def build(node: Call, scope: Scope) -> Expr:
        check_count(node, "input, delay time, initial, order", scope)
        value, time, initial = (translate(argument, scope) for argument in node.arguments[:3])
        return chain(scope, value, time, initial, _order(node.arguments[3], scope))

    return build


def _order(node: Node, scope: Scope) -> int:
    """Return the order of a delay at the start; later changes of it have no effect."""
    order = value_at_start(translate(node, scope), scope.symbols.start_of)
    if order not in range(1, _LARGEST_ORDER + 1):
        raise fail(
            "outside-limits",
            f"延迟的阶数应是 1–{_LARGEST_ORDER} 的整数，写明或由文件中的数算出。",
            f"the order of a delay must be a whole number from 1 to {_LARGEST_ORDER}, "
            "written or computed from numbers of the file.",
            scope.place,
        )
    return int(order or 0)


# --- what is not supported --------------------------------------------------------------------


def _unfinished(node: Call, scope: Scope) -> Expr:
    """22300: A FUNCTION OF, the placeholder that the sketch writes for a missing equation."""
    raise unfinished(split_element(scope.key)[0], scope.place)


def _unsupported(name: str, scope: Scope) -> SimError:
    known = (*FUNCTIONS, *_SPECIAL, *STATES, *RANDOM, *DATA_FUNCTIONS, *_ARRAYS)
    near = None if name in NOT_SUPPORTED else nearest(name, known)
    return unsupported_function(name.upper(), split_element(scope.key)[0], near, scope.place)


def _not_at_every_step(node: Call, scope: Scope) -> Expr:
    """fn_time_shift: only alone after :=, where `sim.engine.external.data` shifts the points themselves."""
    raise fail(
        "wrong-type",
        "TIME SHIFT 只能单独写在数据方程 := 的右边，如 未来销售 := TIME SHIFT(销售数据, 1)。",
        "TIME SHIFT can only stand alone to the right of :=, as in sales ahead := TIME SHIFT(sales data, 1).",
        scope.place,
    )


_ARRAYS = {**ARRAY_FUNCTIONS, **ALLOCATIONS}
_SPECIAL: dict[str, Callable[[Call, Scope], Expr]] = {
    **dict.fromkeys(REDUCTIONS, _over_marks(reduction, "x[range!]")),
    **dict.fromkeys(READINGS, functools.partial(table_reading, translate=translate)),
    "delay conveyor": functools.partial(conveyor_delay, translate=translate),
    "delay n": _of_any_order(delay_n),
    "a function of": _unfinished,
    "depreciate straightline": functools.partial(straight_line, translate=translate),
    "elmcount": _element_count,
    "get time value": _time_value,
    "if then else": _if_then_else,
    AREA: functools.partial(area_reading, translate=translate),
    INVERSE: functools.partial(inverse_reading, translate=translate),
    "smooth n": _of_any_order(smooth_n),
    "time shift": _not_at_every_step,
    "vector select": _over_marks(vector_select, SELECT_ARGUMENTS),
    "with lookup": functools.partial(inline_lookup, translate=translate),
}

_SPECIAL_ARGUMENTS = {
    "delay conveyor": CONVEYOR,
    "delay n": "input, delay time, initial, order",
    "depreciate straightline": DEPRECIATION,
    "elmcount": "range",
    "get time value": "relative to, offset, measure",
    "if then else": _IF_ARGUMENTS,
    AREA: "table, start, end",
    INVERSE: "table, y",
    **dict.fromkeys(REDUCTIONS, "x[subscript!]"),
    **dict.fromkeys(READINGS, "table, x"),
    "smooth n": "input, delay time, initial, order",
    "time shift": "data, shift",
    "vector select": SELECT_ARGUMENTS,
    "with lookup": "x, (points)",
}


def supported_functions() -> dict[str, str]:
    """Return the arguments of every function that a model may use, by its name, in alphabetical order."""
    tables = (FUNCTIONS, STATES, RANDOM, _ARRAYS)
    own = {name: function.arguments for table in tables for name, function in table.items()}
    own |= {name: arguments for name, (arguments, _) in DATA_FUNCTIONS.items()}
    return dict(sorted((own | _SPECIAL_ARGUMENTS).items()))
