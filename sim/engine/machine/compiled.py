"""Compiles a tape to machine code and runs it on a batch of members."""

from __future__ import annotations

import ctypes
import functools
import math
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.machine.ir import LANES
from sim.engine.machine.kernel import ENTRY, HISTORIES, kernel_text
from sim.engine.machine.tape import Tape
from sim.errors import SimError, fail

_ALIGNMENT = 64  # bytes; a vector of eight doubles
_BLOCKS_PER_TASK = 16  # 128 members: small enough to share out evenly, large enough to amortise a call


@dataclass(frozen=True)
class Clock:
    """When a run starts, how long a step is, and when it saves.

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
        """Return the saved moments: (saves,), in time units, none summed up from steps."""
        return self.start + np.arange(self.saves, dtype=np.float64) * self.every * self.step


@dataclass(frozen=True)
class Batch:
    """What a run of a kernel gives.

    Parameters
    ----------
    values : (row, saves, member); rows are outputs and then integrals
    is_finite : (member,), false where a saved value or a final state is not finite
    """

    values: Array
    is_finite: NDArray[np.bool_]


class Kernel:
    """Machine code for one choice of outputs and integrals; safe to run from several threads."""

    def __init__(self, tape: Tape, method: str) -> None:
        self.inputs = tuple(tape.inputs)
        self.series = tuple(tape.series)
        self.fineness = 2 if method == "rk4" else 1  # moments of a given series in a step
        self.rows = len(tape.outputs) + len(tape.integrals)
        self._delays = sum(state.kind in HISTORIES for state in tape.states)
        self._engine = _compile(kernel_text(tape, method))
        address = self._engine.get_function_address(ENTRY)
        self._call = ctypes.CFUNCTYPE(
            None, ctypes.c_int64, ctypes.c_int64, *[ctypes.c_void_p] * 6, *[ctypes.c_int64] * 3,
            ctypes.c_double, ctypes.c_double, ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p,
        )(address)  # fmt: skip

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
        members : how many, at least 1
        clock : start, step and saves
        threads : at most this many at once; all cores by default
        """
        blocks = -(-members // LANES)
        width = blocks * LANES
        columns = _Columns([values[name] for name in self.inputs], members)
        rows = _Rows([_padded(series[name], width) for name in self.series])
        out = _aligned((self.rows, clock.saves, width))
        check = _aligned((width,))
        steps = clock.steps + 1

        def work(first: int) -> None:
            history = _aligned((self._delays * steps * LANES,))
            end = min(first + _BLOCKS_PER_TASK, blocks)
            for part in columns.parts(first, end):
                self._call(
                    part.first, part.end, part.addresses.ctypes.data, part.strides.ctypes.data,
                    rows.addresses.ctypes.data, rows.lengths.ctypes.data, rows.strides.ctypes.data,
                    out.ctypes.data, width, clock.saves, clock.every, clock.start, clock.step,
                    history.ctypes.data, steps, check.ctypes.data,
                )  # fmt: skip

        _share_out(work, range(0, blocks, _BLOCKS_PER_TASK), threads)
        return Batch(out[..., :members], np.isfinite(check[:members]))


@dataclass(frozen=True)
class _Part:
    """Blocks from ``first`` up to ``end``, where each of their inputs begins, and its stride over members."""

    first: int
    end: int
    addresses: NDArray[np.uintp]
    strides: NDArray[np.int64]


class _Columns:
    """Where the inputs stand in memory: drawn ones where the caller has them, but for a last broken block.

    Parameters
    ----------
    values : of each input, one number or (member,)
    members : how many
    """

    def __init__(self, values: list[float | Array], members: int) -> None:
        self._whole, broken = divmod(members, LANES)  # blocks, members of a broken one
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
        """Yield the whole blocks of a task, then the broken one if it is among them."""
        whole = min(end, self._whole)
        if whole > first:
            yield _Part(first, whole, self._addresses, self._strides)
        if end > whole:
            yield _Part(whole, end, _rows_of(self._lasts), np.zeros_like(self._strides))


def _rows_of(block: Array) -> NDArray[np.uintp]:
    """Return the address of each row."""
    return np.uintp(block.ctypes.data) + np.arange(len(block), dtype=np.uintp) * np.uintp(block.strides[0])


class _Rows:
    """Where series stand in memory, how long their rows are, and whether members differ in them."""

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
        except BaseException:  # Ctrl-C too: what has not begun need not begin
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _padded(value: Array, width: int) -> Array:
    """Return aligned rows: of eight equal numbers where members share one, else filled up to ``width``.

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
    """Return an uninitialised array that starts on a vector's boundary."""
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


def _target_machine() -> Any:
    _initialize()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=2, jit=True
    )


def _compile(text: str) -> Any:
    """Return the engine that holds the machine code of a module.

    No optimisation passes: the tape is folded, shared and hoisted already, and measured on models of
    240 and 450 variables they made code no faster and compiling four times as slow.
    """
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(text), _target_machine())
    engine.finalize_object()
    return engine
