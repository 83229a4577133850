"""Vensim's functions, written in the engine's operations. Each cites the page of its meaning.

The pages are those of Vensim's reference guide, vensim.com/documentation/NAME.html.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.expressions import Expr, Number, Ref, Time, op

ZERO_BELOW = 1e-6  # fn_zidz: a denominator smaller than this counts as zero


@dataclass(frozen=True)
class Function:
    """A function of the language.

    Parameters
    ----------
    arguments : how it is called, for messages
    least, most : how many arguments it takes
    build : arguments → expression
    """

    arguments: str
    least: int
    most: int
    build: Callable[..., Expr]


def _fixed(signature: str, build: Callable[..., Expr]) -> Function:
    count = signature.count(",") + 1
    return Function(signature, count, count, build)


def _plain(name: str, signature: str = "x") -> Function:
    return _fixed(signature, lambda *arguments: op(name, *arguments))


def _half_step_on() -> Expr:
    """Return the time in the middle of the step: event times are compared with it (fn_pulse)."""
    return op("add", Time(), op("mul", Ref("TIME STEP"), Number(0.5)))


def _pulse(start: Expr, width: Expr) -> Expr:
    """fn_pulse: 1 while start < time plus < start + width; a width of 0 is one step."""
    lasting = op("if", op("eq", width, Number(0.0)), Ref("TIME STEP"), width)
    begun = op("gt", _half_step_on(), start)
    running = op("lt", _half_step_on(), op("add", start, lasting))
    return op("if", op("and", begun, running), Number(1.0), Number(0.0))


def _step(height: Expr, start: Expr) -> Expr:
    """fn_step: 0 until the start, the height from then on."""
    return op("if", op("gt", _half_step_on(), start), height, Number(0.0))


def _xidz(numerator: Expr, denominator: Expr, otherwise: Expr) -> Expr:
    """fn_xidz: the ratio, or ``otherwise`` where the denominator is as good as zero."""
    is_zero = op("lt", op("abs", denominator), Number(ZERO_BELOW))
    safe = op("if", is_zero, Number(1.0), denominator)
    return op("if", is_zero, otherwise, op("div", numerator, safe))


FUNCTIONS: dict[str, Function] = {
    "exp": _plain("exp"),
    "ln": _plain("ln"),
    "sqrt": _plain("sqrt"),
    "abs": _plain("abs"),
    "min": _plain("min", "a, b"),
    "max": _plain("max", "a, b"),
    "if then else": _plain("if", "condition, then, else"),
    "pulse": _fixed("start, width", _pulse),
    "step": _fixed("height, start", _step),
    "xidz": _fixed("numerator, denominator, otherwise", _xidz),
    "zidz": _fixed("numerator, denominator", lambda a, b: _xidz(a, b, Number(0.0))),
}
