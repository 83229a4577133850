"""Interpreter of programs: one kernel that runs any model, compiled once and not for each.

Takes the names of the instructions that a program uses beyond the usual; gives the text of an LLVM module
whose function keeps the time of `sim.engine.machine.passage` and, at each of its stations, carries out the
instructions of a program (`sim.engine.machine.program`). It exists because compiling takes far longer than
a single run: a model of ten thousand equations would be compiled for a minute, to be run for a moment.
Its bits are those of a compiled kernel, for each instruction is the same operations.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from sim.engine.machine import search, vector_math
from sim.engine.machine.delays import Delays
from sim.engine.machine.instruction_set import (
    ALWAYS,
    DOUBT,
    DT,
    FIELDS,
    REACH,
    SHARE,
    SOMETIMES,
    START,
    STEP_TIME,
    TIME,
    Instruction,
    Run,
)
from sim.engine.machine.ir import INTEGERS, VECTOR, Writer, function, module
from sim.engine.machine.kernel import functions
from sim.engine.machine.methods import SCHEMES
from sim.engine.machine.passage import Passage

MORE_PARAMETERS = ", ptr %code, ptr %data, ptr %sections"
_EXECUTE = "execute"


class Section(IntEnum):
    """The stations of a run at which a program has something to do, in the order of its words."""

    CALL = 0
    BLOCK = 1
    STEP = 2
    COMPUTE = 3
    SAVE = 4
    DISCRETE = 5
    MOVE = 6
    COMMIT = 7
    FINISH = 8


def instructions(extras: Iterable[str]) -> dict[str, Instruction]:
    """Return the instructions of an interpreter in the order of their numbers, from 1; 0 ends a section."""
    return {**ALWAYS, **{name: SOMETIMES[name] for name in extras}}


def interpreter_text(extras: tuple[str, ...], method: str) -> str:
    """Return the module of an interpreter with some instructions beyond the usual, in rising order."""
    known = functions()
    used = [known[name] for name in extras if name in known]
    tables = [vector_math.table()] if used else []
    passage = _Interpreter(SCHEMES[method]).text(MORE_PARAMETERS)
    common = [*search.functions(), _fill(), _write()]
    return module([*tables, *used, *common, _execute(instructions(extras)), passage])


def _write() -> str:
    """Return the function that writes a result of eight members, or of the only one of a run."""
    w = Writer()
    w.label("entry")
    w.do("%is.one = icmp eq i64 %row, 1")
    w.do("br i1 %is.one, label %one, label %all")
    w.label("one")
    w.do(f"store double {w.emit(f'extractelement {VECTOR} %value, i32 0')}, ptr %where, align 8")
    w.do("ret void")
    w.label("all")
    w.store("%value", "%where")
    w.do("ret void")
    return function("write", f"ptr %where, {VECTOR} %value, i64 %row", w.lines, result="void")


def _fill() -> str:
    """Return the function that fills the memory of a delay."""
    w = Writer()
    w.label("entry")
    Delays(w, "%history", "%steps").fill("%number", "%lags", "%start", "fill")
    w.do("ret void")
    parameters = f"ptr %history, i64 %steps, i64 %number, {INTEGERS} %lags, {VECTOR} %start"
    return function("fill", parameters, w.lines, result="void")


# --- instructions -----------------------------------------------------------------------------


def _execute(known: dict[str, Instruction]) -> str:
    """Return the function that carries out instructions until a section ends.

    Each instruction goes on to the next by a jump through a table, which LLVM repeats behind each: so the
    processor foresees where each goes.
    """
    w = Writer()
    count = len(known)
    labels = ", ".join(f"ptr blockaddress(@{_EXECUTE}, %op{number})" for number in range(count + 1))
    table = f"@labels = internal constant [{count + 1} x ptr] [{labels}], align 8\n"
    w.label("entry")
    w.do("br label %next")
    w.label("next")
    arrivals = "".join(f", [ %code{number}, %op{number} ]" for number in range(1, count + 1))
    w.do(f"%at = phi ptr [ %code, %entry ]{arrivals}")
    word = w.emit("load i32, ptr %at, align 4")
    where = w.emit(f"getelementptr ptr, ptr @labels, i64 {w.emit(f'zext i32 {word} to i64')}")
    targets = ", ".join(f"label %op{number}" for number in range(count + 1))
    w.do(f"indirectbr ptr {w.emit(f'load ptr, ptr {where}')}, [ {targets} ]")
    w.label("op0")
    w.do("ret void")
    for number, instruction in enumerate(known.values(), 1):
        w.label(f"op{number}")
        length = _carry_out(w, instruction)
        w.do(f"%code{number} = getelementptr i32, ptr %at, i64 {length}")
        w.do("br label %next")
    return table + function(
        _EXECUTE, "ptr %code, ptr %frame, ptr %data, ptr %context", w.lines, result="void"
    )


def _carry_out(w: Writer, instruction: Instruction) -> int:
    """Write what an instruction does; return how many words it has."""
    first = 1 + bool(instruction.result)
    operands = [_operand(w, kind, first + place) for place, kind in enumerate(instruction.operands)]
    result = instruction.build(Run(w, "%frame", "%context"), *operands)
    if instruction.result:
        assert result is not None
        if instruction.result == "m":
            result = w.select(result, 1.0, 0.0)
        elif instruction.result == "b":
            result = w.from_bits(result)
        w.store(result, _in_frame(w, _word(w, 1)))
    return first + len(operands)


def _operand(w: Writer, kind: str, place: int) -> str:
    word = _word(w, place)
    if kind == "i":
        return word
    if kind == "d":
        return w.offset("%data", word, "double")
    where = _in_frame(w, word)
    if kind == "a":
        return where
    value = w.load(where)
    if kind == "m":
        return w.compare("une", value, 0.0)
    return w.to_bits(value) if kind == "b" else value


def _word(w: Writer, place: int) -> str:
    word = w.emit(f"load i32, ptr {w.offset('%at', place, 'i32')}, align 4")
    return w.emit(f"sext i32 {word} to i64")


def _in_frame(w: Writer, word: str) -> str:
    """Return where a place of the frame is; its word counts doubles, which no instruction must scale."""
    return w.offset("%frame", word, "double")


# --- the run ----------------------------------------------------------------------------------


class _Interpreter(Passage):
    """A passage of time in which everything is done by a program."""

    def _begin_call(self) -> None:
        w = self.w
        delays = w.emit(f"load i64, ptr {w.offset('%sections', len(Section), 'i64')}")
        frame = w.emit(f"mul i64 %steps, {delays}")
        w.do(f"%frame = getelementptr {VECTOR}, ptr %history, i64 {frame}")
        w.do(f"%context = alloca [{len(FIELDS)} x i64], align 8")
        for name in ("inputs", "strides", "series", "rows", "lanes", "out", "history", "handed"):
            self._set(name, f"ptr %{name}")
        for name in ("row", "saves", "steps"):
            self._set(name, f"i64 %{name}")
        w.store(w.spread("%dt"), w.offset("%frame", DT))
        w.store(w.spread("%start"), w.offset("%frame", START))
        self._execute(Section.CALL)

    def _set(self, name: str, value: str) -> None:
        where = self.w.offset("%context", FIELDS.index(name), "i64")
        self.w.do(f"store {value}, ptr {where}, align 8")

    def _execute(self, section: Section) -> None:
        w = self.w
        first = w.emit(f"load i64, ptr {w.offset('%sections', int(section), 'i64')}")
        code = w.offset("%code", first, "i32")
        w.do(f"call void @{_EXECUTE}(ptr {code}, ptr %frame, ptr %data, ptr %context)")

    def _begin_block(self) -> None:
        self._set("lane", "i64 %lane")
        self._execute(Section.BLOCK)

    def _begin_step(self) -> None:
        self._execute(Section.STEP)

    def _compute(self, time: str, step_time: str, moment: str) -> None:
        w = self.w
        self._set("k", "i64 %k")
        self._set("moment", f"i64 {moment}")
        w.store(time, w.offset("%frame", TIME))
        w.store(step_time, w.offset("%frame", STEP_TIME))
        self._execute(Section.COMPUTE)

    def _save(self) -> None:
        self._set("s", "i64 %s")
        self._execute(Section.SAVE)

    def _move(self) -> None:
        self._execute(Section.DISCRETE)
        self._execute(Section.MOVE)

    def _move_discrete(self) -> None:
        self._execute(Section.DISCRETE)

    def _move_stage(self, share: str, reach: str) -> None:
        w = self.w
        w.store(share, w.offset("%frame", SHARE))
        w.store(reach, w.offset("%frame", REACH))
        self._execute(Section.MOVE)

    def _commit(self) -> None:
        self._execute(Section.COMMIT)

    def _finish(self) -> None:
        self._execute(Section.FINISH)
        w = self.w
        w.store(w.load(w.offset("%frame", DOUBT)), w.offset("%check", "%lane", "double"))
