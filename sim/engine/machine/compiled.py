"""Machine code of a tape, and its runs on batches of members.

Members are shared out among threads in blocks of eight. A member's bits depend on neither the number
of threads nor its neighbours: every lane is computed alone, and the last block is filled up.

A kernel is interpreted at first, and compiled once it has run so much that the time is won back: quickly,
and then with care. All give the same bits, since no instruction may be contracted or reordered.
"""

from __future__ import annotations

import ctypes
import functools
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.cache import found, kept
from sim.engine.collection import paused_collection
from sim.engine.machine.array_code import ARRAYS, layout_of
from sim.engine.machine.extrapolation import extrapolated
from sim.engine.machine.interpreter import interpreter_text
from sim.engine.machine.ir import LANES
from sim.engine.machine.kernel import HISTORIES, kernel_text, vectors_of_table
from sim.engine.machine.kinks import Group
from sim.engine.machine.memory import Columns, Memories, Rows, aligned, padded
from sim.engine.machine.methods import SCHEMES
from sim.engine.machine.passage import ENTRY
from sim.engine.machine.passing import NOTHING, Left
from sim.engine.machine.program import Program, program_of
from sim.engine.machine.tangents import with_tangents
from sim.engine.machine.tape import Tape

_BLOCKS_PER_TASK = 16  # 128 members: small enough to distribute evenly, large enough to amortise a call
_INTERPRETED, _QUICK, _THOROUGH = -1, 0, 2  # none, and LLVM's levels of code generation
# Compiling has paid after so many steps of blocks (benchmarks/compile.py), of a kernel of up to so many
# operations; of larger ones later, as LLVM's time grows with their square.
_WORTH = {_QUICK: 20_000, _THOROUGH: 600_000}
_WORTH_OF_DIRECTIONS = {_THOROUGH: 150_000}  # quick code keeps nothing in registers (benchmarks/gradients.py)
_USUAL = 5_000
_LARGEST = 20_000  # operations of a kernel that is compiled at all


@dataclass(frozen=True)
class Clock:
    """Start, step and saving times of a run.

    Parameters
    ----------
    start, step : in time units
    saves : number of saved moments
    every : steps from one save to the next
    origin, first_save : steps from ``start`` to where the run begins, and to its first save
    end, horizon : steps from ``start`` to where the run ends, by default the last save; and to where a later
        run may go on to, by default the same
    """

    start: float
    step: float
    saves: int
    every: int
    origin: int = 0
    first_save: int = 0
    end: int | None = None
    horizon: int | None = None

    @property
    def steps(self) -> int:
        """Return the number of steps from the start to where the run ends."""
        return self.first_save + (self.saves - 1) * self.every if self.end is None else self.end

    @property
    def times(self) -> Array:
        """Return the saved moments: (saves,) [time units], computed directly and not summed from steps."""
        steps = self.first_save + np.arange(self.saves, dtype=np.float64) * self.every
        return self.start + steps * self.step


@dataclass(frozen=True)
class Batch:
    """Results of a run of a kernel.

    Parameters
    ----------
    values : (row, saves, member); rows are outputs and then integrals
    is_finite : (member,), false where a saved value or a final state is not finite
    left : what the run hands over, nothing unless its kernel does
    kinks : of derivatives, the inputs and results between which each count of kinks lies
    """

    values: Array
    is_finite: NDArray[np.bool_]
    left: Left
    kinks: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Shape:
    """What a kernel reads and writes.

    Parameters
    ----------
    inputs, series : keys of the constants and given series that it reads, in order
    rows : number of outputs and integrals
    delays : keys and kinds of the states that need memory of every step
    handed : names of what the run hands over
    arrays : number of vectors of eight members that arrays need
    table : number of vectors for each eight steps of what all members share
    operations : number of operations
    kinks : the inputs and results between which each count of kinks lies
    """

    inputs: tuple[str, ...]
    series: tuple[str, ...]
    rows: int
    delays: tuple[tuple[str, str], ...]
    handed: tuple[str, ...]
    arrays: int
    table: int
    operations: int
    kinks: tuple[Group, ...]


class Kernel:
    """Machine code for one choice of outputs and integrals; safe to run from several threads.

    Parameters
    ----------
    make : returns the tape; called only where what follows from it is not kept on disk
    method : of integration
    key : everything that tape and method depend on
    directions : inputs by which it differentiates its outputs and integrals
    is_brief : whether it is interpreted for good: compiling does not pay for a few operations
    """

    def __init__(
        self,
        make: Callable[[], Tape],
        method: str,
        key: object,
        directions: tuple[str, ...] = (),
        *,
        is_brief: bool = False,
    ) -> None:
        self._is_brief = is_brief
        self._has_directions = bool(directions)
        self._made = functools.cache(lambda: _finished(make(), method, directions))
        self.method = method
        self._key = (key, llvm.llvm_version_info, _processor())
        with paused_collection():
            self.shape, program = kept("kernel", self._key, lambda: (self._shape(), self._program()))
        self.fineness = SCHEMES[method].fineness  # moments of a given series per step
        self._level, code = self._compiled_before()
        self._code = _Code(code, self.shape) if code else _Code(_interpreter(program.extras, method), program)
        self._work = 0  # steps of blocks so far
        self._improving = threading.Lock()

    def _compiled_before(self) -> tuple[int, bytes | None]:
        """Return the best code that an earlier process compiled, and its level."""
        if self._is_brief:
            return _INTERPRETED, None
        for level in sorted(_WORTH, reverse=True):
            if code := found("code", (self._key, level)):
                return level, code
        return _INTERPRETED, None

    def _shape(self) -> Shape:
        tape, kinks = self._made()
        delays = tuple((state.key, state.kind) for state in tape.states if state.kind in HISTORIES)
        handed = tuple(one.name for one in tape.handed)
        arrays = sum(layout_of(one.name, len(one.arguments)).room for one in tape.nodes if one.name in ARRAYS)
        rows = len(tape.outputs) + len(tape.integrals)
        is_compiled = len(tape.nodes) <= _LARGEST
        table = vectors_of_table(tape, self.method) if is_compiled else 0
        return Shape(
            tuple(tape.inputs),
            tuple(tape.series),
            rows,
            delays,
            handed,
            arrays,
            table,
            len(tape.nodes),
            kinks,
        )

    def _program(self) -> Program:
        return program_of(self._made()[0], self.method)

    def _machine_code(self, level: int) -> bytes:
        has_permutations = bool(llvm.get_host_cpu_features().get("avx512f"))
        return _compile(kernel_text(self._made()[0], self.method, has_permutations), level)

    def moments(self, clock: Clock) -> Array:
        """Return the times at which given series are read: (moments,)."""
        count = (clock.steps + (SCHEMES[self.method].saved > 0)) * self.fineness + 1
        return clock.start + np.arange(count, dtype=np.float64) / self.fineness * clock.step

    def run(
        self,
        values: Mapping[str, float | Array],
        series: Mapping[str, Array],
        members: int,
        clock: Clock,
        threads: int | None,
        taken: Left = NOTHING,
    ) -> Batch:
        """Run all members.

        Parameters
        ----------
        values : of every constant the kernel reads: one number, or (member,)
        series : of every given series it reads, at its `moments`: (moment, 1) or (moment, member)
        members : number of members, at least 1
        clock : start, step and saves
        threads : at most this many at once; all cores by default
        taken : what an earlier run has left, its values among the ``values`` too
        """
        blocks = -(-members // LANES)
        width = blocks * LANES
        columns = Columns([values[name] for name in self.shape.inputs], members)
        rows = Rows([padded(series[name], width) for name in self.shape.series])
        check = aligned((width,))
        steps = max(clock.steps, clock.horizon or 0) + 1  # of which delays have a memory
        code = self._code_for(blocks * steps)  # held to the end: another thread may replace it meanwhile
        row = 1 if members == 1 and code.writes_one else width
        out = aligned((self.shape.rows, clock.saves, row))
        handed = aligned((len(self.shape.handed), row))
        memories = Memories(self.shape.delays, taken.memories, bool(self.shape.handed), steps, members)

        def work(first: int) -> None:
            history = aligned(((len(self.shape.delays) * steps + code.room(steps)) * LANES,))
            end = min(first + _BLOCKS_PER_TASK, blocks)
            for part in memories.parts(columns.parts(first, end)):
                memories.restore(history, part.first)
                code.call(
                    part.first, part.end, part.addresses.ctypes.data, part.strides.ctypes.data,
                    rows.addresses.ctypes.data, rows.lengths.ctypes.data, rows.strides.ctypes.data,
                    out.ctypes.data, row, clock.saves, clock.every, clock.start, clock.step,
                    history.ctypes.data, steps, check.ctypes.data,
                    clock.origin, clock.first_save, clock.steps, handed.ctypes.data, *code.more,
                )  # fmt: skip
                memories.note(history, part.first)

        _share_out(work, range(0, blocks, _BLOCKS_PER_TASK), threads)
        final = dict(zip(self.shape.handed, [*handed[:, :members]], strict=True))
        left = Left(final, memories.left(clock.steps))
        return Batch(out[..., :members], np.isfinite(check[:members]), left, self.shape.kinks)

    def _code_for(self, work: int) -> _Code:
        """Return the code for so much more work; one thread improves it, and no other waits for that."""
        self._work += work
        if self._level_worth() > self._level and self._improving.acquire(blocking=False):
            try:
                level = self._level_worth()
                if level > self._level:  # no other thread has been here meanwhile
                    code = kept("code", (self._key, level), lambda: self._machine_code(level))
                    self._code, self._level = _Code(code, self.shape), level
            finally:
                self._improving.release()
        return self._code

    def _level_worth(self) -> int:
        """Return the level of code that the work so far has been worth, at least the present one."""
        operations = self.shape.operations
        if operations > _LARGEST or self._is_brief:
            return self._level
        worth = _WORTH_OF_DIRECTIONS if self._has_directions else _WORTH
        size = max(1.0, operations / _USUAL)
        reached = (level for level, steps in worth.items() if self._work > steps * size)
        return max(reached, default=self._level)


def _finished(tape: Tape, method: str, directions: tuple[str, ...]) -> tuple[Tape, tuple[Group, ...]]:
    """Return a tape with all that a method and directions add, and where its kinks lie."""
    if SCHEMES[method].is_extrapolated:
        tape = extrapolated(tape)
    return tape, with_tangents(tape, directions) if directions else ()


def _share_out(work: Any, tasks: range, threads: int | None) -> None:
    count = min(threads or os.cpu_count() or 1, len(tasks))
    if count == 1:
        for task in tasks:
            work(task)
        return
    with ThreadPoolExecutor(count) as pool:
        try:
            for future in [pool.submit(work, task) for task in tasks]:
                future.result()
        except BaseException:  # on Ctrl-C too: parts that have not begun are cancelled
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@functools.cache
def _initialize() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


class _Code:
    """Machine code, and its entry as a function.

    Parameters
    ----------
    machine_code : of a kernel, or of an interpreter
    what : what an interpreter is to run, or what a kernel needs

    Attributes
    ----------
    more : addresses that the entry takes beyond what all kernels take
    writes_one : whether it can write the only member of a run without seven more beside it
    """

    def __init__(self, machine_code: bytes, what: Program | Shape) -> None:
        _initialize()
        target = llvm.Target.from_default_triple().create_target_machine(jit=True)
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)  # owns the code
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(machine_code))
        self._engine.finalize_object()
        self._what = what  # the addresses are of its arrays
        self.more: tuple[int, ...] = ()
        self.writes_one = isinstance(what, Program)
        if isinstance(what, Program):
            self.more = (what.words.ctypes.data, what.data.ctypes.data, what.sections.ctypes.data)
        self.call = ctypes.CFUNCTYPE(
            None, ctypes.c_int64, ctypes.c_int64, *[ctypes.c_void_p] * 6, *[ctypes.c_int64] * 3,
            ctypes.c_double, ctypes.c_double, ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p,
            *[ctypes.c_int64] * 3, ctypes.c_void_p,
            *[ctypes.c_void_p] * len(self.more),
        )(self._engine.get_function_address(ENTRY))  # fmt: skip

    def room(self, steps: int) -> int:
        """Return the vectors of memory that a run needs behind those of the delays."""
        if isinstance(self._what, Program):
            return self._what.room
        return self._what.arrays + self._what.table * -(-steps // LANES)


@functools.cache
def _interpreter(extras: tuple[str, ...], method: str) -> bytes:
    """Return the machine code of an interpreter, which all models share."""
    key = (extras, method, llvm.llvm_version_info, _processor())
    return kept("interpreter", key, lambda: _compile(interpreter_text(extras, method), _THOROUGH))


def _compile(text: str, level: int) -> bytes:
    """Return the machine code of a module, for this processor.

    No optimisation passes: the tape is folded, shared and hoisted already, and measured on models of
    240 and 450 variables they made code no faster and compiling four times as slow.
    """
    _initialize()
    target = llvm.Target.from_default_triple().create_target_machine(**_processor(), opt=level, jit=True)
    return bytes(target.emit_object(llvm.parse_assembly(text)))


def _processor() -> dict[str, str]:
    """Return the name and features of this processor, on which machine code depends."""
    return {"cpu": llvm.get_host_cpu_name(), "features": llvm.get_host_cpu_features().flatten()}
