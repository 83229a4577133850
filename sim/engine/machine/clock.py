"""Time settings of a model as whole numbers of steps."""

from __future__ import annotations

import math

import numpy as np

from sim.engine.machine.compiled import Clock
from sim.engine.machine.inputs import Given
from sim.engine.machine.tape import evaluate, lower
from sim.errors import fail
from sim.names import CONTROLS

_MOST_STEPS = 10_000_000
_TOLERANCE = 1e-6  # of a step


def clock_of(given: Given, save_every: float | None, place: str) -> Clock:
    """Return the clock of a run.

    Raises
    ------
    SimError: a setting that differs between members or is not computed from constants, a step
        that is not positive, an end before the start, more than 10 million steps, saves that do
        not fall on steps.
    """
    start, end, step, save = (_setting(name, given, place) for name in CONTROLS)
    save = save_every if save_every is not None else save
    if not step > 0:
        raise fail(
            "outside-limits",
            f"TIME STEP 为 {step:g}，必须大于 0。",
            f"TIME STEP is {step:g}; it must be above 0.",
            place,
        )
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
    every = save / step
    if every < 1 - _TOLERANCE or abs(every - round(every)) > _TOLERANCE:
        raise fail(
            "mismatch",
            f"保存间隔 {save:g} 不是步长 {step:g} 的整数倍。",
            f"the time between saves, {save:g}, is not a whole multiple of the step {step:g}.",
            place,
        )
    return Clock(start, step, math.floor(math.floor(steps + _TOLERANCE) / round(every)) + 1, round(every))


def _setting(name: str, given: Given, place: str) -> float:
    if name not in given.cells:  # only SAVEPER may be missing
        return _setting("TIME STEP", given, place)
    tape = lower(given.cells, [name], [])
    known = {key: given.values[key] for key in tape.inputs}
    if tape.series or any(np.ndim(value) for value in known.values()):
        raise fail(
            "unsupported",
            f"{name} 不能因成员或时间而异。",
            f"{name} cannot differ between members or times.",
            place,
        )
    value = evaluate(tape, {key: float(value) for key, value in known.items()})[0]
    if value is None or not math.isfinite(value):
        where = f"{place}:{given.cells[name].line}"
        raise fail("not-a-number", f"{name} 必须由常量算出。", f"{name} must follow from constants.", where)
    return float(value)
