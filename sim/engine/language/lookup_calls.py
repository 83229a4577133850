"""Lookups and the functions that read them.

The pages are those of Vensim's reference guide, vensim.com/documentation/NAME.html.
"""

from __future__ import annotations

import itertools

from sim.engine.language.calls import Translate, check_count
from sim.engine.language.expressions import Expr, Lookup, Number, Table, op
from sim.engine.language.scope import Scope
from sim.engine.language.syntax import Call, Node, Points, Reference
from sim.errors import fail
from sim.names import fold, split_element

AREA, INVERSE = "lookup area", "lookup invert"
READINGS = ("lookup extrapolate", "lookup forward", "lookup backward")


def table_of(node: Points, place: str, key: str = "") -> Table:
    """Return the points of a lookup, from left to right; Vensim also takes them from right to left.

    Raises
    ------
    SimError: x rises at one point and falls at another.
    """
    if all(after < before for before, after in itertools.pairwise(node.x)):
        return Table(node.x[::-1], node.y[::-1], key)
    for before, after in itertools.pairwise(node.x):
        if after < before:
            raise fail(
                "wrong-order",
                f"查找表的 x 应从小到大（或全部从大到小），{after:g} 却在 {before:g} 之后。",
                f"the x of a lookup must rise, or fall throughout, but {after:g} follows {before:g}.",
                place,
            )
    return Table(node.x, node.y, key)


def lookup_call(node: Call, scope: Scope, translate: Translate) -> Expr:
    """22820: a lookup that is called like a function."""
    table = named_table(node.function, scope)
    check_count(node, "x", scope)
    return Lookup(table, translate(node.arguments[0], scope))


def named_table(node: Node, scope: Scope) -> Table:
    """Return the lookup of a name."""
    table = scope.table_of(node) if isinstance(node, Reference) else None
    if table is None:
        name = node.name if isinstance(node, Reference) else "…"
        raise fail(
            "wrong-type",
            f'"{name}" 不是查找表，不能带括号使用。',
            f'"{name}" is not a lookup; it takes no argument.',
            scope.place,
        )
    return table


def table_reading(node: Call, scope: Scope, translate: Translate) -> Expr:
    """Read a lookup beyond its ends, or at its next or last point instead of between them."""
    name = fold(node.function.name)
    check_count(node, "lookup, x", scope)
    return Lookup(named_table(node.arguments[0], scope), translate(node.arguments[1], scope), name)


def inverse_reading(node: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_lookup_invert: the x at which a lookup has a value; y must rise, or fall, from point to point."""
    check_count(node, "lookup, y", scope)
    table = named_table(node.arguments[0], scope)
    if not table.is_monotone:
        name = split_element(scope.key)[0]
        raise fail(
            "unsupported",
            f'"{name}"：LOOKUP INVERT 的查找表，y 应逐点上升或逐点下降。',
            f'"{name}": the y of a lookup that LOOKUP INVERT reads must rise, or fall, from point to point.',
            scope.place,
        )
    return Lookup(table, translate(node.arguments[1], scope), INVERSE)


def area_reading(node: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_lookup_area: the area under a lookup from a start to an end, level beyond its points."""
    check_count(node, "lookup, start, end", scope)
    table = named_table(node.arguments[0], scope)
    start, end = (_area_to(table, translate(argument, scope)) for argument in node.arguments[1:])
    return op("sub", end, start)


def _area_to(table: Table, x: Expr) -> Expr:
    """Return the area from the first point: up to the point before, and of the part of a strip from there."""
    since = op("sub", x, Lookup(table, x, "lookup knot before"))
    heights = op("add", Lookup(table, x, "lookup backward"), Lookup(table, x))
    part = op("mul", since, op("mul", heights, Number(0.5)))
    return op("add", Lookup(table, x, "lookup area before"), part)


def inline_lookup(node: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_with_lookup."""
    argument, points = node.arguments
    assert isinstance(points, Points)  # so the grammar reads it
    return Lookup(table_of(points, scope.place), translate(argument, scope))
