"""Readings of lookups, for eight members at a time.

Takes a table and a value; gives instructions that read the table there: between its points, straight on
beyond them, or at the next or last of them. A table of few points is a chain of comparisons, for a chain
needs no memory; where a processor permutes constants, only the place among the knots is searched, and what
stands there is looked up: the same numbers, and so the same bits, by half the instructions.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.engine.language.expressions import Table
from sim.engine.machine.ir import INTEGERS, MASK, MOST_PERMUTED, Writer, splat_integer
from sim.engine.machine.search import Segment, read_as, segments

_FEWEST = 5  # segments from which permutations pay
_UNEVEN = 1e-6  # of the distance of knots, up to which they count as evenly spaced
_TO_INTEGER = 1.5 * 2.0**52  # adding it rounds a number into the last bits


def _reading(w: Writer, x: str, segments: list[Segment], has_permutations: bool) -> str:
    """Return yᵢ + slopeᵢ·(x − xᵢ) of the last knot not above x: exact at every knot."""
    is_permuted = has_permutations and _FEWEST <= len(segments) <= MOST_PERMUTED
    here_x, base, steep = (_permuted if is_permuted else _chain)(w, x, segments)
    return w.fma(steep, w.sub(x, here_x), base)


def _permuted(w: Writer, x: str, segments: list[Segment]) -> list[str | float]:
    """Return knot, value and slope at a place among the knots."""
    columns = [*zip(*segments, strict=True)]
    place = _place(w, x, columns[0])
    return [w.permuted(column, place) for column in columns]


def _place(w: Writer, x: str, knots: tuple[float, ...]) -> str:
    """Return the place of the last knot not above x, the first where there is none, and any for NaN."""
    first, last = knots[0], len(knots) - 1
    distance = (knots[-1] - first) / last
    ideal = (first + place * distance for place in range(len(knots)))
    is_even = all(abs(a - b) < _UNEVEN * distance for a, b in zip(ideal, knots, strict=True))
    if not is_even or not math.isfinite(distance):
        place = splat_integer(0)
        for knot in knots[1:]:
            place = _chosen(w, w.compare("oge", x, knot), w.integer("add", place, 1), place)
        return place
    near = w.div(w.sub(x, first), distance)
    near = w.select(w.compare("ogt", near, 0.0), near, 0.0)
    near = w.select(w.compare("olt", near, float(last)), near, float(last))
    nearest = w.to_bits(w.add(near, _TO_INTEGER))  # it may lie above x, by half a distance
    is_above = w.compare("olt", x, w.permuted((-math.inf, *knots[1:]), nearest))
    return _chosen(w, is_above, w.integer("sub", nearest, 1), nearest)


def _chosen(w: Writer, mask: str, a: str, b: str) -> str:
    return w.emit(f"select {MASK} {mask}, {INTEGERS} {a}, {INTEGERS} {b}")


def _chain(w: Writer, x: str, segments: list[Segment]) -> list[str | float]:
    """Return knot, value and slope by comparing x with one knot after the other."""
    here_x: str | float
    base: str | float
    steep: str | float
    here_x, base, steep = segments[0]
    for knot_x, knot_y, slope in segments[1:]:
        beyond = w.compare("oge", x, knot_x)
        here_x = w.select(beyond, knot_x, here_x)
        base = w.select(beyond, knot_y, base)
        steep = w.select(beyond, slope, steep)
    return [here_x, base, steep]


def _lookup(w: Writer, table: Table, x: str, has_permutations: bool) -> str:
    """Interpolate, flat outside the table (22820.html)."""
    x = w.select(w.compare("olt", x, table.x[0]), table.x[0], x)  # keeps NaN
    return _reading(w, x, segments(table), has_permutations)


def _lookup_extrapolate(w: Writer, table: Table, x: str, has_permutations: bool) -> str:
    """Interpolate, straight on outside the table (fn_lookup_extrapolate)."""
    known = segments(table)
    return _reading(w, x, known[:-1] if len(known) > 1 else known, has_permutations)


def _lookup_forward(w: Writer, table: Table, x: str) -> str:
    """Return y of the first knot not below x, and of the last beyond it (fn_lookup_forward)."""
    result: str | float = table.y[0]
    for knot_x, y in zip(table.x, table.y[1:], strict=False):  # past each knot the next one's y
        result = w.select(w.compare("ogt", x, knot_x), y, result)
    return w.select(w.compare("uno", x, x), x, result)


def _lookup_backward(w: Writer, table: Table, x: str) -> str:
    """Return y of the last knot not above x, and of the first below it (fn_lookup_backward)."""
    result: str | float = table.y[0]
    for knot_x, y in zip(table.x[1:], table.y[1:], strict=True):
        result = w.select(w.compare("oge", x, knot_x), y, result)
    return w.select(w.compare("uno", x, x), x, result)


def read(w: Writer, way: str, table: Table, x: str, has_permutations: bool) -> str:
    """Return what a way of reading gives at x; no number where an inverse is wanted and there is none.

    Parameters
    ----------
    has_permutations : whether the code is for a processor with AVX-512
    """
    plain = read_as(way, table)
    if plain is None:
        return w.add(x, math.nan)
    name, points = plain
    if name in _BETWEEN_POINTS:
        return _BETWEEN_POINTS[name](w, points, x, has_permutations)
    return _AT_POINTS[name](w, points, x)


_BETWEEN_POINTS: dict[str, Callable[[Writer, Table, str, bool], str]] = {
    "lookup": _lookup,
    "lookup extrapolate": _lookup_extrapolate,
}
_AT_POINTS: dict[str, Callable[[Writer, Table, str], str]] = {
    "lookup forward": _lookup_forward,
    "lookup backward": _lookup_backward,
}
