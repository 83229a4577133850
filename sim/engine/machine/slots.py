"""Counts figures by bins, and picks those of some bins, in machine code: one pass over them each.

Bins of equal width lie side by side. Slot 0 takes what lies below them, a slot each the bins, the next what
lies above, and the last what is not finite. Each operation is one of IEEE 754, so that a figure is in the
same slot on every machine.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from threading import Lock
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array

BESIDE = 3  # slots beside those of the bins
Numbers = NDArray[np.int64]

# floor((x - low) / width * bins) + 1, but no slot outside; a NaN compares with nothing, and falls to 0
_SLOT = """
  %x_at = getelementptr double, double* %values, i64 %at
  %x = load double, double* %x_at
  %off = fsub double %x, %low
  %share = fdiv double %off, %width
  %place = fmul double %share, %bins
  %whole = call double @llvm.floor.f64(double %place)
  %next = fadd double %whole, 1.0
  %is_over = fcmp ogt double %next, 0.0
  %from = select i1 %is_over, double %next, double 0.0
  %is_under = fcmp olt double %from, %above
  %within = select i1 %is_under, double %from, double %above
  %known = fptosi double %within to i64
  %size = call double @llvm.fabs.f64(double %x)
  %is_finite = fcmp ole double %size, 0x7FEFFFFFFFFFFFFF
  %slot = select i1 %is_finite, i64 %known, i64 %missing
"""
_FIRST = """
first:
  %bins_of = sub i64 %slots, 3
  %bins = sitofp i64 %bins_of to double
  %above_of = sub i64 %slots, 2
  %above = sitofp i64 %above_of to double
  %missing = sub i64 %slots, 1
  %is_empty = icmp sle i64 %members, 0
  br i1 %is_empty, label %last, label %each
each:
  %at = phi i64 [0, %first], [%after, %each]
"""
_LAST = """
  %after = add i64 %at, 1
  %goes_on = icmp slt i64 %after, %members
  br i1 %goes_on, label %each, label %last
last:
"""
_TEXT = f"""
declare double @llvm.floor.f64(double)
declare double @llvm.fabs.f64(double)

define void @count_one(double* %values, i64 %members, double %low, double %width, i64 %slots, i64* %counts,
                       double* %ends) {{{_FIRST}
  %least = phi double [0x7FF0000000000000, %first], [%new_least, %each]
  %most = phi double [0xFFF0000000000000, %first], [%new_most, %each]{_SLOT}
  %count_at = getelementptr i64, i64* %counts, i64 %slot
  %count = load i64, i64* %count_at
  %more = add i64 %count, 1
  store i64 %more, i64* %count_at
  %is_less = fcmp olt double %x, %least
  %takes_least = and i1 %is_less, %is_finite
  %new_least = select i1 %takes_least, double %x, double %least
  %is_more = fcmp ogt double %x, %most
  %takes_most = and i1 %is_more, %is_finite
  %new_most = select i1 %takes_most, double %x, double %most
{_LAST}
  %end_least = phi double [0x7FF0000000000000, %first], [%new_least, %each]
  %end_most = phi double [0xFFF0000000000000, %first], [%new_most, %each]
  store double %end_least, double* %ends
  %most_at = getelementptr double, double* %ends, i64 1
  store double %end_most, double* %most_at
  ret void
}}

define void @count(double* %values, i64 %columns, i64 %members, double* %lows, double* %widths, i64 %slots,
                   i64* %counts, double* %ends) {{
first:
  br label %each
each:
  %at = phi i64 [0, %first], [%after, %each]
  %low_at = getelementptr double, double* %lows, i64 %at
  %low = load double, double* %low_at
  %width_at = getelementptr double, double* %widths, i64 %at
  %width = load double, double* %width_at
  %begin = mul i64 %at, %members
  %own = getelementptr double, double* %values, i64 %begin
  %slot = mul i64 %at, %slots
  %own_counts = getelementptr i64, i64* %counts, i64 %slot
  %end = mul i64 %at, 2
  %own_ends = getelementptr double, double* %ends, i64 %end
  call void @count_one(double* %own, i64 %members, double %low, double %width, i64 %slots, i64* %own_counts,
                       double* %own_ends)
  %after = add i64 %at, 1
  %goes_on = icmp slt i64 %after, %columns
  br i1 %goes_on, label %each, label %last
last:
  ret void
}}

define void @pick(double* %values, i64 %members, double %low, double %width, i64 %slots, i64* %wanted,
                  double* %picked) {{{_FIRST}
  %filled = phi i64 [0, %first], [%new_filled, %each]{_SLOT}
  %picked_at = getelementptr double, double* %picked, i64 %filled
  store double %x, double* %picked_at
  %wanted_at = getelementptr i64, i64* %wanted, i64 %slot
  %is_wanted = load i64, i64* %wanted_at
  %new_filled = add i64 %filled, %is_wanted
{_LAST}
  ret void
}}
"""


def count(values: Array, low: Array, width: Array, counts: Numbers) -> tuple[Array, Array]:
    """Add figures to the counts of their slots, and return the least and the most finite one of each column.

    Parameters
    ----------
    values : (column, member)
    low, width : (column,)  where the bins begin, and how wide all of them together are
    counts : (column, slot)  of each column, changed in place

    Returns
    -------
    (column,) each; infinity and minus infinity without any finite figure
    """
    columns, members = values.shape
    own, low, width = (np.ascontiguousarray(each, np.float64) for each in (values, low, width))
    assert counts.flags.c_contiguous
    assert len(counts) == len(low) == len(width) == columns
    ends = np.empty((columns, 2))
    if columns:
        _compiled().count(
            own.ctypes.data, columns, members, low.ctypes.data, width.ctypes.data, counts.shape[1],
            counts.ctypes.data, ends.ctypes.data,
        )  # fmt: skip
    return ends[:, 0], ends[:, 1]


def pick(values: Array, low: float, width: float, wanted: Numbers, count: int) -> Array:
    """Return the figures of some slots, in their order.

    Parameters
    ----------
    values : (member,)
    low, width : as of `count`
    wanted : (slot,)  1 for the slots whose figures are picked, 0 for others
    count : how many figures these slots have
    """
    own, wanted = np.ascontiguousarray(values, np.float64), np.ascontiguousarray(wanted)
    picked = np.empty(count + 1)  # a figure is written before it is known whether it stays
    _compiled().pick(
        own.ctypes.data, len(own), low, width, len(wanted), wanted.ctypes.data, picked.ctypes.data
    )
    return picked[:-1]


class _Code:
    """Machine code of `count` and `pick`, compiled in 20 ms; it runs without the interpreter's lock."""

    def __init__(self) -> None:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        target = llvm.Target.from_default_triple().create_target_machine(
            cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), jit=True
        )
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(_TEXT), target)  # owns the code
        self._engine.finalize_object()
        whole, real, address = ctypes.c_int64, ctypes.c_double, ctypes.c_void_p
        self.count = self._entry("count", address, whole, whole, address, address, whole, address, address)
        self.pick = self._entry("pick", address, whole, real, real, whole, address, address)

    def _entry(self, name: str, *types: Any) -> Callable[..., None]:
        return ctypes.CFUNCTYPE(None, *types)(self._engine.get_function_address(name))


_code = functools.cache(_Code)
_COMPILING = Lock()


def _compiled() -> _Code:
    """Return the machine code, which threads that come at once share."""
    with _COMPILING:
        return _code()
