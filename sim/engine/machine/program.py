"""Program of a tape for the interpreter: its operations as rows of words, and what they read.

Takes a tape and a method of integration; gives the words of each section, the numbers that they read, and
the size of the frame. Guarantees that the operations are those that a compiled kernel does, at the same
stations of a run, so that both give the same bits. A place in the frame is used again once no later
instruction of a step reads it, for a frame that fits the cache is read faster.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.language.expressions import Table
from sim.engine.machine.array_code import ARRAYS, layout_of
from sim.engine.machine.instruction_set import (
    DOUBT,
    DT,
    FIXED_PLACES,
    REACH,
    SHARE,
    SOMETIMES,
    START,
    STEP_TIME,
    TIME,
)
from sim.engine.machine.interpreter import instructions
from sim.engine.machine.ir import LANES
from sim.engine.machine.kernel import needed_at_step, places_of_delays
from sim.engine.machine.methods import SCHEMES, Scheme
from sim.engine.machine.search import curve_of
from sim.engine.machine.tape import LITERAL, PER_RUN, SENDING, SHARED, Node, Tape

_DT, _SHARE, _REACH, _DOUBT = (place * LANES for place in (DT, SHARE, REACH, DOUBT))
_MOMENTS = {"time": TIME * LANES, "step time": STEP_TIME * LANES, "start time": START * LANES}


@dataclass(frozen=True)
class Program:
    """A simulation for the interpreter.

    Parameters
    ----------
    words : instructions of all sections
    data : numbers that they read: literals, points of lookups
    sections : where each section begins, and the number of delays
    room : vectors of the frame
    extras : instructions beyond those that every interpreter has, in rising order
    method : of integration
    """

    words: NDArray[np.int32]
    data: NDArray[np.float64]
    sections: NDArray[np.int64]
    room: int
    extras: tuple[str, ...]
    method: str


def program_of(tape: Tape, method: str) -> Program:
    """Return the program of a tape."""
    return _Author(tape, SCHEMES[method]).program(method)


class _Author:
    """Writes the sections of a program, one after the other."""

    def __init__(self, tape: Tape, scheme: Scheme) -> None:
        self.tape, self.staged, self.counts_last = tape, scheme.is_staged, scheme.counts_last
        self.at_step = needed_at_step(tape)
        self.delays = places_of_delays(tape)
        self.extras = _extras(tape)
        self.known = {name: number for number, name in enumerate(instructions(self.extras), 1)}
        self.words, self.data, self.sections = array("i"), array("d"), array("q")
        self.room = FIXED_PLACES
        self.free: list[int] = []
        self.places: list[int | None] = [None] * len(tape.nodes)
        self.states = self._reserved(len(tape.states))
        self.sums = self._reserved(len(tape.integrals))
        if self.staged:
            self.stage = self._reserved(len(tape.states))
        if self.staged and not self.counts_last:
            self.slopes, self.rates = self._reserved(len(tape.states)), self._reserved(len(tape.integrals))
        self.seen = self.stage if self.staged else self.states  # where operations read a state
        self.lags: dict[int, int] = {}
        self.held: dict[int, int] = {}

    def program(self, method: str) -> Program:
        """Write all sections, in the order in which their values come to be."""
        writers = (
            self._call, self._block, self._step, self._compute, self._save,
            self._discrete, self._move_stage if self.staged else self._move, self._commit, self._finish,
        )  # fmt: skip
        for write in writers:
            self.sections.append(len(self.words))
            write()
            self.words.append(0)
        self.sections.append(len(self.delays))
        return Program(
            np.array(self.words, dtype=np.int32),
            np.array(self.data, dtype=np.float64),
            np.array(self.sections, dtype=np.int64),
            self.room,
            self.extras,
            method,
        )

    # --- words and places ---------------------------------------------------------------------

    def _do(self, name: str, *words: int) -> None:
        """Append an instruction: the place of its result, if it has one, and its operands."""
        self.words.extend((self.known[name], *words))

    def _reserved(self, count: int) -> range:
        """Return new places of the frame, each counted in doubles."""
        first = self.room
        self.room += count
        return range(first * LANES, self.room * LANES, LANES)

    def _new(self) -> int:
        return self.free.pop() if self.free else self._reserved(1)[0]

    def _number(self, value: float) -> int:
        """Return the place of a number among the data."""
        self.data.append(value)
        return len(self.data) - 1

    def _place(self, number: int) -> int:
        place = self.places[number]
        assert place is not None
        return place

    # --- operations ---------------------------------------------------------------------------

    def _write(self, numbers: list[int], lasting: set[int]) -> None:
        """Write operations in order; what no later one reads, and does not last, gives its place away."""
        nodes, owners = self.tape.nodes, self._owners()
        last = {owners[need]: number for number in numbers for need in nodes[number].arguments}
        own: set[int] = set()
        for number in numbers:
            node = nodes[number]
            done = {owners[need] for need in node.arguments}
            self.free.extend(self._place(one) for one in done if one in own and last[one] == number)
            self._operation(number, node)
            if node.name not in _WITHOUT_PLACE and number not in lasting:
                own.add(number)

    def _owners(self) -> list[int]:
        """Return, for each operation, the one in whose place its value stands."""
        owners = list(range(len(self.tape.nodes)))
        for number, node in enumerate(self.tape.nodes):
            if node.name == "number":
                owners[number] = owners[node.arguments[0]]
        return owners

    def _operation(self, number: int, node: Node) -> None:
        name, needs = node.name, [self._place(need) for need in node.arguments]
        if name == "number":  # true is 1 in the frame, and false 0
            self.places[number] = needs[0]
            return
        if name == "entry":
            self.places[number] = needs[0] + node.index * LANES
            return
        if name in ARRAYS:
            self.places[number] = self._array(node, needs)
            return
        if name in _MOMENTS:
            self.places[number] = _MOMENTS[name]
            return
        place = self.places[number] = self._new()
        if name in ("input", "series", "first of series"):
            self._do(name, place, node.index)
        elif name == "pick":
            count = len(self.tape.nodes[node.arguments[0]].arguments)
            self._do(name, place, *needs, self._number(count - 0.5))
        elif isinstance(node.payload, Table):
            self._do_table(node.name, node.payload, place, needs[0])
        elif name in ("max", "min") and self.tape.nodes[node.arguments[1]].level == LITERAL:
            self._do(name, place, needs[1], needs[0])  # as a compiled kernel has it: −0 beside 0
        else:
            self._do(name, place, *needs)

    def _do_table(self, way: str, table: Table, place: int, x: int) -> None:
        curve = curve_of(way, table)
        if curve is None:
            self._do("unknown", place, x)
            return
        starts = []
        for column in curve.columns:
            starts.append(len(self.data))
            self.data.extend(column)
        self._do(curve.way, place, x, *starts, curve.count)

    def _array(self, node: Node, needs: list[int]) -> int:
        """Write the arguments of an operation on arrays side by side; return where its result begins."""
        layout = layout_of(node.name, len(needs))
        entries, results = self._reserved(layout.arguments), self._reserved(layout.results)
        for entry, need in zip(entries, needs, strict=False):
            self._do("copy", entry, need)
        if node.name == "array":
            return entries.start
        count = layout.results if node.name != "inverse" else math.isqrt(layout.results)
        self._do(node.name, entries.start, results.start, count, *needs[layout.arguments :])
        return results.start

    def _of_level(self, level: int) -> list[int]:
        return [number for number, node in enumerate(self.tape.nodes) if node.level == level]

    # --- sections -----------------------------------------------------------------------------

    def _call(self) -> None:
        for number in self._of_level(LITERAL):
            place = self.places[number] = self._new()
            value = self.tape.nodes[number].payload
            assert isinstance(value, float | bool)
            self._do("literal", place, self._number(float(value)))
        for number in self._of_level(SHARED):
            self._operation(number, self.tape.nodes[number])

    def _block(self) -> None:
        for number in self._of_level(PER_RUN):
            self._operation(number, self.tape.nodes[number])
        self._do("zero", _DOUBT)
        for place, start in zip(self.sums, self.tape.sums, strict=True):
            self._do("copy", place, self._place(start))
        for number, state in enumerate(self.tape.states):
            self._do("copy", self.states[number], self._place(state.start))
            if state.duration is not None:
                self.lags[number] = self._new()
                self._do("lag", self.lags[number], self._place(state.duration), _DT)
            if state.kind in SENDING and not self.tape.passing.is_resumed:
                self._do("fill", self.delays[number], self.lags[number], self._place(state.start))

    def _step(self) -> None:
        if self.staged:
            for stage, state in zip(self.stage, self.states, strict=True):
                self._do("copy", stage, state)
        if self.staged and not self.counts_last:
            for place in (*self.slopes, *self.rates):
                self._do("zero", place)

    def _compute(self) -> None:
        nodes = self.tape.nodes
        for number, node in enumerate(nodes):
            if node.name in ("time", "step time", "series"):
                self._operation(number, node)
            elif node.name == "state":
                self.places[number] = self._state(node.index)
        changes = [state.change for state in self.tape.states] + self.tape.integrals
        lasting = {*changes, *self.tape.outputs}
        lasting |= {state.pace for state in self.tape.states if state.pace is not None}
        lasting |= {need for one in self._unwritten(self._is_at_save) for need in nodes[one].arguments}
        owners = self._owners()
        self._write(self._unwritten(self.at_step.__contains__), {owners[one] for one in lasting})
        for number in changes:  # a state that another one moves by is moved itself meanwhile
            if nodes[number].name == "state" and number not in self.held:
                self.held[number] = self._reserved(1)[0]
                self._do("copy", self.held[number], self._place(number))

    def _unwritten(self, wanted: Callable[[int], bool]) -> list[int]:
        return [
            number
            for number, node in enumerate(self.tape.nodes)
            if self.places[number] is None and node.level != LITERAL and wanted(number)
        ]

    def _is_at_save(self, number: int) -> bool:
        return number not in self.at_step

    def _state(self, number: int) -> int:
        kind = self.tape.states[number].kind
        if kind in SENDING:
            place = self._new()
            self._do("arriving", place, self.delays[number])
        elif kind == "delay":
            place = self._new()
            self._do("past", place, self.delays[number], self.lags[number], self.seen[number])
        else:
            place = self.seen[number]
        return place

    def _change(self, number: int) -> int:
        return self.held[number] if number in self.held else self._place(number)

    def _save(self) -> None:
        owners = self._owners()
        self._write(self._unwritten(self._is_at_save), {owners[output] for output in self.tape.outputs})
        outputs, tail = len(self.tape.outputs), self.tape.tail
        for row, output in enumerate(self.tape.outputs):
            is_watched = row < outputs - tail.outputs
            self._do("write" if is_watched else "write unwatched", row, self._place(output))
        for index, place in enumerate(self.sums):
            is_watched = index < len(self.sums) - tail.integrals
            self._do("write" if is_watched else "write unwatched", outputs + index, place)
            self._do("zero", place)

    def _discrete(self) -> None:
        for number, state in enumerate(self.tape.states):
            change = self._change(state.change)
            if state.kind == "delay":
                self._do("delay", self.delays[number], change)
            elif state.pace is not None:
                self._do(state.kind, self.delays[number], change, self._change(state.pace), _DT)
            elif state.kind in ("hold", "discrete"):
                self._do("copy", self.states[number], change)
                if self.staged and state.kind == "hold":  # the later stages of this step read it
                    self._do("copy", self.stage[number], change)

    def _stocks(self) -> Iterator[tuple[int, int]]:
        """Yield each stock's number and the place of its change."""
        for number, state in enumerate(self.tape.states):
            if state.kind == "stock":
                yield number, self._change(state.change)

    def _move(self) -> None:
        for number, change in self._stocks():
            self._do("advance", self.states[number], self.states[number], _DT, change)
        for place, number in zip(self.sums, self.tape.integrals, strict=True):
            self._do("advance", place, place, _DT, self._change(number))

    def _move_stage(self) -> None:
        for number, change in self._stocks():
            if not self.counts_last:
                self._do("advance", self.slopes[number], self.slopes[number], _SHARE, change)
            self._do("advance", self.stage[number], self.states[number], _REACH, change)
        if not self.counts_last:
            for place, number in zip(self.rates, self.tape.integrals, strict=True):
                self._do("advance", place, place, _SHARE, self._change(number))

    def _commit(self) -> None:
        if self.counts_last:
            self._move()
        elif self.staged:
            for number, _ in self._stocks():
                self._do("advance", self.states[number], self.states[number], _DT, self.slopes[number])
            for place, rate in zip(self.sums, self.rates, strict=True):
                self._do("advance", place, place, _DT, rate)

    def _finish(self) -> None:
        for row, handed in enumerate(self.tape.handed):
            places = {"state": self.states, "sum": self.sums}.get(handed.source)
            self._do("hand over", row, places[handed.number] if places else self._place(handed.number))
        for place in self.states[: len(self.states) - self.tape.tail.states]:
            self._do("doubt", place)


_WITHOUT_PLACE = frozenset({"number", "entry", *_MOMENTS, *ARRAYS})  # they have none of their own


def _extras(tape: Tape) -> tuple[str, ...]:
    """Return the instructions beyond the usual that a tape needs, in rising order."""
    found = {node.name for node in tape.nodes} & SOMETIMES.keys()
    for state in tape.states:
        if state.kind == "delay":
            found |= {"past", "delay"}
        elif state.kind in SENDING:
            found |= {"arriving", state.kind} | (set() if tape.passing.is_resumed else {"fill"})
        if state.duration is not None:
            found.add("lag")
    if tape.handed:
        found.add("hand over")
    if tape.tail.outputs or tape.tail.integrals:
        found.add("write unwatched")
    return tuple(sorted(found))
