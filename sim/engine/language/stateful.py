"""Smooths and delays, expanded into the chains of stocks that define them."""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.language.expressions import Expr, Number, Ref, op
from sim.engine.language.functions import whole_part, zidz
from sim.engine.language.scope import Scope

NewStock = Callable[[Expr], tuple[Ref, Callable[[Expr], None]]]  # initial → (stock, set its net flow)


def smooth(value: Expr, time: Expr, initial: Expr, order: int, new_stock: NewStock) -> Expr:
    """Return the exponential average of ``order`` stages (fn_smooth, fn_smooth3, fn_smooth_n).

    stage' = (stage above − stage) / (time / order), each stage beginning at ``initial``
    """
    stage_time = _per_stage(time, order)
    above = value
    for _ in range(order):
        stock, set_flow = new_stock(initial)
        set_flow(op("div", op("sub", above, stock), stage_time))
        above = stock
    return above


def delay(value: Expr, time: Expr, initial: Expr, order: int, new_stock: NewStock) -> Expr:
    """Return the material delay of ``order`` stages (fn_delay1, fn_delay3, fn_delay_n).

    stage' = inflow − outflow, outflow = stage / (time / order), each beginning at
    initial × time / order, so that all inflow flows out
    """
    return _delayed(value, time, initial, order, new_stock)[0]


def pipeline(value: Expr, time: Expr, order: int, new_stock: NewStock) -> Expr:
    """Return what is on its way in the material delay of a value, its stages together (fn_delayp)."""
    return _delayed(value, time, value, order, new_stock)[1]


def _delayed(value: Expr, time: Expr, initial: Expr, order: int, new_stock: NewStock) -> tuple[Expr, Expr]:
    """Return the outflow of the last stage, and all stages together, the last first."""
    stage_time = _per_stage(time, order)
    inflow: Expr = value
    together: Expr | None = None
    for _ in range(order):
        stock, set_flow = new_stock(op("mul", initial, stage_time))
        outflow = op("div", stock, stage_time)
        set_flow(op("sub", inflow, outflow))
        inflow, together = outflow, stock if together is None else op("add", stock, together)
    assert together is not None  # there is at least one stage
    return inflow, together


def _per_stage(time: Expr, order: int) -> Expr:
    return time if order == 1 else op("div", time, Number(float(order)))


def delay_n(scope: Scope, value: Expr, time: Expr, initial: Expr, order: int) -> Expr:
    """Return the material delay of fn_delay_n, which changes between steps only.

    stage' = inflow − outflow, outflow = stage / (time / stages). A delay time belongs to the inflow of its
    step: the first stage takes that of the step, each further one that of the stage above a step before,
    and a single stage that of the step before, so that the output knows earlier delay times only.
    """
    stages = _stages_in_use(scope, time, order)
    start = op("mul", initial, op("div", time, stages))
    inflow, above = value, time
    for left in range(order, 0, -1):
        earlier, set_earlier = scope.discrete(time)
        set_earlier(above)
        own = time if left > 1 else earlier
        above = _entering(own, earlier, stages, left)
        stage, set_stage = scope.discrete(start)
        outflow = op("div", stage, op("div", above, stages))
        change = op("sub", _entering(value, inflow, stages, left), outflow)
        set_stage(op("add", stage, op("mul", Ref("TIME STEP"), change)))
        inflow = outflow
    return inflow


def smooth_n(scope: Scope, value: Expr, time: Expr, initial: Expr, order: int) -> Expr:
    """Return the exponential average of fn_smooth_n, which changes between steps only.

    stage' = (stage above − stage) / (time / stages)
    """
    stages = _stages_in_use(scope, time, order)
    stage_time = op("div", time, stages)
    above = value
    for place in range(order):
        stage, set_stage = scope.discrete(initial)
        gap = op("sub", _entering(value, above, stages, order - place), stage)
        set_stage(op("add", stage, op("mul", Ref("TIME STEP"), op("div", gap, stage_time))))
        above = stage
    return above


def _stages_in_use(scope: Scope, time: Expr, order: int) -> Expr:
    """Return the order, reduced until the delay time is at least order · TIME STEP, but not below 1."""
    steps = whole_part(op("div", time, Ref("TIME STEP")))
    lowered = op("max", Number(1.0), op("min", Number(float(order)), steps))
    return scope.stage("initial", lowered, lowered)[0]


def _entering(value: Expr, above: Expr, stages: Expr, left: int) -> Expr:
    """Return the input of the stage with ``left`` stages to go, including itself: the value for the first."""
    return op("if", op("eq", stages, Number(float(left))), value, above)


def trend(value: Expr, time: Expr, initial: Expr, new_stock: NewStock) -> Expr:
    """Return the average fractional growth rate of a value (fn_trend).

    trend = (value − average) / (time · |average|), average' = (value − average) / time,
    the average beginning at value / (1 + initial · time)
    """
    start = op("div", value, op("add", Number(1.0), op("mul", initial, time)))
    average = smooth(value, time, start, 1, new_stock)
    return zidz(op("sub", value, average), op("mul", time, op("abs", average)))


def forecast(value: Expr, time: Expr, horizon: Expr, initial: Expr, new_stock: NewStock) -> Expr:
    """Return the value extrapolated by its trend (fn_forecast): value · (1 + trend · horizon)."""
    growth = op("mul", trend(value, time, initial, new_stock), horizon)
    return op("mul", value, op("add", Number(1.0), growth))
