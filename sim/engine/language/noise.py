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
_FEW_TRIES = 3  # of distributions that take long to draw
_GAMMA_TRIES = 5  # each fits in more than 95 of 100 cases, so all fail once in three million
_FAR = 12.0  # standard deviations below the mean, where adding up begins
_ZERO, _ONE = Number(0.0), Number(1.0)


@dataclass(frozen=True)
class RandomFunction:
    """A random function: its signature, and its result from uniform draws; None where it has a memory."""

    arguments: str
    build: Callable[[Callable[[], Expr], list[Expr]], Expr] | None


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

    if function.build is None:
        return _pink(scope, uniform, arguments)
    value = function.build(uniform, arguments)
    return scope.hide(Cell("", "auxiliary", value, line=scope.line))


def _seed(scope: Scope, stream: Expr) -> Expr:
    if SEED not in scope.symbols.names:
        return stream
    own = Ref(scope.symbols.names[SEED])
    return op("if", op("eq", stream, _ZERO), own, stream)


def _within(draw_one: Callable[[], Expr], low: Expr, high: Expr, tries: int = _TRIES) -> Expr:
    """Return the first of several draws that lies within its limits."""
    result = op("max", low, op("min", high, draw_one()))
    for _ in range(tries - 1):
        other = draw_one()
        fits = op("and", op("ge", other, low), op("le", other, high))
        result = op("if", fits, other, result)
    return result


def _scaled(
    plain: Callable[[Callable[[], Expr], list[Expr]], Expr],
    tries: int = _TRIES,
) -> Callable[[Callable[[], Expr], list[Expr]], Expr]:
    """Return a distribution stretched by r, shifted by h and cut to m … x (arguments m, x, …, h, r, s)."""

    def build(uniform: Callable[[], Expr], arguments: list[Expr]) -> Expr:
        low, high, *shape, shift, stretch, _ = arguments
        return _within(lambda: op("add", shift, op("mul", stretch, plain(uniform, shape))), low, high, tries)

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


def _gamma_of(uniform: Callable[[], Expr], order: Expr) -> Expr:
    """Of an order of at least 1, with that mean (Marsaglia and Tsang 2000, doi:10.1145/358407.358414)."""
    d = op("sub", order, Number(1 / 3))
    c = op("div", _ONE, op("sqrt", op("mul", Number(9.0), d)))
    result: Expr = d
    for _ in range(_GAMMA_TRIES):
        x = _normal(uniform, [])
        root = op("add", _ONE, op("mul", c, x))
        v = op("mul", root, op("mul", root, root))
        bound = op("add", op("mul", Number(0.5), op("mul", x, x)), op("mul", d, op("sub", _ONE, v)))
        bound = op("add", bound, op("mul", d, op("ln", op("if", op("gt", root, _ZERO), v, _ONE))))
        fits = op("and", op("gt", root, _ZERO), op("lt", op("ln", uniform()), bound))
        result = op("if", fits, op("mul", d, v), result)
    return result


def _gamma(uniform: Callable[[], Expr], shape: list[Expr]) -> Expr:
    """From 0, mean O; an order below 1 counts as 1."""
    return _gamma_of(uniform, op("max", shape[0], _ONE))


def _beta(uniform: Callable[[], Expr], shape: list[Expr]) -> Expr:
    """From 0 to 1: the share of one of two gammas, each raised to an order of at least 1 and taken back."""

    def part(order: Expr) -> Expr:
        is_small = op("lt", order, _ONE)
        raised = _gamma_of(uniform, op("if", is_small, op("add", order, _ONE), order))
        back = op("pow", uniform(), op("div", _ONE, order))
        return op("mul", raised, op("if", is_small, back, _ONE))

    first, second = (part(order) for order in shape)
    return op("div", first, op("add", first, second))


def _summed(
    uniform: Expr, mean: Expr, variance: Expr, log_of: Callable[[Expr], Expr], a: Expr, b: Expr
) -> Expr:
    """Return a whole number whose probabilities follow one another as a + b / k."""
    begin = op("truncate", op("sub", mean, op("mul", Number(_FAR), op("sqrt", variance))))
    start = op("max", _ZERO, begin)
    return op("discrete", uniform, start, op("exp", log_of(start)), a, b)


def _log_factorial(value: Expr) -> Expr:
    return op("gamma ln", op("add", value, _ONE))


def _whole(value: Expr) -> Expr:
    return op("truncate", op("add", value, Number(0.5)))


def _poisson(uniform: Callable[[], Expr], shape: list[Expr]) -> Expr:
    """From 0, mean M; a mean that is not positive gives 0."""
    mean = op("max", shape[0], Number(1e-300))

    def log_of(k: Expr) -> Expr:
        return op("sub", op("sub", op("mul", k, op("ln", mean)), mean), _log_factorial(k))

    return _summed(uniform(), mean, mean, log_of, _ZERO, mean)


def _binomial(uniform: Callable[[], Expr], shape: list[Expr]) -> Expr:
    """Successes among N trials of probability P."""
    trials = op("max", _ZERO, _whole(shape[1]))
    p = op("max", Number(1e-300), op("min", Number(1 - 2.0**-53), shape[0]))
    q = op("sub", _ONE, p)
    odds = op("div", p, q)

    def log_of(k: Expr) -> Expr:
        ways = op(
            "sub", _log_factorial(trials), op("add", _log_factorial(k), _log_factorial(op("sub", trials, k)))
        )
        failed = op("mul", op("sub", trials, k), op("ln", q))
        return op("add", ways, op("add", op("mul", k, op("ln", p)), failed))

    mean = op("mul", trials, p)
    rise = op("mul", op("add", trials, _ONE), odds)
    drawn = _summed(uniform(), mean, op("mul", mean, q), log_of, op("neg", odds), rise)
    return op("min", trials, drawn)


def _negative_binomial(uniform: Callable[[], Expr], shape: list[Expr]) -> Expr:
    """Trials of probability P that N successes take, from N on."""
    successes = op("max", _ONE, _whole(shape[1]))
    p = op("max", Number(1e-9), op("min", _ONE, shape[0]))
    q = op("sub", _ONE, p)
    log_q = op("ln", op("max", q, Number(1e-300)))

    def log_of(k: Expr) -> Expr:
        ways = op("sub", op("gamma ln", op("add", k, successes)), op("gamma ln", successes))
        ways = op("sub", ways, _log_factorial(k))
        return op("add", ways, op("add", op("mul", successes, op("ln", p)), op("mul", k, log_q)))

    mean = op("div", op("mul", successes, q), p)
    rise = op("mul", op("sub", successes, _ONE), q)
    return op("add", successes, _summed(uniform(), mean, op("div", mean, p), log_of, q, rise))


def _pink(scope: Scope, uniform: Callable[[], Expr], arguments: list[Expr]) -> Expr:
    """Normal with mean m and standard deviation d, correlated over a time c.

    A first-order average of white noise: x' = (white − x) / c, white with a variance of d² (2 − a) / a at
    a = TIME STEP / c, which makes that of x d². It begins at a draw of its own.
    """
    mean, deviation, time, _ = arguments
    share = op("min", _ONE, op("div", Ref("TIME STEP"), time))
    spread = op("sqrt", op("div", op("sub", Number(2.0), share), share))
    first = op("add", mean, op("mul", deviation, _normal(uniform, [])))
    white = op("add", mean, op("mul", op("mul", deviation, spread), _normal(uniform, [])))
    level, set_level = scope.discrete(first)
    set_level(op("add", level, op("mul", share, op("sub", white, level))))
    return level


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
    "random beta": RandomFunction("m, x, A, B, h, r, s", _scaled(_beta, _FEW_TRIES)),
    "random binomial": RandomFunction("m, x, P, N, h, r, s", _scaled(_binomial, _FEW_TRIES)),
    "random exponential": RandomFunction("m, x, h, r, s", _scaled(_exponential)),
    "random gamma": RandomFunction("m, x, O, h, r, s", _scaled(_gamma, _FEW_TRIES)),
    "random negative binomial": RandomFunction(
        "m, x, P, N, h, r, s", _scaled(_negative_binomial, _FEW_TRIES)
    ),
    "random normal": RandomFunction("m, x, h, r, s", _scaled(_normal)),
    "random pink noise": RandomFunction("m, d, c, s", None),
    "random poisson": RandomFunction("m, x, M, h, r, s", _scaled(_poisson, _FEW_TRIES)),
    "random triangular": RandomFunction("m, x, S, P, T, s", _triangular),
    "random uniform": RandomFunction("m, x, s", _uniform),
    "random weibull": RandomFunction("m, x, S, h, r, s", _scaled(_weibull)),
}
