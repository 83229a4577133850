"""Writes a tape as one function that runs eight members at a time from first step to last.

The function's frame, for each block of eight members: compute what is needed once, then step
through time; at each step compute the auxiliaries that the flows need, at a save those that only
the outputs need as well, then move the states on.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.engine import vector_math
from sim.engine.expressions import Table
from sim.engine.ir import INTEGERS, LANES, MASK, VECTOR, Writer, function, module, splat, splat_integer
from sim.engine.tape import LITERAL, PER_RUN, Node, Tape

ENTRY = "run"
_PARAMETERS = (
    "i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %out, i64 %row, i64 %saves, "
    "i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check"
)
_COMPARISONS = {"lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge", "eq": "oeq", "ne": "une"}
_MATHS = {"exp": "exp8", "ln": "ln8", "pow": "pow8"}
_LARGEST_DELAY = 2.0**40  # steps; longer than any run


def kernel_text(tape: Tape) -> str:
    """Return the module of a tape in LLVM's textual form."""
    return module([*vector_math.functions(), _Kernel(tape).text()])


class _Kernel:
    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.w = Writer()
        self.names: dict[int, str] = {}
        self.reciprocals: dict[int, str] = {}
        self.at_step = self._needed_at_step()

    def _needed_at_step(self) -> set[int]:
        """Return the operations that the states and integrals need, so that all steps do them."""
        waiting = [state.change for state in self.tape.states] + list(self.tape.integrals)
        needed: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed.add(number)
                waiting.extend(self.tape.nodes[number].arguments)
        return needed

    def text(self) -> str:
        w, tape = self.w, self.tape
        w.label("entry")
        states = self._array("states", len(tape.states))
        sums = self._array("sums", len(tape.integrals))
        self._array("doubt", 1)
        spread_dt = w.spread("%dt")
        w.do("br label %block")
        w.label("block")
        w.do("%b = phi i64 [ %first, %entry ], [ %b.next, %finish ]")
        w.do(f"%lane = mul i64 %b, {LANES}")
        self._emit_all(lambda number, node: node.level == PER_RUN)
        self._reciprocals()
        delays = self._begin(states, sums, spread_dt)
        w.do("br label %save.loop")
        w.label("save.loop")
        w.do("%s = phi i64 [ 0, %block ], [ %s.next, %move.last ]")
        w.do("%k.first = mul i64 %s, %every")
        w.do("%k.next.save = add i64 %k.first, %every")
        w.do("br label %step")
        w.label("step")
        w.do("%k = phi i64 [ %k.first, %save.loop ], [ %k.next, %move ]")
        w.do("%is.save = icmp eq i64 %k, %k.first")
        self._read_clock()
        self._read_states(states, delays)
        self._emit_all(lambda number, node: number in self.at_step)
        w.do("br i1 %is.save, label %save, label %move")
        self._save(sums)
        self._move(states, sums, spread_dt, delays)
        self._finish(states)
        return function(ENTRY, _PARAMETERS, w.lines, result="void", linkage="dso_local")

    def _array(self, name: str, count: int) -> str:
        self.w.do(f"%{name} = alloca [{max(count, 1)} x {VECTOR}], align 64")
        return f"%{name}"

    # --- operations -------------------------------------------------------------------------

    def _emit_all(self, wanted: Callable[[int, Node], bool]) -> None:
        for number, node in enumerate(self.tape.nodes):
            is_new = number not in self.names and node.level != LITERAL
            if is_new and node.name not in ("time", "state") and wanted(number, node):
                self.names[number] = self._emit(node)

    def _value(self, number: int) -> str:
        node = self.tape.nodes[number]
        if node.level != LITERAL:
            return self.names[number]
        if isinstance(node.payload, bool):
            return "<" + ", ".join([f"i1 {str(node.payload).lower()}"] * LANES) + ">"
        assert isinstance(node.payload, float)
        return splat(node.payload)

    def _emit(self, node: Node) -> str:
        w = self.w
        if node.name == "input":
            return self._input(node.index)
        if node.name == "start time":
            return w.spread("%start")
        arguments = [self._value(argument) for argument in node.arguments]
        if node.name == "div" and node.arguments[1] in self.reciprocals:
            return self._quotient(arguments[0], arguments[1], self.reciprocals[node.arguments[1]])
        if node.name in _COMPARISONS:
            return w.compare(_COMPARISONS[node.name], *arguments)
        if node.name in _MATHS:
            return w.call(_MATHS[node.name], *arguments)
        if node.name == "lookup":
            assert isinstance(node.payload, Table)
            return self._lookup(node.payload, arguments[0])
        return _SIMPLE[node.name](w, *arguments)

    def _input(self, number: int) -> str:
        """Read a constant: eight members' values, or one value that all members share (stride 0)."""
        w = self.w
        base = w.emit(f"load ptr, ptr {w.offset('%inputs', number, 'ptr')}")
        stride = w.emit(f"load i64, ptr {w.offset('%strides', number, 'i64')}")
        return w.load(w.offset(base, w.emit(f"mul i64 %lane, {stride}"), "double"))

    def _reciprocals(self) -> None:
        """Prepare divisions of what changes by what does not: a multiplication and a correction."""
        for node in self.tape.nodes:
            if node.name != "div" or node.level == PER_RUN:
                continue
            divisor = node.arguments[1]
            if self.tape.nodes[divisor].level <= PER_RUN and divisor not in self.reciprocals:
                self.reciprocals[divisor] = self.w.div(1.0, self._value(divisor))

    def _quotient(self, a: str, b: str, reciprocal: str) -> str:
        """Return a / b, correctly rounded, from 1 / b: q + (a − q·b) / b (Markstein 1990)."""
        w = self.w
        q = w.mul(a, reciprocal)
        return w.fma(w.fma(w.neg(q), b, a), reciprocal, q)

    def _lookup(self, table: Table, x: str) -> str:
        """Return yᵢ + slopeᵢ·(x − xᵢ) of the last knot not above x: exact at every knot."""
        w = self.w
        knots = list(zip(table.x, table.y, strict=True))
        x = w.select(w.compare("olt", x, knots[0][0]), knots[0][0], x)  # keeps NaN
        here_x: str | float
        here_x, here_y, slope = _segment(knots, 0)
        base: str | float = here_y
        steep: str | float = slope
        for index in range(1, len(knots)):
            knot_x, knot_y, knot_slope = _segment(knots, index)
            beyond = w.compare("oge", x, knot_x)
            here_x = w.select(beyond, knot_x, here_x)
            base = w.select(beyond, knot_y, base)
            steep = w.select(beyond, knot_slope, steep)
        return w.fma(steep, w.sub(x, here_x), base)

    # --- the frame --------------------------------------------------------------------------

    def _begin(self, states: str, sums: str, dt: str) -> dict[int, str]:
        """Set all states; return the number of steps by which each fixed delay lags."""
        w, lags = self.w, {}
        w.store(0.0, "%doubt")
        for number, state in enumerate(self.tape.states):
            w.store(self._value(state.start), w.offset(states, number))
            if state.duration is not None:
                lags[number] = self._lag(w.div(self._value(state.duration), dt))
        for number in range(len(self.tape.integrals)):
            w.store(0.0, w.offset(sums, number))
        return lags

    def _lag(self, steps: str) -> str:
        """Round to whole steps, at least one: shorter delays last one step (fn_delay_fixed)."""
        w = self.w
        steps = w.select(w.compare("oge", steps, 1.0), steps, 1.0)
        steps = w.select(w.compare("olt", steps, _LARGEST_DELAY), steps, _LARGEST_DELAY)
        # 1e-6: a quotient such as 0.3 / 0.1 may fall just short of the half
        return w.emit(f"fptosi {VECTOR} {w.add(steps, 0.5 + 1e-6)} to {INTEGERS}")

    def _read_clock(self) -> None:
        w = self.w
        k = w.emit("sitofp i64 %k to double")
        time = w.emit(f"fadd double %start, {w.emit(f'fmul double {k}, %dt')}")
        spread = w.spread(time)
        for number, node in enumerate(self.tape.nodes):
            if node.name == "time":
                self.names[number] = spread

    def _read_states(self, states: str, lags: dict[int, str]) -> None:
        w = self.w
        for number, node in enumerate(self.tape.nodes):
            if node.name != "state":
                continue
            state = node.index
            value = w.load(w.offset(states, state))
            self.names[number] = self._past(state, lags, value) if state in lags else value

    def _past(self, state: int, lags: dict[int, str], start: str) -> str:
        """Return a fixed delay's input of `lag` steps ago, or its start value before that."""
        w = self.w
        k = w.emit(f"insertelement {INTEGERS} poison, i64 %k, i32 0")
        k = w.emit(f"shufflevector {INTEGERS} {k}, {INTEGERS} poison, <{LANES} x i32> zeroinitializer")
        past = w.integer("sub", k, lags[state])
        known = w.emit(f"icmp sge {INTEGERS} {past}, {splat_integer(0)}")
        base = w.emit(f"mul i64 %steps, {list(lags).index(state)}")
        row = w.offset("%history", base)
        lanes = "<" + ", ".join(f"i64 {lane}" for lane in range(LANES)) + ">"
        index = w.integer("add", w.integer("mul", past, LANES), lanes)
        where = w.emit(f"getelementptr double, ptr {row}, {INTEGERS} {index}")
        gather = f"@llvm.masked.gather.v{LANES}f64.v{LANES}p0"
        return w.emit(
            f"call {VECTOR} {gather}(<{LANES} x ptr> {where}, i32 8, {MASK} {known}, {VECTOR} {start})"
        )

    def _save(self, sums: str) -> None:
        """Write outputs and the integrals since the last save; x − x is NaN where x is not finite."""
        w = self.w
        w.label("save")
        self._emit_all(lambda number, node: True)
        doubt = w.load("%doubt")
        for row, number in enumerate(self.tape.outputs):
            doubt = self._write(self._value(number), row, doubt)
        for index in range(len(self.tape.integrals)):
            place = w.offset(sums, index)
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

    def _move(self, states: str, sums: str, dt: str, lags: dict[int, str]) -> None:
        w, tape = self.w, self.tape
        w.label("move")
        loaded = {node.index: self.names[n] for n, node in enumerate(tape.nodes) if node.name == "state"}
        for number, state in enumerate(tape.states):
            if number in lags:
                base = w.emit(f"mul i64 %steps, {list(lags).index(number)}")
                w.store(self._value(state.change), w.offset("%history", w.emit(f"add i64 {base}, %k")))
            else:
                before = loaded.get(number) or w.load(w.offset(states, number))
                w.store(w.fma(dt, self._value(state.change), before), w.offset(states, number))
        for index, number in enumerate(tape.integrals):
            place = w.offset(sums, index)
            w.store(w.fma(dt, self._value(number), w.load(place)), place)
        w.do("%k.next = add i64 %k, 1")
        w.do("%is.next.save = icmp eq i64 %k.next, %k.next.save")
        w.do("br i1 %is.next.save, label %move.last, label %step")
        w.label("move.last")
        w.do("%s.next = add i64 %s, 1")
        w.do("br label %save.loop")

    def _finish(self, states: str) -> None:
        """Report by a NaN the members of which a saved value or a final stock is not finite."""
        w = self.w
        w.label("finish")
        doubt = w.load("%doubt")
        for number in range(len(self.tape.states)):
            value = w.load(w.offset(states, number))
            doubt = w.add(doubt, w.sub(value, value))
        w.store(doubt, w.offset("%check", "%lane", "double"))
        w.do("%b.next = add i64 %b, 1")
        w.do("%is.done = icmp eq i64 %b.next, %end")
        w.do("br i1 %is.done, label %exit, label %block")
        w.label("exit")
        w.do("ret void")


def _segment(knots: list[tuple[float, float]], index: int) -> tuple[float, float, float]:
    """Return a knot and the slope beyond it; flat beyond the last."""
    (x, y), last = knots[index], index == len(knots) - 1
    if last or knots[index + 1][0] == x:
        return x, y, 0.0
    return x, y, (knots[index + 1][1] - y) / (knots[index + 1][0] - x)


def _extreme(condition: str) -> Callable[[Writer, str, str], str]:
    """Return MAX or MIN, in which NaN always shows; beside a literal that takes one instruction."""

    def build(w: Writer, a: str, b: str) -> str:
        if b.startswith("<"):
            a, b = b, a
        chosen = b if a.startswith("<") else w.select(w.compare("uno", a, a), a, b)
        return w.select(w.compare(condition, a, b), a, chosen)

    return build


_SIMPLE: dict[str, Callable[..., str]] = {
    "add": Writer.add,
    "sub": Writer.sub,
    "mul": Writer.mul,
    "div": Writer.div,
    "neg": Writer.neg,
    "sqrt": lambda w, a: w.intrinsic("sqrt", a),
    "abs": lambda w, a: w.intrinsic("fabs", a),
    "max": _extreme("ogt"),
    "min": _extreme("olt"),
    "if": Writer.select,
    "and": lambda w, a, b: w.logic("and", a, b),
    "or": lambda w, a, b: w.logic("or", a, b),
    "not": Writer.invert,
    "truth": lambda w, a: w.compare("une", a, 0.0),
    "number": lambda w, a: w.select(a, 1.0, 0.0),
}
