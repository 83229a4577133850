"""Macros (22145), expanded for every call."""

from __future__ import annotations

from dataclasses import replace

from sim.engine.language.calls import CellOf, Translate, check_count
from sim.engine.language.data_functions import reading_at
from sim.engine.language.expressions import Cell, Expr, Number, Ref, Table
from sim.engine.language.external_call import ExternalCall
from sim.engine.language.lookup_calls import table_of
from sim.engine.language.parser import Parsed
from sim.engine.language.scope import Macro, Scope
from sim.engine.language.states import FURTHER_OUTPUTS, STATES
from sim.engine.language.syntax import Call, Node, Points, Reference
from sim.errors import fail
from sim.names import fold


def macro_output(call: Call, place: int, scope: Scope, translate: Translate, cell_of: CellOf) -> Expr:
    """Return a further output of a macro's call, or of a function's that has one, by its position."""
    name = fold(call.function.name)
    macro = scope.symbols.macros.get(name)
    if macro is None and name in FURTHER_OUTPUTS and place == 0:
        check_count(call, STATES[name].arguments, scope)
        return FURTHER_OUTPUTS[name](scope, *(translate(argument, scope) for argument in call.arguments))
    if macro is None or place >= len(macro.outputs):
        raise fail(
            "mismatch",
            f"{name.upper()} 没有这么多输出。",
            f"{name.upper()} has no such number of outputs.",
            scope.place,
        )
    return macro_call(macro, call, scope, translate, cell_of, macro.outputs[place])


def macro_call(
    macro: Macro, node: Call, scope: Scope, translate: Translate, cell_of: CellOf, wanted: str = ""
) -> Expr:
    """Expand a macro's equations for one call: its variables become hidden scalars of the caller."""
    signature = ", ".join(macro.arguments)
    check_count(node, signature, scope)
    if macro.name in scope.calls:
        circle = " → ".join([*scope.calls, macro.name])
        raise fail(
            "circular",
            f"宏互相调用成环：{circle}。",
            f"macros call one another in a circle: {circle}.",
            scope.place,
        )
    given = (_given(argument, scope, translate) for argument in node.arguments)
    names: dict[str, Expr | Table] = dict(zip(map(fold, macro.arguments), given, strict=True))
    slots: dict[str, int] = {}
    for equation in macro.equations:
        if isinstance(equation.syntax, Points):
            names[fold(equation.name)] = table_of(equation.syntax, scope.place)
        else:
            names[fold(equation.name)] = scope.hide(Cell("", "auxiliary", Number(0.0), line=scope.line))
            slots[fold(equation.name)] = len(scope.stages) - 1
    inner = replace(scope, locals=names, calls=(*scope.calls, macro.name))
    for equation in macro.equations:
        if fold(equation.name) in slots:
            place = slots[fold(equation.name)]
            if equation.kind == "data":
                cell = Cell("", "auxiliary", _data(equation, inner, translate), line=scope.line)
            else:
                cell = cell_of(_computed(equation), inner)
            scope.stages[place] = replace(cell, key=scope.stages[place].key)
    value = names.get(fold(wanted or macro.name))
    if value is None or isinstance(value, Table):
        raise fail(
            "undefined",
            f'宏 "{macro.name}" 没有给出与它同名的变量。',
            f'the macro "{macro.name}" does not define a variable of its own name.',
            scope.place,
        )
    return value


def _given(argument: Node, scope: Scope, translate: Translate) -> Expr | Table:
    """Return an argument of a macro, which may be a lookup."""
    table = scope.table_of(argument) if isinstance(argument, Reference) else None
    return translate(argument, scope) if table is None else table


def _data(equation: Parsed, scope: Scope, translate: Translate) -> Expr:
    """Return data of a macro: other data, such as an argument, read in a way of its own (dataequations.html).

    An argument that is no data, as where data are compared with a run, is taken as it is.
    """
    value = translate(equation.syntax, scope) if isinstance(equation.syntax, Reference) else None
    if isinstance(value, Ref) and "#" not in value.key:
        table = scope.symbols.points_of(value.key)
        return value if table is None else reading_at(table, equation.way)
    if value is None or equation.way != "interpolate":
        raise fail(
            "unsupported",
            f'宏 "{scope.calls[-1]}" 里的数据 "{equation.name}" 只能取自宏外的数据。',
            f'the data "{equation.name}" of the macro "{scope.calls[-1]}" can be those of the model only.',
            scope.place,
        )
    return value


def _computed(equation: Parsed) -> Node:
    assert not isinstance(equation.syntax, ExternalCall | None)  # the parser refuses data in macros
    return equation.syntax
