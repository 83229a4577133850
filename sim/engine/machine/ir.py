"""Writer of LLVM's textual form, for values that hold one number for each of eight ensemble members.

Names count up within each function, so that the text depends on the model alone.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

LANES = 8
VECTOR = f"<{LANES} x double>"
MASK = f"<{LANES} x i1>"
INTEGERS = f"<{LANES} x i64>"

_DECLARATIONS = f"""\
declare {VECTOR} @llvm.fma.v{LANES}f64({VECTOR}, {VECTOR}, {VECTOR})
declare {VECTOR} @llvm.sqrt.v{LANES}f64({VECTOR})
declare {VECTOR} @llvm.fabs.v{LANES}f64({VECTOR})
declare {VECTOR} @llvm.trunc.v{LANES}f64({VECTOR})
declare {VECTOR} @llvm.masked.gather.v{LANES}f64.v{LANES}p0(<{LANES} x ptr>, i32, {MASK}, {VECTOR})
declare void @llvm.masked.scatter.v{LANES}f64.v{LANES}p0({VECTOR}, <{LANES} x ptr>, i32, {MASK})
"""
MOST_PERMUTED = 2 * LANES  # constants that a permutation chooses from
_PERMUTATIONS = f"""\
declare {VECTOR} @llvm.x86.avx512.permvar.df.512({VECTOR}, {INTEGERS})
declare {VECTOR} @llvm.x86.avx512.vpermi2var.pd.512({VECTOR}, {INTEGERS}, {VECTOR})
"""


def bits(value: float) -> int:
    """Return the 64 bits of a double as a whole number."""
    return int(struct.unpack("<Q", struct.pack("<d", value))[0])


def literal(value: float) -> str:
    """Return a double as a literal of all its bits."""
    return f"0x{bits(value):016X}"


def splat(value: float) -> str:
    """Return the literal of a vector with the same number in all lanes."""
    return f"splat (double {literal(value)})"


def splat_integer(value: int) -> str:
    """Return the literal of an integer vector with the same number in all lanes."""
    return f"splat (i64 {value})"


def splat_mask(value: bool) -> str:
    """Return the literal of a mask that is set in all lanes or in none."""
    return f"splat (i1 {str(value).lower()})"


def is_literal(operand: str) -> bool:
    """Return whether an operand is a literal rather than the name of a value."""
    return not operand.startswith("%")


class Writer:
    """Appends instructions to a stretch of code; operands are value names or Python numbers.

    No instruction carries a fast-math flag and nothing is contracted but by an explicit `fma`,
    so that the same inputs give the same bits on every machine.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._values = 0  # names count up within a function, so a model's text has no history

    def emit(self, text: str) -> str:
        """Append an instruction that yields a value; return the value's name."""
        self._values += 1
        name = f"%v{self._values}"
        self.lines.append(f"  {name} = {text}")
        return name

    def do(self, text: str) -> None:
        """Append an instruction that yields nothing."""
        self.lines.append(f"  {text}")

    def label(self, name: str) -> None:
        """Begin a basic block."""
        self.lines.append(f"{name}:")

    def add(self, a: str | float, b: str | float) -> str:
        """Return a + b."""
        return self._binary("fadd", a, b)

    def sub(self, a: str | float, b: str | float) -> str:
        """Return a − b."""
        return self._binary("fsub", a, b)

    def mul(self, a: str | float, b: str | float) -> str:
        """Return a · b."""
        return self._binary("fmul", a, b)

    def div(self, a: str | float, b: str | float) -> str:
        """Return a / b."""
        return self._binary("fdiv", a, b)

    def neg(self, a: str | float) -> str:
        """Return −a."""
        return self.emit(f"fneg {VECTOR} {_operand(a)}")

    def fma(self, a: str | float, b: str | float, c: str | float) -> str:
        """Return a · b + c, rounded once."""
        arguments = ", ".join(f"{VECTOR} {_operand(x)}" for x in (a, b, c))
        return self.emit(f"call {VECTOR} @llvm.fma.v{LANES}f64({arguments})")

    def call(self, name: str, *arguments: str | float) -> str:
        """Return a function of vectors."""
        shown = ", ".join(f"{VECTOR} {_operand(argument)}" for argument in arguments)
        return self.emit(f"call {VECTOR} @{name}({shown})")

    def intrinsic(self, name: str, a: str | float) -> str:
        """Return an exact or correctly rounded unary function: sqrt, fabs, trunc."""
        return self.call(f"llvm.{name}.v{LANES}f64", a)

    def compare(self, condition: str, a: str | float, b: str | float) -> str:
        """Return the mask of a comparison such as ``olt`` (false for NaN) or ``ult`` (true)."""
        return self.emit(f"fcmp {condition} {VECTOR} {_operand(a)}, {_operand(b)}")

    def select(self, mask: str, a: str | float, b: str | float) -> str:
        """Return a where the mask is set, else b."""
        return self.emit(f"select {MASK} {mask}, {VECTOR} {_operand(a)}, {VECTOR} {_operand(b)}")

    def logic(self, name: str, a: str, b: str) -> str:
        """Return ``and``, ``or`` or ``xor`` of two masks."""
        return self.emit(f"{name} {MASK} {a}, {b}")

    def invert(self, a: str) -> str:
        """Return the mask's opposite."""
        return self.logic("xor", a, splat_mask(True))

    def integer(self, name: str, a: str, b: str | int) -> str:
        """Return an integer operation such as ``add``, ``shl``, ``ashr``, ``and``."""
        shown = splat_integer(b) if isinstance(b, int) else b
        return self.emit(f"{name} {INTEGERS} {a}, {shown}")

    def permuted(self, values: Sequence[float], place: str) -> str:
        """Return the constant at each lane's place among at most `MOST_PERMUTED`, which AVX-512 does at once.

        Only the last bits of a place count: any place gives one of the constants.
        """
        filled = [*values, *[values[-1]] * (MOST_PERMUTED - len(values))]
        low, high = (
            f"{VECTOR} <{', '.join(f'double {literal(value)}' for value in part)}>"
            for part in (filled[:LANES], filled[LANES:])
        )
        if len(values) <= LANES:
            return self.emit(f"call {VECTOR} @llvm.x86.avx512.permvar.df.512({low}, {INTEGERS} {place})")
        arguments = f"{low}, {INTEGERS} {place}, {high}"
        return self.emit(f"call {VECTOR} @llvm.x86.avx512.vpermi2var.pd.512({arguments})")

    def to_bits(self, a: str) -> str:
        """Return the bits of doubles as integers."""
        return self.emit(f"bitcast {VECTOR} {a} to {INTEGERS}")

    def from_bits(self, a: str) -> str:
        """Return doubles from their bits."""
        return self.emit(f"bitcast {INTEGERS} {a} to {VECTOR}")

    def to_double(self, a: str) -> str:
        """Return integers as doubles."""
        return self.emit(f"sitofp {INTEGERS} {a} to {VECTOR}")

    def spread(self, scalar: str) -> str:
        """Return a vector with one scalar double in all lanes."""
        first = self.emit(f"insertelement {VECTOR} poison, double {scalar}, i32 0")
        return self.emit(f"shufflevector {VECTOR} {first}, {VECTOR} poison, <{LANES} x i32> zeroinitializer")

    def spread_integer(self, scalar: str) -> str:
        """Return a vector with one whole number in all lanes."""
        first = self.emit(f"insertelement {INTEGERS} poison, i64 {scalar}, i32 0")
        return self.emit(
            f"shufflevector {INTEGERS} {first}, {INTEGERS} poison, <{LANES} x i32> zeroinitializer"
        )

    def load(self, pointer: str, alignment: int = 64) -> str:
        """Return the vector at a pointer."""
        return self.emit(f"load {VECTOR}, ptr {pointer}, align {alignment}")

    def store(self, value: str | float, pointer: str) -> None:
        """Write a vector to a pointer."""
        self.do(f"store {VECTOR} {_operand(value)}, ptr {pointer}, align 64")

    def gather(self, pointers: str, mask: str, otherwise: str | float) -> str:
        """Return what stands at a pointer for each lane, or ``otherwise`` where the mask is not set."""
        name = f"llvm.masked.gather.v{LANES}f64.v{LANES}p0"
        where = f"<{LANES} x ptr> {pointers}, i32 8, {MASK} {mask}"
        return self.emit(f"call {VECTOR} @{name}({where}, {VECTOR} {_operand(otherwise)})")

    def scatter(self, value: str, pointers: str, mask: str) -> None:
        """Write each lane to its own pointer where the mask is set."""
        name = f"llvm.masked.scatter.v{LANES}f64.v{LANES}p0"
        self.do(f"call void @{name}({VECTOR} {value}, <{LANES} x ptr> {pointers}, i32 8, {MASK} {mask})")

    def offset(self, pointer: str, index: str | int, unit: str = VECTOR) -> str:
        """Return the pointer ``index`` units further on."""
        return self.emit(f"getelementptr {unit}, ptr {pointer}, i64 {index}")

    def _binary(self, name: str, a: str | float, b: str | float) -> str:
        return self.emit(f"{name} {VECTOR} {_operand(a)}, {_operand(b)}")


def _operand(value: str | float) -> str:
    return value if isinstance(value, str) else splat(float(value))


def function(
    name: str, parameters: str, lines: list[str], result: str = VECTOR, linkage: str = "internal"
) -> str:
    """Return the text of a function."""
    body = "\n".join(lines)
    return f"define {linkage} {result} @{name}({parameters}) #0 {{\n{body}\n}}\n"


def module(functions: list[str]) -> str:
    """Return the text of a module; attribute 0 asks for full-width vectors."""
    attributes = 'attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }'
    more = [_PERMUTATIONS] if any("@llvm.x86" in text for text in functions) else []
    return "\n".join([_DECLARATIONS, *more, *functions, attributes, ""])
