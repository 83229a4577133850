"""Errors of exp, ln and the power on ten million points each, in units in the last place.

    python -m benchmarks.accuracy [--points 10000000]

The exact value is that of the C library in 64-bit mantissas; a machine without them has no answer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

import numpy as np

from sim.engine.machine import compiled
from sim.engine.model import Model
from tests.engine.build import model_of

BATCH = 500_000
Ranges = tuple[tuple[float, float, float], ...]
EXP: Ranges = ((-1, 1, 0), (-745, 709.7, 0), (-1e-8, 1e-8, 0), (-40, 40, 0))
LN: Ranges = ((-1074, 1023, 0), (-1, 1, 0), (-0.001, 0.001, 0), (-30, 30, 0))
POW: Ranges = ((-2, 2, 3), (-1000, 1000, 1), (-1, 1, 700), (-0.01, 0.01, 60_000))


def _pairs(ranges: Ranges, points: int, is_power: bool) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield draws of x (of its logarithm to base 2, for a power) and y, batch by batch."""
    chance = np.random.default_rng(7)
    for number in range(-(-points // BATCH)):
        low, high, most = ranges[number % len(ranges)]
        x = chance.uniform(low, high, BATCH)
        yield 2.0**x if is_power else x, chance.uniform(-most, most, BATCH)


def _largest(
    model: Model, pairs: Iterator[tuple[np.ndarray, np.ndarray]], exact: Callable[..., np.ndarray]
) -> float:
    worst = 0.0
    for x, y in pairs:
        ours = model.simulate({"x": x, "y": y}, outputs=["result"])["result"][0]
        right = exact(x.astype(np.longdouble), y.astype(np.longdouble))
        rounded = right.astype(np.float64)
        normal = np.isfinite(rounded) & (np.abs(rounded) >= 2.0**-1022)
        distance = np.abs(ours[normal].astype(np.longdouble) - right[normal])
        worst = max(worst, float((distance / np.spacing(np.abs(rounded[normal]))).max()))
    return worst


def main() -> int:
    """Print the largest error of each operation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--points", type=int, default=10_000_000)
    points = parser.parse_args().points
    if np.finfo(np.longdouble).nmant < 63:
        print("this machine has no longer floating-point type")
        return 1
    compiled._WORTH = {compiled._QUICK: 0}
    np.seterr(all="ignore")
    for name, text, ranges, exact in (
        ("exp", "EXP(x) + 0 * y", EXP, lambda x, _: np.exp(x)),
        ("ln", "LN(x) + 0 * y", LN, lambda x, _: np.log(x)),
        ("pow", "x ^ y", POW, lambda x, y: x**y),
    ):
        model = model_of(f"result = {text}", "x = 1", "y = 1", end=0)
        found = _largest(model, _pairs(ranges, points, name != "exp"), exact)
        print(f"{name:4} {points:,} points: at most {found:.3f} units in the last place", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
