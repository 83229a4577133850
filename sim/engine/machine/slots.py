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

_EIGHT = "<8 x double>"


def _slot(kind: str, whole: str) -> str:
    """Return the text that finds the slot of a figure, or of eight.

    floor((x - low) / width * bins) + 1, but no slot outside; a NaN compares with nothing, and falls to 0.
    """
    one, none, largest = (
        number if kind == "double" else f"splat (double {number})"
        for number in ("1.0", "0.0", "0x7FEFFFFFFFFFFFFF")
    )
    suffix, mask = ("f64", "i1") if kind == "double" else ("v8f64", "<8 x i1>")
    return f"""
  %x_at = getelementptr double, ptr %values, i64 %at
  %x = load {kind}, ptr %x_at, align 8
  %off = fsub {kind} %x, %low
  %share = fdiv {kind} %off, %width
  %place = fmul {kind} %share, %bins
  %whole = call {kind} @llvm.floor.{suffix}({kind} %place)
  %next = fadd {kind} %whole, {one}
  %is_over = fcmp ogt {kind} %next, {none}
  %from = select {mask} %is_over, {kind} %next, {kind} {none}
  %is_under = fcmp olt {kind} %from, %above
  %within = select {mask} %is_under, {kind} %from, {kind} %above
  %size = call {kind} @llvm.fabs.{suffix}({kind} %x)
  %is_finite = fcmp ole {kind} %size, {largest}
  %found = select {mask} %is_finite, {kind} %within, {kind} %missing
  %slot = fptosi {kind} %found to {whole}
"""


def _ends(kind: str) -> str:
    """Return the text that takes a figure, or eight, into account in the least and the most finite one."""
    mask = "i1" if kind == "double" else "<8 x i1>"
    return f"""
  %is_less = fcmp olt {kind} %x, %least
  %takes_least = and {mask} %is_less, %is_finite
  %new_least = select {mask} %takes_least, {kind} %x, {kind} %least
  %is_more = fcmp ogt {kind} %x, %most
  %takes_most = and {mask} %is_more, %is_finite
  %new_most = select {mask} %takes_most, {kind} %x, {kind} %most
"""


def _counted(lane: str, slot: str) -> str:
    return f"""
  %count_at{lane} = getelementptr i64, ptr %counts, i64 {slot}
  %count{lane} = load i64, ptr %count_at{lane}
  %more{lane} = add i64 %count{lane}, 1
  store i64 %more{lane}, ptr %count_at{lane}
"""


def _counted_eight() -> str:
    return "".join(
        f"  %own{lane} = extractelement <8 x i32> %slot, i32 {lane}\n"
        f"  %wide{lane} = zext i32 %own{lane} to i64{_counted(str(lane), f'%wide{lane}')}"
        for lane in range(8)
    )


def _spread(name: str) -> str:
    """Return the text that puts a number into all of eight."""
    return f"""
  %{name}_first = insertelement {_EIGHT} poison, double %{name}_of, i32 0
  %{name} = shufflevector {_EIGHT} %{name}_first, {_EIGHT} poison, <8 x i32> zeroinitializer"""


_FIRST = """
first:
  %bins_number = sub i64 %slots, 3
  %above_number = sub i64 %slots, 2
  %missing_number = sub i64 %slots, 1
"""
_EACH = """
  %is_empty = icmp sle i64 %members, 0
  br i1 %is_empty, label %last, label %each
each:
"""
_SCALARS = "".join(f"  %{n} = sitofp i64 %{n}_number to double\n" for n in ("bins", "above", "missing"))
_VECTORS = "".join(
    f"  %{n}_of = sitofp i64 %{n}_number to double{_spread(n)}\n" for n in ("bins", "above", "missing")
)
_LAST = """
  %goes_on = icmp slt i64 %after, %members
  br i1 %goes_on, label %each, label %last
last:
"""
_GIVEN = "ptr %values, i64 %members, double %low{0}, double %width{0}, i64 %slots"
_TEXT = f"""
declare double @llvm.floor.f64(double)
declare double @llvm.fabs.f64(double)
declare {_EIGHT} @llvm.floor.v8f64({_EIGHT})
declare {_EIGHT} @llvm.fabs.v8f64({_EIGHT})

define void @count_one({_GIVEN.format("")}, i64 %begin, ptr %counts, ptr %ends) {{{_FIRST}{_SCALARS}
  %first_least = load double, ptr %ends
  %most_at = getelementptr double, ptr %ends, i64 1
  %first_most = load double, ptr %most_at
  %is_empty = icmp sle i64 %members, %begin
  br i1 %is_empty, label %last, label %each
each:
  %at = phi i64 [%begin, %first], [%after, %each]
  %least = phi double [%first_least, %first], [%new_least, %each]
  %most = phi double [%first_most, %first], [%new_most, %each]
{_slot("double", "i64")}{_counted("", "%slot")}{_ends("double")}
  %after = add i64 %at, 1{_LAST}
  %end_least = phi double [%first_least, %first], [%new_least, %each]
  %end_most = phi double [%first_most, %first], [%new_most, %each]
  store double %end_least, ptr %ends
  store double %end_most, ptr %most_at
  ret void
}}

define void @count_eight({_GIVEN.format("_of")}, ptr %counts, ptr %all_ends) {{{_FIRST}{_VECTORS}
{_spread("low")}{_spread("width")}{_EACH}
  %at = phi i64 [0, %first], [%after, %each]
  %least = phi {_EIGHT} [splat (double 0x7FF0000000000000), %first], [%new_least, %each]
  %most = phi {_EIGHT} [splat (double 0xFFF0000000000000), %first], [%new_most, %each]
{_slot(_EIGHT, "<8 x i32>")}{_counted_eight()}{_ends(_EIGHT)}
  %after = add i64 %at, 8{_LAST}
  %end_least = phi {_EIGHT} [splat (double 0x7FF0000000000000), %first], [%new_least, %each]
  %end_most = phi {_EIGHT} [splat (double 0xFFF0000000000000), %first], [%new_most, %each]
  store {_EIGHT} %end_least, ptr %all_ends, align 8
  %most_at = getelementptr double, ptr %all_ends, i64 8
  store {_EIGHT} %end_most, ptr %most_at, align 8
  ret void
}}

define void @count(ptr %values, i64 %columns, i64 %members, ptr %lows, ptr %widths, i64 %slots,
                   ptr %counts, ptr %ends, ptr %all_ends) {{
first:
  %eights = and i64 %members, -8
  br label %each
each:
  %at = phi i64 [0, %first], [%after, %each]
  %low_at = getelementptr double, ptr %lows, i64 %at
  %low = load double, ptr %low_at
  %width_at = getelementptr double, ptr %widths, i64 %at
  %width = load double, ptr %width_at
  %begin = mul i64 %at, %members
  %own = getelementptr double, ptr %values, i64 %begin
  %slot = mul i64 %at, %slots
  %own_counts = getelementptr i64, ptr %counts, i64 %slot
  %end = mul i64 %at, 2
  %own_ends = getelementptr double, ptr %ends, i64 %end
  %place = mul i64 %at, 16
  %own_all = getelementptr double, ptr %all_ends, i64 %place
  call void @count_eight(ptr %own, i64 %eights, double %low, double %width, i64 %slots, ptr %own_counts,
                         ptr %own_all)
  call void @count_one(ptr %own, i64 %members, double %low, double %width, i64 %slots, i64 %eights,
                       ptr %own_counts, ptr %own_ends)
  %after = add i64 %at, 1
  %goes_on = icmp slt i64 %after, %columns
  br i1 %goes_on, label %each, label %last
last:
  ret void
}}

define void @pick({_GIVEN.format("")}, ptr %wanted, ptr %picked) {{{_FIRST}{_SCALARS}{_EACH}
  %at = phi i64 [0, %first], [%after, %each]
  %filled = phi i64 [0, %first], [%new_filled, %each]
{_slot("double", "i64")}
  %picked_at = getelementptr double, ptr %picked, i64 %filled
  store double %x, ptr %picked_at
  %wanted_at = getelementptr i64, ptr %wanted, i64 %slot
  %is_wanted = load i64, ptr %wanted_at
  %new_filled = add i64 %filled, %is_wanted
  %after = add i64 %at, 1{_LAST}
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
    ends, of_eight = np.tile([np.inf, -np.inf], (columns, 1)), np.empty((columns, 2, 8))
    if columns:
        _compiled().count(
            own.ctypes.data, columns, members, low.ctypes.data, width.ctypes.data, counts.shape[1],
            counts.ctypes.data, ends.ctypes.data, of_eight.ctypes.data,
        )  # fmt: skip
    return np.minimum(ends[:, 0], of_eight[:, 0].min(axis=1)), np.maximum(
        ends[:, 1], of_eight[:, 1].max(axis=1)
    )


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
        self.count = self._entry("count", address, whole, whole, *[address] * 2, whole, *[address] * 3)
        self.pick = self._entry("pick", address, whole, real, real, whole, address, address)

    def _entry(self, name: str, *types: Any) -> Callable[..., None]:
        return ctypes.CFUNCTYPE(None, *types)(self._engine.get_function_address(name))


_code = functools.cache(_Code)
_COMPILING = Lock()


def _compiled() -> _Code:
    """Return the machine code, which threads that come at once share."""
    with _COMPILING:
        return _code()
