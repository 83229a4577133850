"""Macros of a model and those that carry functions of Vensim (3.6, 4.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sim.engine.language.external_call import ExternalCall
from sim.engine.language.parser import Parsed
from sim.engine.language.source import Source
from sim.engine.language.syntax import Call, Node, Operation, Points, Reference
from sim.engine.to_xmile.expressions import expression_text
from sim.engine.to_xmile.stocks import initial, is_stock, net_flow
from sim.engine.to_xmile.surroundings import Surroundings, name_text
from sim.engine.to_xmile.variables import graph_lines
from sim.engine.to_xmile.xml import element, tag
from sim.engine.xmile.added_macros import is_added
from sim.engine.xmile.carried import CARRIED
from sim.names import fold


@dataclass(frozen=True)
class ModelMacro:
    """A macro of the model: its name, inputs, further outputs and equations."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    equations: tuple[Parsed, ...]


def own_macros(source: Source, parsed: Iterable[Parsed]) -> dict[str, ModelMacro]:
    """Return the model's own macros by folded name, without those by which XMILE's functions are written."""
    found: dict[str, ModelMacro] = {}
    equations: dict[str, list[Parsed]] = {name: [] for name in source.macros}
    for item in parsed:
        if item.equation.macro:
            equations[item.equation.macro].append(item)
    for name, (inputs, outputs) in source.macros.items():
        if not is_added(name, [item.equation.text for item in equations[name]]):
            found[fold(name)] = ModelMacro(name, inputs, outputs, tuple(equations[name]))
    return found


def macro_lines(macro: ModelMacro, at: Surroundings) -> Iterator[str]:
    """Yield a macro of the model.

    Raises
    ------
    SimError: further outputs, lookups, and what XMILE cannot express.
    """
    if macro.outputs or any(isinstance(item.syntax, Points | ExternalCall) for item in macro.equations):
        raise at.refuse(
            "宏有几个输出或含有查找表，无法转换。",
            "a macro with several outputs or with lookups cannot be converted.",
        )
    value = next((item for item in macro.equations if fold(item.name) == fold(macro.name)), None)
    if value is None:
        raise at.refuse("宏没有给出与它同名的变量。", "the macro does not define a variable of its own name.")
    level = f"{macro.name} level"
    names = {fold(macro.name): level} if is_stock(value) else {}
    known = [*macro.inputs, *(item.name for item in macro.equations), level]
    at = replace(at, locals=frozenset(map(fold, known)))
    result: Node = Reference(level) if names else _tree(value)
    variables = [item for item in macro.equations if item is not value or names]
    yield from element(
        "macro",
        (
            *(tag("parm", name) for name in macro.inputs),
            *_equation(_renamed(result, names), at),
            *_variables(variables, names, at),
        ),
        name=macro.name,
    )


def _variables(items: list[Parsed], names: Mapping[str, str], at: Surroundings) -> Iterator[str]:
    if items:
        inside = [line for item in items for line in _variable(item, names, at)]
        yield from element("variables", inside)


def _variable(item: Parsed, names: Mapping[str, str], at: Surroundings) -> Iterator[str]:
    name = names.get(fold(item.name), item.name)
    if not is_stock(item):
        yield from element("aux", _equation(_renamed(_tree(item), names), at), name=name)
        return
    flow = f"{name} net flow"
    while fold(flow) in at.locals:  # as in a model that was converted before
        flow += " in all"
    start = expression_text(_renamed(initial(item), names), at)
    yield from element("stock", (tag("eqn", start), tag("inflow", name_text(flow))), name=name)
    yield from element("flow", _equation(_renamed(net_flow(item), names), at), name=flow)


def _equation(node: Node, at: Surroundings) -> Iterator[str]:
    if isinstance(node, Call) and fold(node.function.name) == "with lookup":
        argument, points = node.arguments
        assert isinstance(points, Points)  # so the grammar reads it
        yield tag("eqn", expression_text(argument, at))
        yield from graph_lines(points)
    else:
        yield tag("eqn", expression_text(node, at))


def _tree(item: Parsed) -> Node:
    assert item.syntax is not None  # only data may have no equation
    assert not isinstance(item.syntax, ExternalCall)  # refused before
    return item.syntax


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    match node:
        case Reference(name, subscripts):
            return Reference(names.get(fold(name), name), subscripts)
        case Operation(signs, parts):
            return Operation(signs, tuple(_renamed(part, names) for part in parts))
        case Call(function, arguments, outputs):
            return Call(function, tuple(_renamed(part, names) for part in arguments), outputs)
    return node


def carried_lines(functions: Iterable[str]) -> Iterator[str]:
    """Yield the macros that carry functions of Vensim."""
    for name in sorted(functions):
        one = CARRIED[name]
        inside = (*(tag("parm", parm) for parm in one.inputs), tag("eqn", one.equation))
        yield from element("macro", inside, name=one.name)
