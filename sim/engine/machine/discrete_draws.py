"""Whole numbers with a given distribution, from uniform draws, for eight members at a time.

The distributions are those of Panjer (1981, doi:10.1017/S0515036100006796): each probability is the one
before times a + b / k. The number is found by adding up from a start far out in the lower tail. A lane that
has ended stands still while others go on, so its bits do not depend on them.
"""

from __future__ import annotations

import math

from sim.engine.machine.ir import LANES, MASK, VECTOR, Writer, function

_LIMIT = 200_000  # terms
_NOTHING = 1e-20  # a falling probability below this cannot reach any uniform draw that is left
NAME = "discrete"


def functions() -> dict[str, str]:
    """Return the text of the function, by the name of its operation."""
    return {NAME: _discrete()}


def _discrete() -> str:
    """Return the first number, from a start with a probability on, whose summed probability reaches u."""
    w = Writer()
    names: dict[str, str | float] = {"number": "%start", "here": "%first", "sum": "%first", "ratio": 2.0}
    w.label("entry")
    for name, value in names.items():
        w.do(f"%{name} = alloca {VECTOR}, align 64")
        w.store(value, f"%{name}")
    w.do("br label %look")
    w.label("look")
    w.do("%k = phi i64 [ 0, %entry ], [ %k.next, %add ]")
    number, here, total, ratio = (w.load(f"%{name}") for name in names)
    is_nothing = w.logic("and", w.compare("olt", ratio, 1.0), w.compare("olt", here, _NOTHING))
    active = w.logic("and", w.compare("ugt", "%u", total), w.invert(is_nothing))
    any_active = w.emit(f"icmp ne i{LANES} {w.emit(f'bitcast {MASK} {active} to i{LANES}')}, 0")
    in_time = w.emit(f"icmp slt i64 %k, {_LIMIT}")
    w.do(f"br i1 {w.emit(f'and i1 {any_active}, {in_time}')}, label %add, label %done")
    w.label("add")
    after = w.add(number, 1.0)
    step = w.add("%a", w.div("%b", after))
    there = w.mul(here, step)
    new = (after, there, w.add(total, there), step)
    for name, old, value in zip(names, (number, here, total, ratio), new, strict=True):
        w.store(w.select(active, value, old), f"%{name}")
    w.do("%k.next = add i64 %k, 1")
    w.do("br label %look")
    w.label("done")
    w.do(f"ret {VECTOR} {w.select(active, math.nan, number)}")
    parameters = ", ".join(f"{VECTOR} %{name}" for name in ("u", "start", "first", "a", "b"))
    return function(NAME, parameters, w.lines)
