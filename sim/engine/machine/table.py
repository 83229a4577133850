"""Table of what all members share at each step, written before the blocks and read by them.

Writes the code that computes the common operations of `sim.engine.machine.ahead` once for a run of the
kernel, a vector being eight steps instead of eight members; at a step it reads one number of each, and
computes what lasts only where one of its signals has changed.

For each eight steps and each position of a stage within a step there is a row, of one vector for each
value, and one more that is 1 where a signal differs from the position before.
"""

from __future__ import annotations

import itertools

from sim.engine.machine.ahead import Ahead
from sim.engine.machine.instructions import Emitter, Kept
from sim.engine.machine.ir import LANES, VECTOR
from sim.engine.machine.methods import Scheme
from sim.engine.machine.tape import Tape

_LANE_NUMBERS = "<" + ", ".join(f"double {lane}.0" for lane in range(LANES)) + ">"


def columns_of(ahead: Ahead) -> int:
    """Return the number of vectors of a row."""
    return len(ahead.kept) + bool(ahead.lasting)


class Table:
    """Writes and reads the table of a kernel."""

    def __init__(self, tape: Tape, emitter: Emitter, ahead: Ahead, scheme: Scheme) -> None:
        self.tape, self.emitter, self.ahead, self.scheme = tape, emitter, ahead, scheme
        self.w = emitter.w
        self.columns = columns_of(ahead)

    def reserve(self, pointer: str, place: int) -> None:
        """Reserve memory: the table so many vectors behind a pointer, and room for what lasts."""
        if self.columns:
            self.w.do(f"%table = getelementptr {VECTOR}, ptr {pointer}, i64 {place}")
        if self.ahead.lasting:
            self.w.do(f"%lasting = alloca [{len(self.ahead.results)} x {VECTOR}], align 64")

    # --- before the blocks --------------------------------------------------------------------

    def write(self, dt: str) -> None:
        """Fill the table for all steps; ``dt`` is the name of the step."""
        if not self.columns:
            return
        w = self.w
        w.do("%eights.most = add i64 %steps, 7")
        w.do("%eights = lshr i64 %eights.most, 3")
        w.do("br label %ahead.from")
        w.label("ahead.from")
        w.do("br label %ahead")
        w.label("ahead")
        w.do("%eight = phi i64 [ 0, %ahead.from ], [ %eight.next, %ahead ]")
        first = w.spread(w.emit(f"sitofp i64 {w.emit(f'mul i64 %eight, {LANES}')} to double"))
        steps = w.add(first, _LANE_NUMBERS)
        start = w.spread("%start")
        step_time = w.add(start, w.mul(steps, dt))
        for place, position in enumerate(self.scheme.positions):
            time = step_time
            if self.scheme.is_staged:
                halves = w.add(w.mul(steps, 2.0), float(position))
                time = w.add(start, w.mul(w.mul(halves, 0.5), dt))
            self._write_row(self._row("%eight", str(place)), time, step_time)
        w.do("%eight.next = add i64 %eight, 1")
        w.do("%is.ahead = icmp eq i64 %eight.next, %eights")
        w.do("br i1 %is.ahead, label %ahead.done, label %ahead")
        w.label("ahead.done")
        if self.ahead.lasting:
            self._note_changes()

    def _row(self, eight: str, place: str) -> str:
        """Return where the row of eight steps and a position within them begins."""
        w = self.w
        number = w.emit(f"add i64 {w.emit(f'mul i64 {eight}, {len(self.scheme.positions)}')}, {place}")
        return w.offset("%table", w.emit(f"mul i64 {number}, {self.columns}"))

    def _write_row(self, row: str, time: str, step_time: str) -> None:
        names, common = self.emitter.names, set(self.ahead.common)
        self._set_times(time, step_time)
        self.emitter.emit_all(lambda number, _: number in common)
        for place, number in enumerate(self.ahead.kept):
            self.w.store(self.emitter.as_number(number), self.w.offset(row, place))
        for number in common & names.keys():
            del names[number]

    def _set_times(self, time: str, step_time: str) -> None:
        for number, node in enumerate(self.tape.nodes):
            if node.name == "time":
                self.emitter.names[number] = time
            elif node.name == "step time":
                self.emitter.names[number] = step_time

    def _note_changes(self) -> None:
        """Note where a bit of a signal differs from the position before; at the start all is new."""
        w, count = self.w, len(self.scheme.positions)
        w.do("br label %compare")
        w.label("compare")
        w.do("%at = phi i64 [ 0, %ahead.done ], [ %at.next, %compare ]")
        before = w.emit("sub i64 %at, 1")
        earlier = w.emit(f"select i1 {w.emit('icmp eq i64 %at, 0')}, i64 0, i64 {before}")
        steps, places = [earlier, *["%at"] * count], [count - 1, *range(count)]
        rows = [self._at(step, str(place)) for step, place in zip(steps, places, strict=True)]
        for past, here in itertools.pairwise(rows):
            changed = "false"
            for number in self.ahead.signals:
                column = self.ahead.kept.index(number)
                old, new = (w.emit(f"load i64, ptr {w.offset(row, column)}, align 8") for row in (past, here))
                changed = w.emit(f"or i1 {changed}, {w.emit(f'icmp ne i64 {old}, {new}')}")
            self._store_change(here, w.emit(f"select i1 {changed}, double 1.0, double 0.0"))
        w.do("%at.next = add i64 %at, 1")
        w.do("%is.compared = icmp eq i64 %at.next, %steps")
        w.do("br i1 %is.compared, label %compared, label %compare")
        w.label("compared")
        self._store_change(self._at("%origin", "0"), "1.0")

    def _store_change(self, row: str, value: str) -> None:
        where = self.w.offset(row, len(self.ahead.kept))
        self.w.do(f"store double {value}, ptr {where}, align 8")

    def _at(self, step: str, place: str) -> str:
        """Return where the numbers of a step and a position within it begin, a vector apart."""
        w = self.w
        row = self._row(w.emit(f"lshr i64 {step}, 3"), place)
        return w.offset(row, w.emit(f"and i64 {step}, 7"), "double")

    # --- at a step ----------------------------------------------------------------------------

    def read(self, place: str) -> None:
        """Let operations read the numbers of this step and of a position within it."""
        if not self.columns:
            return
        here = self._at("%k", place)
        for column, number in enumerate(self.ahead.kept):
            self.emitter.kept[number] = Kept(here, column)
        if self.ahead.lasting:
            self._renew(self.w.offset(here, len(self.ahead.kept)))

    def _renew(self, mark: str) -> None:
        """Compute what lasts where a mark says that it has changed."""
        w, lasting = self.w, set(self.ahead.lasting)
        changed = w.emit(f"fcmp une double {w.emit(f'load double, ptr {mark}, align 8')}, 0.0")
        w.do(f"br i1 {changed}, label %renew, label %renewed")
        w.label("renew")
        self.emitter.emit_all(lambda number, _: number in lasting)
        for place, number in enumerate(self.ahead.results):
            w.store(self.emitter.as_number(number), w.offset("%lasting", place))
            self.emitter.kept[number] = Kept("%lasting", place, is_one=False)
        w.do("br label %renewed")
        w.label("renewed")
