"""Instructions for the operations of a tape, on eight members at a time.

Takes a tape and a writer; gives, for each operation that is asked for, the name of its value. Guarantees
that an operation is written once and after its arguments, without a branch (lanes differ, so both
sides of an IF are computed and one is selected), and that a division by what a run keeps gives the bits
of a division though it is a multiplication. It exists apart from the kernel so that the meaning of an
operation stands in one table, and the passage of time elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.engine.language.expressions import Table
from sim.engine.machine import discrete_draws, search, vector_trigonometry
from sim.engine.machine.array_code import ARRAYS, layout_of
from sim.engine.machine.curves import READINGS
from sim.engine.machine.ir import VECTOR, Writer, literal, splat, splat_mask
from sim.engine.machine.operations import COMPARISONS, SIMPLE, pick, quotient
from sim.engine.machine.search import curve_of
from sim.engine.machine.tape import LITERAL, PER_RUN, PER_STEP, SHARED, Node, Tape

_MATHS = {"exp", "ln", "pow", *vector_trigonometry.BUILDERS}
_CALLS = (discrete_draws.NAME,)
_LONGEST_CHAIN = 32  # points
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
        self.curves: dict[tuple[tuple[float, ...], ...], int] = {}  # numbers of those that are searched
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
            return self._input(node.index, node.level == SHARED)
        if node.name == "first of series":
            return self.series(node.index, "0")
        if node.name == "start time":
            return w.spread("%start")
        arguments = [self.value(argument) for argument in node.arguments]
        if node.name == "entry":
            return w.load(w.offset(arguments[0], node.index))
        if node.name == "pick":
            count = len(self.tape.nodes[node.arguments[0]].arguments)
            return pick(w, arguments[0], arguments[1], count - 0.5)
        if node.name == "div" and node.level > PER_RUN and node.arguments[1] in self._reciprocals:
            reciprocal = self._loaded(self._reciprocals[node.arguments[1]])
            return quotient(w, arguments[0], arguments[1], reciprocal)
        if node.name in COMPARISONS:
            return w.compare(COMPARISONS[node.name], *arguments)
        if node.name in _MATHS:
            return w.call(vector_trigonometry.symbol(node.name), *arguments)
        if node.name in _CALLS:
            return w.call(node.name, *arguments)
        if isinstance(node.payload, Table):
            return self._read(node.name, node.payload, arguments[0])
        return SIMPLE[node.name](w, *arguments)

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

    def _read(self, way: str, table: Table, x: str) -> str:
        """Read a lookup: by a chain of comparisons, or, if it is long, by a search in memory."""
        curve = curve_of(way, table) if len(table.x) > _LONGEST_CHAIN else None
        if curve is None:
            return READINGS[way](self.w, table, x)
        name = f"@curve{self.curves.setdefault(curve.columns, len(self.curves))}"
        points = len(table.x)
        knots, values, slopes = (self.w.offset(name, place * points, "double") for place in range(3))
        return search.READINGS[curve.way](self.w, x, knots, values, slopes, str(curve.count))

    def curve_texts(self) -> list[str]:
        """Return the definitions of the curves that are searched, and of the searches."""
        texts = []
        for columns, number in self.curves.items():
            numbers = [f"double {literal(one)}" for column in columns for one in column]
            kind = f"[{len(numbers)} x double]"
            texts.append(f"@curve{number} = internal constant {kind} [{', '.join(numbers)}], align 8\n")
        return [*texts, *search.functions()] if texts else []

    def _input(self, number: int, is_shared: bool) -> str:
        """Read a constant: the number that all members share, or eight members' own.

        A last, broken block has its own columns, each of eight numbers, with a stride of 0.
        """
        w = self.w
        base = w.emit(f"load ptr, ptr {w.offset('%inputs', number, 'ptr')}")
        if is_shared:
            return w.spread(w.emit(f"load double, ptr {base}, align 8"))
        stride = w.emit(f"load i64, ptr {w.offset('%strides', number, 'i64')}")
        return w.load(w.offset(base, w.emit(f"mul i64 %lane, {stride}"), "double"), alignment=8)
