"""Sifts figures in machine code: keeps those between cuts, and counts those beyond, in one pass.

Eight members at a time are compared with all cuts of their column. There is no arithmetic but comparisons,
which are the same on every machine.
"""

from __future__ import annotations

import ctypes
import functools
import math
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

import llvmlite.binding as llvm
import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.machine.ir import LANES, MASK, VECTOR, Writer, function, module

Numbers = NDArray[np.int64]
_SEQUENCE = ", ".join(f"i64 {lane}" for lane in range(LANES))


class Sifted(NamedTuple):
    """What a sieve leaves.

    Parameters
    ----------
    beyond : (column, pair, 2)  members below the lower and above the higher cut
    inside : (column, pair, 2)  of the members kept, those that are beyond these cuts
    known : (column,)  members that have a figure
    figures : (figure,)  those kept, column after column
    lengths : (column,)  how many are kept of each column
    """

    beyond: Numbers
    inside: Numbers
    known: Numbers
    figures: Array
    lengths: Numbers


def sift(places: Numbers, members: Numbers, cuts: Array) -> Sifted:
    """Return the figures between the cuts of their column, and how many lie beyond them.

    Parameters
    ----------
    places : (column,)  where in memory the figures of each column begin; they lie in one piece
    members : (column,)  how many it has
    cuts : (column, pair, 2)  lowest and highest figure that is kept; where they are equal none is kept, for
        all between them are known
    """
    places, members = np.ascontiguousarray(places, np.int64), np.ascontiguousarray(members, np.int64)
    cuts = np.ascontiguousarray(cuts, np.float64)
    assert len(places) == len(members)
    assert len(cuts) == len(places)
    size = cuts[:1].size  # of a column
    counts = np.empty((len(places), 2, size + 1), np.int64)  # of all figures, and of those that are kept
    kept = np.empty(members.sum() + LANES)  # eight are written before it is known which of them stay
    lengths = np.zeros(len(places), np.int64)
    if len(places):
        _compiled(size)(
            places.ctypes.data, members.ctypes.data, len(places), cuts.ctypes.data, counts.ctypes.data,
            kept.ctypes.data, lengths.ctypes.data,
        )  # fmt: skip
    beyond, inside = (counts[:, place, :-1].reshape(cuts.shape) for place in (0, 1))
    return Sifted(beyond, inside, counts[:, 0, -1], kept[: lengths.sum()].copy(), lengths)


def _column(size: int) -> str:
    """Return the text of the function that sifts a column, and returns where the next one goes on.

    It counts the members below the lower and above the higher cuts by turns, and those that have a figure.

    Parameters
    ----------
    size : number of cuts
    """
    w = Writer()
    w.label("first")
    last = w.emit(f"alloca {VECTOR}, align 64")
    cuts = [w.spread(w.emit(f"load double, ptr {w.offset('%cuts', n, 'double')}")) for n in range(size)]
    is_open = [w.compare("olt", low, high) for low, high in zip(cuts[::2], cuts[1::2], strict=True)]
    begin = w.emit(f"and i64 %members, {-LANES}")
    left = w.spread_integer(w.emit(f"sub i64 %members, {begin}"))
    is_there = w.emit(f"icmp slt <{LANES} x i64> <{_SEQUENCE}>, {left}")
    rest = w.emit(
        f"getelementptr double, ptr {w.offset('%figures', begin, 'double')}, <{LANES} x i64> <{_SEQUENCE}>"
    )
    w.store(w.gather(rest, is_there, math.nan), last)
    w.do("br label %each")
    w.label("each")
    top = len(w.lines)  # what changes from pass to pass is put in here
    after = w.emit(f"add i64 %at, {LANES}")
    is_whole = w.emit(f"icmp sle i64 {after}, %members")
    here = w.offset("%figures", "%at", "double")
    figures = w.load(w.emit(f"select i1 {is_whole}, ptr {here}, ptr {last}"), alignment=8)
    beyond = [w.compare(("olt", "ogt")[n % 2], figures, cut) for n, cut in enumerate(cuts)]
    known = w.compare("ord", figures, 0.0)
    counts = [_more(w, f"%count{n}", mask) for n, mask in enumerate([*beyond, known])]
    stays = None
    for low, high, own in zip(beyond[::2], beyond[1::2], is_open, strict=True):
        within = w.logic("and", w.invert(w.logic("or", low, high)), own)
        stays = within if stays is None else w.logic("or", stays, within)
    assert stays is not None
    stay = w.emit(f"bitcast {MASK} {w.logic('and', stays, known)} to i{LANES}")
    has_none = w.emit(f"icmp eq i{LANES} {stay}, 0")
    w.do(f"br i1 {has_none}, label %next, label %keep")
    w.label("keep")
    stay, to = w.emit(f"zext i{LANES} {stay} to i64"), "%to"
    for lane in range(LANES):
        w.do(f"store double {w.emit(f'extractelement {VECTOR} {figures}, i32 {lane}')}, ptr {to}, align 8")
        bit = w.emit(f"and i64 {w.emit(f'lshr i64 {stay}, {lane}')}, 1")
        to = w.offset(to, bit, "double")
    w.do("br label %next")
    w.label("next")
    to = w.emit(f"phi ptr [%to, %each], [{to}, %keep]")
    w.do(f"br i1 {w.emit(f'icmp slt i64 {after}, %members')}, label %each, label %last")
    w.label("last")
    for n, count in enumerate(counts):
        w.do(f"store i64 {count}, ptr {w.offset('%counts', n, 'i64')}")
    w.do(f"ret ptr {to}")
    moving = [("at", "i64", "0", after), ("to", "ptr", "%kept", to)]
    moving += [(f"count{n}", "i64", "0", count) for n, count in enumerate(counts)]
    w.lines[top:top] = [
        f"  %{name} = phi {kind} [{start}, %first], [{later}, %next]" for name, kind, start, later in moving
    ]
    return function("column", "ptr %figures, i64 %members, ptr %cuts, ptr %counts, ptr %kept", w.lines, "ptr")


def _more(w: Writer, count: str, mask: str) -> str:
    """Return a count with the members of a mask added."""
    lanes = w.emit(f"bitcast {MASK} {mask} to i{LANES}")
    ones = w.emit(f"call i{LANES} @llvm.ctpop.i{LANES}(i{LANES} {lanes})")
    return w.emit(f"add i64 {count}, {w.emit(f'zext i{LANES} {ones} to i64')}")


def _columns(size: int) -> str:
    """Return the text of the function that sifts all columns, with so many cuts each."""
    w = Writer()
    w.label("first")
    w.do("br label %each")
    w.label("each")
    top = len(w.lines)
    place = w.emit(f"load i64, ptr {w.offset('%places', '%n', 'i64')}")
    figures = w.emit(f"inttoptr i64 {place} to ptr")
    members = w.emit(f"load i64, ptr {w.offset('%members', '%n', 'i64')}")
    cuts = w.offset("%cuts", "%n", f"[{size} x double]")
    of_all = w.offset("%counts", "%n", f"[{2 * (size + 1)} x i64]")
    of_kept = w.offset(of_all, 1, f"[{size + 1} x i64]")
    to = w.emit(f"call ptr @column(ptr {figures}, i64 {members}, ptr {cuts}, ptr {of_all}, ptr %to)")
    start, end = (w.emit(f"ptrtoint ptr {one} to i64") for one in ("%to", to))
    length = w.emit(f"sdiv i64 {w.emit(f'sub i64 {end}, {start}')}, 8")
    w.do(f"store i64 {length}, ptr {w.offset('%lengths', '%n', 'i64')}")
    # all that is kept stays where it is
    w.emit(f"call ptr @column(ptr %to, i64 {length}, ptr {cuts}, ptr {of_kept}, ptr %to)")
    after = w.emit("add i64 %n, 1")
    w.do(f"br i1 {w.emit(f'icmp slt i64 {after}, %count')}, label %each, label %last")
    w.label("last")
    w.do("ret void")
    w.lines[top:top] = [
        f"  %n = phi i64 [0, %first], [{after}, %each]",
        f"  %to = phi ptr [%kept, %first], [{to}, %each]",
    ]
    given = "ptr %places, ptr %members, i64 %count, ptr %cuts, ptr %counts, ptr %kept, ptr %lengths"
    return function("sift", given, w.lines, "void", "external")


class _Code:
    """Machine code of `sift`, compiled in 30 ms for a number of cuts; it needs no lock of the interpreter."""

    def __init__(self, size: int) -> None:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        host = {"cpu": llvm.get_host_cpu_name(), "features": llvm.get_host_cpu_features().flatten()}
        target = llvm.Target.from_default_triple().create_target_machine(**host, jit=True)
        text = module([f"declare i{LANES} @llvm.ctpop.i{LANES}(i{LANES})", _column(size), _columns(size)])
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(text), target)  # owns the code
        self._engine.finalize_object()
        address = ctypes.c_void_p
        kind = ctypes.CFUNCTYPE(None, address, address, ctypes.c_int64, address, address, address, address)
        self.sift: Callable[..., None] = kind(self._engine.get_function_address("sift"))


_code = functools.cache(_Code)
_COMPILING = Lock()


def _compiled(size: int) -> Callable[..., None]:
    """Return the machine code, which threads that come at once share."""
    with _COMPILING:
        return _code(size).sift
