"""Memory that a kernel reads and writes: constants and series of all members, aligned to vectors."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

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
