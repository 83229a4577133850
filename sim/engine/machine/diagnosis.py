"""Diagnosis of non-finite members: the variable and the time at which each first broke."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from sim.arrays import Array
from sim.engine.machine.compiled import Clock
from sim.engine.machine.ir import LANES

Break = tuple[str, float]  # key and time; "" and NaN where no moment shows it
History = Callable[[int, Clock], Array]  # the first members at all saved moments: (key, save, member)

_MOST_TRACED = 64  # members
_MEMORY = 32 * 2**20  # bytes of a history


def first_breaks(history: History, keys: tuple[str, ...], members: int, clock: Clock) -> list[Break]:
    """Return the break of each member; of many only the first are traced.

    A history that would not fit into memory is kept at a few moments, and the step between two of
    them is found by bisection.

    Parameters
    ----------
    history : runs a number of the first members
    keys : all scalars in the order of computation
    members : number of members that broke
    clock : of the run
    """
    moment = len(keys) * 8 * LANES  # bytes
    length = clock.steps - clock.origin
    every = math.ceil((length + 1) * moment * math.ceil(min(members, _MOST_TRACED) / LANES) / _MEMORY)
    traced = min(members, _MOST_TRACED if every == 1 else LANES)
    saved = _saving(clock, length // every + 1, every)
    values = history(traced, saved)
    found = [_first_break(values[:, :, member], keys, saved.times) for member in range(traced)]
    if every > 1:
        found = [_halved(history, keys, member, clock, every, found[member]) for member in range(traced)]
    return found + [("", math.nan)] * (members - traced)


def _saving(clock: Clock, saves: int, every: int) -> Clock:
    """Return a clock that begins as another does, with other saves."""
    return Clock(clock.start, clock.step, saves, every, clock.origin, clock.origin, horizon=clock.horizon)


def _first_break(values: Array, keys: tuple[str, ...], times: Array) -> Break:
    """Return the first non-finite scalar in the order of computation: (key, save) → its key and time."""
    moments, rows = np.nonzero(~np.isfinite(values.T))
    return (keys[rows[0]], float(times[moments[0]])) if moments.size else ("", math.nan)


def _halved(
    history: History, keys: tuple[str, ...], member: int, clock: Clock, every: int, coarse: Break
) -> Break:
    """Return the break between two saved moments: the later one shows it, the earlier one does not."""

    def at(step: int) -> Break:
        saved = _saving(clock, 2, step - clock.origin)
        return _first_break(history(member + 1, saved)[:, 1:, member], keys, saved.times[1:])

    high = clock.steps if math.isnan(coarse[1]) else round((coarse[1] - clock.start) / clock.step)
    if high == clock.origin:
        return coarse
    low = clock.origin + max(0, (high - clock.origin - 1) // every * every)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if at(middle)[0] else (middle, high)
    return at(high)
