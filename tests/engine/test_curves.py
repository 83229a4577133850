"""Lookups read by chains, by search and by permutations: the same bits at, beside and beyond every knot."""

from __future__ import annotations

import math
import random

import llvmlite.binding as llvm
import numpy as np
import pytest

from sim.engine.machine import compiled
from tests.engine.build import model_of

EVEN = [(2.0 * place - 3, value) for place, value in enumerate((4, 1, 7, 7, 2, 9, 3))]
TENTHS = [(place / 10, value) for place, value in enumerate((4, 1, 7, 7, 2, 9, 3, 5, 8, 6, 1))]
UNEVEN = [(0, 3), (0.1, 4), (0.5, -2), (0.5, 8), (3, 8), (3.5, 1), (9, 0)]
LONG = [(1990 + place / 3, math.sin(place)) for place in range(16)]
TINY = [(1e-300 * place, float(place)) for place in range(6)]
HUGE = [(-1.7e308, 0), (-1, 1), (0, 2), (1, 3), (1.7e308, 4)]
TABLES = {"even": EVEN, "tenths": TENTHS, "uneven": UNEVEN, "long": LONG, "tiny": TINY, "huge": HUGE}


def _values(points: list[tuple[float, float]]) -> np.ndarray:
    """Return every knot, its neighbours among doubles, some between, and some far beyond."""
    knots = [float(x) for x, _ in points]
    beside = [math.nextafter(x, way) for x in knots for way in (-math.inf, math.inf)]
    chance = random.Random(7)
    shares = [(a, b, chance.random()) for a in knots for b in knots]
    between = [a * share + b * (1 - share) for a, b, share in shares]
    found = np.array([*knots, *beside, *between, -1.7e308, 1.7e308, -1e9, 1e9, 0.0, -0.0])
    return found[np.isfinite(found)]


@pytest.mark.skipif(not llvm.get_host_cpu_features().get("avx512f"), reason="this processor has no AVX-512")
@pytest.mark.parametrize("name", TABLES)
def test_permutations_give_the_bits_of_chains_and_of_search(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = ",".join(f"({x!r},{y!r})" for x, y in TABLES[name])
    model = [f"curve({points})", "x = 0", "flat = curve(x)", "straight = LOOKUP EXTRAPOLATE(curve, x)"]
    x = _values(TABLES[name])
    real, runs = compiled.kernel_text, {}
    monkeypatch.setenv("TEDA_CACHE", "")
    for way in ("search", "chain", "permutation"):

        def text(tape, method, _, is_wide=way == "permutation"):
            written = real(tape, method, is_wide)
            assert ("@llvm.x86" in written) == is_wide
            return written

        monkeypatch.setattr(compiled, "kernel_text", text)
        monkeypatch.setattr(compiled, "_WORTH", {} if way == "search" else {compiled._THOROUGH: 0})
        run = model_of(*model, end=1).simulate({"x": x})
        runs[way] = [np.broadcast_to(run[one][-1], x.shape).tobytes() for one in ("flat", "straight")]
    assert runs["search"] == runs["chain"] == runs["permutation"]
