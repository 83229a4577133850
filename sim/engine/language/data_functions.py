"""Functions that look into the points of a data variable, whatever the time of the run.

The pages are those of Vensim's reference guide, vensim.com/documentation/fn_get_data_NAME.html. The points
are known when a model is read, so these become lookups and short sums; of what is no data, Vensim gives
:NA:.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence

from sim.engine.language.expressions import MISSING, Expr, Lookup, Number, Ref, StepTime, Table, Time, op
from sim.engine.language.functions import ONE, ZERO
from sim.engine.language.starting import INITIAL_TIME

_AT_POINT = 1e-9  # of the time, relative: 0.1 · 3 is not 0.3, but at the point
_NONE = Number(MISSING)
Reading = tuple[str, Callable[..., Expr]]


def _near(time: Expr) -> Expr:
    """Return how far apart two times may be and yet be the same."""
    return op("mul", Number(_AT_POINT), op("max", op("abs", time), ONE))


def _at_time(table: Table, time: Expr) -> Expr:
    """get_data_at_time: the value of the point at a time, if there is one."""
    beyond = op("add", time, _near(time))
    times = Table(table.x, table.x)
    gap = op("abs", op("sub", time, Lookup(times, beyond, "lookup backward")))
    is_there = op("le", gap, _near(time))
    return op("if", is_there, Lookup(table, beyond, "lookup backward"), _NONE)


def _between_times(table: Table, time: Expr, mode: Expr) -> Expr:
    """get_data_between_times: interpolated (0), the next value (1) or the last (-1) within the points.

    In Vensim's own results the next and the last are those of the time rounded down to a step, and the last
    is before it even where there is a point at it (decision 0002).
    """
    near = _near(time)
    step, start = Ref("TIME STEP"), Ref(INITIAL_TIME)
    steps = op("div", op("sub", op("add", time, near), start), step)
    whole = op("truncate", steps)
    whole = op("sub", whole, op("if", op("lt", steps, whole), ONE, ZERO))
    rounded = op("sub", op("add", start, op("mul", whole, step)), near)
    ahead = Lookup(table, rounded, "lookup forward")
    behind = Lookup(table, rounded, "lookup backward")
    held = op("if", op("lt", mode, Number(-0.5)), behind, Lookup(table, time))
    value = op("if", op("gt", mode, Number(0.5)), ahead, held)
    is_early = op("lt", op("add", time, near), Number(table.x[0]))
    is_late = op("gt", op("sub", time, near), Number(table.x[-1]))
    return op("if", op("or", is_early, is_late), _NONE, value)


def reading_at(table: Table, way: str) -> Expr:
    """Return the value of data now, read between its points in one of the ways of dataequations.html."""
    if way == "raw":
        return _at_time(table, StepTime())
    if way == "hold backward":
        return Lookup(table, op("add", Time(), _near(Time())), "lookup backward")
    if way == "look forward":
        return Lookup(table, op("sub", Time(), _near(Time())), "lookup forward")
    return Lookup(table, Time())


def _over_range(
    build: Callable[[Sequence[Expr], Sequence[Expr], Expr], Expr],
) -> Callable[[Table, Expr, Expr], Expr]:
    """Return a figure of the points from a start to an end, :NA: where there are none.

    ``build`` takes, for each point, whether it counts and its value, and their number.
    """

    def figure(table: Table, start: Expr, end: Expr) -> Expr:
        first, last = op("sub", start, _near(start)), op("add", end, _near(end))
        counts = [op("and", op("ge", Number(x), first), op("le", Number(x), last)) for x in table.x]
        number: Expr = ZERO
        for count in counts:
            number = op("add", number, op("if", count, ONE, ZERO))
        return op("if", op("gt", number, ZERO), build(counts, [Number(y) for y in table.y], number), _NONE)

    return figure


def _extreme(name: str, beyond: float) -> Callable[[Sequence[Expr], Sequence[Expr], Expr], Expr]:
    def build(counts: Sequence[Expr], values: Sequence[Expr], _: Expr) -> Expr:
        kept = [op("if", count, value, Number(beyond)) for count, value in zip(counts, values, strict=True)]
        return functools.reduce(lambda best, value: op(name, best, value), kept)

    return build


def _mean(counts: Sequence[Expr], values: Sequence[Expr], number: Expr) -> Expr:
    kept = [op("if", count, value, ZERO) for count, value in zip(counts, values, strict=True)]
    total = functools.reduce(lambda sum_, value: op("add", sum_, value), kept)
    return op("div", total, op("max", number, ONE))


DATA_FUNCTIONS: dict[str, Reading] = {
    "get data at time": ("data, time", _at_time),
    "get data between times": ("data, time, mode", _between_times),
    "get data first time": ("data", lambda table: Number(table.x[0])),
    "get data last time": ("data", lambda table: Number(table.x[-1])),
    "get data max": ("data, start, end", _over_range(_extreme("max", -math.inf))),
    "get data mean": ("data, start, end", _over_range(_mean)),
    "get data min": ("data, start, end", _over_range(_extreme("min", math.inf))),
    "get data total points": ("data", lambda table: Number(float(len(table.x)))),
}
