"""Instructions for the operations of a tape, on eight members at a time.

Takes a tape and a writer; gives, for each operation that is asked for, the name of its value. Guarantees
that an operation is written once and after its arguments, without a branch (lanes differ, so both
sides of an IF are computed and one is selected). It exists apart from the kernel so that the meaning of an
operation stands in one table, and the passage of time elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.language.expressions import Table
from sim.engine.machine import curves, discrete_draws, search, vector_trigonometry
from sim.engine.machine.array_code import ARRAYS, layout_of
from sim.engine.machine.ir import VECTOR, Writer, literal, splat, splat_mask
from sim.engine.machine.operations import COMPARISONS, SIMPLE, pick
from sim.engine.machine.schedule import near_uses
from sim.engine.machine.search import curve_of
from sim.engine.machine.tape import LITERAL, SHARED, Node, Tape

_MATHS = {"exp", "ln", "pow", *vector_trigonometry.BUILDERS}
_CALLS = (discrete_draws.NAME,)
_LONGEST_CHAIN = 32  # points
_READ_AT_STEP = ("time", "step time", "state", "series")


@dataclass(frozen=True)
class Kept:
    """Where the value of an operation stands in memory.

    Parameters
    ----------
    pointer, place, unit : the value is so many units behind the pointer
    is_one : whether it is one number for all members; otherwise there is one for each
    """

    pointer: str
    place: int
    unit: str = VECTOR
    is_one: bool = True


class Emitter:
    """Writes each operation once and knows the name of its value.

    Parameters
    ----------
    tape : the operations
    writer : where instructions go
    fine : whether given series come in half steps, as the stages of a Runge–Kutta step need them
    has_permutations : whether the code is for a processor with AVX-512
    """

    def __init__(self, tape: Tape, writer: Writer, fine: bool, has_permutations: bool) -> None:
        self.tape = tape
        self.w = writer
        self.fine = fine
        self.has_permutations = has_permutations
        self.names: dict[int, str] = {}
        self.arrays: dict[int, int] = {}  # where the arrays of an operation begin
        self.room = 0  # vectors of all arrays
        for number, node in enumerate(tape.nodes):
            if node.name in ARRAYS:
                self.arrays[number] = self.room
                self.room += layout_of(node.name, len(node.arguments)).room
        self.curves: dict[tuple[tuple[float, ...], ...], int] = {}  # numbers of those that are searched
        self.kept: dict[int, Kept] = {}
        self.order = near_uses(tape)

    def emit_all(self, wanted: Callable[[int, Node], bool]) -> None:
        """Write all operations that are wanted here and not written yet, each shortly before its use."""
        for number in self.order:
            node = self.tape.nodes[number]
            is_new = number not in self.names and number not in self.kept and node.level != LITERAL
            if is_new and node.name not in _READ_AT_STEP and wanted(number, node):
                is_array = node.name in ARRAYS
                self.names[number] = self._fill(number, node) if is_array else self._emit(node)
                if node.level == SHARED and not is_array:
                    self._keep_shared(number)

    def value(self, number: int) -> str:
        """Return the name or literal of an operation's value."""
        node = self.tape.nodes[number]
        if node.level != LITERAL:
            return self._loaded(node, self.kept[number]) if number in self.kept else self.names[number]
        if isinstance(node.payload, bool):
            return splat_mask(node.payload)
        assert isinstance(node.payload, float)
        return splat(node.payload)

    def _keep_shared(self, number: int) -> None:
        """Put what all members share aside, one number each: read where it is used, it takes no register.

        As vectors, these values would fill the first cache several times over.
        """
        kept = self.kept[number] = Kept("%shared", len(self.kept), "double")
        value = self.as_number(number)
        first = self.w.emit(f"extractelement {VECTOR} {value}, i32 0")
        self.w.do(f"store double {first}, ptr {self.w.offset(kept.pointer, kept.place, kept.unit)}, align 8")

    def as_number(self, number: int) -> str:
        """Return the value that has just been written, true as 1 and false as 0."""
        name = self.names.pop(number)
        return self.w.select(name, 1.0, 0.0) if self.tape.nodes[number].is_mask else name

    def _loaded(self, node: Node, kept: Kept) -> str:
        """Read a value that was put aside."""
        w, where = self.w, self.w.offset(kept.pointer, kept.place, kept.unit)
        value = w.spread(w.emit(f"load double, ptr {where}, align 8")) if kept.is_one else w.load(where)
        return w.compare("une", value, 0.0) if node.is_mask else value

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
            return curves.read(self.w, way, table, x, self.has_permutations)
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
