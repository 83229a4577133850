"""Translation of XMILE's expressions into the syntax trees of Vensim's language.

Names of modules, dimensions without subscripts and subscripts that are computed are resolved here: the
tree that comes out has nothing left that only XMILE knows.
"""

from __future__ import annotations

import math
from dataclasses import replace

from sim.engine.language.syntax import MARK, Call, Node, Number, Operation, Reference, references_in
from sim.engine.language.unsupported import unfinished, unsupported_function
from sim.engine.xmile import grammar
from sim.engine.xmile.context import Context, no_stretch
from sim.engine.xmile.entries import Dimension, Entry, not_here, parsed
from sim.engine.xmile.functions import (
    ALLOCATE,
    BUILTINS,
    HISTORY,
    LOOKUP_CALL,
    LOOKUPS,
    LOST,
    NOTHING,
    OF_SEVERAL,
    REDUCTIONS,
    STAGED,
    UNWRITTEN,
    VENSIMS,
    NoOrderError,
    as_long_as,
    at_lag,
    at_moment,
    call,
)
from sim.engine.xmile.grammar import Apply, Literal, Name, Position, Stretch, Tree, Turned, Whole, trees_in
from sim.engine.xmile.references import name_node, reference_to
from sim.errors import SimError, fail, nearest
from sim.names import fold

_SIGNS = {
    "+": "+", "-": "-", "*": "*", "/": "/", "^": "^", "AND": ":AND:", "OR": ":OR:", "NOT": ":NOT:",
    "=": "=", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
}  # fmt: skip
_STANDARD = (*BUILTINS, *REDUCTIONS, LOOKUP_CALL, HISTORY, ALLOCATE)


def translate(tree: Tree, context: Context) -> Node:
    """Return the syntax tree of an expression.

    Raises
    ------
    SimError: a function, name or subscript that has no place here, or that this engine does not run.
    PerElementError: it differs from element to element by more than subscripts.
    """
    match tree:
        case Literal(value):
            return Number(value)
        case Name():
            return name_node(tree, context, translate)
        case Apply():
            return _apply(tree, context)
        case grammar.Operation(sign, parts):
            return _operation(sign, parts, context)
        case Whole() | Stretch() | Position() | Turned():
            raise no_stretch(context)


def _operation(sign: str, parts: tuple[Tree, ...], context: Context) -> Node:
    nodes = tuple(translate(part, context) for part in parts)
    if sign == "IF":
        return call("IF THEN ELSE", *nodes)
    if sign == "MOD":
        return call("xmile mod", *nodes)
    if sign == "//":
        return call("xmile safediv", *nodes, NOTHING)
    if sign == "-" and len(nodes) == 1 and isinstance(nodes[0], Number):
        return Number(-nodes[0].value)
    return Operation((_SIGNS[sign],), nodes)


# --- functions --------------------------------------------------------------------------------


def _apply(tree: Apply, context: Context) -> Node:
    parts = tree.function.parts
    name = fold(parts[-1])
    entry = context.names.find(parts, context.path)
    if len(parts) == 1 and name in context.names.macros:
        return _macro(tree, name, context)
    if entry is None and context.names.is_vensims and len(parts) == 1 and name in VENSIMS - {*REDUCTIONS}:
        return call(name.upper(), *(translate(one, context) for one in tree.arguments))
    if tree.outputs:
        raise unsupported_function(f"{'.'.join(parts).upper()}(… : …)", context.variable, None, context.place)
    if len(parts) == 1 and name == UNWRITTEN and entry is None:  # of a diagram without equations
        raise unfinished(context.variable, context.place)
    is_standard = (len(parts) == 1 or parts[0].lower() == "std") and name in _STANDARD
    if entry is not None and (entry.ways or not is_standard):
        return _graph_call(entry, tree.function, tree.arguments, context)
    if is_standard:
        if name == LOOKUP_CALL:
            return _lookup(tree, context)
        if name == HISTORY:
            return _history(tree, context)
        if name == ALLOCATE:
            return _allocate(tree, context)
        if name in OF_SEVERAL and len(tree.arguments) > 1:
            return OF_SEVERAL[name](*(_of_mix(name, one, context) for one in tree.arguments))
        if name in REDUCTIONS and (len(tree.arguments) == 1 or name not in BUILTINS):
            return _reduction(name, tree, context)
        return _builtin(name, tree, context)
    if len(parts) == 1 and name in LOOKUPS:
        return _lookup(tree, context, name.upper())
    if len(parts) == 1 and (name in VENSIMS or (name == "npv" and len(tree.arguments) == 4)):
        return call(name.upper(), *(translate(one, context) for one in tree.arguments))
    near = nearest(name, (*_STANDARD, *context.names.macros)) if len(parts) == 1 else None
    raise unsupported_function(".".join(parts).upper(), context.variable, near, context.place)


def _builtin(name: str, tree: Apply, context: Context) -> Node:
    builtin = BUILTINS[name]
    _check_count(name, builtin.arguments, builtin.counts, len(tree.arguments), context)
    if name == "delay" and not context.is_fixed(tree.arguments[1], context.path):
        raise unsupported_function("DELAY (delay time that changes)", context.variable, None, context.place)
    given = [translate(argument, context) for argument in tree.arguments]
    for at, option in enumerate(builtin.options, builtin.counts[0]):
        if at < len(given) and _is_nan(tree.arguments[at]):
            given[at] = option
    number = _number(tree.arguments[2], context) if name in STAGED else None
    try:
        if number is None:
            return builtin.build(*given)
        input_, time, order, *initial = given
        return as_long_as(order, number, builtin.build(input_, time, number, *initial))
    except NoOrderError:
        raise unsupported_function(
            f"{name.upper()} (order that is not a written number)", context.variable, None, context.place
        ) from None


def _is_nan(tree: Tree) -> bool:
    return isinstance(tree, Name) and [fold(part) for part in tree.parts] == ["nan"]


def _number(tree: Tree, context: Context) -> Number | None:
    """Return the number that the file gives a constant, None of an expression that is none by name."""
    path = context.path
    is_name = False
    while isinstance(tree, Name) and not tree.subscripts and context.is_fixed(tree, path):
        entry = context.names.find(tree.parts, path)
        if entry is None or len(entry.parts) != 1 or entry.parts[0].graph or entry.parts[0].tree is None:
            return None
        tree, path, is_name = entry.parts[0].tree, entry.path, True
    return Number(tree.value) if is_name and isinstance(tree, Literal) else None


def _history(tree: Apply, context: Context) -> Node:
    """Stella's HISTORY(x, time): the value of this run at a lag, or at a time that does not change."""
    _check_count(HISTORY, "variable, time", range(2, 3), len(tree.arguments), context)
    variable, moment = tree.arguments
    value = translate(variable, context)
    if context.is_fixed(moment, context.path):
        return at_moment(value, translate(moment, context))
    match moment:
        case grammar.Operation("-", (Name((time,), ()), lag)) if fold(time) == "time":
            if context.is_fixed(lag, context.path):
                is_positive = isinstance(lag, Literal) and lag.value > 0
                return at_lag(value, translate(lag, context), is_positive=is_positive)
    raise unsupported_function("HISTORY (time that varies)", context.variable, None, context.place)


def _allocate(tree: Apply, context: Context) -> Node:
    """Stella's ALLOCATE as its maker's converter writes Vensim's: by one array of types, ranks and widths.

    Its own results for SDEverywhere's models/allocate say that it is Vensim's; its page leaves open what it
    does without a type.
    """
    at = _profile(tree.arguments, context)
    if at is None:
        raise unsupported_function(
            "ALLOCATE (other than of one array of types, priorities and widths)",
            context.variable,
            None,
            context.place,
        )
    available, _, wanted = tree.arguments[:3]
    return call("ALLOCATE AVAILABLE", translate(wanted, context), at, translate(available, context))


def _profile(arguments: tuple[Tree, ...], context: Context) -> Reference | None:
    """Return the type of curve of the left side's element, None where priority and width do not follow it."""
    requesters = _dimension(arguments[1], context) if len(arguments) == 6 else None
    if requesters is None or context.left_dimension(requesters.name) is None:
        return None
    places = []
    for one in arguments[3:]:
        entry = context.names.find(one.parts, context.path) if isinstance(one, Name) else None
        if (
            entry is None
            or not isinstance(one, Name)
            or len(one.subscripts) != 2
            or len(entry.dimensions) != 2
        ):
            return None
        each, part = one.subscripts
        if not isinstance(part, Name) or entry.dimensions[0] is not requesters:
            return None
        if not isinstance(each, Whole) and each != arguments[1]:
            return None
        places.append((entry, entry.dimensions[1].place(part.parts[-1])))
    entry, kind = places[-1]
    if kind is None or places[:2] != [(entry, kind + 1), (entry, kind + 2)]:
        return None
    return Reference(entry.name, (requesters.name, entry.dimensions[1].elements[kind]))


def _check_count(name: str, arguments: str, counts: range, given: int, context: Context) -> None:
    if given not in counts:
        shown = f"{counts[0]}–{counts[-1]}" if len(counts) > 1 else str(counts[0])
        raise fail(
            "mismatch",
            f"{name.upper()}({arguments}) 要 {shown} 个参数，这里有 {given} 个。",
            f"{name.upper()}({arguments}) takes {shown.replace('–', ' to ')} arguments; {given} are given.",
            context.place,
        )


def _macro(tree: Apply, name: str, context: Context) -> Node:
    own, inputs = context.names.macros[name]
    least = sum(not default for _, default in inputs)
    signature = ", ".join(one for one, _ in inputs)
    _check_count(own, signature, range(least, len(inputs) + 1), len(tree.arguments), context)
    missing = (parsed(default, context.place) for _, default in inputs[len(tree.arguments) :])
    given = tuple(translate(one, context) for one in (*tree.arguments, *missing))
    outputs = (one.parts for one in tree.outputs if isinstance(one, Name))
    return Call(Reference(own), given, tuple(Reference(".".join((*context.path, *one))) for one in outputs))


def _of_mix(name: str, tree: Tree, context: Context) -> Node:
    """Return one argument of several of MIN, MAX or MEAN, which may be an array (3.7.1.3)."""
    is_several = any(isinstance(one, Whole | Stretch) for one in trees_in(tree))
    if name != "mean" and isinstance(tree, Name) and not tree.subscripts:
        entry = context.names.find(tree.parts, context.path)
        is_several = entry is not None and bool(entry.dimensions) and not context.dimensions
    if is_several and name != "mean" and isinstance(tree, Name):
        return _reduction(name, Apply(Name((name,)), (tree,)), context)
    return translate(tree, context)


def _reduction(name: str, tree: Apply, context: Context) -> Node:
    """3.7.1.3: a figure of all elements of an array, or of an expression of arrays."""
    _check_count(name, "array", range(1, 2), len(tree.arguments), context)
    whole = _dimension(tree.arguments[0], context) if name == "size" else None
    if whole is not None:
        return Number(float(len(whole.elements)))
    node = translate(tree.arguments[0], replace(context, is_reducing=True))
    marked = dict.fromkeys(
        one.removesuffix(MARK)
        for part in references_in(node)
        for one in part.subscripts
        if one.endswith(MARK)
    )
    dimensions = [context.names.dimension(one) for one in marked]
    if len({id(whole) for _, whole in dimensions}) < len(dimensions):
        raise not_here(
            f'"{context.variable}"：对一个维度的两段元素一起求和，这里不支持。',
            f'"{context.variable}": a sum over two stretches of one dimension is not supported.',
            context.place,
        )
    sizes = (len(own.elements) for own, _ in dimensions)
    count = Number(float(math.prod(sizes)))
    if name == "size" and not marked:
        raise fail(
            "wrong-type",
            f'"{context.variable}"：SIZE 的参数应是数组或维度。',
            f'"{context.variable}": the argument of SIZE must be an array or a dimension.',
            context.place,
        )
    if name == "size":
        return count
    if not marked:
        return node
    result: Node = call(REDUCTIONS[name], node)
    return Operation(("/",), (result, count)) if name == "mean" else result


def _dimension(tree: Tree, context: Context) -> Dimension | None:
    """Return the dimension that a name alone stands for, None of a variable or an expression."""
    if not isinstance(tree, Name) or len(tree.parts) > 1 or tree.subscripts:
        return None
    if fold(tree.parts[0]) in context.locals or context.names.find(tree.parts, context.path) is not None:
        return None
    return context.names.dimensions.get(fold(tree.parts[0]))


def _lookup(tree: Apply, context: Context, way: str = "") -> Node:
    """Stella's LOOKUP(f, x): a graphical function by its name; with a way, one of Vensim's."""
    _check_count(
        way.lower() or LOOKUP_CALL, "graphical function, x", range(2, 3), len(tree.arguments), context
    )
    table, argument = tree.arguments
    entry = context.names.find(table.parts, context.path) if isinstance(table, Name) else None
    if entry is None and isinstance(table, Name) and fold(table.parts[-1]) in LOST:
        return _reduction(LOST[fold(table.parts[-1])], Apply(table, (argument,)), context)
    if entry is None or not isinstance(table, Name):
        raise _no_graph(context)
    return _graph_call(entry, table, (argument,), context, way)


def _graph_call(
    entry: Entry, name: Name, arguments: tuple[Tree, ...], context: Context, way: str = ""
) -> Node:
    if not entry.ways and entry.dimensions:
        raise not_here(
            f'"{context.variable}"：按顺序号取数组的元素（{entry.name}(n)）这里不支持，请写出下标。',
            f'"{context.variable}": an element of an array by its number, {entry.name}(n), is not supported; '
            "write its subscripts.",
            context.place,
        )
    if not entry.ways:
        raise _no_graph(context, entry.name)
    _check_count(entry.name, "x", range(1, 2), len(arguments), context)
    reference = reference_to(entry, name.subscripts, context, translate)
    if not isinstance(reference, Reference):
        raise no_stretch(context)
    table = Reference(table_name(entry), reference.subscripts)
    argument = translate(arguments[0], context)
    return call(way, table, argument) if way else read_table(entry, table, argument)


def read_table(entry: Entry, table: Reference, argument: Node) -> Node:
    """Return the reading of a graphical function's table (3.1.4)."""
    if entry.ways == {"continuous"}:
        return Call(table, (argument,))
    return call("LOOKUP EXTRAPOLATE" if entry.ways == {"extrapolate"} else "LOOKUP BACKWARD", table, argument)


def table_name(entry: Entry) -> str:
    """Return the name of the table of a graphical function."""
    return entry.name if entry.is_table else f"{entry.name} graph"


def _no_graph(context: Context, name: str = "…") -> SimError:
    return fail(
        "wrong-type",
        f'"{name}" 不是图形函数，不能带括号使用。',
        f'"{name}" is not a graphical function; it takes no argument.',
        context.place,
    )
