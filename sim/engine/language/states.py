"""Vensim's functions with a memory and the states they keep. Each cites the page of its meaning.

The pages are those of Vensim's reference guide, vensim.com/documentation/NAME.html.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.language import finance, limited, stateful
from sim.engine.language.expressions import Expr, Number, StepTime, Time, op
from sim.engine.language.scope import Scope


@dataclass(frozen=True)
class State:
    """A function with memory: its signature, and its result from its arguments."""

    arguments: str
    build: Callable[..., Expr]


def _stock(scope: Scope, flow: Expr, initial: Expr) -> Expr:
    """fn_integ, within an expression."""
    stock, set_flow = scope.stock(initial)
    set_flow(flow)
    return stock


def _initial(scope: Scope, value: Expr) -> Expr:
    """fn_initial: the value at the start, held."""
    return scope.stage("initial", value, value)[0]


def _smooth_of(order: int, has_initial: bool) -> State:
    def build(scope: Scope, value: Expr, time: Expr, initial: Expr | None = None) -> Expr:
        return stateful.smooth(value, time, value if initial is None else initial, order, scope.stock)

    return State("input, delay time, initial" if has_initial else "input, delay time", build)


def _delay_of(order: int, has_initial: bool) -> State:
    def build(scope: Scope, value: Expr, time: Expr, initial: Expr | None = None) -> Expr:
        return stateful.delay(value, time, value if initial is None else initial, order, scope.stock)

    return State("input, delay time, initial" if has_initial else "input, delay time", build)


def _delay_fixed(scope: Scope, value: Expr, time: Expr, initial: Expr) -> Expr:
    """fn_delay_fixed: the input of `delay time` ago; only the first delay time counts."""
    return scope.stage("delay", value, initial, time)[0]


def _delay_material(scope: Scope, value: Expr, time: Expr, initial: Expr, missing: Expr) -> Expr:
    """fn_delay_material: inputs come out after the delay time they met; ``missing`` where none does."""
    arrived = scope.stage("material", value, initial, time)[0]
    return op("if", op("ne", arrived, arrived), missing, arrived)  # a step without output is NaN


def _delay_information(scope: Scope, value: Expr, time: Expr, initial: Expr) -> Expr:
    """fn_delay_information: what arrives, the last of several inputs; the last arrival where none does."""
    arrived = scope.stage("information", value, initial, time)[0]
    held, hold = scope.stage("hold", Number(0.0), initial)
    current = op("if", op("ne", arrived, arrived), held, arrived)
    hold(current)
    return current


def _delayp(scope: Scope, value: Expr, time: Expr) -> Expr:
    """fn_delayp: DELAY3; what is under way is its further output."""
    return stateful.delay(value, time, value, 3, scope.stock)


def _trend(scope: Scope, value: Expr, time: Expr, initial: Expr) -> Expr:
    return stateful.trend(value, time, initial, scope.stock)


def _forecast(scope: Scope, value: Expr, time: Expr, horizon: Expr) -> Expr:
    return stateful.forecast(value, time, horizon, Number(0.0), scope.stock)


def _sample_if_true(scope: Scope, condition: Expr, value: Expr, initial: Expr) -> Expr:
    """fn_sample_if_true: the input while the condition holds, and its last value while it does not.

    It samples at the beginning of a step, and is constant over the stages of a Runge–Kutta step.
    """
    held, hold = scope.stage("hold", Number(0.0), initial)
    begins = op("eq", Time(), StepTime())
    sampled = op("if", op("and", begins, condition), value, held)
    hold(sampled)
    return sampled


STATES: dict[str, State] = {
    "delay fixed": State("input, delay time, initial", _delay_fixed),
    "delay information": State("input, delay time, initial", _delay_information),
    "delay material": State("input, delay time, initial, missing", _delay_material),
    "delay1": _delay_of(1, has_initial=False),
    "delay1i": _delay_of(1, has_initial=True),
    "delay3": _delay_of(3, has_initial=False),
    "delay3i": _delay_of(3, has_initial=True),
    "delayp": State("input, delay time", _delayp),
    "forecast": State("input, average time, horizon", _forecast),
    "game": State("x", lambda scope, value: value),  # fn_game: outside gaming mode it is its argument
    "initial": State("x", _initial),
    "integ": State("flow, initial", _stock),
    "npv": State("stream, discount rate, initial, factor", finance.present_value),
    "npve": State("stream, discount rate, initial, factor", finance.present_value_at_ends),
    "reinitial": State("x", _initial),  # fn_reinitial: initial again where a game goes on; no run does
    "sample if true": State("condition, input, initial", _sample_if_true),
    "sinteg": State(limited.ARGUMENTS, limited.limited_stock),
    "smooth": _smooth_of(1, has_initial=False),
    "smoothi": _smooth_of(1, has_initial=True),
    "smooth3": _smooth_of(3, has_initial=False),
    "smooth3i": _smooth_of(3, has_initial=True),
    "trend": State("input, average time, initial trend", _trend),
}

FURTHER_OUTPUTS: dict[str, Callable[..., Expr]] = {
    "delayp": lambda scope, value, time: stateful.pipeline(value, time, 3, scope.stock),
}
"""What a function gives after a colon, ``DELAYP(input, delay time: pipeline)``, from its arguments."""
