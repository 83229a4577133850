"""Vensim's DELAY CONVEYOR, as far as its page says what it gives (vensim.com/documentation/NAME.html).

A conveyor of a constant transit time is a fixed delay of which a part leaks at every step. It is refused
where its time changes, where material lies unevenly on it at the start, or where a time is no whole number
of steps: the page does not say how Vensim then spreads material over steps.
"""

from __future__ import annotations

from sim.engine.language.calls import Translate, check_count
from sim.engine.language.expressions import Expr, Number, Ref, StepTime, op
from sim.engine.language.lookup_calls import named_table
from sim.engine.language.scope import Scope
from sim.engine.language.starting import INITIAL_TIME, value_at_start
from sim.engine.language.syntax import Call
from sim.engine.language.unsupported import unsupported_function
from sim.errors import SimError
from sim.names import split_element

CONVEYOR = "input, transit time, leak, initial profile, initial total, initial transit time"
_NEAR = 1e-6  # of a step: a time this close to whole steps is whole
_STEP, _ONE = Ref("TIME STEP"), Number(1.0)


def conveyor_delay(node: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_delay_conveyor: the input of the transit time ago, less what leaked of it at each step since.

    All that is on the conveyor leaks, what has just been put on it included, after what leaves it has left.
    Material of the start leaves evenly over the transit time, the first of it at the start.
    """
    check_count(node, CONVEYOR, scope)
    value, time, leak, total, start = (
        translate(argument, scope) for at, argument in enumerate(node.arguments) if at != 3
    )
    levels = set(named_table(node.arguments[3], scope).y)
    if len(levels) > 1 or not any(levels):
        raise _not_run("initial profile that is not flat", scope)
    known, rate, known_start = (
        value_at_start(one, scope.symbols.known_of, lasts=True) for one in (time, leak, start)
    )
    if known is None or rate is None:
        raise _not_run("transit time or leak that changes", scope)
    if known != known_start:
        raise _not_run("initial transit time of its own", scope)
    step = value_at_start(_STEP, scope.symbols.start_of)
    if step and abs(round(known / step) - known / step) > _NEAR:
        raise _not_run("transit time of no whole number of steps", scope)
    steps = op("div", time, _STEP)
    gone = op("div", op("sub", StepTime(), Ref(INITIAL_TIME)), _STEP)
    kept = op("pow", op("sub", _ONE, op("mul", leak, _STEP)), op("min", gone, steps))
    arrived = scope.stage("delay", value, op("div", total, start), time)[0]
    # a run may have another step or other times, and change them later: then no number, which is reported
    off = op("abs", op("sub", steps, op("truncate", op("add", steps, Number(0.5)))))
    same = [op("eq", one, scope.stage("initial", one, one)[0]) for one in (time, leak)]
    holds = op("and", op("and", *same), op("and", op("eq", time, start), op("lt", off, Number(_NEAR))))
    return op("if", holds, op("mul", arrived, kept), op("sqrt", Number(-1.0)))


def _not_run(why: str, scope: Scope) -> SimError:
    return unsupported_function(f"DELAY CONVEYOR ({why})", split_element(scope.key)[0], None, scope.place)
