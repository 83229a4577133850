"""Instructions for the operations of a tape, on eight members at a time.

Takes a tape and a writer; gives, for each operation that is asked for, the name of its value. Guarantees
that an operation is written once and after its arguments, without a branch (lanes differ, so both
sides of an IF are computed and one is selected), and that a division by what a run keeps gives the bits
of a division though it is a multiplication. It exists apart from the kernel so that the meaning of an
operation stands in one table, and the passage of time elsewhere.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from sim.engine.language.expressions import MISSING, Table
from sim.engine.machine import discrete_draws, vector_trigonometry
from sim.engine.machine.array_code import ARRAYS, lanes_at, layout_of
from sim.engine.machine.ir import VECTOR, Writer, is_literal, splat, splat_mask
from sim.engine.machine.tape import LITERAL, PER_RUN, PER_STEP, SHARED, Node, Tape

_COMPARISONS = {"lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge", "eq": "oeq", "ne": "une"}
_MATHS = {"exp", "ln", "pow", *vector_trigonometry.BUILDERS}
_CALLS = (discrete_draws.NAME,)
_READ_AT_STEP = ("time", "step time", "state", "series")


class Emitter:
    """Writes each operation once and knows the name of its value.

    Parameters
    ----------
    tape : the operations
    writer : where instructions go
    fine : whether given series come in half steps, as the stages of a Runge–Kutta step need them
    """

    def __init__(self, tape: Tape, writer: Writer, fine: bool) -> None:
        self.tape = tape
        self.w = writer
        self.fine = fine
        self.names: dict[int, str] = {}
        self.arrays: dict[int, int] = {}  # where the arrays of an operation begin
        self.room = 0  # vectors of all arrays
        for number, node in enumerate(tape.nodes):
            if node.name in ARRAYS:
                self.arrays[number] = self.room
                self.room += layout_of(node.name, len(node.arguments)).room
        self._reciprocals: dict[int, str] = {}
        self._kept: dict[str, int] = {}  # place of a value that all members share, by its name

    def emit_all(self, wanted: Callable[[int, Node], bool]) -> None:
        """Write all operations that are wanted here and not written yet, in order."""
        for number, node in enumerate(self.tape.nodes):
            is_new = number not in self.names and node.level != LITERAL
            if is_new and node.name not in _READ_AT_STEP and wanted(number, node):
                is_array = node.name in ARRAYS
                self.names[number] = self._fill(number, node) if is_array else self._emit(node)

    def value(self, number: int) -> str:
        """Return the name or literal of an operation's value."""
        node = self.tape.nodes[number]
        if node.level != LITERAL:
            return self._loaded(self.names[number])
        if isinstance(node.payload, bool):
            return splat_mask(node.payload)
        assert isinstance(node.payload, float)
        return splat(node.payload)

    def prepare_reciprocals(self, *, shared: bool) -> None:
        """Prepare divisions of what changes by what does not: a multiplication and a correction."""
        for node in self.tape.nodes:
            if node.name != "div" or node.level < PER_STEP:
                continue
            divisor = node.arguments[1]
            level = self.tape.nodes[divisor].level
            is_ready = level <= PER_RUN and (level <= SHARED or not shared)
            if is_ready and divisor not in self._reciprocals:
                self._reciprocals[divisor] = self.w.div(1.0, self.value(divisor))

    def keep_shared(self) -> None:
        """Put what all members share aside, one number each: read where it is used, it takes no register.

        As vectors, these values would fill the first cache several times over.
        """
        shared = [
            number
            for number, node in enumerate(self.tape.nodes)
            if node.level == SHARED and number in self.names and not node.is_mask and node.name not in ARRAYS
        ]
        names = [*(self.names[number] for number in shared), *self._reciprocals.values()]
        for place, name in enumerate(dict.fromkeys(names)):
            first = self.w.emit(f"extractelement {VECTOR} {name}, i32 0")
            self.w.do(f"store double {first}, ptr {self.w.offset('%shared', place, 'double')}, align 8")
            self._kept[name] = place

    def _loaded(self, name: str) -> str:
        """Return a value as it can be used: one that was put aside is read and spread."""
        if name not in self._kept:
            return name
        place = self.w.offset("%shared", self._kept[name], "double")
        return self.w.spread(self.w.emit(f"load double, ptr {place}, align 8"))

    def series(self, number: int, moment: str) -> str:
        """Read a given series at a moment: a row of members, or one row that all members share."""
        w = self.w
        base = w.emit(f"load ptr, ptr {w.offset('%series', number, 'ptr')}")
        row = w.emit(f"load i64, ptr {w.offset('%rows', number, 'i64')}")
        stride = w.emit(f"load i64, ptr {w.offset('%lanes', number, 'i64')}")
        place = w.emit(f"add i64 {w.emit(f'mul i64 {moment}, {row}')}, {w.emit(f'mul i64 %lane, {stride}')}")
        return w.load(w.offset(base, place, "double"))

    def _emit(self, node: Node) -> str:
        w = self.w
        if node.name == "input":
            return self._input(node.index)
        if node.name == "first of series":
            return self.series(node.index, "0")
        if node.name == "start time":
            return w.spread("%start")
        arguments = [self.value(argument) for argument in node.arguments]
        if node.name == "entry":
            return w.load(w.offset(arguments[0], node.index))
        if node.name == "pick":
            return self._pick(arguments[0], arguments[1], len(self.tape.nodes[node.arguments[0]].arguments))
        if node.name == "div" and node.level > PER_RUN and node.arguments[1] in self._reciprocals:
            reciprocal = self._loaded(self._reciprocals[node.arguments[1]])
            return self._quotient(arguments[0], arguments[1], reciprocal)
        if node.name in _COMPARISONS:
            return w.compare(_COMPARISONS[node.name], *arguments)
        if node.name in _MATHS:
            return w.call(vector_trigonometry.symbol(node.name), *arguments)
        if node.name in _CALLS:
            return w.call(node.name, *arguments)
        if isinstance(node.payload, Table):
            return _LOOKUPS[node.name](w, node.payload, arguments[0])
        return _SIMPLE[node.name](w, *arguments)

    def _fill(self, number: int, node: Node) -> str:
        """Write the arguments of an operation on arrays into memory; return where its result begins."""
        w, first = self.w, self.arrays[number]
        layout = layout_of(node.name, len(node.arguments))
        for place, argument in enumerate(node.arguments[: layout.arguments]):
            w.store(self.value(argument), w.offset("%arrays", first + place))
        start, result = w.offset("%arrays", first), w.offset("%arrays", first + layout.arguments)
        if node.name == "array":
            return start
        count = layout.results if node.name != "inverse" else math.isqrt(layout.results)
        last = "".join(f", {VECTOR} {self.value(one)}" for one in node.arguments[layout.arguments :])
        w.do(f"call void @{node.name}(ptr {start}, ptr {result}, i64 {count}{last})")
        return result

    def _input(self, number: int) -> str:
        """Read a constant: the number that all members share, or eight members' own.

        A last, broken block has its own columns, each of eight numbers, with a stride of 0.
        """
        w = self.w
        base = w.emit(f"load ptr, ptr {w.offset('%inputs', number, 'ptr')}")
        if self.tape.inputs[number] not in self.tape.drawn:
            return w.spread(w.emit(f"load double, ptr {base}, align 8"))
        stride = w.emit(f"load i64, ptr {w.offset('%strides', number, 'i64')}")
        return w.load(w.offset(base, w.emit(f"mul i64 %lane, {stride}"), "double"), alignment=8)

    def _pick(self, array: str, index: str, count: int) -> str:
        """Return the entry nearest to an index, and :NA: where there is none (fn_vector_elm_map)."""
        w = self.w
        known = w.logic("and", w.compare("ogt", index, -0.5), w.compare("olt", index, count - 0.5))
        nearest = w.intrinsic("trunc", w.add(w.select(known, index, 0.0), 0.5))
        value = w.gather(lanes_at(w, array, nearest), known, MISSING)
        return w.select(w.compare("uno", index, index), index, value)

    def _quotient(self, a: str, b: str, reciprocal: str) -> str:
        """Return a / b, correctly rounded, from 1 / b: q + (a − q·b) / b (Markstein 1990)."""
        w = self.w
        q = w.mul(a, reciprocal)
        return w.fma(w.fma(w.neg(q), b, a), reciprocal, q)


Segment = tuple[float, float, float]  # a knot and the slope from it on: x, y, slope


def _read_table(w: Writer, x: str, segments: list[Segment]) -> str:
    """Return yᵢ + slopeᵢ·(x − xᵢ) of the last knot not above x: exact at every knot."""
    here_x: str | float
    base: str | float
    steep: str | float
    here_x, base, steep = segments[0]
    for knot_x, knot_y, slope in segments[1:]:
        beyond = w.compare("oge", x, knot_x)
        here_x = w.select(beyond, knot_x, here_x)
        base = w.select(beyond, knot_y, base)
        steep = w.select(beyond, slope, steep)
    return w.fma(steep, w.sub(x, here_x), base)


def _segments(table: Table) -> list[Segment]:
    """Return every knot with the slope from it on, which is 0 from the last."""
    knots = list(zip(table.x, table.y, strict=True))
    slopes = [(y2 - y1) / (x2 - x1) if x2 > x1 else 0.0 for (x1, y1), (x2, y2) in itertools.pairwise(knots)]
    return [(x, y, slope) for (x, y), slope in zip(knots, [*slopes, 0.0], strict=True)]


def _lookup(w: Writer, table: Table, x: str) -> str:
    """Interpolate, flat outside the table (22820.html)."""
    x = w.select(w.compare("olt", x, table.x[0]), table.x[0], x)  # keeps NaN
    return _read_table(w, x, _segments(table))


def _lookup_extrapolate(w: Writer, table: Table, x: str) -> str:
    """Interpolate, straight on outside the table (fn_lookup_extrapolate)."""
    segments = _segments(table)
    return _read_table(w, x, segments[:-1] if len(segments) > 1 else segments)


def _lookup_forward(w: Writer, table: Table, x: str) -> str:
    """Return y of the first knot not below x, and of the last beyond it (fn_lookup_forward)."""
    result: str | float = table.y[0]
    for knot_x, y in zip(table.x, table.y[1:], strict=False):  # past each knot the next one's y
        result = w.select(w.compare("ogt", x, knot_x), y, result)
    return w.select(w.compare("uno", x, x), x, result)


def _lookup_backward(w: Writer, table: Table, x: str) -> str:
    """Return y of the last knot not above x, and of the first below it (fn_lookup_backward)."""
    result: str | float = table.y[0]
    for knot_x, y in zip(table.x[1:], table.y[1:], strict=True):
        result = w.select(w.compare("oge", x, knot_x), y, result)
    return w.select(w.compare("uno", x, x), x, result)


def _lookup_invert(w: Writer, table: Table, y: str) -> str:
    """Return the x at which a lookup has a value, and beyond its values that of the nearest end."""
    if not table.is_monotone:  # points that a run was given
        return w.add(y, math.nan)
    turn = 1 if table.y[-1] >= table.y[0] else -1
    return _lookup(w, Table(table.y[::turn], table.x[::turn]), y)


_LOOKUPS: dict[str, Callable[[Writer, Table, str], str]] = {
    "lookup": _lookup,
    "lookup extrapolate": _lookup_extrapolate,
    "lookup forward": _lookup_forward,
    "lookup invert": _lookup_invert,
    "lookup backward": _lookup_backward,
}


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


_SIMPLE: dict[str, Callable[..., str]] = {
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
