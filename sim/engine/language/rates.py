"""Flows of a stock: the terms of its net flow that are a single variable."""

from __future__ import annotations

from sim.engine.language.expressions import Expr, Op, Ref


def named_rates(net_flow: Expr) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys that a net flow adds and those that it subtracts, in the order of writing.

    ``births + 0.1*arrivals - deaths`` adds births and subtracts deaths; the term between them is a
    rate without a name.
    """
    found: dict[bool, dict[str, None]] = {True: {}, False: {}}
    waiting = [(net_flow, True)]
    while waiting:
        term, is_added = waiting.pop()
        if isinstance(term, Ref):
            found[is_added][term.key] = None
        elif isinstance(term, Op) and term.name in {"add", "sub", "neg"}:
            turned = not is_added
            signs = {"add": (is_added, is_added), "sub": (is_added, turned), "neg": (turned,)}[term.name]
            waiting.extend(reversed(list(zip(term.arguments, signs, strict=True))))
    return tuple(found[True]), tuple(found[False])
