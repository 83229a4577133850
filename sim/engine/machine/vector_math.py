"""Exponential, logarithm and power for eight members at a time, in plain arithmetic.

Gives, for each of these operations, the text of a function from vectors to a vector. It exists because
LLVM turns its own vector ``exp``, ``log`` and ``pow`` into a call of the C library for every lane, which
is slow and differs from machine to machine in the last bits. These use addition, multiplication,
division and `fma` only, which guarantees the same bits on every machine. Errors stay below one unit in
the last place (`tests/engine/test_vector_math.py` measures them).

The series are Taylor's; the arguments are first reduced until they converge within 2⁻⁵⁸.
"""

from __future__ import annotations

import math
from fractions import Fraction

from sim.engine.machine.ir import MASK, VECTOR, Writer, bits, function

_LN2 = Fraction("0.693147180559945309417232121458176568075500134360255254120680009493393621969694715605863")
# The leading part has 32 trailing zero bits, so that its product with an exponent is exact.
_LN2_LEAD = Fraction(math.floor(_LN2 * 2**21), 2**21)
LN2_HIGH = float(_LN2_LEAD)
LN2_LOW = float(_LN2 - _LN2_LEAD)
LN2_NEAR = float(_LN2)
LN2_REST = float(_LN2 - Fraction(LN2_NEAR))
LOG2_E = float(1 / _LN2)
_ROUND = 1.5 * 2.0**52  # adding and taking it away again rounds to a whole number
_LARGEST, _SMALLEST = 709.782712893384, -745.1332191019412  # beyond these exp is inf or 0
_TWO_THIRDS = Fraction(2, 3)
_EXP_TERMS = 13
_LOG_TERMS = 11
_PAIR_TERMS = 14  # the logarithm of a power needs 2⁻⁶⁵: the exponent magnifies its error


def functions() -> dict[str, str]:
    """Return the text of each function, by the name of its operation."""
    return {"exp": _exp(), "ln": _ln(), "pow": _pow()}


def horner(w: Writer, x: str, coefficients: list[float]) -> str:
    """Return c0 + x·(c1 + x·(c2 + …))."""
    result: str | float = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        result = w.fma(x, result, coefficient)
    return str(result)


def exp_of(w: Writer, high: str, low: str | None = None) -> str:
    """Return exp(high + low): 2ᵏ·exp(r) with k whole and |r| ≤ ln 2 / 2."""
    shifted = w.add(w.mul(high, LOG2_E), _ROUND)
    exponent = w.sub(shifted, _ROUND)
    rest = w.fma(w.neg(exponent), LN2_NEAR, high)
    correction = w.mul(w.neg(exponent), LN2_REST)
    rest = w.add(rest, w.add(correction, low) if low else correction)
    tail = horner(w, rest, [1 / math.factorial(k) for k in range(2, _EXP_TERMS + 1)])
    value = w.add(w.fma(w.mul(rest, rest), tail, rest), 1.0)
    # 2ᵏ in two factors, as k may lie below the smallest exponent of a double
    k = w.integer("sub", w.to_bits(shifted), bits(_ROUND))
    half = w.integer("ashr", k, 1)
    for part in (half, w.integer("sub", k, half)):
        value = w.mul(value, w.from_bits(w.integer("shl", w.integer("add", part, 1023), 52)))
    value = w.select(w.compare("ogt", high, _LARGEST), math.inf, value)
    return w.select(w.compare("olt", high, _SMALLEST), 0.0, value)


def _exp() -> str:
    w = Writer()
    w.do(f"ret {VECTOR} {exp_of(w, '%x')}")
    return function("exp8", f"{VECTOR} %x", w.lines)


def _split(w: Writer, x: str) -> tuple[str, str]:
    """Return e and m with x = 2ᵉ·m and √½ ≤ m < √2, for x > 0; tiny x are scaled up first."""
    tiny = w.compare("olt", x, 2.0**-1022)
    scaled = w.select(tiny, w.mul(x, 2.0**54), x)
    pattern = w.to_bits(scaled)
    e = w.integer("ashr", w.integer("sub", pattern, bits(math.sqrt(0.5))), 52)
    m = w.from_bits(w.integer("sub", pattern, w.integer("shl", e, 52)))
    return w.sub(w.to_double(e), w.select(tiny, 54.0, 0.0)), m


def ln_of(w: Writer, x: str) -> str:
    """Return ln x: ln(1 + f) = f − s·(f − R), with s = f / (2 + f) and R = 2s²/3 + 2s⁴/5 + … ."""
    e, m = _split(w, x)
    f = w.sub(m, 1.0)
    s = w.div(f, w.add(f, 2.0))
    z = w.mul(s, s)
    series = w.mul(z, horner(w, z, [2 / (2 * k + 1) for k in range(1, _LOG_TERMS)]))
    tail = w.sub(w.mul(s, w.sub(f, series)), w.mul(e, LN2_LOW))
    value = w.add(w.mul(e, LN2_HIGH), w.sub(f, tail))
    value = w.select(w.compare("oeq", x, math.inf), math.inf, value)
    value = w.select(w.compare("oeq", x, 0.0), -math.inf, value)
    return w.select(w.compare("ult", x, 0.0), math.nan, value)  # also where x is NaN


def _ln() -> str:
    w = Writer()
    w.do(f"ret {VECTOR} {ln_of(w, '%x')}")
    return function("ln8", f"{VECTOR} %x", w.lines)


def _ln_as_pair(w: Writer, x: str) -> tuple[str, str]:
    """Return ln(x) as high + low, to about 2⁻⁶⁵: the same series with its leading terms in pairs."""
    e, m = _split(w, x)
    f = w.sub(m, 1.0)
    d_high = w.add(f, 2.0)
    d_low = w.sub(f, w.sub(d_high, 2.0))
    s_high = w.div(f, d_high)
    s_low = w.div(w.fma(w.neg(s_high), d_low, w.fma(w.neg(s_high), d_high, f)), d_high)
    z_high = w.mul(s_high, s_high)
    z_low = w.fma(w.mul(s_high, 2.0), s_low, w.fma(s_high, s_high, w.neg(z_high)))
    # 2 + w = 2 + z·(2/3 + t), where t is the series from 2z/5 on
    t = w.mul(z_high, horner(w, z_high, [2 / (2 * k + 1) for k in range(2, _PAIR_TERMS)]))
    p_high = w.add(t, float(_TWO_THIRDS))
    p_low = w.add(
        w.sub(t, w.sub(p_high, float(_TWO_THIRDS))), float(_TWO_THIRDS - Fraction(float(_TWO_THIRDS)))
    )
    p_low = w.fma(z_low, 2 / 5, p_low)
    w_high = w.mul(z_high, p_high)
    w_low = w.fma(z_low, p_high, w.fma(z_high, p_low, w.fma(z_high, p_high, w.neg(w_high))))
    u_high = w.add(w_high, 2.0)
    u_low = w.add(w.sub(w_high, w.sub(u_high, 2.0)), w_low)
    l_high = w.mul(s_high, u_high)
    l_low = w.fma(s_low, u_high, w.fma(s_high, u_low, w.fma(s_high, u_high, w.neg(l_high))))
    whole = w.mul(e, LN2_HIGH)
    high = w.add(whole, l_high)
    low = w.add(w.sub(l_high, w.sub(high, whole)), w.fma(e, LN2_LOW, l_low))
    return high, low


def _pow() -> str:
    """x^y = exp(y·ln|x|) with the logarithm as a pair; the sign of a whole power of x < 0 is put back."""
    w = Writer()
    size = w.intrinsic("fabs", "%x")
    high, low = _ln_as_pair(w, size)
    product = w.mul("%y", high)
    rest = w.fma("%y", low, w.fma("%y", high, w.neg(product)))
    value = exp_of(w, product, rest)
    whole, odd = _parity(w, "%y")
    negative = w.compare("olt", "%x", 0.0)
    value = w.select(w.logic("and", negative, odd), w.neg(value), value)
    value = w.select(w.logic("and", negative, w.invert(whole)), math.nan, value)
    at_zero = w.select(w.compare("ogt", "%y", 0.0), 0.0, math.inf)
    value = w.select(w.compare("oeq", size, 0.0), at_zero, value)
    grown = w.select(w.compare("ogt", "%y", 0.0), math.inf, 0.0)
    value = w.select(w.compare("oeq", size, math.inf), grown, value)
    value = w.select(w.compare("uno", "%x", "%y"), math.nan, value)
    value = w.select(w.compare("oeq", "%y", 0.0), 1.0, value)
    w.do(f"ret {VECTOR} {value}")
    return function("pow8", f"{VECTOR} %x, {VECTOR} %y", w.lines)


def _parity(w: Writer, y: str) -> tuple[str, str]:
    """Return masks: y is whole; y is whole and odd. Above 2⁵² every double is whole, above 2⁵³ even."""
    size = w.intrinsic("fabs", y)
    large = w.compare("oge", size, 2.0**52)
    rounded = w.sub(w.add(size, 2.0**52), 2.0**52)
    whole = w.logic("or", large, w.compare("oeq", rounded, size))
    half = w.mul(size, 0.5)
    half_rounded = w.sub(w.add(half, 2.0**52), 2.0**52)
    odd = w.emit(f"and {MASK} {whole}, {w.compare('one', half_rounded, half)}")
    return whole, odd
