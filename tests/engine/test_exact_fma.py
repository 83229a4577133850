"""A multiply-add from plain operations has the bits of the processor's, rounded once."""

from __future__ import annotations

import ctypes

import llvmlite.binding as llvm
import numpy as np
import pytest

from sim.engine.machine.ir import VECTOR, Writer, function, module
from sim.engine.machine.web_assembly import exact_fma

BLOCKS = 20_000


def _both(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a·b + c from plain operations, and as LLVM's own operation."""
    w = Writer()
    w.label("entry")
    given = [w.load(f"%{name}", alignment=8) for name in "abc"]
    w.do(f"store {VECTOR} {w.call('exact.fma', *given)}, ptr %plain, align 8")
    w.do(f"store {VECTOR} {w.fma(*given)}, ptr %own, align 8")
    w.do("ret void")
    names = ("a", "b", "c", "plain", "own")
    text = function("both", ", ".join(f"ptr %{name}" for name in names), w.lines, "void", "dso_local")
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(module([exact_fma(), text])), target)
    engine.finalize_object()
    run = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5)(engine.get_function_address("both"))
    found = np.empty((2, a.size))
    arrays = (a, b, c, *found)
    for block in range(0, a.size, 8):
        run(*(array[block:].ctypes.data for array in arrays))
    return found[0], found[1]


@pytest.mark.parametrize("apart", [0, 40, 54, 106])
def test_the_sum_is_rounded_once(apart: int) -> None:
    """With addends of about the product's size, and so much smaller or larger that only one bit decides."""
    random = np.random.default_rng(apart)
    a, b = random.uniform(-2, 2, (2, 8 * BLOCKS)) * 2.0 ** random.integers(-60, 60, (2, 8 * BLOCKS))
    c = -a * b * (1 + random.integers(-3, 4, a.size) * 2.0**-52)
    c *= 2.0 ** (apart * random.choice([-1, 1], a.size))
    plain, own = _both(a, b, c)
    assert plain.tobytes() == own.tobytes()
    assert apart > 54 or (own != a * b + c).any()


def test_zeros_infinities_and_what_is_no_number() -> None:
    values = np.array([0.0, -0.0, 1.0, -1.5, np.inf, -np.inf, np.nan, 1e100])
    a, b, c = (each.ravel() for each in np.meshgrid(values, values, values))
    plain, own = _both(a, b, c)
    assert np.array_equal(plain, own, equal_nan=True)
    assert np.array_equal(np.signbit(plain[~np.isnan(own)]), np.signbit(own[~np.isnan(own)]))
