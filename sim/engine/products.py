"""Products in the equations of a model: what a scalar is multiplied by."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine.language.expressions import Cell, Expr, Lookup, Op, Ref


def factors_beside(key: str, cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return the scalars that stand beside one as factors of a product, in the order of the equations.

    In ``price*(1+tax)*sales/days`` these are, of sales, ``price``; what stands within a sum, a power or
    another function is no factor, nor is what divides.
    """
    found: dict[str, None] = {}
    for cell in cells:
        waiting = [cell.value] if key in cell.needs else []
        while waiting:
            factors, inner = _product(waiting.pop())
            names = [each.key for each in factors if isinstance(each, Ref)]
            if key in names:
                found |= dict.fromkeys(name for name in names if name != key)
            waiting += inner
    return tuple(found)


def _product(expression: Expr) -> tuple[list[Expr], list[Expr]]:
    """Return the factors of an expression, itself where it is no product, and all expressions within them."""
    factors: list[Expr] = []
    inner: list[Expr] = []
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Op) and node.name == "mul":
            waiting += reversed(node.arguments)
        elif isinstance(node, Op) and node.name == "div":
            waiting.append(node.arguments[0])
            inner.append(node.arguments[1])
        else:
            factors.append(node)
            inner += node.arguments if isinstance(node, Op) else ()
            inner += [node.argument] if isinstance(node, Lookup) else ()
    return factors, inner
