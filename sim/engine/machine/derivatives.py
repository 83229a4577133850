"""Derivatives of elementary operations, as further operations on the same tape.

Takes an operation; gives what a small change of each of its arguments counts for in its result, so that all
directions share it. Operations that choose between their arguments have no such factor and stand in
`sim.engine.machine.tangents`. At a kink a derivative is that of the side which the run itself takes; where
that is both, of the right side.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from sim.engine.language.expressions import Table
from sim.engine.machine.array_code import CURVED
from sim.engine.machine.search import read_as, segments
from sim.engine.machine.tape import MASKS, Node, Tape

UNKNOWN = frozenset({*CURVED, "discrete"})
"""Operations whose derivative is not known here."""
CHOOSING = frozenset({"if", "min", "max", "array", "inverse", "entry", "pick"})
"""Operations that hand on the change of what they choose, or of whole arrays."""
_LEVEL = frozenset({
    *MASKS, "truncate", "order", "ranks", "noise", "number", "lookup forward", "lookup backward",
    "lookup area before", "lookup knot before",
    "time", "step time", "start time", "series", "first of series", "literal", "input", "state",
})  # fmt: skip
_FAR = -1e300  # below every point of a lookup
_SHIFTED = 8  # digamma is summed up to here, and a series from there on
_BERNOULLI = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12)

Factors = tuple[tuple[int, int], ...]  # argument, and what its change counts for


def carriers(node: Node) -> tuple[int, ...]:
    """Return the arguments whose small changes change an operation's result."""
    if node.name in _LEVEL:
        return ()
    if node.name == "if":
        return node.arguments[1:]
    return node.arguments[:1] if node.name == "pick" else node.operands


def factors_of(tape: Tape, number: int) -> Factors:
    """Return what changes of an operation's arguments count for: operations, new or shared."""
    node = tape.nodes[number]
    if isinstance(node.payload, Table):
        slope = slope_table(node.name, node.payload)
        if slope is None:
            return ((node.arguments[0], tape.literal(math.nan)),)
        return ((node.arguments[0], tape.add("lookup backward", node.arguments[0], payload=slope)),)
    return _FACTORS[node.name](_Writer(tape), number, *node.arguments)


def slope_table(way: str, table: Table) -> Table | None:
    """Return the slopes of a lookup, each from its point on; None where a lookup has no inverse."""
    plain = read_as(way, table)
    if plain is None:
        return None
    way, table = plain
    steps = [(x, slope) for x, _, slope in segments(table)]
    is_open = way == "lookup extrapolate"
    steps = (steps[:-1] or steps) if is_open else [(_FAR, 0.0), *steps]
    places, slopes = zip(*steps, strict=True)
    return Table(places, slopes)


def corners(way: str, table: Table) -> tuple[float, ...]:
    """Return the arguments at which a lookup jumps or turns; those of the parts of an area cancel."""
    if way in ("lookup area before", "lookup knot before"):
        return ()
    if way in ("lookup forward", "lookup backward"):
        pairs = itertools.pairwise(zip(table.x, table.y, strict=True))
        later = way == "lookup backward"
        return tuple(right[0] if later else left[0] for left, right in pairs if left[1] != right[1])
    slopes = slope_table(way, table)
    if slopes is None:
        return ()
    known = zip(slopes.x, slopes.y, strict=True)
    return tuple(x for (_, before), (x, after) in itertools.pairwise(known) if before != after)


class _Writer:
    """Writes operations by short names; plain numbers are literals."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.one, self.minus = tape.literal(1.0), tape.literal(-1.0)

    def __call__(self, name: str, *arguments: int | float) -> int:
        numbers = [one if isinstance(one, int) else self.tape.literal(one) for one in arguments]
        return self.tape.operation(name, *numbers)


def _divided(w: _Writer, own: int, a: int, b: int) -> Factors:
    inverse = w("div", 1.0, b)
    return (a, inverse), (b, w("mul", w("neg", own), inverse))


def _powered(w: _Writer, own: int, a: int, b: int, ln: int) -> Factors:
    """Return b·aᵇ⁻¹ and aᵇ·ln a; at a = 0 their limits."""
    is_zero = w("eq", a, 0.0)
    steep = w("if", w("lt", b, 1.0), math.inf, w("number", w("eq", b, 1.0)))
    at_zero = w("if", w("eq", b, 0.0), 0.0, steep)
    by_base = w("if", is_zero, at_zero, w("div", w("mul", own, b), a))
    return (a, by_base), (b, w("if", is_zero, 0.0, w("mul", own, ln)))


def _arc(sign: float) -> Callable[..., Factors]:
    def build(w: _Writer, _: int, a: int) -> Factors:
        return ((a, w("div", sign, w("sqrt", w("sub", 1.0, w("mul", a, a))))),)

    return build


def _wound(w: _Writer, _: int, a: int) -> Factors:
    return ((a, w("div", 1.0, w("add", 1.0, w("mul", a, a)))),)


def _tanh(w: _Writer, _: int, a: int) -> Factors:
    inverse = w("div", 1.0, w("cosh", a))
    return ((a, w("mul", inverse, inverse)),)


def _digamma(w: _Writer, _: int, a: int) -> Factors:
    """Return the derivative of ln Γ: ψ(x) = ψ(x + 1) − 1 / x, and far out its series.

    Abramowitz and Stegun (1964), 6.3.5 and 6.3.18.
    """
    below: int | float = 0.0
    for step in range(_SHIFTED):
        below = w("add", below, w("div", 1.0, w("add", a, float(step))))
    far = w("add", a, float(_SHIFTED))
    square = w("div", 1.0, w("mul", far, far))
    series: int | float = 0.0
    for term in reversed(_BERNOULLI):
        series = w("mul", w("add", series, term), square)
    asymptote = w("sub", w("ln", far), w("div", 0.5, far))
    return ((a, w("sub", w("sub", asymptote, series), below)),)


def _remainder(w: _Writer, own: int, a: int, b: int) -> Factors:
    quotient = w("div", w("sub", a, own), b)  # whole but for its rounding
    nearest = w("add", quotient, w("if", w("lt", quotient, 0.0), -0.5, 0.5))
    return (a, w.one), (b, w("neg", w("truncate", nearest)))


_FACTORS: dict[str, Callable[..., Factors]] = {
    "add": lambda w, _, a, b: ((a, w.one), (b, w.one)),
    "sub": lambda w, _, a, b: ((a, w.one), (b, w.minus)),
    "mul": lambda w, _, a, b: ((a, b), (b, a)),
    "div": _divided,
    "neg": lambda w, _, a: ((a, w.minus),),
    "pow": _powered,
    "abs": lambda w, _, a: ((a, w("if", w("lt", a, 0.0), -1.0, 1.0)),),
    "remainder": _remainder,
    "sqrt": lambda w, own, a: ((a, w("div", 0.5, own)),),
    "exp": lambda w, own, a: ((a, own),),
    "ln": lambda w, _, a: ((a, w("div", 1.0, a)),),
    "sin": lambda w, _, a: ((a, w("cos", a)),),
    "cos": lambda w, _, a: ((a, w("neg", w("sin", a))),),
    "tan": lambda w, own, a: ((a, w("add", 1.0, w("mul", own, own))),),
    "arcsin": _arc(1.0),
    "arccos": _arc(-1.0),
    "arctan": _wound,
    "sinh": lambda w, _, a: ((a, w("cosh", a)),),
    "cosh": lambda w, _, a: ((a, w("sinh", a)),),
    "tanh": _tanh,
    "gamma ln": _digamma,
}  # fmt: skip
