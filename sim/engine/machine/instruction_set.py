"""Instructions that the interpreter knows: what each takes from memory, what it does and what it leaves.

All values of a block of eight members stand in a frame, a vector of doubles for each; true and false are 1
and 0, whole numbers their bits. An instruction is a row of words: its number, the place of its result if
it has one, and its operands, of which each letter tells the kind:

    v  a vector in the frame            i  a whole number
    m  true or false, in the frame      d  the place of a double among the program's data
    b  whole numbers, in the frame      a  a place in the frame, itself
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.machine import discrete_draws, search, vector_trigonometry
from sim.engine.machine.array_code import CURVED
from sim.engine.machine.delays import Delays, lag
from sim.engine.machine.ir import INTEGERS, VECTOR, Writer
from sim.engine.machine.operations import COMPARISONS, SIMPLE, pick
from sim.engine.machine.tape import MASKS

FIELDS = (
    "inputs", "strides", "series", "rows", "lanes", "out", "history", "handed",
    "row", "saves", "steps", "lane", "k", "moment", "s",
)  # fmt: skip
"""What instructions may ask of the run, besides the frame: addresses, and then whole numbers."""
_ADDRESSES = 8  # the first so many
DT, TIME, STEP_TIME, START, SHARE, REACH, DOUBT = range(7)
"""Places in the frame that every program has."""
FIXED_PLACES = 7


class Run:
    """What an instruction may use: a writer, the run's numbers and addresses, the frame."""

    def __init__(self, w: Writer, frame: str, context: str) -> None:
        self.w, self.frame, self._context = w, frame, context

    def field(self, name: str) -> str:
        """Return an address or a whole number of the run."""
        place = FIELDS.index(name)
        where = self.w.offset(self._context, place, "i64")
        return self.w.emit(f"load {'ptr' if place < _ADDRESSES else 'i64'}, ptr {where}")

    @property
    def delays(self) -> Delays:
        """Return the memories of all delays."""
        return Delays(self.w, self.field("history"), self.field("steps"))


@dataclass(frozen=True)
class Instruction:
    """An instruction: the kinds of its operands, that of its result or "", and what it does."""

    operands: str
    result: str
    build: Callable[..., str | None]


def _plain(build: Callable[..., str]) -> Callable[..., str]:
    """Return what an operation does that needs nothing but its operands."""
    return lambda run, *arguments: build(run.w, *arguments)


def _compared(condition: str) -> Callable[..., str]:
    return lambda run, a, b: run.w.compare(condition, a, b)


def _called(name: str) -> Callable[..., str]:
    return lambda run, *arguments: run.w.call(name, *arguments)


# --- reading ----------------------------------------------------------------------------------


def _literal(run: Run, where: str) -> str:
    return run.w.spread(run.w.emit(f"load double, ptr {where}, align 8"))


def _pick(run: Run, array: str, index: str, limit: str) -> str:
    return pick(run.w, array, index, _literal(run, limit))


def _input(run: Run, number: str) -> str:
    """Read a constant of eight members; what all share stands eight times, with a stride of 0."""
    w = run.w
    base = w.emit(f"load ptr, ptr {w.offset(run.field('inputs'), number, 'ptr')}")
    stride = w.emit(f"load i64, ptr {w.offset(run.field('strides'), number, 'i64')}")
    place = w.emit(f"mul i64 {run.field('lane')}, {stride}")
    return w.load(w.offset(base, place, "double"), alignment=8)


def _series(run: Run, number: str) -> str:
    return _row(run, number, run.field("moment"))


def _row(run: Run, number: str, moment: str) -> str:
    w = run.w
    base = w.emit(f"load ptr, ptr {w.offset(run.field('series'), number, 'ptr')}")
    row = w.emit(f"load i64, ptr {w.offset(run.field('rows'), number, 'i64')}")
    stride = w.emit(f"load i64, ptr {w.offset(run.field('lanes'), number, 'i64')}")
    along = w.emit(f"mul i64 {run.field('lane')}, {stride}")
    place = w.emit(f"add i64 {w.emit(f'mul i64 {moment}, {row}')}, {along}")
    return w.load(w.offset(base, place, "double"))


def _past(run: Run, number: str, lags: str, start: str) -> str:
    return run.delays.past(number, lags, start, run.field("k"))


def _arriving(run: Run, number: str) -> str:
    return run.w.load(run.w.offset(run.delays.memory(number), run.field("k")))


# --- arrays -----------------------------------------------------------------------------------


def _on_array(name: str) -> Callable[..., None]:
    def build(run: Run, start: str, result: str, count: str, *last: str) -> None:
        further = "".join(f", {VECTOR} {one}" for one in last)
        run.w.do(f"call void @{name}(ptr {start}, ptr {result}, i64 {count}{further})")

    return build


# --- states -----------------------------------------------------------------------------------


def _advance(run: Run, origin: str, by: str, rate: str) -> str:
    return run.w.add(origin, run.w.mul(by, rate))


def _lag(run: Run, duration: str, dt: str) -> str:
    return lag(run.w, run.w.div(duration, dt))


def _fill(run: Run, number: str, lags: str, start: str) -> None:
    fields = f"ptr {run.field('history')}, i64 {run.field('steps')}"
    run.w.do(f"call void @fill({fields}, i64 {number}, {INTEGERS} {lags}, {VECTOR} {start})")


def _note(run: Run, number: str, value: str) -> None:
    run.w.store(value, run.w.offset(run.delays.memory(number), run.field("k")))


def _send(kind: str) -> Callable[..., None]:
    def build(run: Run, number: str, amount: str, pace: str, dt: str) -> None:
        run.delays.send(kind, number, amount, run.w.div(pace, dt), run.field("k"))

    return build


# --- results ----------------------------------------------------------------------------------


def _write(run: Run, row: str, value: str) -> None:
    w = run.w
    rows = w.emit(f"mul i64 {run.field('saves')}, {row}")
    line = w.emit(f"add i64 {run.field('s')}, {rows}")
    start = w.emit(f"mul i64 {line}, {run.field('row')}")
    place = w.emit(f"add i64 {start}, {run.field('lane')}")
    where = w.offset(run.field("out"), place, "double")
    w.do(f"call void @write(ptr {where}, {VECTOR} {value}, i64 {run.field('row')})")


def _write_watched(run: Run, row: str, value: str) -> None:
    _write(run, row, value)
    _doubt(run, value)


def _hand_over(run: Run, row: str, value: str) -> None:
    w = run.w
    line = w.emit(f"mul i64 {run.field('row')}, {row}")
    place = w.emit(f"add i64 {line}, {run.field('lane')}")
    where = w.offset(run.field("handed"), place, "double")
    w.do(f"call void @write(ptr {where}, {VECTOR} {value}, i64 {run.field('row')})")


def _doubt(run: Run, value: str) -> None:
    """Make the doubt NaN where a value is not finite."""
    w, where = run.w, run.w.offset(run.frame, DOUBT)
    w.store(w.add(w.load(where), w.sub(value, value)), where)


def _plain_operations() -> dict[str, Instruction]:
    found = {}
    for name, build in SIMPLE.items():
        if name == "number":  # true is 1 in the frame already
            continue
        operands = {"if": "mvv", "not": "m", "noise": "vvvv"}.get(name)
        if operands is None:
            letter = "m" if name in ("and", "or") else "v"
            operands = letter * (1 if name in _UNARY else 2)
        found[name] = Instruction(operands, "m" if name in MASKS else "v", _plain(build))
    for name, condition in COMPARISONS.items():
        found[name] = Instruction("vv", "m", _compared(condition))
    return found


_UNARY = ("neg", "sqrt", "abs", "truncate", "truth")
_TABLE = "vdddi"  # the value; knots, values and slopes; how many

ALWAYS: dict[str, Instruction] = {
    **_plain_operations(),
    **{name: Instruction(_TABLE, "v", _plain(build)) for name, build in search.READINGS.items()},
    "unknown": Instruction("v", "v", lambda run, a: run.w.add(a, math.nan)),
    "literal": Instruction("d", "v", _literal),
    "input": Instruction("i", "v", _input),
    "copy": Instruction("v", "v", lambda _, a: a),
    "zero": Instruction("a", "", lambda run, where: run.w.store(0.0, where)),
    "advance": Instruction("vvv", "v", _advance),
    "write": Instruction("iv", "", _write_watched),
    "doubt": Instruction("v", "", _doubt),
}
"""Instructions that every interpreter has."""

SOMETIMES: dict[str, Instruction] = {
    "exp": Instruction("v", "v", _called(vector_trigonometry.symbol("exp"))),
    "ln": Instruction("v", "v", _called(vector_trigonometry.symbol("ln"))),
    "pow": Instruction("vvv", "v", _called(vector_trigonometry.symbol("pow"))),
    **{
        name: Instruction("v", "v", _called(vector_trigonometry.symbol(name)))
        for name in vector_trigonometry.BUILDERS
    },
    discrete_draws.NAME: Instruction("vvvvv", "v", _called(discrete_draws.NAME)),
    "pick": Instruction("avd", "v", _pick),
    "inverse": Instruction("aai", "", _on_array("inverse")),
    **{name: Instruction("aaiv", "", _on_array(name)) for name in ("order", "ranks", *CURVED)},
    "series": Instruction("i", "v", _series),
    "first of series": Instruction("i", "v", lambda run, number: _row(run, number, "0")),
    "write unwatched": Instruction("iv", "", _write),
    "hand over": Instruction("iv", "", _hand_over),
    "lag": Instruction("vv", "b", _lag),
    "past": Instruction("ibv", "v", _past),
    "arriving": Instruction("i", "v", _arriving),
    "fill": Instruction("ibv", "", _fill),
    "delay": Instruction("iv", "", _note),
    "material": Instruction("ivvv", "", _send("material")),
    "information": Instruction("ivvv", "", _send("information")),
}
"""Instructions that an interpreter has where a program uses one: they take longer to compile."""
