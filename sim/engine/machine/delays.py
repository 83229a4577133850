"""Memory of delays, for eight members at a time: what went in at every step, or what is on its way.

A delay's memory holds a vector of eight members for each step of the run. Lanes may lag by different
numbers of steps, so each reads and writes a step of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.engine.machine.ir import INTEGERS, LANES, VECTOR, Writer, splat_integer

_LARGEST_DELAY = 2.0**40  # steps; longer than any run


def lag(w: Writer, steps: str) -> str:
    """Round to whole steps, at least one: shorter delays last one step (fn_delay_fixed)."""
    steps = w.select(w.compare("oge", steps, 1.0), steps, 1.0)
    steps = w.select(w.compare("olt", steps, _LARGEST_DELAY), steps, _LARGEST_DELAY)
    # 1e-6: a quotient such as 0.3 / 0.1 may fall just short of the half
    return w.emit(f"fptosi {VECTOR} {w.add(steps, 0.5 + 1e-6)} to {INTEGERS}")


@dataclass(frozen=True)
class Delays:
    """The memories of all delays, one after the other; a delay is denoted by its number among them.

    Parameters
    ----------
    w : where instructions go
    history : name of the pointer to the first memory
    steps : name of the number of steps that each holds
    """

    w: Writer
    history: str
    steps: str

    def memory(self, number: str | int) -> str:
        """Return where the memory of a delay begins."""
        return self.w.offset(self.history, self.w.emit(f"mul i64 {self.steps}, {number}"))

    def fill(self, number: str | int, lags: str, start: str, name: str) -> None:
        """Fill a memory with what comes out before the first input does; then nothing, NaN."""
        w, history = self.w, self.memory(number)
        w.do(f"br label %{name}.from")
        w.label(f"{name}.from")
        w.do(f"br label %{name}")
        w.label(name)
        w.do(f"%{name}.k = phi i64 [ 0, %{name}.from ], [ %{name}.next, %{name} ]")
        early = w.emit(f"icmp slt {INTEGERS} {w.spread_integer(f'%{name}.k')}, {lags}")
        w.store(w.select(early, start, math.nan), w.offset(history, f"%{name}.k"))
        w.do(f"%{name}.next = add i64 %{name}.k, 1")
        w.do(f"%{name}.done = icmp eq i64 %{name}.next, {self.steps}")
        w.do(f"br i1 %{name}.done, label %{name}.end, label %{name}")
        w.label(f"{name}.end")

    def past(self, number: str | int, lags: str, start: str, k: str) -> str:
        """Return a fixed delay's input of so many steps ago, or its start value before that."""
        w = self.w
        before = w.integer("sub", w.spread_integer(k), lags)
        known = w.emit(f"icmp sge {INTEGERS} {before}, {splat_integer(0)}")
        return w.gather(self._at(number, before), known, start)

    def send(self, kind: str, number: str | int, amount: str, pace: str, k: str) -> None:
        """Put an input on its way: material on top of what arrives at the same step, information instead.

        ``pace`` is the delay time in steps.
        """
        w = self.w
        arrival = w.integer("add", w.spread_integer(k), lag(w, pace))
        in_time = w.emit(f"icmp slt {INTEGERS} {arrival}, {w.spread_integer(self.steps)}")
        where = self._at(number, arrival)
        if kind == "material":
            there = w.gather(where, in_time, math.nan)
            amount = w.select(w.compare("uno", there, there), amount, w.add(there, amount))
        w.scatter(amount, where, in_time)

    def _at(self, number: str | int, step: str) -> str:
        """Return where a memory holds a step, another one for each lane."""
        w, lanes = self.w, "<" + ", ".join(f"i64 {lane}" for lane in range(LANES)) + ">"
        index = w.integer("add", w.integer("mul", step, LANES), lanes)
        return w.emit(f"getelementptr double, ptr {self.memory(number)}, {INTEGERS} {index}")
