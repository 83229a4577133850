"""Exponential, logarithm and power for eight members at a time, in plain arithmetic.

Gives, for each of these operations, the text of a function from vectors to a vector. It exists because
LLVM turns its own vector ``exp``, ``log`` and ``pow`` into a call of the C library for every lane, which
is slow and differs from machine to machine in the last bits. These use addition, subtraction,
multiplication, integers and a table only, each operation rounded by itself, so that every machine gives
the same bits, WebAssembly too, which has no fused multiply-add. Errors stay near one unit in the last
place (`tests/engine/test_vector_math.py` measures them).

Where all eight lanes are ordinary numbers, a short way gives the bits that the long one would:
it leaves out what zeros, infinities, NaN, negative bases and results near the ends of the range need.
A power whose logarithm is at most 1 is computed from the plain logarithm, others from one in two parts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from sim.engine.machine.ir import INTEGERS, LANES, MASK, VECTOR, Writer, bits, function, literal

_LN2 = Fraction("0.693147180559945309417232121458176568075500134360255254120680009493393621969694715605863")
# The leading part has 32 trailing zero bits, so that its product with an exponent is exact.
_LN2_LEAD = Fraction(math.floor(_LN2 * 2**21), 2**21)
LN2_HIGH = float(_LN2_LEAD)
LN2_LOW = float(_LN2 - _LN2_LEAD)
LOG2_E = float(1 / _LN2)
_ROUND = 1.5 * 2.0**52  # adding and taking it away again rounds to a whole number
_LARGEST, _SMALLEST = 709.782712893384, -745.1332191019412  # beyond these exp is inf or 0
_ORDINARY = 700.0  # up to this size of an exponent, exp is a normal number
# (eʳ − 1 − r) / r² for |r| ≤ ln 2 / 2, to 2⁻⁶² of eʳ: the polynomial of the smallest largest error (Remez)
_EXP_SERIES = [
    0.5, 0.1666666666666667, 0.041666666666666685, 0.00833333333332614, 0.0013888888888874407,
    0.00019841269874807855, 2.4801587347321768e-05, 2.755725541665238e-06, 2.7557252929634246e-07,
    2.5105210079558697e-08, 2.092158355075579e-09,
]  # fmt: skip

_INDEX_BITS = 8
_STEP = 52 - _INDEX_BITS
_EXPONENT = 0xFFF << 52
_FIRST = 0x3FE688 << 40  # 0.704…, where the table begins; 1.0 lies in the middle of an interval
_LOW_HALF = (1 << 32) - 1
_LOW_27 = (1 << 27) - 1
_FACTOR_BITS = 24  # of a table's factor: its product with the high half of a double is exact
_LN_TERMS = 7
# (ln((1 + s) / (1 − s)) / s − 2) / s² in s² for |s| ≤ 0.1738, to 2⁻⁵⁷ of the logarithm (Remez)
_LN_SERIES = [
    0.6666666666666671, 0.3999999999988135, 0.2857142863402988, 0.22222209846163707,
    0.18182981277520824, 0.15328711888507363, 0.14653032321405765,
]  # fmt: skip
_NEAR = 1.0  # up to this size of y·ln x the rounding of ln x costs a power less than one unit
# 2²⁴/c for each interval of the mantissa, c near its middle. Of the factors that are near enough, the one
# whose logarithm lies nearest to a double (Gal 1986): one double then holds it to 2⁻⁶³ of itself.
_FACTORS = (
    23799239, 23725946, 23668964, 23596242, 23534597, 23464864, 23400386, 23346263, 23280921, 23219713,
    23147777, 23085377, 23033668, 22964061, 22907248, 22849743, 22783462, 22728962, 22666190, 22608883,
    22548690, 22486531, 22423879, 22369090, 22313458, 22250419, 22197944, 22134620, 22085631, 22024989,
    21967268, 21909201, 21853171, 21799080, 21745378, 21689642, 21640353, 21581455, 21530642, 21475090,
    21419428, 21372942, 21310664, 21266544, 21206856, 21158014, 21108437, 21049616, 21004639, 20946059,
    20896484, 20847831, 20800320, 20744081, 20694320, 20654869, 20595793, 20546429, 20495314, 20452188,
    20407935, 20352473, 20307100, 20261027, 20213253, 20167494, 20111299, 20073365, 20018026, 19982046,
    19933245, 19886021, 19833960, 19792748, 19746561, 19698662, 19661621, 19615249, 19569780, 19526220,
    19474178, 19431839, 19394714, 19348547, 19301100, 19256250, 19220388, 19171988, 19136898, 19092737,
    19049309, 18998739, 18963947, 18919882, 18879088, 18838119, 18792936, 18755773, 18708830, 18677290,
    18630626, 18589940, 18547082, 18508505, 18472439, 18430810, 18393736, 18358656, 18319982, 18276000,
    18234312, 18193958, 18158411, 18120079, 18082045, 18043675, 18009444, 17974378, 17930295, 17891658,
    17864290, 17822624, 17785668, 17745730, 17709327, 17673183, 17643347, 17603697, 17568373, 17526378,
    17492296, 17460909, 17428091, 17386529, 17348134, 17312606, 17282968, 17243077, 17217478, 17180393,
    17149969, 17111720, 17079543, 17045872, 17006947, 16971245, 16941953, 16910934, 16872040, 16840212,
    16813461, 16777216, 16716488, 16648101, 16587964, 16516369, 16457781, 16391600, 16331008, 16263953,
    16207506, 16146641, 16087257, 16024201, 15970430, 15901706, 15848175, 15793528, 15729072, 15672799,
    15619075, 15557710, 15503859, 15454034, 15390749, 15336287, 15288268, 15227823, 15180570, 15126857,
    15065437, 15022320, 14959315, 14919060, 14865473, 14815340, 14763074, 14710547, 14663252, 14607217,
    14558405, 14505683, 14463953, 14412359, 14370286, 14320949, 14272526, 14222435, 14177997, 14131869,
    14080905, 14040631, 13985889, 13950548, 13904691, 13850381, 13806976, 13762315, 13719451, 13678166,
    13638378, 13593275, 13545774, 13502686, 13469556, 13415827, 13378490, 13343081, 13292881, 13255651,
    13218205, 13173165, 13134165, 13097158, 13058134, 13015550, 12973508, 12936915, 12900272, 12860686,
    12818341, 12785133, 12749803, 12709763, 12667029, 12630450, 12594646, 12554545, 12515853, 12487087,
    12443495, 12418968, 12382129, 12343386, 12302051, 12274538, 12241337, 12203147, 12166146, 12128923,
    12103622, 12067342, 12031782, 11992708, 11963705, 11927180,
)  # fmt: skip


def functions() -> dict[str, str]:
    """Return the text of each function, by the name of its operation."""
    return {"exp": _exp(), "ln": _ln(), "pow": _pow()}


def polynomial(w: Writer, x: str, coefficients: list[float]) -> str:
    """Return c0 + c1·x + c2·x² + …, pairs first (Estrin 1960): short chains of operations."""
    terms: list[str | float] = list(coefficients)
    power = x
    while len(terms) > 1:
        pairs = [w.add(w.mul(power, b), a) for a, b in zip(terms[::2], terms[1::2], strict=False)]
        terms = [*pairs, *terms[len(pairs) * 2 :]]
        if len(terms) > 1:
            power = w.mul(power, power)
    return str(terms[0])


def horner(w: Writer, x: str, coefficients: list[float]) -> str:
    """Return c0 + x·(c1 + x·(c2 + …)), which loses least where the first terms weigh most."""
    result: str | float = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        result = w.add(w.mul(x, result), coefficient)
    return str(result)


# --- exponential ------------------------------------------------------------------------------


def _exp_reduced(w: Writer, high: str, low: str | None) -> tuple[str, str]:
    """Return exp(r), and k as the last bits of a pattern, for high + low = k·ln 2 + r, |r| ≤ ln 2 / 2."""
    shifted = w.add(w.mul(high, LOG2_E), _ROUND)
    k = w.sub(shifted, _ROUND)
    lead = w.sub(high, w.mul(k, LN2_HIGH))  # exact
    correction = w.mul(k, LN2_LOW)
    correction = w.sub(correction, low) if low else correction
    r = w.sub(lead, correction)
    lost = w.sub(w.sub(lead, r), correction)
    series = polynomial(w, r, _EXP_SERIES)
    return w.add(w.add(w.add(w.mul(w.mul(r, r), series), lost), r), 1.0), w.to_bits(shifted)


def _scaled(w: Writer, value: str, k: str) -> str:
    """Return value·2ᵏ where that is a normal number: k is added to the exponent."""
    return w.from_bits(w.integer("add", w.to_bits(value), w.integer("shl", k, 52)))


def exp_of(w: Writer, high: str, low: str | None = None) -> str:
    """Return exp(high + low) for all numbers."""
    value, k = _exp_reduced(w, high, low)
    # 2ᵏ in two factors, as k may lie below the smallest exponent of a double
    lifted = w.integer("sub", k, bits(_ROUND) - 2048)
    half = w.integer("lshr", lifted, 1)
    for part in (half, w.integer("sub", lifted, half)):
        value = w.mul(value, w.from_bits(w.integer("shl", w.integer("add", part, 1023 - 1024), 52)))
    whole = w.add(high, low) if low else high
    value = w.select(w.compare("ogt", whole, _LARGEST), math.inf, value)
    value = w.select(w.compare("olt", whole, _SMALLEST), 0.0, value)
    return w.select(w.compare("uno", whole, whole), math.nan, value)


def _exp() -> str:
    w = Writer()
    value, k = _exp_reduced(w, "%x", None)
    ordinary = w.compare("olt", w.intrinsic("fabs", "%x"), _ORDINARY)
    return _in_two_ways("exp", ("%x",), w, ordinary, lambda: _scaled(w, value, k), exp_of)


def _in_two_ways(
    name: str,
    arguments: tuple[str, ...],
    w: Writer,
    ordinary: str,
    short: Callable[[], str],
    long: Callable[..., str],
) -> str:
    """Return a function that goes the short way if the mask is set in all lanes, and the long one."""
    parameters = ", ".join(f"{VECTOR} {argument}" for argument in arguments)
    w.do(f"br i1 {_all(w, ordinary)}, label %short, label %long")
    w.label("short")
    w.do(f"ret {VECTOR} {short()}")
    w.label("long")
    w.do(f"ret {VECTOR} {w.call(f'{name}.any', *arguments)}")
    other = Writer()
    other.do(f"ret {VECTOR} {long(other, *arguments)}")
    return function(f"{name}.any", parameters, other.lines) + function(f"{name}8", parameters, w.lines)


def _all(w: Writer, mask: str) -> str:
    """Return whether a mask is set in all lanes."""
    lanes = w.emit(f"bitcast {MASK} {mask} to i{LANES}")
    return w.emit(f"icmp eq i{LANES} {lanes}, -1")


# --- logarithm --------------------------------------------------------------------------------


def table() -> str:
    """Return the table of 1/c and −ln(1/c) as a constant of the module."""
    pairs = ((factor / 2**_FACTOR_BITS, _ln_of_inverse(factor)) for factor in _FACTORS)
    entries = ", ".join(f"double {literal(number)}" for pair in pairs for number in pair)
    return f"@ln.table = internal constant [{2 * len(_FACTORS)} x double] [{entries}], align 64\n"


def _ln_of_inverse(factor: int) -> float:
    return float((Decimal(2**_FACTOR_BITS) / Decimal(factor)).ln())


def _split(w: Writer, x: str) -> tuple[str, str, str]:
    """Return e, m and bits of which the first of the fraction number m: x = 2ᵉ·m, m in 0.704 … 1.408."""
    pattern = w.to_bits(x)
    raised = w.integer("add", pattern, bits(1.0) - _FIRST)
    lifted = w.integer("or", w.integer("lshr", raised, 52), bits(2.0**52))
    e = w.sub(w.from_bits(lifted), 2.0**52 + 1023)
    power = w.integer("and", raised, _signed(_EXPONENT))
    m = w.from_bits(w.integer("add", w.integer("sub", pattern, power), bits(1.0)))
    return e, m, raised


def _entries(w: Writer, raised: str) -> list[str]:
    """Return both numbers of each lane's entry: to read pairs is faster than to gather twice."""
    number = w.integer("and", w.integer("lshr", raised, _STEP - 1), (2 << _INDEX_BITS) - 2)
    pairs, width = [], 2
    for lane in range(LANES):
        place = w.emit(f"extractelement {INTEGERS} {number}, i32 {lane}")
        pairs.append(w.emit(f"load <2 x double>, ptr {w.offset('@ln.table', place, 'double')}, align 16"))
    while len(pairs) > 1:
        order = range(2 * width)
        pairs = [_shuffled(w, width, a, b, order) for a, b in zip(pairs[::2], pairs[1::2], strict=True)]
        width *= 2
    return [_shuffled(w, width, pairs[0], "poison", range(part, width, 2)) for part in (0, 1)]


def _shuffled(w: Writer, width: int, a: str, b: str, order: Sequence[int]) -> str:
    """Return numbers of two vectors in an order."""
    kind, numbers = f"<{width} x double>", ", ".join(f"i32 {place}" for place in order)
    return w.emit(f"shufflevector {kind} {a}, {kind} {b}, <{len(order)} x i32> <{numbers}>")


def _ln_as_pair(w: Writer, x: str) -> tuple[str, str]:
    """Return ln(x) as high + low, to about 2⁻⁶² of it: ln(2ᵉ·m) = e·ln 2 + ln c + ln(1 + r), r = m/c − 1."""
    e, m, raised = _split(w, x)
    inverse, ln_c = _entries(w, raised)
    m_high = w.from_bits(w.integer("and", w.to_bits(m), _signed(~_LOW_HALF)))
    r_high = w.sub(w.mul(m_high, inverse), 1.0)  # exact
    r_low = w.mul(w.sub(m, m_high), inverse)
    r = w.add(r_high, r_low)
    r_rest = w.add(w.sub(r_high, r), r_low)
    whole = w.mul(e, LN2_HIGH)  # exact
    base = w.add(whole, ln_c)
    base_rest = w.add(w.sub(whole, base), ln_c)
    high = w.add(base, r)
    high_rest = w.add(w.sub(base, high), r)
    series = polynomial(w, r, [(-1) ** (n + 1) / n for n in range(2, _LN_TERMS + 1)])
    small = w.add(w.add(r_rest, base_rest), w.mul(e, LN2_LOW))
    low = w.add(high_rest, w.add(small, w.mul(w.mul(r, r), series)))
    return _normalized(w, high, low)


def _normalized(w: Writer, high: str, low: str) -> tuple[str, str]:
    """Return the same sum with the whole of it, rounded, in its first part."""
    near = w.add(high, low)
    return near, w.add(w.sub(high, near), low)


def _is_normal(w: Writer, x: str) -> str:
    return w.logic("and", w.compare("oge", x, 2.0**-1022), w.compare("olt", x, math.inf))


def _ln_of_normal(w: Writer, x: str, shift: str | None = None) -> str:
    """Return ln(x / 2ˢʰⁱᶠᵗ) for normal x > 0: ln(1 + f) = f − (f²/2 − s·(f²/2 + R)), s = f / (2 + f).

    A division takes less time than a table here, and e = 0 leaves ln(1 + f) as exact as it is (Ng 1993).
    """
    e, m, _ = _split(w, x)
    e = w.sub(e, shift) if shift else e
    f = w.sub(m, 1.0)  # exact
    s = w.div(f, w.add(f, 2.0))
    z = w.mul(s, s)
    half = w.mul(w.mul(f, 0.5), f)
    rest = w.add(w.mul(s, w.add(half, w.mul(z, polynomial(w, z, _LN_SERIES)))), w.mul(e, LN2_LOW))
    return w.add(w.mul(e, LN2_HIGH), w.sub(f, w.sub(half, rest)))


def ln_of(w: Writer, x: str) -> str:
    """Return ln x for all numbers; tiny x are scaled up first."""
    tiny = w.compare("olt", x, 2.0**-1022)
    value = _ln_of_normal(w, w.select(tiny, w.mul(x, 2.0**54), x), w.select(tiny, 54.0, 0.0))
    value = w.select(w.compare("oeq", x, math.inf), math.inf, value)
    value = w.select(w.compare("oeq", x, 0.0), -math.inf, value)
    return w.select(w.compare("ult", x, 0.0), math.nan, value)  # also where x is NaN


def _ln() -> str:
    w = Writer()
    return _in_two_ways("ln", ("%x",), w, _is_normal(w, "%x"), lambda: _ln_of_normal(w, "%x"), ln_of)


# --- power ------------------------------------------------------------------------------------


def _times(w: Writer, y: str, high: str, low: str) -> tuple[str, str]:
    """Return y·(high + low) as an exact product of leading halves and the rest (Dekker 1971)."""
    y_high, high_high = (
        w.from_bits(w.integer("and", w.to_bits(number), _signed(~_LOW_27))) for number in (y, high)
    )
    rest = w.add(w.sub(high, high_high), low)
    return w.mul(y_high, high_high), w.add(w.mul(y_high, rest), w.mul(w.sub(y, y_high), high))


def _pow() -> str:
    """x^y = exp(y·ln x), with ln x given: powers of the same base share it."""
    w = Writer()
    exponent = w.mul("%y", "%ln")
    near = w.compare("ole", w.intrinsic("fabs", exponent), _NEAR)
    value = _scaled(w, *_exp_reduced(w, exponent, None))
    w.do(f"br i1 {_all(w, near)}, label %short, label %long")
    w.label("short")
    w.do(f"ret {VECTOR} {value}")
    w.label("long")
    w.do(f"ret {VECTOR} {w.select(near, value, w.call('far8', '%x', '%y'))}")
    return _far() + function("pow8", f"{VECTOR} %x, {VECTOR} %y, {VECTOR} %ln", w.lines)


def _far() -> str:
    """x^y with the logarithm and the product as pairs."""
    w = Writer()
    high, low = _times(w, "%y", *_ln_as_pair(w, "%x"))
    small = w.compare("olt", w.intrinsic("fabs", high), _ORDINARY)
    ordinary = w.logic("and", _is_normal(w, "%x"), small)
    return _in_two_ways(
        "far", ("%x", "%y"), w, ordinary, lambda: _scaled(w, *_exp_reduced(w, high, low)), _pow_of
    )


def _pow_of(w: Writer, x: str, y: str) -> str:
    """Return x^y for all numbers; the sign of a whole power of x < 0 is put back."""
    size = w.intrinsic("fabs", x)
    tiny = w.compare("olt", size, 2.0**-1022)
    ln_high, ln_low = _ln_as_pair(w, w.select(tiny, w.mul(size, 2.0**54), size))
    shift = w.select(tiny, 54.0, 0.0)
    raised = w.sub(ln_high, w.mul(shift, LN2_HIGH))
    lost = w.sub(w.sub(ln_high, raised), w.mul(shift, LN2_HIGH))
    pair = _normalized(w, raised, w.add(lost, w.sub(ln_low, w.mul(shift, LN2_LOW))))
    value = exp_of(w, *_times(w, y, *pair))
    whole, odd = _parity(w, y)
    negative = w.compare("olt", x, 0.0)
    value = w.select(w.logic("and", negative, odd), w.neg(value), value)
    value = w.select(w.logic("and", negative, w.invert(whole)), math.nan, value)
    at_zero = w.select(w.compare("ogt", y, 0.0), 0.0, math.inf)
    value = w.select(w.compare("oeq", size, 0.0), at_zero, value)
    grown = w.select(w.compare("ogt", y, 0.0), math.inf, 0.0)
    value = w.select(w.compare("oeq", size, math.inf), grown, value)
    value = w.select(w.compare("uno", x, y), math.nan, value)
    return w.select(w.compare("oeq", y, 0.0), 1.0, value)


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


def _signed(pattern: int) -> int:
    return pattern - (1 << 64) if pattern >= 1 << 63 else pattern
