"""SINTEG: a stock that keeps within limits and rests on a value (fn_sinteg)."""

from __future__ import annotations

from sim.engine.language.expressions import MISSING, Expr, Number, Ref, op
from sim.engine.language.scope import Scope
from sim.engine.language.unsupported import unsupported_function
from sim.errors import SimError, fail
from sim.names import split_element

ARGUMENTS = "rate, initial, min, max, quant, spec, thresh"


def limited_stock(scope: Scope, rate: Expr, initial: Expr, *rules: Expr) -> Expr:
    """Return a stock that is never below ``min`` nor above ``max``, and ``spec`` within ``thresh`` of it.

    level + TIME STEP · rate, kept within its limits and then, where it is nearer than ``thresh`` to ``spec``,
    set to it. Rules that are :NA: do not count; with none it is INTEG. With one it changes between steps
    only, also under Runge–Kutta. Whole multiples of ``quant`` are refused: the page does not say how a
    value is rounded to them.

    Raises
    ------
    SimError: a rule that is not a number, ``quant``, a ``spec`` beyond the limits.
    """
    low, high, quant, spec, near = (_number(rule, scope) for rule in rules)
    if quant is not None:
        raise unsupported_function("SINTEG (quant)", split_element(scope.key)[0], None, scope.place)
    if spec is not None and near is not None:
        bounds = [float("-inf") if low is None else low, float("inf") if high is None else high]
        if not bounds[0] <= spec <= bounds[1]:
            raise fail(
                "outside-limits",
                f"SINTEG 的 spec 为 {spec:g}，应在 min 与 max 之间（{bounds[0]:g}–{bounds[1]:g}）。",
                f"spec of SINTEG is {spec:g}; it must lie between min and max "
                f"({bounds[0]:g} to {bounds[1]:g}).",
                scope.place,
            )
    if low is None and high is None and (spec is None or near is None):
        stock, set_flow = scope.stock(initial)
        set_flow(rate)
        return stock

    def kept(value: Expr) -> Expr:
        if low is not None:
            value = op("max", value, Number(low))
        if high is not None:
            value = op("min", value, Number(high))
        if spec is None or near is None:
            return value
        is_near = op("lt", op("abs", op("sub", value, Number(spec))), Number(near))
        return op("if", is_near, Number(spec), value)

    level, set_level = scope.discrete(kept(initial))
    set_level(kept(op("add", level, op("mul", Ref("TIME STEP"), rate))))
    return level


def _number(rule: Expr, scope: Scope) -> float | None:
    """Return a rule's number, None where it is :NA:."""
    if isinstance(rule, Number):
        return None if rule.value == MISSING else rule.value
    if getattr(rule, "name", "") == "neg" and isinstance(rule.arguments[0], Number):  # type: ignore[union-attr]
        return -rule.arguments[0].value  # type: ignore[union-attr]
    raise _no_number(scope)


def _no_number(scope: Scope) -> SimError:
    return fail(
        "wrong-type",
        "SINTEG 的后五个参数应是数或 :NA:。",
        "the last five arguments of SINTEG must be numbers or :NA:.",
        scope.place,
    )
