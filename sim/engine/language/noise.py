"""Vensim's random functions (fn_random), drawn from a counter instead of a sequence.

A draw depends on the member's number, the seed, the call and the time of the step alone, so it is the
same in any batch, on any thread, whatever else is drawn. The stream is not Vensim's own: its figures
differ, their distributions do not. A draw outside its limits is made again, at most `_TRIES` times, and
then set to the nearest limit.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.language.expressions import Cell, Expr, Number, Ref, StepTime, op
from sim.engine.language.scope import Scope

MEMBER = "#member"  # the number of the member, a constant that every run sets
SEED = "noise seed"  # a variable of the model that seeds all calls with stream 0
_TRIES = 16
_ZERO, _ONE = Number(0.0), Number(1.0)


@dataclass(frozen=True)
class RandomFunction:
    """A random function: its signature, and its result from arguments and uniform draws."""

    arguments: str
    build: Callable[[Callable[[], Expr], list[Expr]], Expr]


def draw(function: RandomFunction, scope: Scope, arguments: list[Expr]) -> Expr:
    """Return a hidden scalar that holds one draw per step."""
    stream = arguments[-1] if arguments else _ZERO
    name = f"{scope.key}#{len(scope.stages) + 1}"
    seed = _seed(scope, stream)
    count = 0

    def uniform() -> Expr:
        nonlocal count
        count += 1
        number = Number(float(zlib.crc32(f"{name}/{count}".encode())))
        return op("noise", Ref(MEMBER), seed, number, StepTime())

    value = function.build(uniform, arguments)
    return scope.hide(Cell("", "auxiliary", value, line=scope.line))


def _seed(scope: Scope, stream: Expr) -> Expr:
    if SEED not in scope.symbols.names:
        return stream
    own = Ref(scope.symbols.names[SEED])
    return op("if", op("eq", stream, _ZERO), own, stream)


def _within(draw_one: Callable[[], Expr], low: Expr, high: Expr) -> Expr:
    """Return the first of several draws that lies within its limits."""
    result = op("max", low, op("min", high, draw_one()))
    for _ in range(_TRIES - 1):
        other = draw_one()
        fits = op("and", op("ge", other, low), op("le", other, high))
        result = op("if", fits, other, result)
    return result


def _scaled(
    plain: Callable[[Callable[[], Expr], list[Expr]], Expr],
) -> Callable[[Callable[[], Expr], list[Expr]], Expr]:
    """Return a distribution stretched by r, shifted by h and cut to m … x (arguments m, x, …, h, r, s)."""

    def build(uniform: Callable[[], Expr], arguments: list[Expr]) -> Expr:
        low, high, *shape, shift, stretch, _ = arguments
        return _within(lambda: op("add", shift, op("mul", stretch, plain(uniform, shape))), low, high)

    return build


def _normal(uniform: Callable[[], Expr], shape: list[Expr]) -> Expr:
    """Mean 0, standard deviation 1 (Box and Muller 1958, doi:10.1214/aoms/1177706645)."""
    radius = op("sqrt", op("mul", Number(-2.0), op("ln", uniform())))
    return op("mul", radius, op("cos", op("mul", Number(2 * math.pi), uniform())))


def _exponential(uniform: Callable[[], Expr], shape: list[Expr]) -> Expr:
    """From 0, mean 1."""
    return op("neg", op("ln", uniform()))


def _weibull(uniform: Callable[[], Expr], shape: list[Expr]) -> Expr:
    """From 0, mean 1: (−ln u)^(1/S) / Γ(1 + 1/S)."""
    power = op("div", _ONE, shape[0])
    scale = op("exp", op("neg", op("gamma ln", op("add", _ONE, power))))
    return op("mul", scale, op("pow", op("neg", op("ln", uniform())), power))


def _uniform(uniform: Callable[[], Expr], arguments: list[Expr]) -> Expr:
    low, high, _ = arguments
    return op("add", low, op("mul", op("sub", high, low), uniform()))


def _triangular(uniform: Callable[[], Expr], arguments: list[Expr]) -> Expr:
    """From S over the peak P to T, cut to m … x: the inverse of its distribution."""
    low, high, start, peak, stop, _ = arguments
    width, left, right = op("sub", stop, start), op("sub", peak, start), op("sub", stop, peak)

    def one() -> Expr:
        u = uniform()
        rising = op("add", start, op("sqrt", op("mul", op("mul", u, width), left)))
        falling = op("sub", stop, op("sqrt", op("mul", op("mul", op("sub", _ONE, u), width), right)))
        return op("if", op("lt", op("mul", u, width), left), rising, falling)

    return _within(one, low, high)


RANDOM: dict[str, RandomFunction] = {
    "random 0 1": RandomFunction("", lambda uniform, arguments: uniform()),
    "random exponential": RandomFunction("m, x, h, r, s", _scaled(_exponential)),
    "random normal": RandomFunction("m, x, h, r, s", _scaled(_normal)),
    "random triangular": RandomFunction("m, x, S, P, T, s", _triangular),
    "random uniform": RandomFunction("m, x, s", _uniform),
    "random weibull": RandomFunction("m, x, S, h, r, s", _scaled(_weibull)),
}
