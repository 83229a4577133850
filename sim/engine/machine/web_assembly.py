"""Kernels as WebAssembly modules, which a browser runs: LLVM's object file, with its entry exported.

Takes the text of a kernel and gives a module with the bits of the native one. No linker is needed: the
object file is itself a module that imports its memory and its stack pointer; only an export is missing. The
entry is the last function of the text. WebAssembly has no fused multiply-add, so the few that a kernel has
are computed from plain operations, rounded once all the same.
"""

from __future__ import annotations

import hashlib

import llvmlite.binding as llvm

from sim.cache import kept
from sim.engine.machine.ir import LANES, VECTOR, Writer, function
from sim.engine.machine.passage import ENTRY
from sim.errors import fail

TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+simd128,+bulk-memory,+nontrapping-fptoint"  # in all browsers since 2023
_IMPORT, _FUNCTION, _EXPORT, _CUSTOM = 2, 3, 7, 0
_HEADER = 8  # bytes: magic and version
_KIND_OF_FUNCTION, _KIND_OF_TABLE, _KIND_OF_GLOBAL = 0, 1, 3
# Of code generation. At level 0, ten times as fast, every value of a kernel is a local variable of its own:
# 29,000 vectors, which with the shipped model overflow the stack of a browser's worker. Here they are 3,800.
_LEVEL = 1
_FMA = "exact.fma"
_SPLITTER = 2.0**27 + 1  # halves of a double whose products are exact (Dekker 1971)
_LEAST, _MOST = 2.0**-900, 2.0**900  # sizes between which no part of a product is lost


def module_of(text: str) -> bytes:
    """Return the WebAssembly module of a kernel's text, kept from one time to the next.

    It exports the entry, and imports its memory and its stack pointer from ``env``.

    Raises
    ------
    SimError: this LLVM has no WebAssembly.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    return kept("wasm", (digest, llvm.llvm_version_info, _LEVEL), lambda: _made(text))


def _made(text: str) -> bytes:
    machine = _target().create_target_machine(opt=_LEVEL, features=FEATURES)
    head = f'target datalayout = "{machine.target_data}"\ntarget triple = "{TRIPLE}"\n'
    return _exporting(machine.emit_object(llvm.parse_assembly(head + _without_fused(text))))


def _target() -> llvm.Target:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    try:
        return llvm.Target.from_triple(TRIPLE)
    except RuntimeError as error:
        raise fail(
            "unsupported",
            "这里安装的 LLVM 不能生成 WebAssembly；请安装 llvmlite 的官方软件包。",
            "the LLVM installed here cannot make WebAssembly; install the official package of llvmlite.",
        ) from error


def _without_fused(text: str) -> str:
    """Return a text whose fused operations call a function instead."""
    fused = f"call {VECTOR} @llvm.fma.v{LANES}f64("
    if fused not in text:
        return text
    return f"{exact_fma()}\n{text.replace(fused, f'call {VECTOR} @{_FMA}(')}"


def exact_fma() -> str:
    """Return the text of a function for a · b + c, rounded once.

    Boldo and Melquiond (2008), doi:10.1109/TC.2007.70819: the parts that an addition loses are summed and
    rounded to odd, after which the last addition rounds as if there had been no other. Products that are
    zero, infinite, NaN or beyond 2^±900 are added as they are.
    """
    w = Writer()
    w.label("entry")
    product = w.mul("%a", "%b")
    lost = _lost_by_product(w, "%a", "%b", product)
    near, near_lost = _two_sum(w, "%c", lost)
    total, total_lost = _two_sum(w, product, near)
    rest = _rounded_to_odd(w, near_lost, total_lost)
    sizes = [w.intrinsic("fabs", x) for x in (product, "%a", "%b", "%c")]
    is_exact = w.compare("ogt", sizes[0], _LEAST)
    for size in sizes:
        is_exact = w.logic("and", is_exact, w.compare("olt", size, _MOST))
    found = w.select(is_exact, w.add(total, rest), w.add(product, "%c"))
    w.do(f"ret {VECTOR} {found}")
    return function(_FMA, ", ".join(f"{VECTOR} %{name}" for name in "abc"), w.lines)


def _lost_by_product(w: Writer, a: str, b: str, product: str) -> str:
    """Return what rounding took from a product."""
    (a_high, a_low), (b_high, b_low) = _halves(w, a), _halves(w, b)
    lost = w.sub(w.mul(a_high, b_high), product)
    lost = w.add(w.add(lost, w.mul(a_high, b_low)), w.mul(a_low, b_high))
    return w.add(lost, w.mul(a_low, b_low))


def _halves(w: Writer, x: str) -> tuple[str, str]:
    scaled = w.mul(x, _SPLITTER)
    high = w.sub(scaled, w.sub(scaled, x))
    return high, w.sub(x, high)


def _two_sum(w: Writer, a: str, b: str) -> tuple[str, str]:
    """Return a sum, and what rounding took from it (Knuth)."""
    total = w.add(a, b)
    of_b = w.sub(total, a)
    return total, w.add(w.sub(a, w.sub(total, of_b)), w.sub(b, of_b))


def _rounded_to_odd(w: Writer, a: str, b: str) -> str:
    """Return a sum: where it is not exact, that of its two neighbours whose last bit is set."""
    total, lost = _two_sum(w, a, b)
    pattern = w.to_bits(total)
    is_even = w.emit(f"icmp eq <{LANES} x i64> {w.integer('and', pattern, 1)}, zeroinitializer")
    moves = w.logic("and", is_even, w.compare("one", lost, 0.0))
    outwards = w.compare("ogt", w.mul(_sign(w, lost), total), 0.0)
    outer, inner = w.integer("add", pattern, 1), w.integer("add", pattern, -1)
    moved = w.emit(f"select <{LANES} x i1> {outwards}, <{LANES} x i64> {outer}, <{LANES} x i64> {inner}")
    return w.select(moves, w.from_bits(moved), total)


def _sign(w: Writer, x: str) -> str:
    return w.select(w.compare("olt", x, 0.0), -1.0, 1.0)


# --- the module ---------------------------------------------------------------------------------


def _exporting(module: bytes) -> bytes:
    """Return a module that exports its last function, without what only a linker reads."""
    result, at, functions = module[:_HEADER], _HEADER, 0
    is_exported = False
    while at < len(module):
        kind, (size, start) = module[at], _number(module, at + 1)
        body = module[start : start + size]
        if kind == _IMPORT:
            functions += _imported_functions(body)
        elif kind == _FUNCTION:
            functions += _number(body, 0)[0]
        elif kind > _EXPORT and not is_exported:
            name = ENTRY.encode()
            entry = bytes([1, len(name)]) + name + bytes([_KIND_OF_FUNCTION]) + _encoded(functions - 1)
            result += bytes([_EXPORT]) + _encoded(len(entry)) + entry
            is_exported = True
        if kind != _CUSTOM:
            result += module[at : start + size]
        at = start + size
    return result


def _imported_functions(section: bytes) -> int:
    """Return how many functions a section of imports has."""
    count, at = _number(section, 0)
    functions = 0
    for _ in range(count):
        for _ in ("module", "name"):
            length, at = _number(section, at)
            at += length
        kind, at = section[at], at + 1
        if kind == _KIND_OF_FUNCTION:
            functions += 1
            at = _number(section, at)[1]
        elif kind == _KIND_OF_GLOBAL:  # its type, and whether it changes
            at += 2
        else:  # a table has a type before its limits, a memory has none
            at += kind == _KIND_OF_TABLE
            flags, at = section[at], at + 1
            for _ in range(1 + (flags & 1)):
                at = _number(section, at)[1]
    return functions


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return an unsigned number in the format LEB128, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _encoded(value: int) -> bytes:
    result = b""
    while value >= 0x80:
        result += bytes([value & 0x7F | 0x80])
        value >>= 7
    return result + bytes([value])
