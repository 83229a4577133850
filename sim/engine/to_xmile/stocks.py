"""Flows of a stock: XMILE gives a stock a list of flows where Vensim has one expression (3.1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sim.engine.language.parser import Parsed
from sim.engine.language.syntax import Call, Node, Number, Operation, Reference
from sim.engine.system import Shape
from sim.names import fold


@dataclass(frozen=True)
class Flows:
    """Flows into and out of a stock.

    Parameters
    ----------
    inflows, outflows : names of variables
    own : name of the flow that is added for its net flow, "" where variables make it up
    """

    inflows: tuple[str, ...]
    outflows: tuple[str, ...]
    own: str = ""


def is_stock(part: Parsed) -> bool:
    """Return whether an equation is that of a stock."""
    return isinstance(part.syntax, Call) and fold(part.syntax.function.name) == "integ"


def net_flow(part: Parsed) -> Node:
    """Return the net flow of a stock."""
    assert isinstance(part.syntax, Call)  # it is a stock
    return part.syntax.arguments[0]


def initial(part: Parsed) -> Node:
    """Return the start of a stock."""
    assert isinstance(part.syntax, Call)  # it is a stock
    return part.syntax.arguments[1]


def find_flows(shapes: Mapping[str, Shape]) -> dict[str, Flows]:
    """Return the flows of every stock, by folded name.

    A variable is a flow where a net flow adds or subtracts it unchanged, inflows first, and no other stock
    has it on that side; otherwise the whole net flow becomes a flow of its own, so that no sum is taken in
    another order.
    """
    found: dict[str, Flows] = {}
    taken: tuple[set[str], set[str]] = (set(), set())
    plain = {fold(name): shape for name, shape in shapes.items() if not any(map(is_stock, shape.parts))}
    for name, shape in shapes.items():
        if not all(map(is_stock, shape.parts)):
            continue
        sides = {_sides(part, shape, plain) for part in shape.parts}
        only = sides.pop() if len(sides) == 1 else None
        if only and not any(used & set(map(fold, side)) for side, used in zip(only, taken, strict=True)):
            for side, used in zip(only, taken, strict=True):
                used.update(map(fold, side))
            found[fold(name)] = Flows(*only)
        else:
            found[fold(name)] = Flows((), (), _free_name(f"{name} net flow", shapes))
    return found


def _free_name(name: str, shapes: Iterable[str]) -> str:
    known = set(map(fold, shapes))
    while fold(name) in known:
        name += " of it"
    return name


def _sides(
    part: Parsed, shape: Shape, plain: Mapping[str, Shape]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    node = net_flow(part)
    if node == Number(0.0):
        return (), ()
    terms = list(_terms(node, is_added=True))
    references = [term for _, term in terms if isinstance(term, Reference)]
    names = [term.name for term in references if _is_flow(term, part, shape, plain)]
    signs = [is_added for is_added, _ in terms]
    if len(set(map(fold, names))) < len(terms) or signs != sorted(signs, reverse=True):
        return None
    added = sum(signs)
    return tuple(names[:added]), tuple(names[added:])


def _terms(node: Node, *, is_added: bool) -> Iterator[tuple[bool, Node]]:
    """Yield the terms of a sum without brackets, and whether each is added."""
    if not isinstance(node, Operation) or not set(node.signs) <= {"+", "-"}:
        yield is_added, node
    elif len(node.parts) == 1:
        yield False, node.parts[0]
    else:
        first, *others = node.parts
        if isinstance(first, Operation) and first.signs == ("-",) and len(first.parts) == 1:
            yield False, first.parts[0]
        else:
            yield True, first
        for sign, part in zip(node.signs, others, strict=True):
            yield sign == "+", part


def _is_flow(term: Reference, part: Parsed, shape: Shape, plain: Mapping[str, Shape]) -> bool:
    other = plain.get(fold(term.name))
    if other is None or other.parts[0].kind != "component":
        return False
    left = [fold(one) for one in part.subscripts]
    return [fold(one) for one in term.subscripts] == left and list(map(fold, other.dimensions)) == list(
        map(fold, shape.dimensions)
    ) == left
