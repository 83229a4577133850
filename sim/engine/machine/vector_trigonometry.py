"""Circular and hyperbolic functions and ln Γ for eight members at a time, in plain arithmetic.

As in `sim.engine.machine.vector_math`, only correctly rounded operations are used, so every machine gives
the same bits. Errors are a few units in the last place (`tests/engine/test_vector_math.py`); sine,
cosine and tangent keep that up to arguments of about 10⁵.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from sim.engine.machine.ir import INTEGERS, VECTOR, Writer, bits, function, splat_integer
from sim.engine.machine.vector_math import exp_of, horner, ln_of

_HALF_PI = Fraction("1.5707963267948966192313216916397514420985846996875529104874722961539082031431")
_ROUND = 1.5 * 2.0**52  # adding and taking it away again rounds to a whole number
_BERNOULLI = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400)
_SMALL = 0.3  # below this, hyperbolic sines are summed as a series
_SHIFT = 8  # ln Γ is computed at x + 8, where Stirling's series converges


def _parts(value: Fraction, count: int) -> list[float]:
    """Return doubles that add up to a value, each as near as it can be."""
    parts = []
    for _ in range(count):
        parts.append(float(value))
        value -= Fraction(parts[-1])
    return parts


def _reduced(w: Writer, x: str) -> tuple[str, str]:
    """Return r and k with x = k·π/2 + r and |r| ≤ π/4."""
    shifted = w.add(w.mul(x, float(1 / _HALF_PI)), _ROUND)
    k = w.sub(shifted, _ROUND)
    rest = x
    for part in _parts(_HALF_PI, 3):
        rest = w.fma(w.neg(k), part, rest)
    return rest, w.integer("sub", w.to_bits(shifted), bits(_ROUND))


def _sine_and_cosine(w: Writer, r: str) -> tuple[str, str]:
    """Return both for |r| ≤ π/4, by Taylor's series."""
    z = w.mul(r, r)
    odd = [(-1) ** k / math.factorial(2 * k + 1) for k in range(1, 9)]
    even = [(-1) ** k / math.factorial(2 * k) for k in range(2, 10)]
    sine = w.fma(w.mul(r, z), horner(w, z, odd), r)
    half = w.mul(z, 0.5)
    near_one = w.sub(1.0, half)
    lost = w.sub(w.sub(1.0, near_one), half)
    cosine = w.add(near_one, w.fma(w.mul(z, z), horner(w, z, even), lost))
    return sine, cosine


def _turned(w: Writer, x: str, quarter_turns: int) -> str:
    """Return the sine of x + quarter_turns · π/2."""
    r, k = _reduced(w, x)
    sine, cosine = _sine_and_cosine(w, r)
    k = w.integer("add", k, quarter_turns)
    swapped = w.emit(f"icmp ne {INTEGERS} {w.integer('and', k, 1)}, {splat_integer(0)}")
    negative = w.emit(f"icmp ne {INTEGERS} {w.integer('and', k, 2)}, {splat_integer(0)}")
    value = w.select(swapped, cosine, sine)
    return w.select(negative, w.neg(value), value)


def _sin(w: Writer, x: str) -> str:
    return _turned(w, x, 0)


def _cos(w: Writer, x: str) -> str:
    return _turned(w, x, 1)


def _tan(w: Writer, x: str) -> str:
    r, k = _reduced(w, x)
    sine, cosine = _sine_and_cosine(w, r)
    swapped = w.emit(f"icmp ne {INTEGERS} {w.integer('and', k, 1)}, {splat_integer(0)}")
    above = w.select(swapped, w.neg(cosine), sine)
    return w.div(above, w.select(swapped, sine, cosine))


def _arctan(w: Writer, x: str) -> str:
    """Turn |x| > 1 to 1/x, halve the angle twice, and sum the series: t − t³/3 + … ."""
    size = w.intrinsic("fabs", x)
    large = w.compare("ogt", size, 1.0)
    t = w.select(large, w.div(1.0, size), size)
    for _ in range(2):  # tan(a/2) = tan a / (1 + √(1 + tan² a))
        t = w.div(t, w.add(w.intrinsic("sqrt", w.fma(t, t, 1.0)), 1.0))
    z = w.mul(t, t)
    series = horner(w, z, [(-1) ** k / (2 * k + 1) for k in range(1, 13)])
    angle = w.mul(w.fma(w.mul(t, z), series, t), 4.0)
    near, rest = _parts(_HALF_PI, 2)
    angle = w.select(large, w.add(w.sub(near, angle), rest), angle)
    return w.select(w.compare("olt", x, 0.0), w.neg(angle), angle)


def _arcsin(w: Writer, x: str) -> str:
    """Return arctan(x / √((1 − x)(1 + x)))."""
    return _arctan(w, w.div(x, w.intrinsic("sqrt", w.mul(w.sub(1.0, x), w.add(1.0, x)))))


def _arccos(w: Writer, x: str) -> str:
    """Return 2·arctan √((1 − x) / (1 + x))."""
    return w.mul(_arctan(w, w.intrinsic("sqrt", w.div(w.sub(1.0, x), w.add(1.0, x)))), 2.0)


def _exponentials(w: Writer, x: str) -> tuple[str, str]:
    """Return eˣ/2 and e⁻ˣ/2, without going beyond the doubles before the sum does."""
    halved = w.mul(x, 0.5)
    grown, fallen = exp_of(w, halved), exp_of(w, w.neg(halved))
    return w.mul(w.mul(grown, 0.5), grown), w.mul(w.mul(fallen, 0.5), fallen)


def _sinh(w: Writer, x: str) -> str:
    grown, fallen = _exponentials(w, x)
    z = w.mul(x, x)
    series = horner(w, z, [1 / math.factorial(2 * k + 1) for k in range(1, 8)])
    small = w.fma(w.mul(x, z), series, x)
    return w.select(w.compare("olt", w.intrinsic("fabs", x), _SMALL), small, w.sub(grown, fallen))


def _cosh(w: Writer, x: str) -> str:
    return w.add(*_exponentials(w, x))


def _tanh(w: Writer, x: str) -> str:
    """Return sinh / cosh for small x, else ±(1 − 2 / (e^|2x| + 1))."""
    size = w.intrinsic("fabs", x)
    far = w.sub(1.0, w.div(2.0, w.add(exp_of(w, w.mul(size, 2.0)), 1.0)))
    far = w.select(w.compare("olt", x, 0.0), w.neg(far), far)
    near = w.div(_sinh(w, x), _cosh(w, x))
    return w.select(w.compare("olt", size, _SMALL), near, far)


def _gamma_ln(w: Writer, x: str) -> str:
    """Return ln Γ(x) for x > 0: Stirling's series at x + 8, less the ln of x·(x + 1)…(x + 7)."""
    product = x
    for step in range(1, _SHIFT):
        product = w.mul(product, w.add(x, float(step)))
    far = w.compare("ogt", x, 1e30)  # there the product would overflow, and 8 more are nothing
    y = w.select(far, x, w.add(x, float(_SHIFT)))
    inverse = w.div(1.0, y)
    series = w.mul(inverse, horner(w, w.mul(inverse, inverse), list(_BERNOULLI)))
    stirling = w.fma(w.sub(y, 0.5), ln_of(w, y), w.sub(0.5 * math.log(2 * math.pi), y))
    value = w.add(stirling, w.sub(series, w.select(far, 0.0, ln_of(w, w.select(far, 1.0, product)))))
    return w.select(w.compare("ogt", x, 0.0), value, math.nan)


BUILDERS: dict[str, Callable[[Writer, str], str]] = {
    "sin": _sin,
    "cos": _cos,
    "tan": _tan,
    "arcsin": _arcsin,
    "arccos": _arccos,
    "arctan": _arctan,
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _tanh,
    "gamma ln": _gamma_ln,
}


def functions() -> dict[str, str]:
    """Return the text of each function of one argument, by the name of its operation."""
    texts = {}
    for name, build in BUILDERS.items():
        w = Writer()
        w.do(f"ret {VECTOR} {build(w, '%x')}")
        texts[name] = function(symbol(name), f"{VECTOR} %x", w.lines)
    return texts


def symbol(name: str) -> str:
    """Return the name by which machine code calls a function."""
    return name.replace(" ", "_") + "8"
