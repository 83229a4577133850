"""Readings of lookups, for eight members at a time.

Takes a table and a value; gives instructions that read the table there: between its points, straight on
beyond them, or at the next or last of them. A table of few points is a chain of comparisons, for a chain
needs no memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.engine.language.expressions import Table
from sim.engine.machine.ir import Writer
from sim.engine.machine.search import Segment, read_as, segments


def _read_table(w: Writer, x: str, segments: list[Segment]) -> str:
    """Return yᵢ + slopeᵢ·(x − xᵢ) of the last knot not above x: exact at every knot."""
    here_x: str | float
    base: str | float
    steep: str | float
    here_x, base, steep = segments[0]
    for knot_x, knot_y, slope in segments[1:]:
        beyond = w.compare("oge", x, knot_x)
        here_x = w.select(beyond, knot_x, here_x)
        base = w.select(beyond, knot_y, base)
        steep = w.select(beyond, slope, steep)
    return w.fma(steep, w.sub(x, here_x), base)


def _lookup(w: Writer, table: Table, x: str) -> str:
    """Interpolate, flat outside the table (22820.html)."""
    x = w.select(w.compare("olt", x, table.x[0]), table.x[0], x)  # keeps NaN
    return _read_table(w, x, segments(table))


def _lookup_extrapolate(w: Writer, table: Table, x: str) -> str:
    """Interpolate, straight on outside the table (fn_lookup_extrapolate)."""
    known = segments(table)
    return _read_table(w, x, known[:-1] if len(known) > 1 else known)


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


def read(w: Writer, way: str, table: Table, x: str) -> str:
    """Return what a way of reading gives at x; no number where an inverse is wanted and there is none."""
    plain = read_as(way, table)
    if plain is None:
        return w.add(x, math.nan)
    name, points = plain
    return _READINGS[name](w, points, x)


_READINGS: dict[str, Callable[[Writer, Table, str], str]] = {
    "lookup": _lookup,
    "lookup extrapolate": _lookup_extrapolate,
    "lookup forward": _lookup_forward,
    "lookup backward": _lookup_backward,
}
