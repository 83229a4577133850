"""Kernel of a simulation: a tape as one function that runs eight members from first step to last.

Takes a tape and a method of integration; gives the text of an LLVM module. For each block of eight
members the function computes what is needed once, then steps through time; at each step it computes the
auxiliaries that the flows need, at a save those that only the outputs need as well, then moves the states
on. A Runge–Kutta step passes through the same code four times, each time with the states at another point
of the step. Guarantees that a member's bits depend on its inputs alone, and that a member that became
non-finite is reported. It exists as one function because a loop over time outside of it would read and
write every state from memory at each step.
"""

from __future__ import annotations

import math

from sim.engine.machine import array_code, discrete_draws, vector_math, vector_trigonometry
from sim.engine.machine.instructions import Emitter
from sim.engine.machine.ir import INTEGERS, LANES, VECTOR, Writer, function, literal, module, splat_integer
from sim.engine.machine.tape import PER_RUN, SENDING, SHARED, Tape

ENTRY = "run"
HISTORIES = ("delay", *SENDING)  # kinds of states that need memory of every step
METHODS = ("euler", "rk4")
_PARAMETERS = (
    "i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, "
    "i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check"
)
_LARGEST_DELAY = 2.0**40  # steps; longer than any run
_STAGES = 4  # of a Runge–Kutta step


def kernel_text(tape: Tape, method: str) -> str:
    """Return the module of a tape in LLVM's textual form."""
    known = vector_math.functions() | vector_trigonometry.functions()
    known |= array_code.functions() | discrete_draws.functions()
    used = {node.name for node in tape.nodes} & known.keys()
    tables = [vector_math.table()] if used else []
    return module([*tables, *(known[name] for name in sorted(used)), _Kernel(tape, method == "rk4").text()])


class _Kernel:
    def __init__(self, tape: Tape, staged: bool) -> None:
        self.tape = tape
        self.staged = staged
        self.w = Writer()
        self.emitter = Emitter(tape, self.w, staged)
        self.at_step = self._needed_at_step()
        self.delays = [number for number, state in enumerate(tape.states) if state.kind in HISTORIES]
        self.lags: dict[int, str] = {}

    def _needed_at_step(self) -> set[int]:
        """Return the operations that the states and integrals need, so that all steps do them."""
        waiting = [state.change for state in self.tape.states] + list(self.tape.integrals)
        waiting += [state.pace for state in self.tape.states if state.pace is not None]
        needed: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed.add(number)
                waiting.extend(self.tape.nodes[number].arguments)
        return needed

    def text(self) -> str:
        w = self.w
        w.label("entry")
        self._arrays()
        self.dt = w.spread("%dt")
        self.emitter.emit_all(lambda number, node: node.level == SHARED)
        self.emitter.prepare_reciprocals(shared=True)
        self.emitter.keep_shared()
        w.do("br label %block")
        w.label("block")
        w.do("%b = phi i64 [ %first, %entry ], [ %b.next, %finish ]")
        w.do(f"%lane = mul i64 %b, {LANES}")
        self.emitter.emit_all(lambda number, node: node.level == PER_RUN)
        self.emitter.prepare_reciprocals(shared=False)
        self._begin()
        w.do("br label %begun")
        w.label("begun")
        w.do("br label %save.loop")
        w.label("save.loop")
        w.do("%s = phi i64 [ 0, %begun ], [ %s.next, %move.last ]")
        w.do("%k.first = mul i64 %s, %every")
        w.do("%k.next.save = add i64 %k.first, %every")
        w.do("br label %step")
        w.label("step")
        w.do("%k = phi i64 [ %k.first, %save.loop ], [ %k.next, %moved ]")
        if self.staged:
            self._begin_stages()
        self._read()
        self.emitter.emit_all(lambda number, node: number in self.at_step)
        w.do("%is.save = icmp eq i64 %k, %k.first")
        w.do(f"br i1 {self._at_first_stage('%is.save')}, label %save, label %move")
        self._save()
        w.label("move")
        self._move_by_stages() if self.staged else self._move_by_euler()
        self._next_step()
        self._finish()
        return function(ENTRY, _PARAMETERS, w.lines, result="void", linkage="dso_local")

    # --- memory -------------------------------------------------------------------------------

    def _arrays(self) -> None:
        """Reserve the states and integrals and, for stages, where they stand and how they change."""
        states, sums = len(self.tape.states), len(self.tape.integrals)
        sizes = {"states": states, "sums": sums, "doubt": 1}
        if self.staged:
            sizes |= {"stage": states, "slopes": states, "rates": sums}
        for name, count in sizes.items():
            self.w.do(f"%{name} = alloca [{max(count, 1)} x {VECTOR}], align 64")
        room = sum(node.level == SHARED for node in self.tape.nodes) * 2  # each may have a reciprocal
        self.w.do(f"%shared = alloca [{max(room, 1)} x double], align 64")
        if self.emitter.room:  # behind the memory of the delays
            past = self.w.emit(f"mul i64 %steps, {len(self.delays)}")
            self.w.do(f"%arrays = getelementptr {VECTOR}, ptr %history, i64 {past}")

    def _begin(self) -> None:
        """Set all states, and the number of steps by which each fixed delay lags."""
        w, value = self.w, self.emitter.value
        w.store(0.0, "%doubt")
        for number, state in enumerate(self.tape.states):
            w.store(value(state.start), w.offset("%states", number))
            if state.duration is not None:
                self.lags[number] = self._lag(w.div(value(state.duration), self.dt))
        for number in range(len(self.tape.integrals)):
            w.store(0.0, w.offset("%sums", number))
        for number in self.delays:
            if self.tape.states[number].kind in SENDING:
                self._fill(number, value(self.tape.states[number].start))

    def _fill(self, state: int, start: str) -> None:
        """Fill such a delay with what comes out before its first input does; then nothing, NaN."""
        w, name = self.w, f"fill.{state}"
        history = self._history(state)
        w.do(f"br label %{name}.from")
        w.label(f"{name}.from")
        w.do(f"br label %{name}")
        w.label(name)
        w.do(f"%{name}.k = phi i64 [ 0, %{name}.from ], [ %{name}.next, %{name} ]")
        early = w.emit(f"icmp slt {INTEGERS} {w.spread_integer(f'%{name}.k')}, {self.lags[state]}")
        w.store(w.select(early, start, math.nan), w.offset(history, f"%{name}.k"))
        w.do(f"%{name}.next = add i64 %{name}.k, 1")
        w.do(f"%{name}.done = icmp eq i64 %{name}.next, %steps")
        w.do(f"br i1 %{name}.done, label %{name}.end, label %{name}")
        w.label(f"{name}.end")

    def _lag(self, steps: str) -> str:
        """Round to whole steps, at least one: shorter delays last one step (fn_delay_fixed)."""
        w = self.w
        steps = w.select(w.compare("oge", steps, 1.0), steps, 1.0)
        steps = w.select(w.compare("olt", steps, _LARGEST_DELAY), steps, _LARGEST_DELAY)
        # 1e-6: a quotient such as 0.3 / 0.1 may fall just short of the half
        return w.emit(f"fptosi {VECTOR} {w.add(steps, 0.5 + 1e-6)} to {INTEGERS}")

    def _begin_stages(self) -> None:
        w = self.w
        for number in range(len(self.tape.states)):
            w.store(w.load(w.offset("%states", number)), w.offset("%stage", number))
            w.store(0.0, w.offset("%slopes", number))
        for number in range(len(self.tape.integrals)):
            w.store(0.0, w.offset("%rates", number))
        w.do("br label %stage.loop")
        w.label("stage.loop")
        w.do("%i = phi i64 [ 0, %step ], [ %i.next, %stage.done ]")

    def _at_first_stage(self, condition: str) -> str:
        if not self.staged:
            return condition
        return self.w.emit(f"and i1 {condition}, {self.w.emit('icmp eq i64 %i, 0')}")

    # --- what a step begins with --------------------------------------------------------------

    def _read(self) -> None:
        """Read time, states and given series; a delay and a held value stay as they are over the stages."""
        w, names = self.w, self.emitter.names
        step_time = self._time(w.emit("sitofp i64 %k to double"))
        time, moment = step_time, "%k"
        if self.staged:
            time, moment = self._stage_time()
        for number, node in enumerate(self.tape.nodes):
            if node.name == "time":
                names[number] = time
            elif node.name == "step time":
                names[number] = step_time
            elif node.name == "series":
                names[number] = self.emitter.series(node.index, moment)
            elif node.name == "state":
                names[number] = self._state(node.index)

    def _state(self, number: int) -> str:
        w, kind = self.w, self.tape.states[number].kind
        if kind in SENDING:
            return w.load(w.offset(self._history(number), "%k"))
        value = w.load(w.offset("%stage" if self.staged else "%states", number))
        return self._past(number, value) if kind == "delay" else value

    def _time(self, steps: str) -> str:
        w = self.w
        return w.spread(w.emit(f"fadd double %start, {w.emit(f'fmul double {steps}, %dt')}"))

    def _stage_time(self) -> tuple[str, str]:
        """Return the stage's time, 0, ½, ½ or 1 step on, and that in half steps for given series."""
        w = self.w
        halves = w.emit(f"udiv i64 {w.emit('add i64 %i, 1')}, 2")
        moment = w.emit(f"add i64 {w.emit('mul i64 %k, 2')}, {halves}")
        steps = w.emit(f"fmul double {w.emit(f'sitofp i64 {moment} to double')}, 0.5")
        return self._time(steps), moment

    def _past(self, state: int, start: str) -> str:
        """Return a fixed delay's input of `lag` steps ago, or its start value before that."""
        w = self.w
        past = w.integer("sub", w.spread_integer("%k"), self.lags[state])
        known = w.emit(f"icmp sge {INTEGERS} {past}, {splat_integer(0)}")
        return w.gather(self._steps_of(state, past), known, start)

    def _steps_of(self, state: int, steps: str) -> str:
        """Return where the memory of a delay holds given steps, another one for each lane."""
        w = self.w
        lanes = "<" + ", ".join(f"i64 {lane}" for lane in range(LANES)) + ">"
        index = w.integer("add", w.integer("mul", steps, LANES), lanes)
        return w.emit(f"getelementptr double, ptr {self._history(state)}, {INTEGERS} {index}")

    def _send(self, state: int, amount: str, pace: str) -> None:
        """Put an input on its way: material on top of what arrives at the same step, information instead."""
        w = self.w
        arrival = w.integer("add", w.spread_integer("%k"), self._lag(w.div(pace, self.dt)))
        in_time = w.emit(f"icmp slt {INTEGERS} {arrival}, {w.spread_integer('%steps')}")
        where = self._steps_of(state, arrival)
        if self.tape.states[state].kind == "material":
            there = w.gather(where, in_time, math.nan)
            amount = w.select(w.compare("uno", there, there), amount, w.add(there, amount))
        w.scatter(amount, where, in_time)

    def _history(self, state: int) -> str:
        """Return where the memory of a delay begins: past inputs, or what is on its way."""
        return self.w.offset("%history", self.w.emit(f"mul i64 %steps, {self.delays.index(state)}"))

    # --- saving -------------------------------------------------------------------------------

    def _save(self) -> None:
        """Write outputs and the integrals since the last save; x − x is NaN where x is not finite."""
        w = self.w
        w.label("save")
        self.emitter.emit_all(lambda number, node: True)
        doubt = w.load("%doubt")
        for row, number in enumerate(self.tape.outputs):
            doubt = self._write(self.emitter.value(number), row, doubt)
        for index in range(len(self.tape.integrals)):
            place = w.offset("%sums", index)
            doubt = self._write(w.load(place), len(self.tape.outputs) + index, doubt)
            w.store(0.0, place)
        w.store(doubt, "%doubt")
        w.do("%s.plus = add i64 %s, 1")
        w.do("%is.last = icmp eq i64 %s.plus, %saves")
        w.do("br i1 %is.last, label %finish, label %move")

    def _write(self, value: str, row: int, doubt: str) -> str:
        w = self.w
        line = w.emit(f"add i64 %s, {w.emit(f'mul i64 %saves, {row}')}")
        place = w.emit(f"add i64 {w.emit(f'mul i64 {line}, %row')}, %lane")
        w.store(value, w.offset("%out", place, "double"))
        return w.add(doubt, w.sub(value, value))

    # --- moving on ----------------------------------------------------------------------------

    def _move_by_euler(self) -> None:
        w = self.w
        self._move_discrete()
        for number, state in enumerate(self.tape.states):
            if state.kind == "stock":
                self._advance("%states", number, self.dt, self.emitter.value(state.change), "%states")
        for index, number in enumerate(self.tape.integrals):
            self._advance("%sums", index, self.dt, self.emitter.value(number), "%sums")
        w.do("br label %moved")

    def _advance(self, target: str, index: int, by: str, rate: str, origin: str) -> None:
        """Set target = origin + by · rate."""
        w = self.w
        w.store(w.add(w.load(w.offset(origin, index)), w.mul(by, rate)), w.offset(target, index))

    def _move_discrete(self) -> None:
        """Note the inputs of delays, and what held values are from the next step on."""
        w = self.w
        for number, state in enumerate(self.tape.states):
            if state.kind == "delay":
                w.store(self.emitter.value(state.change), w.offset(self._history(number), "%k"))
            elif state.pace is not None:
                self._send(number, self.emitter.value(state.change), self.emitter.value(state.pace))
            elif state.kind in ("hold", "discrete"):
                w.store(self.emitter.value(state.change), w.offset("%states", number))
                if self.staged and state.kind == "hold":  # the later stages of this step read it
                    w.store(self.emitter.value(state.change), w.offset("%stage", number))

    def _move_by_stages(self) -> None:
        """Add a stage's share of the slope, ⅙ ⅓ ⅓ ⅙, and go to where the next stage stands."""
        w, tape, value = self.w, self.tape, self.emitter.value
        w.do("%is.first.stage = icmp eq i64 %i, 0")
        w.do("br i1 %is.first.stage, label %discrete, label %stage.move")
        w.label("discrete")
        self._move_discrete()
        w.do("br label %stage.move")
        w.label("stage.move")
        inner = w.emit(f"icmp ult i64 {w.emit('sub i64 %i, 1')}, 2")
        share = w.spread(w.emit(f"select i1 {inner}, double {literal(1 / 3)}, double {literal(1 / 6)}"))
        third = w.emit("icmp eq i64 %i, 2")
        reach = w.spread(w.emit(f"fmul double %dt, {w.emit(f'select i1 {third}, double 1.0, double 0.5')}"))
        for number, state in enumerate(tape.states):
            if state.kind == "stock":
                self._advance("%slopes", number, share, value(state.change), "%slopes")
                self._advance("%stage", number, reach, value(state.change), "%states")
        for index, number in enumerate(tape.integrals):
            self._advance("%rates", index, share, value(number), "%rates")
        w.do("%i.next = add i64 %i, 1")
        w.do(f"%is.last.stage = icmp eq i64 %i.next, {_STAGES}")
        w.do("br i1 %is.last.stage, label %commit, label %stage.done")
        w.label("stage.done")
        w.do("br label %stage.loop")
        w.label("commit")
        for number, state in enumerate(tape.states):
            if state.kind == "stock":
                self._advance("%states", number, self.dt, w.load(w.offset("%slopes", number)), "%states")
        for index in range(len(tape.integrals)):
            self._advance("%sums", index, self.dt, w.load(w.offset("%rates", index)), "%sums")
        w.do("br label %moved")

    def _next_step(self) -> None:
        w = self.w
        w.label("moved")
        w.do("%k.next = add i64 %k, 1")
        w.do("%is.next.save = icmp eq i64 %k.next, %k.next.save")
        w.do("br i1 %is.next.save, label %move.last, label %step")
        w.label("move.last")
        w.do("%s.next = add i64 %s, 1")
        w.do("br label %save.loop")

    def _finish(self) -> None:
        """Report by a NaN the members of which a saved value or a final stock is not finite."""
        w = self.w
        w.label("finish")
        doubt = w.load("%doubt")
        for number in range(len(self.tape.states)):
            value = w.load(w.offset("%states", number))
            doubt = w.add(doubt, w.sub(value, value))
        w.store(doubt, w.offset("%check", "%lane", "double"))
        w.do("%b.next = add i64 %b, 1")
        w.do("%is.done = icmp eq i64 %b.next, %end")
        w.do("br i1 %is.done, label %exit, label %block")
        w.label("exit")
        w.do("ret void")
