"""Vensim's functions of finance, written in the engine's states.

The pages are those of Vensim's reference guide, vensim.com/documentation/NAME.html.
"""

from __future__ import annotations

import functools

from sim.engine.language.calls import Translate, check_count
from sim.engine.language.expressions import Expr, Number, Ref, op
from sim.engine.language.scope import Scope
from sim.engine.language.starting import value_at_start
from sim.engine.language.syntax import Call
from sim.engine.language.unsupported import unsupported_function
from sim.errors import fail
from sim.names import split_element

DEPRECIATION = "stream, depreciation time, fiscal period, initial"
_MOST_PERIODS = 100
_NEAR = 1e-6  # of a period: a lifetime this close to whole periods is whole


def present_value(scope: Scope, stream: Expr, rate: Expr, initial: Expr, factor: Expr) -> Expr:
    """fn_npv: (sum + stream · TIME STEP · df) · factor.

    sum' = stream · df, df' = −df · rate / (1 + rate · TIME STEP), df beginning at 1
    """
    return _discounted(scope, stream, rate, initial, factor, Number(1.0))


def present_value_at_ends(scope: Scope, stream: Expr, rate: Expr, initial: Expr, factor: Expr) -> Expr:
    """fn_npve: as fn_npv, a step's flow counted at its end: df begins at 1 / (1 + rate · TIME STEP)."""
    return _discounted(scope, stream, rate, initial, factor, op("div", Number(1.0), _growth(rate)))


def _growth(rate: Expr) -> Expr:
    return op("add", Number(1.0), op("mul", rate, Ref("TIME STEP")))


def _discounted(scope: Scope, stream: Expr, rate: Expr, initial: Expr, factor: Expr, first: Expr) -> Expr:
    discount, set_discount = scope.stock(first)
    set_discount(op("neg", op("div", op("mul", discount, rate), _growth(rate))))
    present = op("mul", stream, discount)
    total, set_total = scope.stock(initial)
    set_total(present)
    return op("mul", op("add", total, op("mul", present, Ref("TIME STEP"))), factor)


def straight_line(node: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_depreciate_straightline: an equal share of an investment in its own period and each that follows.

    Of what was invested over the last n periods, the present one included, a share of 1/n each; ``initial``
    is what was invested in the periods before the start. Where a fiscal period has several time steps the
    page does not say at which of them it begins, and the function is refused.
    """
    check_count(node, DEPRECIATION, scope)
    stream, life, period, initial = (translate(argument, scope) for argument in node.arguments)
    lasting, fiscal, step = (
        value_at_start(one, scope.symbols.start_of) for one in (life, period, Ref("TIME STEP"))
    )
    if fiscal is None or step is None or fiscal != step:
        owner = split_element(scope.key)[0]
        name = "DEPRECIATE STRAIGHTLINE (fiscal period ≠ TIME STEP)"
        raise unsupported_function(name, owner, None, scope.place)
    periods = round(lasting / fiscal) if lasting is not None else 0
    if lasting is None or not 1 <= periods <= _MOST_PERIODS or abs(lasting / fiscal - periods) > _NEAR:
        raise fail(
            "outside-limits",
            f"折旧年限应是财政周期的 1–{_MOST_PERIODS} 整数倍，写明或由文件中的数算出。",
            f"the depreciation time must be 1 to {_MOST_PERIODS} whole fiscal periods, "
            "written or computed from numbers of the file.",
            scope.place,
        )
    invested = [stream]
    for _ in range(periods - 1):
        before, set_before = scope.discrete(initial)
        set_before(invested[-1])
        invested.append(before)
    total = functools.reduce(lambda so_far, one: op("add", so_far, one), invested)
    off = op("abs", op("sub", op("div", life, period), Number(float(periods))))
    holds = op("and", op("eq", period, Ref("TIME STEP")), op("lt", off, Number(_NEAR)))
    # a run may have another step, and the lifetime may move: then no number, which is reported
    return op("if", holds, op("div", total, Number(float(periods))), op("sqrt", Number(-1.0)))
