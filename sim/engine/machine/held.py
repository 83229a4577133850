"""Values that hold a variable over whole time units, in the place of its own equation.

An input is called ``name@2021``: what the variable is over the time unit that ends at 2021. Where no value
is given, and where a member's value is `OWN`, the equation applies, with the same bits as without.

Like an event, a value holds for whole steps, and over all stages of a step that count. A method whose first
stage does not count (the midpoint method) takes its outputs there with the value of the time unit that ends
at that moment: what was at the end of a year does not change by what holds from the next day on. Others show
the value that holds from there on. At the end of a run it is the last time unit's for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sim.engine.language.expressions import MISSING, Cell, Expr, Number, Ref, StepTime, Time, op
from sim.engine.machine.methods import Scheme

MARK = "@"
OWN = MISSING  # as a member's value: its own equation applies


def held_key(name: str, end: int) -> str:
    """Return the name of the input that holds a variable over the time unit before ``end``.

    Examples
    --------
    >>> held_key("demand growth[automobiles]", 2021)
    'demand growth[automobiles]@2021'
    """
    return f"{name}{MARK}{end}"


def split_held(key: str) -> tuple[str, int] | None:
    """Return the variable and the end of the time unit that an input holds, None for any other input.

    Examples
    --------
    >>> split_held("public investment@2021"), split_held("public investment to")
    (('public investment', 2021), None)
    """
    name, mark, end = key.rpartition(MARK)
    return (name, int(end)) if mark and end.isascii() and end.isdigit() else None


def held_cell(cell: Cell, ends: Iterable[int], scheme: Scheme) -> Cell:
    """Return the cell of a variable that is held over the time units with these ends."""
    moment = _moment(scheme)
    wanted = set(ends)
    value: Expr = Number(OWN)
    for end in sorted({*wanted, *(end - 1 for end in wanted)}, reverse=True):
        held = Ref(held_key(cell.key, end)) if end in wanted else Number(OWN)
        value = op("if", op("lt", moment, Number(float(end))), held, value)
    return replace(cell, value=op("if", op("eq", value, Number(OWN)), cell.value, value))


def _moment(scheme: Scheme) -> Expr:
    """Return a moment within the time unit whose value applies: never at an end, which rounding may miss."""
    if scheme.counts_last:
        quarter = op("mul", Ref("TIME STEP"), Number(0.25))
        return op("max", op("sub", Time(), quarter), op("add", Ref("INITIAL TIME"), quarter))
    half = op("mul", Ref("TIME STEP"), Number(0.5))
    return op("min", op("add", StepTime(), half), op("sub", Ref("FINAL TIME"), half))
