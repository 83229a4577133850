"""Kernel of a simulation, compiled: a tape as one function that runs eight members from first step to last.

Takes a tape and a method of integration; gives the text of an LLVM module. Guarantees that a member's bits
depend on its inputs alone, and that a member that became non-finite is reported. It exists as one function
because a loop over time outside of it would read and write every state from memory at each step.
"""

from __future__ import annotations

from sim.engine.machine import array_code, discrete_draws, vector_math, vector_trigonometry
from sim.engine.machine.ahead import look_ahead
from sim.engine.machine.delays import Delays, lag
from sim.engine.machine.instructions import Emitter
from sim.engine.machine.ir import VECTOR, module
from sim.engine.machine.methods import SCHEMES, Scheme
from sim.engine.machine.passage import Passage
from sim.engine.machine.passing import Handed
from sim.engine.machine.table import Table, columns_of
from sim.engine.machine.tape import PER_RUN, SENDING, SHARED, Tape

HISTORIES = ("delay", *SENDING)  # kinds of states that need memory of every step


def functions() -> dict[str, str]:
    """Return the text of each function that operations call, by the operation's name."""
    known = vector_math.functions() | vector_trigonometry.functions()
    return known | array_code.functions() | discrete_draws.functions()


def kernel_text(tape: Tape, method: str, has_permutations: bool = False) -> str:
    """Return the module of a tape in LLVM's textual form.

    Parameters
    ----------
    has_permutations : whether it is for a processor with AVX-512; the bits are the same
    """
    known = functions()
    used = {node.name for node in tape.nodes} & known.keys()
    tables = [vector_math.table()] if used else []
    kernel = _Kernel(tape, SCHEMES[method], has_permutations)
    text = kernel.text()
    return module([*tables, *(known[name] for name in sorted(used)), *kernel.emitter.curve_texts(), text])


def vectors_of_table(tape: Tape, method: str) -> int:
    """Return the vectors that a kernel needs, for each eight steps, of what all members share."""
    return columns_of(look_ahead(tape, needed_at_step(tape))) * len(SCHEMES[method].positions)


def needed_at_step(tape: Tape) -> set[int]:
    """Return the operations that the states and integrals need, so that all steps do them."""
    return _needed(tape, [*_needed_to_move(tape), *tape.integrals])


def _needed_to_move(tape: Tape) -> set[int]:
    """Return the operations that the states need."""
    paces = (state.pace for state in tape.states if state.pace is not None)
    return _needed(tape, [*(state.change for state in tape.states), *paces])


def _needed(tape: Tape, waiting: list[int]) -> set[int]:
    """Return some operations and all that they need."""
    needed: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number not in needed:
            needed.add(number)
            waiting.extend(tape.nodes[number].arguments)
    return needed


def places_of_delays(tape: Tape) -> dict[int, int]:
    """Return the place of each delay's memory among all, by the number of its state."""
    numbers = (number for number, state in enumerate(tape.states) if state.kind in HISTORIES)
    return {number: place for place, number in enumerate(numbers)}


class _Kernel(Passage):
    def __init__(self, tape: Tape, scheme: Scheme, has_permutations: bool) -> None:
        super().__init__(scheme)
        self.tape = tape
        self.emitter = Emitter(tape, self.w, self.staged, has_permutations)
        self.at_step = needed_at_step(tape)
        self.at_stage = _needed_to_move(tape) if scheme.counts_last else self.at_step
        self.table = Table(tape, self.emitter, look_ahead(tape, self.at_step), scheme)
        self.delays = Delays(self.w, "%history", "%steps")
        self.delayed = places_of_delays(tape)
        self.lags: dict[int, str] = {}

    def _begin_call(self) -> None:
        self._reserve()
        self.dt = self.w.spread("%dt")
        self.emitter.emit_all(lambda number, node: node.level == SHARED)
        self.table.write(self.dt)

    def _reserve(self) -> None:
        """Reserve the states and integrals and, for stages, where they stand and how they change."""
        states, sums = len(self.tape.states), len(self.tape.integrals)
        sizes = {"states": states, "sums": sums, "doubt": 1}
        if self.staged:
            sizes |= {"stage": states}
        if self.staged and not self.scheme.counts_last:
            sizes |= {"slopes": states, "rates": sums}
        for name, count in sizes.items():
            self.w.do(f"%{name} = alloca [{max(count, 1)} x {VECTOR}], align 64")
        room = sum(node.level == SHARED for node in self.tape.nodes)
        self.w.do(f"%shared = alloca [{max(room, 1)} x double], align 64")
        past = self.w.emit(f"mul i64 %steps, {len(self.delayed)}")
        self.w.do(f"%arrays = getelementptr {VECTOR}, ptr %history, i64 {past}")  # behind the delays' memory
        self.table.reserve("%arrays", self.emitter.room)

    def _begin_block(self) -> None:
        """Set all states, and the number of steps by which each fixed delay lags."""
        w, value = self.w, self.emitter.value
        self.emitter.emit_all(lambda number, node: node.level == PER_RUN)
        w.store(0.0, "%doubt")
        for number, state in enumerate(self.tape.states):
            w.store(value(state.start), w.offset("%states", number))
            if state.duration is not None:
                self.lags[number] = lag(w, w.div(value(state.duration), self.dt))
        for number in range(len(self.tape.integrals)):
            w.store(value(self.tape.sums[number]), w.offset("%sums", number))
        for number in self.delayed:
            if self.tape.states[number].kind in SENDING and not self.tape.passing.is_resumed:
                start = value(self.tape.states[number].start)
                self.delays.fill(self._place(number), self.lags[number], start, f"fill.{number}")

    def _begin_step(self) -> None:
        w = self.w
        for number in range(len(self.tape.states)):
            w.store(w.load(w.offset("%states", number)), w.offset("%stage", number))
        if not self.scheme.counts_last:
            for name, count in (("%slopes", len(self.tape.states)), ("%rates", len(self.tape.integrals))):
                for number in range(count):
                    w.store(0.0, w.offset(name, number))

    def _compute(self, time: str, step_time: str, moment: str) -> None:
        """A delay and a held value stay as they are over the stages."""
        names = self.emitter.names
        for number, node in enumerate(self.tape.nodes):
            if node.name == "time":
                names[number] = time
            elif node.name == "step time":
                names[number] = step_time
            elif node.name == "series":
                names[number] = self.emitter.series(node.index, moment)
            elif node.name == "state":
                names[number] = self._state(node.index)
        self.table.read(self._position())
        self.emitter.emit_all(lambda number, node: number in self.at_stage)

    def _state(self, number: int) -> str:
        w, kind = self.w, self.tape.states[number].kind
        if kind in SENDING:
            return w.load(w.offset(self._memory(number), "%k"))
        value = w.load(w.offset("%stage" if self.staged else "%states", number))
        if kind != "delay":
            return value
        return self.delays.past(self._place(number), self.lags[number], value, "%k")

    def _place(self, state: int) -> int:
        """Return the number of a state among the delays."""
        return self.delayed[state]

    def _memory(self, state: int) -> str:
        return self.delays.memory(self._place(state))

    def _save(self) -> None:
        """Write outputs and the integrals since the last save; x − x is NaN where x is not finite."""
        w = self.w
        known = {**self.emitter.names}
        self.emitter.emit_all(lambda number, node: True)
        doubt = w.load("%doubt")
        outputs, integrals = len(self.tape.outputs), len(self.tape.integrals)
        for row, number in enumerate(self.tape.outputs):
            value = self.emitter.value(number)
            self._write(value, row)
            if row < outputs - self.tape.tail.outputs:
                doubt = w.add(doubt, w.sub(value, value))
        for index in range(integrals):
            place = w.offset("%sums", index)
            value = w.load(place)
            self._write(value, outputs + index)
            if index < integrals - self.tape.tail.integrals:
                doubt = w.add(doubt, w.sub(value, value))
            w.store(0.0, place)
        w.store(doubt, "%doubt")
        self.emitter.names = known  # the rest is known at saves only

    def _write(self, value: str, row: int) -> None:
        w = self.w
        line = w.emit(f"add i64 %s, {w.emit(f'mul i64 %saves, {row}')}")
        place = w.emit(f"add i64 {w.emit(f'mul i64 {line}, %row')}, %lane")
        w.store(value, w.offset("%out", place, "double"))

    def _advance(self, target: str, index: int, by: str, rate: str, origin: str) -> None:
        """Set target = origin + by · rate."""
        w = self.w
        w.store(w.add(w.load(w.offset(origin, index)), w.mul(by, rate)), w.offset(target, index))

    def _move(self) -> None:
        self._move_discrete()
        self._move_whole()

    def _move_whole(self) -> None:
        for number, state in enumerate(self.tape.states):
            if state.kind == "stock":
                self._advance("%states", number, self.dt, self.emitter.value(state.change), "%states")
        for index, number in enumerate(self.tape.integrals):
            self._advance("%sums", index, self.dt, self.emitter.value(number), "%sums")

    def _move_discrete(self) -> None:
        w, value = self.w, self.emitter.value
        for number, state in enumerate(self.tape.states):
            if state.kind == "delay":
                w.store(value(state.change), w.offset(self._memory(number), "%k"))
            elif state.pace is not None:
                amount, pace = value(state.change), w.div(value(state.pace), self.dt)
                self.delays.send(state.kind, self._place(number), amount, pace, "%k")
            elif state.kind in ("hold", "discrete"):
                w.store(value(state.change), w.offset("%states", number))
                if self.staged and state.kind == "hold":  # the later stages of this step read it
                    w.store(value(state.change), w.offset("%stage", number))

    def _move_stage(self, share: str, reach: str) -> None:
        value, counts_last = self.emitter.value, self.scheme.counts_last
        for number, state in enumerate(self.tape.states):
            if state.kind == "stock":
                if not counts_last:
                    self._advance("%slopes", number, share, value(state.change), "%slopes")
                self._advance("%stage", number, reach, value(state.change), "%states")
        for index, number in enumerate(() if counts_last else self.tape.integrals):
            self._advance("%rates", index, share, value(number), "%rates")

    def _commit(self) -> None:
        if self.scheme.counts_last:
            self.emitter.emit_all(lambda number, node: number in self.at_step)
            return self._move_whole()
        w = self.w
        for number, state in enumerate(self.tape.states):
            if state.kind == "stock":
                self._advance("%states", number, self.dt, w.load(w.offset("%slopes", number)), "%states")
        for index in range(len(self.tape.integrals)):
            self._advance("%sums", index, self.dt, w.load(w.offset("%rates", index)), "%sums")

    def _finish(self) -> None:
        w = self.w
        for row, handed in enumerate(self.tape.handed):
            place = w.emit(f"add i64 {w.emit(f'mul i64 %row, {row}')}, %lane")
            w.store(self._handed(handed), w.offset("%handed", place, "double"))
        doubt = w.load("%doubt")
        for number in range(len(self.tape.states) - self.tape.tail.states):
            value = w.load(w.offset("%states", number))
            doubt = w.add(doubt, w.sub(value, value))
        w.store(doubt, w.offset("%check", "%lane", "double"))

    def _handed(self, handed: Handed) -> str:
        if handed.source == "operation":
            return self.emitter.value(handed.number)
        return self.w.load(self.w.offset("%states" if handed.source == "state" else "%sums", handed.number))
