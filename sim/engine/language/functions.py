"""Vensim's functions, written in the engine's operations. Each cites the page of its meaning.

The pages are those of Vensim's reference guide, vensim.com/documentation/NAME.html.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.language.expressions import Expr, Number, Ref, StepTime, Time, op

ZERO_BELOW = 1e-6  # fn_zidz: a denominator smaller than this counts as zero
_ROUNDING = 2.0**-50  # of a quotient, relative: a few units in the last place
_AT_EDGE = 1e-6  # of a step: times closer than this are the same
ZERO, ONE = Number(0.0), Number(1.0)


@dataclass(frozen=True)
class Function:
    """A function of the language.

    Parameters
    ----------
    arguments : its arguments, for messages
    count : number of arguments
    build : arguments → expression
    """

    arguments: str
    count: int
    build: Callable[..., Expr]


def _function(signature: str, build: Callable[..., Expr]) -> Function:
    return Function(signature, signature.count(",") + 1, build)


def _plain(name: str, signature: str = "x") -> Function:
    return _function(signature, lambda *arguments: op(name, *arguments))


def _time_plus() -> Expr:
    """Return the middle of the step: event times are compared with it (fn_pulse)."""
    return op("add", StepTime(), op("mul", Ref("TIME STEP"), Number(0.5)))


def _pulse(start: Expr, width: Expr) -> Expr:
    """fn_pulse: 1 while start < time plus < start + width; a width of 0 is one step."""
    lasting = op("if", op("eq", width, ZERO), Ref("TIME STEP"), width)
    begun = op("gt", _time_plus(), start)
    running = op("lt", _time_plus(), op("add", start, lasting))
    return op("if", op("and", begun, running), ONE, ZERO)


def _pulse_train(start: Expr, width: Expr, interval: Expr, end: Expr) -> Expr:
    """fn_pulse_train: a pulse every ``interval``, at least a step wide; the last starts at ``end`` or before.

    Pulses that overlap are one, from start to end.
    """
    lasting = op("max", width, Ref("TIME STEP"))
    since = op("sub", _time_plus(), start)
    phase = _modulo(since, interval)
    last = op("add", end, op("mul", Ref("TIME STEP"), Number(_AT_EDGE)))
    begun = op("le", op("sub", _time_plus(), phase), last)
    overlap = op("lt", interval, lasting)
    running = op("if", overlap, op("lt", _time_plus(), end), op("and", begun, op("lt", phase, lasting)))
    return op("if", op("and", op("gt", since, ZERO), running), ONE, ZERO)


def _step(height: Expr, start: Expr) -> Expr:
    """fn_step: 0 until the start, the height from then on."""
    return op("if", op("gt", _time_plus(), start), height, ZERO)


def _ramp(slope: Expr, start: Expr, end: Expr) -> Expr:
    """fn_ramp: 0 until the start, rising until the end, then level."""
    reached = op("if", op("lt", StepTime(), end), StepTime(), end)
    return op("if", op("gt", StepTime(), start), op("mul", slope, op("sub", reached, start)), ZERO)


def _time_base(start: Expr, slope: Expr) -> Expr:
    """fn_time_base: time counted from another start and in other units."""
    return op("add", start, op("mul", Time(), slope))


def xidz(numerator: Expr, denominator: Expr, otherwise: Expr) -> Expr:
    """fn_xidz: the ratio, or ``otherwise`` where the denominator counts as zero."""
    is_zero = op("lt", op("abs", denominator), Number(ZERO_BELOW))
    safe = op("if", is_zero, ONE, denominator)
    return op("if", is_zero, otherwise, op("div", numerator, safe))


def zidz(numerator: Expr, denominator: Expr) -> Expr:
    """fn_zidz: the ratio, or 0 where the denominator counts as zero."""
    return xidz(numerator, denominator, ZERO)


def _modulo(value: Expr, base: Expr) -> Expr:
    """fn_modulo: the remainder, with the sign of the value, so that it and QUANTUM add up to the value.

    A quotient that only rounding keeps from being whole leaves no remainder: 0.3 by 0.1.
    """
    rest = op("remainder", value, base)
    short = op("sub", op("abs", base), op("abs", rest))
    is_whole = op("le", short, op("mul", op("abs", value), Number(_ROUNDING)))
    return op("if", is_whole, ZERO, rest)


def _quantum(value: Expr, unit: Expr) -> Expr:
    """fn_quantum: unit * integer part of (value / unit); the value itself if the unit is not positive.

    A quotient that only rounding keeps from being whole counts as whole: -1 / 0.2 is -5.
    """
    is_positive = op("gt", unit, ZERO)
    quotient = op("div", value, op("if", is_positive, unit, ONE))
    multiple = op("mul", whole_part(quotient), unit)
    return op("if", is_positive, multiple, value)


def whole_part(quotient: Expr) -> Expr:
    """Return the integer part of a quotient; one that rounding keeps from being whole counts as whole."""
    return op("truncate", op("mul", quotient, Number(1.0 + _ROUNDING)))


def _log(value: Expr, base: Expr) -> Expr:
    """fn_log: the logarithm to a base."""
    return op("div", op("ln", value), op("ln", base))


NOT_SUPPORTED = frozenset({  # functions of Vensim (22300) that are reported as unsupported, not as misspelt
    "a function of", "alloc p", "cumulate", "cumulatef", "delay batch", "delay profile",
    "depreciate by schedule", "depreciate bytime", "find zero", "get data stdv",
    "internal rate of return", "lookup slope", "marketp", "message", "queue age at position",
    "queue age average", "queue age in range", "queue age oldest", "queue fifo", "queue fifo attrib",
    "ramp from to", "random lookup", "sample until", "shift if true", "simultaneous", "smooth profile",
    "sshape", "sstats",
})  # fmt: skip

FUNCTIONS: dict[str, Function] = {
    "abs": _plain("abs"),
    "arccos": _plain("arccos"),
    "arcsin": _plain("arcsin"),
    "arctan": _plain("arctan"),
    "cos": _plain("cos"),
    "cosh": _plain("cosh"),
    "exp": _plain("exp"),
    "gamma ln": _plain("gamma ln"),
    "integer": _plain("truncate"),  # fn_integer: towards zero
    "ln": _plain("ln"),
    "log": _function("x, base", _log),
    "max": _plain("max", "a, b"),
    "min": _plain("min", "a, b"),
    "modulo": _function("x, base", _modulo),
    "power": _plain("pow", "x, exponent"),
    "pulse": _function("start, width", _pulse),
    "pulse train": _function("start, width, interval, end", _pulse_train),
    "quantum": _function("x, unit", _quantum),
    "ramp": _function("slope, start, end", _ramp),
    "sin": _plain("sin"),
    "sinh": _plain("sinh"),
    "sqrt": _plain("sqrt"),
    "step": _function("height, start", _step),
    "tan": _plain("tan"),
    "tanh": _plain("tanh"),
    "time base": _function("start, slope", _time_base),
    "xidz": _function("numerator, denominator, otherwise", xidz),
    "zidz": _function("numerator, denominator", zidz),
}
