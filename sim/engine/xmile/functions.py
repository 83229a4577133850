"""XMILE's functions (3.5) and Stella's, each as an expression of Vensim's language.

A function that two tools define differently, or whose page leaves its value open, is refused by name.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.language.functions import FUNCTIONS
from sim.engine.language.states import STATES
from sim.engine.language.syntax import Call, Node, Number, Operation, Reference
from sim.engine.xmile.added_macros import DELAY, FROM_INPUT, SMOOTH

DT, TIME = Reference("TIME STEP"), Reference("Time")
START, STOP = Reference("INITIAL TIME"), Reference("FINAL TIME")
INFINITY = Operation(("*",), (Number(1e308), Number(10.0)))
NOTHING = Number(0.0)
_LOWEST, _HIGHEST = Number(-1e300), Number(1e300)  # beyond every draw: no limit
_MOST_STAGES = 100


class NoOrderError(Exception):
    """An order of a delay or smooth that is not written as a whole number."""


@dataclass(frozen=True)
class Builtin:
    """A function: its arguments, those that may be left out in brackets, and its expression."""

    arguments: str
    build: Callable[..., Node]
    options: tuple[Node, ...] = ()  # what arguments that may be left out are where a file has NAN for them

    @property
    def counts(self) -> range:
        """How many arguments it may have."""
        most = self.arguments.count(",") + 1 if self.arguments else 0
        optional = self.arguments.partition("[")[2]
        return range(most - optional.count(","), most + 1)


def call(name: str, *arguments: Node) -> Call:
    """Return the call of a function or macro."""
    return Call(Reference(name), arguments)


def _sum(sign: str, *parts: Node) -> Node:
    return Operation((sign,) * (len(parts) - 1), parts)


def balance(added: list[Node], taken: list[Node]) -> Node:
    """Return what is added less what is taken."""
    if not added and not taken:
        return Number(0.0)
    if not added:
        first, *others = taken
        return (
            Operation(("-",) * len(others), (Operation(("-",), (first,)), *others))
            if others
            else Operation(("-",), (first,))
        )
    if len(added) + len(taken) == 1:
        return added[0]
    return Operation(("+",) * (len(added) - 1) + ("-",) * len(taken), (*added, *taken))


def available(held: Node, inflows: list[Node], earlier: list[Node]) -> Node:
    """Return what a flow may take of a stock: what it holds and receives, less what flows before it take."""
    return call("MAX", NOTHING, balance([Operation(("/",), (held, DT)), *inflows], earlier))


def lower_of(wanted: Node, most: Node, *, is_staged: bool) -> Node:
    """Return what a flow wants as far as it may have it; no number where flows are computed in stages."""
    return call("xmile limit" if is_staged else "MIN", wanted, most)


def held_at_zero(net: Node, held: Node, *, is_staged: bool) -> Node:
    """Return a net flow that takes no more than a stock holds."""
    if not is_staged:
        return call("MAX", net, Operation(("-",), (held,)))
    lost = Operation(("-",), (net,))
    return Operation(("-",), (lower_of(lost, held, is_staged=True),))


def _plain(name: str, arguments: str = "x") -> Builtin:
    return Builtin(arguments, lambda *given: call(name, *given))


def _with_start(name: str, plain: str) -> Callable[..., Node]:
    """Return the builder of a delay or average that begins at its input unless a start is given."""

    def build(value: Node, time: Node, initial: Node | None = None) -> Node:
        return call(plain, value, time) if initial is None else call(name, value, time, initial)

    return build


def _staged(kind: str) -> Callable[..., Node]:
    def build(value: Node, time: Node, order: Node, initial: Node | None = None) -> Node:
        if not isinstance(order, Number) or order.value not in range(1, _MOST_STAGES + 1):
            raise NoOrderError
        name = f"{kind} {int(order.value)}"
        if initial is None:
            return call(f"{name} {FROM_INPUT}", value, time)
        return call(name, value, time, initial)

    return build


def _pulse(volume: Node, first: Node, interval: Node = NOTHING) -> Node:
    if isinstance(interval, Number) and interval.value <= 0:
        return call("xmile pulse", volume, first)
    return call("xmile pulses", volume, first, interval)


def _normal(
    mean: Node,
    deviation: Node,
    seed: Node = NOTHING,
    least: Node = _LOWEST,
    most: Node = _HIGHEST,
) -> Node:
    return call("RANDOM NORMAL", least, most, mean, deviation, seed)


def _uniform(
    low: Node,
    high: Node,
    seed: Node = NOTHING,
    least: Node = _LOWEST,
    most: Node = _HIGHEST,
) -> Node:
    low = low if least is _LOWEST else call("MAX", low, least)
    high = high if most is _HIGHEST else call("MIN", high, most)
    return call("RANDOM UNIFORM", low, high, seed)


def _exponential(mean: Node, seed: Node = NOTHING, least: Node = _LOWEST, most: Node = _HIGHEST) -> Node:
    least = NOTHING if least is _LOWEST else least
    return call("RANDOM EXPONENTIAL", least, most, NOTHING, mean, seed)


def _triangular(
    low: Node,
    mode: Node,
    high: Node,
    seed: Node = NOTHING,
    least: Node = _LOWEST,
    most: Node = _HIGHEST,
) -> Node:
    least = low if least is _LOWEST else least
    most = high if most is _HIGHEST else most
    return call("RANDOM TRIANGULAR", least, most, low, mode, high, seed)


def _weibull(
    shape: Node,
    scale: Node,
    seed: Node = NOTHING,
    least: Node = _LOWEST,
    most: Node = _HIGHEST,
) -> Node:
    """Return a draw of Vensim's distribution, which has a mean of 1, stretched to a scale."""
    mean = call("EXP", call("GAMMA LN", _sum("+", Number(1.0), _sum("/", Number(1.0), shape))))
    least = NOTHING if least is _LOWEST else least
    return call("RANDOM WEIBULL", least, most, shape, NOTHING, _sum("*", scale, mean), seed)


def _montecarlo(percent: Node, seed: Node = NOTHING) -> Node:
    draw = call("RANDOM UNIFORM", NOTHING, Number(100.0), seed)
    happens = Operation(("<",), (draw, _sum("*", percent, DT)))
    return call("IF THEN ELSE", happens, Number(1.0), NOTHING)


def _of_factorials(above: Node, *below: Node) -> Node:
    """Return the factorial of a whole number over those of others."""
    first, *others = (call("GAMMA LN", _sum("+", one, Number(1.0))) for one in (above, *below))
    return call("xmile round", call("EXP", _sum("-", first, *others) if others else first))


def _beta(alpha: Node, beta: Node, seed: Node = NOTHING) -> Node:
    return call("RANDOM BETA", NOTHING, Number(1.0), alpha, beta, NOTHING, Number(1.0), seed)


def _binomial(trials: Node, probability: Node, seed: Node = NOTHING) -> Node:
    is_between = call(
        "MIN",
        *(Operation((sign,), (probability, end)) for sign, end in ((">=", NOTHING), ("<=", Number(1.0)))),
    )
    given = call("IF THEN ELSE", is_between, probability, Number(1.0))
    return call("RANDOM BINOMIAL", NOTHING, _HIGHEST, given, trials, NOTHING, Number(1.0), seed)


def _folded(name: str) -> Callable[..., Node]:
    return lambda *given: functools.reduce(lambda so_far, one: call(name, so_far, one), given)


def _mean(*given: Node) -> Node:
    return _sum("/", _sum("+", *given), Number(float(len(given))))


def _wave(function: str) -> Callable[..., Node]:
    def build(amplitude: Node, period: Node) -> Node:
        angle = Operation(("*", "/"), (Number(2 * math.pi), TIME, period))
        return _sum("*", amplitude, call(function, angle))

    return build


def _drawn(arguments: str, build: Callable[..., Node], *, has_limits: bool = True) -> Builtin:
    """Return a random function: it may have a seed, and limits to its draws; NAN leaves them out."""
    if not has_limits:
        return Builtin(f"{arguments}[, seed]", build, (NOTHING,))
    return Builtin(f"{arguments}[, seed, min, max]", build, (NOTHING, _LOWEST, _HIGHEST))


BUILTINS: dict[str, Builtin] = {
    "abs": _plain("ABS"),
    "arccos": _plain("ARCCOS"),
    "arcsin": _plain("ARCSIN"),
    "arctan": _plain("ARCTAN"),
    "beta": _drawn("alpha, beta", _beta, has_limits=False),
    "binomial": _drawn("trials, success probability", _binomial, has_limits=False),
    "combinations": Builtin("n, r", lambda n, r: _of_factorials(n, r, _sum("-", n, r))),
    "cos": _plain("COS"),
    "coswave": Builtin("amplitude, period", _wave("COS")),
    "delay": Builtin("input, delay time[, initial]", _with_start("DELAY FIXED", "xmile delay fixed")),
    "delay1": Builtin("input, delay time[, initial]", _with_start("DELAY1I", "DELAY1")),
    "delay3": Builtin("input, delay time[, initial]", _with_start("DELAY3I", "DELAY3")),
    "delayn": Builtin("input, delay time, n[, initial]", _staged(DELAY)),
    "endval": Builtin(
        "input[, initial]", lambda x, initial=None: call("INITIAL", x) if initial is None else initial
    ),
    "exp": _plain("EXP"),
    "exprnd": _drawn("mean", _exponential),
    "factorial": Builtin("n", _of_factorials),
    "forcst": Builtin(
        "input, averaging time, horizon[, initial]",
        lambda x, time, horizon, initial=NOTHING: call("xmile forcst", x, time, horizon, initial),
    ),
    "fv": _plain("xmile fv", "rate, periods, payment, present value"),
    "gammaln": _plain("GAMMA LN"),
    "if then else": _plain("IF THEN ELSE", "condition, then, else"),
    "init": _plain("INITIAL"),
    "int": _plain("xmile int"),
    "ln": _plain("LN"),
    "log10": Builtin("x", lambda x: call("LOG", x, Number(10.0))),
    "max": _plain("MAX", "a, b"),
    "min": _plain("MIN", "a, b"),
    "montecarlo": _drawn("percent", _montecarlo, has_limits=False),
    "normal": _drawn("mean, standard deviation", _normal),
    "permutations": Builtin("n, r", lambda n, r: _of_factorials(n, _sum("-", n, r))),
    "percent": Builtin("x", lambda x: _sum("*", x, Number(100.0))),
    "pmt": _plain("xmile pmt", "rate, periods, present value, future value"),
    "previous": Builtin("x[, initial]", lambda x, initial=NOTHING: call("DELAY FIXED", x, DT, initial)),
    "pulse": Builtin("magnitude, first time[, interval]", _pulse),
    "pv": _plain("xmile pv", "rate, periods, payment, future value"),
    "ramp": Builtin(
        "slope, start time[, end time]", lambda slope, start, end=STOP: call("RAMP", slope, start, end)
    ),
    "random": _drawn("min, max", _uniform, has_limits=False),
    "rootn": Builtin("x, n", lambda x, n: _sum("^", x, _sum("/", Number(1.0), n))),
    "round": _plain("xmile round"),
    "safediv": Builtin(
        "numerator, denominator[, otherwise]",
        lambda a, b, otherwise=NOTHING: call("xmile safediv", a, b, otherwise),
    ),
    "sin": _plain("SIN"),
    "sinwave": Builtin("amplitude, period", _wave("SIN")),
    "smth1": Builtin("input, averaging time[, initial]", _with_start("SMOOTHI", "SMOOTH")),
    "smth3": Builtin("input, averaging time[, initial]", _with_start("SMOOTH3I", "SMOOTH3")),
    "smthn": Builtin("input, averaging time, n[, initial]", _staged(SMOOTH)),
    "sqrt": _plain("SQRT"),
    "step": _plain("STEP", "height, start time"),
    "tan": _plain("TAN"),
    "trend": Builtin(
        "input, averaging time[, initial]",
        lambda x, time, initial=NOTHING: call("xmile trend", x, time, initial),
    ),
    "triangular": _drawn("lower, mode, upper", _triangular),
    "uniform": _drawn("low, high", _uniform),
    "weibull": _drawn("shape, scale", _weibull),
}

VENSIMS = frozenset({*FUNCTIONS, *STATES, "depreciate straightline"}) - {"npv", "npve"}
"""Functions of Vensim that Stella runs or converters leave in a file; Stella has an NPV of its own."""

UNWRITTEN = "nan"  # NAN(a, b): Stella's equation of what depends on a and b and has none yet
CONSTANTS: dict[str, Node] = {
    "dt": DT,
    "inf": INFINITY,
    "nan": Operation(("*",), (INFINITY, NOTHING)),
    "pi": Number(math.pi),
    "runcount": NOTHING,  # of a first run, no part of a sensitivity analysis
    "sensiruncount": NOTHING,
    "sensiruntotal": NOTHING,
    "starttime": START,
    "stoptime": STOP,
    "time": TIME,
}


def at_lag(value: Node, lag: Node, *, is_positive: bool) -> Node:
    """Return a value of a lag ago, 0 before there is one; a lag below a step has none."""
    delayed = call("DELAY FIXED", value, lag, NOTHING)
    if is_positive:
        return delayed
    is_past = Operation((">=",), (lag, _sum("/", DT, Number(2.0))))
    return call("IF THEN ELSE", is_past, delayed, CONSTANTS["nan"])


def at_moment(value: Node, moment: Node) -> Node:
    """Return the value of a step, 0 until then."""
    distance = call("ABS", _sum("-", TIME, moment))
    return call("SAMPLE IF TRUE", Operation(("<",), (distance, _sum("/", DT, Number(2.0)))), value, NOTHING)


ALLOCATE, HISTORY = "allocate", "history"
STAGED = frozenset({"delayn", "smthn"})  # their third argument is a number of stages


def as_long_as(order: Node, number: Node, result: Node) -> Node:
    """Return what a number of stages gives, no number where the order is changed to another one."""
    return call("IF THEN ELSE", Operation(("=",), (order, number)), result, CONSTANTS["nan"])


REDUCTIONS = {"sum": "SUM", "prod": "PROD", "min": "VMIN", "max": "VMAX", "mean": "SUM", "size": "SUM"}
OF_SEVERAL = {"min": _folded("MIN"), "max": _folded("MAX"), "mean": _mean}  # of more than one argument
LOOKUP_CALL = "lookup"
LOST = {"vmin": "min", "vmax": "max"}  # of Vensim, which xmutil takes for lookups
LOOKUPS = frozenset({"lookup backward", "lookup extrapolate", "lookup forward"})  # Vensim's
