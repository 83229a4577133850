"""Time settings of a model as whole numbers of steps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.machine.compiled import Clock
from sim.engine.machine.inputs import Given
from sim.engine.machine.tape import evaluate, lower
from sim.errors import SimError, fail

_MOST_STEPS = 10_000_000
_TOLERANCE = 1e-6  # of a step
_FIRST_LOOK = 1_000  # steps after which a FINAL TIME that changes in a run is first compared with the time
Watch = Callable[[Clock], Array]  # FINAL TIME at every step of a clock: (time, member)


@dataclass(frozen=True)
class Timeline:
    """The steps of a run and the moments that are kept.

    Parameters
    ----------
    clock : what the machine code runs by
    saveper : time from one kept moment to the next, as asked for [time units]
    rows : (kept,) places of the kept moments among the saves of the clock; None where all are kept
    """

    clock: Clock
    saveper: float
    rows: NDArray[np.int64] | None = None

    @property
    def times(self) -> Array:
        """Return the kept moments: (kept,) [time units]."""
        return self.clock.times if self.rows is None else self.clock.times[self.rows]

    def kept(self, values: Array, outputs: int) -> Array:
        """Return the kept moments of a batch: (row, kept, member).

        Parameters
        ----------
        values : (row, save, member), outputs first, then integrals since the save before
        outputs : number of outputs
        """
        if self.rows is None:
            return values
        sums = np.cumsum(values[outputs:], axis=1)[:, self.rows]
        return np.concatenate([values[:outputs, self.rows], np.diff(sums, axis=1, prepend=0.0)])


def timeline_of(
    given: Given, save_every: float | None, place: str, watch: Watch, until: float | None = None
) -> Timeline:
    """Return the steps of a run and the moments that are kept.

    A SAVEPER that is no multiple of the step keeps the step nearest to each of its multiples. A run that goes
    on from a state keeps the moments that an uninterrupted one would.

    Parameters
    ----------
    save_every : asked for instead of SAVEPER; must be a multiple of the step
    watch : runs a model whose FINAL TIME changes during the run
    until : where the run ends early; must be a step

    Raises
    ------
    SimError: a setting that differs between members or is not computed from constants, a step
        that is not positive, an end before the start, more than 10 million steps, asked-for saves
        that do not fall on steps, an early end that is none of the run's steps.
    """
    origin = given.state.at if given.state else 0
    start, step, saveper = (_needed(name, given, place) for name in ("INITIAL TIME", "TIME STEP", "SAVEPER"))
    if not step > 0:
        raise fail(
            "outside-limits",
            f"TIME STEP 为 {step:g}，必须大于 0。",
            f"TIME STEP is {step:g}; it must be above 0.",
            place,
        )
    final = _setting("FINAL TIME", given, place)
    if final is None:
        steps = origin + _watched(start, step, origin, watch, given, place)
    else:
        steps = _steps(start, final, step, place)
    every = (saveper if save_every is None else save_every) / step
    is_multiple = every > 1 - _TOLERANCE and abs(every - round(every)) <= _TOLERANCE
    end = steps if until is None else _early(until, start, step, steps, place)
    if end < origin:
        raise _ends_before(start + end * step, start + origin * step, place)
    if is_multiple:
        apart = round(every)
        first = -(-origin // apart) * apart
        saves = max(0, (end - first) // apart + 1)
        last = end if until is not None or not saves else None
        clock = Clock(start, step, saves, apart, origin, first, last, None if until is None else steps)
        return Timeline(clock, apart * step)
    if save_every is None and every > 0:
        nearest = np.floor(np.arange(math.floor(steps / every) + 2) * every + 0.5).astype(np.int64)
        rows = np.unique(nearest[(nearest <= end) & (nearest >= origin)])
        clock = Clock(start, step, end - origin + 1, 1, origin, origin, horizon=steps)
        return Timeline(clock, saveper, rows - origin)
    shown = saveper if save_every is None else save_every
    raise fail(
        "mismatch",
        f"保存间隔 {shown:g} 不是步长 {step:g} 的整数倍。",
        f"the time between saves, {shown:g}, is not a whole multiple of the step {step:g}.",
        place,
    )


def _early(until: float, start: float, step: float, steps: int, place: str) -> int:
    """Return the step at which a run ends early."""
    exact = (until - start) / step
    if math.isfinite(exact) and abs(exact - round(exact)) <= _TOLERANCE and 0 <= round(exact) <= steps:
        return round(exact)
    raise fail(
        "outside-limits",
        f"until 为 {until:g}，应是 {start:g} 到 {start + steps * step:g} 之间的一步（步长 {step:g}）。",
        f"until is {until:g}; it must be a step from {start:g} to {start + steps * step:g} "
        f"(a step is {step:g}).",
        place,
    )


def _ends_before(end: float, state: float, place: str) -> SimError:
    return fail(
        "wrong-order",
        f"这次运行到 {end:g} 为止，早于它要接着算的状态（{state:g}）。",
        f"the run ends at {end:g}, before the state that it is to go on from ({state:g}).",
        place,
    )


def _steps(start: float, end: float, step: float, place: str) -> int:
    """Return the number of whole steps."""
    if end < start:
        raise fail(
            "wrong-order",
            f"FINAL TIME（{end:g}）早于 INITIAL TIME（{start:g}）。",
            f"FINAL TIME ({end:g}) is before INITIAL TIME ({start:g}).",
            place,
        )
    steps = (end - start) / step
    if steps > _MOST_STEPS:
        raise fail(
            "too-large",
            f"从 {start:g} 到 {end:g}、步长 {step:g} 要走 {steps:,.0f} 步，上限是 {_MOST_STEPS:,} 步。",
            f"from {start:g} to {end:g} by {step:g} takes {steps:,.0f} steps; the limit is {_MOST_STEPS:,}.",
            place,
        )
    return math.floor(steps + _TOLERANCE)


def _watched(start: float, step: float, origin: int, watch: Watch, given: Given, place: str) -> int:
    """Return the number of steps from where the run begins until the time reaches a changing FINAL TIME."""
    steps = _FIRST_LOOK
    while True:
        clock = Clock(start, step, steps + 1, 1, origin, origin)
        is_over = clock.times[:, np.newaxis] + _TOLERANCE * step >= watch(clock)
        ends = np.where(is_over.any(axis=0), is_over.argmax(axis=0), -1)
        if (ends >= 0).all():
            if np.ptp(ends):
                raise _differs("FINAL TIME", place)
            return int(ends[0])
        if steps == _MOST_STEPS:
            line = f"{place}:{given.cells['FINAL TIME'].line}"
            raise fail(
                "too-large",
                f"走了 {steps:,} 步，时间仍没有到 FINAL TIME。",
                f"after {steps:,} steps the time has not reached FINAL TIME.",
                line,
            )
        steps = min(10 * steps, _MOST_STEPS)


def _needed(name: str, given: Given, place: str) -> float:
    """Return a setting that must follow from constants."""
    value = _setting(name, given, place)
    if value is None:
        where = f"{place}:{given.cells[name].line}"
        raise fail("not-a-number", f"{name} 必须由常量算出。", f"{name} must follow from constants.", where)
    return value


def _differs(name: str, place: str) -> SimError:
    return fail(
        "unsupported",
        f"{name} 不能因成员而异。",
        f"{name} cannot differ between members.",
        place,
    )


def _setting(name: str, given: Given, place: str) -> float | None:
    """Return a setting as far as it follows from constants."""
    if name not in given.cells:  # only SAVEPER may be missing
        return _setting("TIME STEP", given, place)
    tape = lower(given.cells, [name], [])
    known = {key: given.values[key] for key in tape.inputs}
    if any(np.ndim(value) for value in known.values()):
        if name == "FINAL TIME":  # may be the same for all members nevertheless
            return None
        raise _differs(name, place)
    value = evaluate(tape, {key: float(value) for key, value in known.items()})[0]
    return float(value) if value is not None and math.isfinite(value) else None
