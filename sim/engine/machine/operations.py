"""What each operation of a tape means, in instructions on eight members at a time.

Takes the operands' names; gives the name of the result. The one place where meanings stand, whether an
operation is compiled where it is used or belongs to the interpreter (`sim.engine.machine.interpreter`).
"""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.language.expressions import MISSING
from sim.engine.machine.array_code import lanes_at
from sim.engine.machine.ir import Writer, is_literal

COMPARISONS = {"lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge", "eq": "oeq", "ne": "une"}


def pick(w: Writer, array: str, index: str, limit: str | float) -> str:
    """Return the entry nearest to an index, and :NA: where there is none (fn_vector_elm_map).

    ``limit`` is half an entry beyond the last.
    """
    known = w.logic("and", w.compare("ogt", index, -0.5), w.compare("olt", index, limit))
    nearest = w.intrinsic("trunc", w.add(w.select(known, index, 0.0), 0.5))
    value = w.gather(lanes_at(w, array, nearest), known, MISSING)
    return w.select(w.compare("uno", index, index), index, value)


def _extreme(condition: str) -> Callable[[Writer, str, str], str]:
    """Return MAX or MIN, in which NaN always shows; beside a literal that takes one instruction."""

    def build(w: Writer, a: str, b: str) -> str:
        if is_literal(b):
            a, b = b, a
        chosen = b if is_literal(a) else w.select(w.compare("uno", a, a), a, b)
        return w.select(w.compare(condition, a, b), a, chosen)

    return build


def _remainder(w: Writer, a: str, b: str) -> str:
    """Return a − b·trunc(a / b), of the sign of a: a quotient rounded up to a whole is taken back."""
    quotient = w.intrinsic("trunc", w.div(a, b))
    rest = w.fma(w.neg(quotient), b, a)
    overshot = w.compare("olt", w.mul(rest, a), 0.0)
    size = w.intrinsic("fabs", b)
    back = w.select(w.compare("olt", a, 0.0), w.sub(rest, size), w.add(rest, size))
    return w.select(overshot, back, rest)


_MIXERS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)  # of SplitMix64 (Steele et al. 2014)
_UNIT = 0x3FF0000000000000  # the bits of 1.0


def _mixed(w: Writer, a: str) -> str:
    """Return bits of which each depends on all bits of a: the last steps of SplitMix64."""
    for shift, factor in zip((30, 27), _MIXERS, strict=True):
        a = w.integer("mul", w.integer("xor", a, w.integer("lshr", a, shift)), factor)
    return w.integer("xor", a, w.integer("lshr", a, 31))


def _noise(w: Writer, *counters: str) -> str:
    """Return a number above 0 and below 1 that the bits of all counters decide, in 52 bits."""
    bits = w.to_bits(counters[0])
    for counter in counters[1:]:
        bits = w.integer("xor", _mixed(w, bits), w.to_bits(counter))
    bits = w.integer("or", w.integer("lshr", _mixed(w, _mixed(w, bits)), 12), _UNIT)
    return w.sub(w.from_bits(bits), 1.0 - 2.0**-53)


SIMPLE: dict[str, Callable[..., str]] = {
    "add": Writer.add,
    "sub": Writer.sub,
    "mul": Writer.mul,
    "div": Writer.div,
    "neg": Writer.neg,
    "sqrt": lambda w, a: w.intrinsic("sqrt", a),
    "abs": lambda w, a: w.intrinsic("fabs", a),
    "remainder": _remainder,
    "truncate": lambda w, a: w.intrinsic("trunc", a),
    "max": _extreme("ogt"),
    "noise": _noise,
    "min": _extreme("olt"),
    "if": Writer.select,
    "and": lambda w, a, b: w.logic("and", a, b),
    "or": lambda w, a, b: w.logic("or", a, b),
    "not": Writer.invert,
    "truth": lambda w, a: w.compare("une", a, 0.0),
    "number": lambda w, a: w.select(a, 1.0, 0.0),
}
