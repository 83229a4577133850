"""Machine code of a tape, and its runs on batches of members.

Members are shared out among threads in blocks of eight. A member's bits depend on neither the number
of threads nor its neighbours: every lane is computed alone, and the last block is filled up.

A kernel is compiled twice at most: quickly at first, and with care once it has run so much that the
time is won back. Both give the same bits, since no instruction may be contracted or reordered.
"""

from __future__ import annotations

import ctypes
import functools
import math
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.cache import kept
from sim.engine.machine.array_code import ARRAYS, layout_of
from sim.engine.machine.ir import LANES
from sim.engine.machine.kernel import ENTRY, HISTORIES, kernel_text
from sim.engine.machine.tape import Tape
from sim.errors import SimError, fail

_ALIGNMENT = 64  # bytes; a vector of eight doubles
_BLOCKS_PER_TASK = 16  # 128 members: small enough to distribute evenly, large enough to amortise a call
# LLVM's levels. On a model of 880 variables the quick one takes 0.7 s where the other takes 3 s for a few
# outputs and 20 s for all of them, and runs 1.7 times as long (benchmarks/compile.py).
_QUICK, _THOROUGH = 0, 2
_WORTH = 1_500_000  # steps of blocks after which thorough compilation has paid: 23,000 runs of 512 steps


@dataclass(frozen=True)
class Clock:
    """Start, step and saving times of a run.

    Parameters
    ----------
    start, step : in time units
    saves : number of saved moments, the first at ``start``
    every : steps from one save to the next
    """

    start: float
    step: float
    saves: int
    every: int

    @property
    def steps(self) -> int:
        """Return the number of steps from the start to the last save."""
        return (self.saves - 1) * self.every

    @property
    def times(self) -> Array:
        """Return the saved moments: (saves,) [time units], computed directly and not summed from steps."""
        return self.start + np.arange(self.saves, dtype=np.float64) * self.every * self.step


@dataclass(frozen=True)
class Batch:
    """Results of a run of a kernel.

    Parameters
    ----------
    values : (row, saves, member); rows are outputs and then integrals
    is_finite : (member,), false where a saved value or a final state is not finite
    """

    values: Array
    is_finite: NDArray[np.bool_]


@dataclass(frozen=True)
class Shape:
    """What a kernel reads and writes.

    Parameters
    ----------
    inputs, series : keys of the constants and given series that it reads, in order
    rows : number of outputs and integrals
    delays : number of states that need memory of every step
    arrays : number of vectors of eight members that arrays need
    """

    inputs: tuple[str, ...]
    series: tuple[str, ...]
    rows: int
    delays: int
    arrays: int


class Kernel:
    """Machine code for one choice of outputs and integrals; safe to run from several threads.

    Parameters
    ----------
    make : returns the tape; called only where what follows from it is not kept on disk
    method : of integration
    key : everything that tape and method depend on
    """

    def __init__(self, make: Callable[[], Tape], method: str, key: object) -> None:
        self._tape, self.method = functools.cache(make), method
        self._key = (key, llvm.llvm_version_info, _processor())
        self.shape, code = kept("kernel", self._key, lambda: (self._shape(), self._machine_code(_QUICK)))
        self.fineness = 2 if method == "rk4" else 1  # moments of a given series per step
        self._code = _Code(code)
        self._work = 0  # steps of blocks so far
        self._improving = threading.Lock()
        self._is_improved = False

    def _shape(self) -> Shape:
        tape = self._tape()
        delays = sum(state.kind in HISTORIES for state in tape.states)
        arrays = sum(layout_of(one.name, len(one.arguments)).room for one in tape.nodes if one.name in ARRAYS)
        rows = len(tape.outputs) + len(tape.integrals)
        return Shape(tuple(tape.inputs), tuple(tape.series), rows, delays, arrays)

    def _machine_code(self, level: int) -> bytes:
        return _compile(kernel_text(self._tape(), self.method), level)

    def moments(self, clock: Clock) -> Array:
        """Return the times at which given series are read: (moments,)."""
        count = clock.steps * self.fineness + 1
        return clock.start + np.arange(count, dtype=np.float64) / self.fineness * clock.step

    def run(
        self,
        values: Mapping[str, float | Array],
        series: Mapping[str, Array],
        members: int,
        clock: Clock,
        threads: int | None,
    ) -> Batch:
        """Run all members.

        Parameters
        ----------
        values : of every constant the kernel reads: one number, or (member,)
        series : of every given series it reads, at its `moments`: (moment, 1) or (moment, member)
        members : number of members, at least 1
        clock : start, step and saves
        threads : at most this many at once; all cores by default
        """
        blocks = -(-members // LANES)
        width = blocks * LANES
        columns = _Columns([values[name] for name in self.shape.inputs], members)
        rows = _Rows([_padded(series[name], width) for name in self.shape.series])
        out = _aligned((self.shape.rows, clock.saves, width))
        check = _aligned((width,))
        steps = clock.steps + 1
        code = self._code_for(blocks * steps)  # held to the end: another thread may replace it meanwhile

        def work(first: int) -> None:
            history = _aligned(((self.shape.delays * steps + self.shape.arrays) * LANES,))
            end = min(first + _BLOCKS_PER_TASK, blocks)
            for part in columns.parts(first, end):
                code.call(
                    part.first, part.end, part.addresses.ctypes.data, part.strides.ctypes.data,
                    rows.addresses.ctypes.data, rows.lengths.ctypes.data, rows.strides.ctypes.data,
                    out.ctypes.data, width, clock.saves, clock.every, clock.start, clock.step,
                    history.ctypes.data, steps, check.ctypes.data,
                )  # fmt: skip

        _share_out(work, range(0, blocks, _BLOCKS_PER_TASK), threads)
        return Batch(out[..., :members], np.isfinite(check[:members]))

    def _code_for(self, work: int) -> _Code:
        """Return the code for so much more work; one thread improves it, and no other waits for that."""
        self._work += work
        if not self._is_improved and self._work > _WORTH and self._improving.acquire(blocking=False):
            self._code = _Code(kept("code", self._key, lambda: self._machine_code(_THOROUGH)))
            self._is_improved = True
        return self._code


@dataclass(frozen=True)
class _Part:
    """Blocks from ``first`` up to ``end``, where each of their inputs begins, and its stride over members."""

    first: int
    end: int
    addresses: NDArray[np.uintp]
    strides: NDArray[np.int64]


class _Columns:
    """Addresses of the inputs: drawn ones in the caller's arrays, except for a last partial block.

    Parameters
    ----------
    values : of each input, one number or (member,)
    members : how many
    """

    def __init__(self, values: list[float | Array], members: int) -> None:
        self._whole, broken = divmod(members, LANES)  # blocks, members of a partial one
        self._kept = [
            (place, np.ascontiguousarray(value))
            for place, value in enumerate(values)
            if not isinstance(value, float)
        ]
        self._firsts = np.empty((len(values), LANES))
        self._firsts.T[:] = [value if isinstance(value, float) else value[0] for value in values]
        self._lasts = self._firsts.copy()
        self._addresses, self._strides = _rows_of(self._firsts), np.zeros(len(values), dtype=np.int64)
        for place, column in self._kept:  # kept alive as long as the addresses are used
            self._addresses[place], self._strides[place] = column.ctypes.data, 1
            self._lasts[place] = column[-1]
            self._lasts[place, :broken] = column[members - broken :]

    def parts(self, first: int, end: int) -> Iterator[_Part]:
        """Yield the whole blocks of a task, then the partial one if the task has it."""
        whole = min(end, self._whole)
        if whole > first:
            yield _Part(first, whole, self._addresses, self._strides)
        if end > whole:
            yield _Part(whole, end, _rows_of(self._lasts), np.zeros_like(self._strides))


def _rows_of(block: Array) -> NDArray[np.uintp]:
    """Return the address of each row."""
    return np.uintp(block.ctypes.data) + np.arange(len(block), dtype=np.uintp) * np.uintp(block.strides[0])


class _Rows:
    """Addresses of series, the length of their rows, and whether members differ in them."""

    def __init__(self, arrays: list[Array]) -> None:
        self.arrays = arrays  # kept alive as long as the addresses are used
        self.addresses = np.array([array.ctypes.data for array in arrays], dtype=np.uintp)
        self.lengths = np.array([array.shape[-1] for array in arrays], dtype=np.int64)
        self.strides = np.array([array.shape[-1] > LANES for array in arrays], dtype=np.int64)


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


def _padded(value: Array, width: int) -> Array:
    """Return aligned rows: of eight equal numbers where members share one, else padded to ``width``.

    Parameters
    ----------
    value : (row, 1) or (row, member)
    """
    rows, members = value.shape
    result = _aligned((rows, LANES if members == 1 else width))
    result[:, :members] = value
    result[:, members:] = value[:, -1:]
    return result


def _aligned(shape: tuple[int, ...]) -> Array:
    """Return an uninitialised array aligned to a vector."""
    size = math.prod(shape)
    try:
        raw = np.empty(size + _ALIGNMENT // 8, dtype=np.float64)
    except (MemoryError, ValueError) as error:  # numpy counts elements up to 2^63
        raise _too_large(size * 8) from error
    start = -raw.ctypes.data % _ALIGNMENT // 8
    return raw[start : start + size].reshape(shape)


def _too_large(size: int) -> SimError:
    return fail(
        "memory",
        f"这次运行要 {size / 1e9:,.1f} GB 内存，超出可用的内存。请减少成员、变量或保存的时刻。",
        f"this run needs {size / 1e9:,.1f} GB of memory, more than there is. "
        "Ask for fewer members, variables or saved moments.",
    )


@functools.cache
def _initialize() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


class _Code:
    """Machine code, and its entry as a function."""

    def __init__(self, machine_code: bytes) -> None:
        _initialize()
        target = llvm.Target.from_default_triple().create_target_machine(jit=True)
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)  # owns the code
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(machine_code))
        self._engine.finalize_object()
        self.call = ctypes.CFUNCTYPE(
            None, ctypes.c_int64, ctypes.c_int64, *[ctypes.c_void_p] * 6, *[ctypes.c_int64] * 3,
            ctypes.c_double, ctypes.c_double, ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p,
        )(self._engine.get_function_address(ENTRY))  # fmt: skip


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
