"""Kernels as WebAssembly modules: LLVM's object file, with its entry exported, needs no linker.

The object file is itself a module that imports its memory, its stack pointer and the functions that LLVM
calls; only an export is missing. The entry is the last function of the text.
"""

from __future__ import annotations

import llvmlite.binding as llvm

from sim.engine.machine.passage import ENTRY

_IMPORT, _FUNCTION, _EXPORT, _CUSTOM = 2, 3, 7, 0
_HEADER = 8  # bytes: magic and version
_KIND_OF_FUNCTION = 0


def target() -> llvm.Target:
    """Return LLVM's WebAssembly.

    Raises
    ------
    RuntimeError: this LLVM has none.
    """
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    return llvm.Target.from_triple("wasm32-unknown-unknown")


def module_of(text: str) -> bytes:
    """Return the WebAssembly module of a kernel's text."""
    machine = target().create_target_machine(opt=0, features="+simd128,+bulk-memory,+nontrapping-fptoint")
    layout = f'target datalayout = "{machine.target_data}"\ntarget triple = "wasm32-unknown-unknown"\n'
    return _exporting(machine.emit_object(llvm.parse_assembly(layout + text)))


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
        elif kind == 3:  # a global: its type, and whether it changes
            at += 2
        else:  # a table has a type before its limits, a memory has none
            at += kind == 1
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
