"""Memory that a kernel reads and writes: constants and series of all members, aligned to vectors."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.machine.ir import LANES
from sim.errors import SimError, fail

_ALIGNMENT = 64  # bytes; a vector of eight doubles


@dataclass(frozen=True)
class Part:
    """Blocks from ``first`` up to ``end``, where each of their inputs begins, and its stride over members."""

    first: int
    end: int
    addresses: NDArray[np.uintp]
    strides: NDArray[np.int64]


class Columns:
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

    def parts(self, first: int, end: int) -> Iterator[Part]:
        """Yield the whole blocks of a task, then the partial one if the task has it."""
        whole = min(end, self._whole)
        if whole > first:
            yield Part(first, whole, self._addresses, self._strides)
        if end > whole:
            yield Part(whole, end, _rows_of(self._lasts), np.zeros_like(self._strides))


def _rows_of(block: Array) -> NDArray[np.uintp]:
    """Return the address of each row."""
    return np.uintp(block.ctypes.data) + np.arange(len(block), dtype=np.uintp) * np.uintp(block.strides[0])


class Rows:
    """Addresses of series, the length of their rows, and whether members differ in them."""

    def __init__(self, arrays: list[Array]) -> None:
        self.arrays = arrays  # kept alive as long as the addresses are used
        self.addresses = np.array([array.ctypes.data for array in arrays], dtype=np.uintp)
        self.lengths = np.array([array.shape[-1] for array in arrays], dtype=np.int64)
        self.strides = np.array([array.shape[-1] > LANES for array in arrays], dtype=np.int64)


class Memories:
    """Memories of delays that runs hand on, beside those that a kernel has for the members it is at.

    Parameters
    ----------
    delays : keys and kinds of the states that have one, in the order of the kernel
    taken : of an earlier run, (step, member) each, by key
    is_handed : whether a later run takes them over
    steps : that each holds
    members : how many
    """

    def __init__(
        self,
        delays: tuple[tuple[str, str], ...],
        taken: Mapping[str, Array],
        is_handed: bool,
        steps: int,
        members: int,
    ) -> None:
        self._delays, self._steps, self._members = delays, steps, members
        self._taken = [taken[key] for key, _ in delays] if taken else []
        self._noted = [np.empty((steps, members)) for _ in delays] if is_handed else []

    def parts(self, parts: Iterator[Part]) -> Iterator[Part]:
        """Yield the parts of a task, block by block where a memory is handed on."""
        for part in parts:
            if not self._taken and not self._noted:
                yield part
                continue
            for block in range(part.first, part.end):
                yield replace(part, first=block, end=block + 1)

    def restore(self, history: Array, block: int) -> None:
        """Let a block begin with what an earlier run remembers."""
        lanes = np.minimum(np.arange(LANES) + block * LANES, self._members - 1)
        for memory, past in zip(self._of_kernel(history), self._taken, strict=False):
            memory[: len(past)] = past[: self._steps, lanes]  # no later step reads more

    def note(self, history: Array, block: int) -> None:
        """Keep what a block remembers."""
        first = block * LANES
        end = min(first + LANES, self._members)
        for memory, noted in zip(self._of_kernel(history), self._noted, strict=False):
            noted[:, first:end] = memory[:, : end - first]

    def left(self, step: int) -> dict[str, Array]:
        """Return what was kept until a step, by key."""
        found = {}
        for (key, kind), noted in zip(self._delays, self._noted, strict=False):
            if kind == "delay":  # what goes in at later steps is not written yet
                noted[step:] = np.nan
            found[key] = noted
        return found

    def _of_kernel(self, history: Array) -> Array:
        """Return the kernel's own memories of a block: (delay, step, lane)."""
        count = len(self._delays)
        return history[: count * self._steps * LANES].reshape(count, self._steps, LANES)


def padded(value: Array, width: int) -> Array:
    """Return aligned rows: of eight equal numbers where members share one, else padded to ``width``.

    Parameters
    ----------
    value : (row, 1) or (row, member)
    """
    rows, members = value.shape
    result = aligned((rows, LANES if members == 1 else width))
    result[:, :members] = value
    result[:, members:] = value[:, -1:]
    return result


def aligned(shape: tuple[int, ...]) -> Array:
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
