"""Search in the points of a lookup, for eight members at a time, by halving.

Takes where the points stand in memory and a value for each lane; gives each lane's place among them, and
readings there with the bits that the chains of `sim.engine.machine.curves` give. It exists because a chain
does an instruction for every point: a table of a thousand points would be four thousand instructions, and
an interpreter knows its tables only when it runs.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from sim.engine.language.expressions import Table
from sim.engine.machine.ir import INTEGERS, LANES, VECTOR, Writer, function, splat_integer, splat_mask

Segment = tuple[float, float, float]  # a knot and the slope from it on: x, y, slope
_CONDITIONS = {"not_above": "oge", "below": "ogt"}


def segments(table: Table) -> list[Segment]:
    """Return every knot with the slope from it on, which is 0 from the last."""
    knots = list(zip(table.x, table.y, strict=True))
    slopes = [(y2 - y1) / (x2 - x1) if x2 > x1 else 0.0 for (x1, y1), (x2, y2) in itertools.pairwise(knots)]
    return [(x, y, slope) for (x, y), slope in zip(knots, [*slopes, 0.0], strict=True)]


@dataclass(frozen=True)
class Curve:
    """A table as it is searched: which reading, its columns of knots, values and slopes, how many count."""

    way: str
    columns: tuple[tuple[float, ...], ...]
    count: int


def read_as(way: str, table: Table) -> tuple[str, Table] | None:
    """Return the plain reading that one stands for, and its points; None for an inverse that has none.

    "lookup invert" reads x at y; "lookup knot before" is the last x not above a value, and "lookup area
    before" the area under the table from its first point to that one.
    """
    match way:
        case "lookup invert":
            if not table.is_monotone:  # points that a run was given
                return None
            turn = 1 if table.y[-1] >= table.y[0] else -1
            return "lookup", Table(table.y[::turn], table.x[::turn])
        case "lookup knot before":
            return "lookup backward", Table(table.x, table.x)
        case "lookup area before":
            knots = itertools.pairwise(zip(table.x, table.y, strict=True))
            strips = ((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in knots)
            return "lookup backward", Table(table.x, tuple(itertools.accumulate(strips, initial=0.0)))
    return way, table


def curve_of(way: str, table: Table) -> Curve | None:
    """Return how a table is searched; None for the inverse of one that has none."""
    plain = read_as(way, table)
    if plain is None:
        return None
    way, table = plain
    count = len(table.x)
    is_open = way == "lookup extrapolate" and count > 1  # the slope before the last knot goes on
    return Curve(way, tuple(zip(*segments(table), strict=True)), count - is_open)


def functions() -> list[str]:
    """Return the text of the searches: for the last knot not above a value, and for the last below it."""
    return [_search(name, condition) for name, condition in _CONDITIONS.items()]


def _search(name: str, condition: str) -> str:
    """Return the place of the last of n rising knots that a value has reached; the first where none is."""
    w = Writer()
    w.label("entry")
    w.do("br label %halve")
    w.label("halve")
    w.do(f"%base = phi {INTEGERS} [ {splat_integer(0)}, %entry ], [ %further, %look ]")
    w.do("%rest = phi i64 [ %n, %entry ], [ %left, %look ]")
    w.do("%half = lshr i64 %rest, 1")
    w.do("%is.found = icmp eq i64 %half, 0")
    w.do("br i1 %is.found, label %found, label %look")
    w.label("look")
    probe = w.integer("add", "%base", w.spread_integer("%half"))
    reached = w.compare(condition, "%x", _entries(w, "%knots", probe))
    w.do(f"%further = select <{LANES} x i1> {reached}, {INTEGERS} {probe}, {INTEGERS} %base")
    w.do("%left = sub i64 %rest, %half")
    w.do("br label %halve")
    w.label("found")
    w.do(f"ret {INTEGERS} %base")
    return function(f"last_{name}", f"ptr %knots, i64 %n, {VECTOR} %x", w.lines, result=INTEGERS)


def _entries(w: Writer, array: str, places: str) -> str:
    """Return the entry of a list of doubles at each lane's place."""
    pointers = w.emit(f"getelementptr double, ptr {array}, {INTEGERS} {places}")
    return w.gather(pointers, splat_mask(True), 0.0)


def _last(w: Writer, name: str, knots: str, count: str, x: str) -> str:
    return w.emit(f"call {INTEGERS} @last_{name}(ptr {knots}, i64 {count}, {VECTOR} {x})")


def straight(w: Writer, x: str, knots: str, values: str, slopes: str, count: str) -> str:
    """Return yᵢ + slopeᵢ·(x − xᵢ) of the last knot not above x: exact at every knot."""
    place = _last(w, "not_above", knots, count, x)
    here, base, steep = (_entries(w, array, place) for array in (knots, values, slopes))
    return w.fma(steep, w.sub(x, here), base)


def clamped(w: Writer, x: str, knots: str, values: str, slopes: str, count: str) -> str:
    """Interpolate, flat outside the table (22820.html)."""
    first = w.spread(w.emit(f"load double, ptr {knots}, align 8"))
    return straight(w, w.select(w.compare("olt", x, first), first, x), knots, values, slopes, count)


def forward(w: Writer, x: str, knots: str, values: str, _: str, count: str) -> str:
    """Return y of the first knot not below x, and of the last beyond it (fn_lookup_forward)."""
    place = _last(w, "below", w.offset(knots, -1, "double"), count, x)
    return w.select(w.compare("uno", x, x), x, _entries(w, values, place))


def backward(w: Writer, x: str, knots: str, values: str, _: str, count: str) -> str:
    """Return y of the last knot not above x, and of the first below it (fn_lookup_backward)."""
    place = _last(w, "not_above", knots, count, x)
    return w.select(w.compare("uno", x, x), x, _entries(w, values, place))


READINGS = {
    "lookup": clamped,
    "lookup extrapolate": straight,
    "lookup forward": forward,
    "lookup backward": backward,
}
"""What reads a curve, from its argument, where its columns stand, and how many knots count."""
