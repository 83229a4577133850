"""Quick and thorough compilation of a model: how long each takes, and how fast its code runs.

    python -m benchmarks.compile
    python -m benchmarks.compile my.mdl

The ratios decide `sim.engine.machine.compiled._WORTH`, the work from which the thorough one pays.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from sim.engine.machine import compiled
from sim.engine.model import load_model

TEDA = Path(__file__).parents[1] / "model" / "teda.mdl"
MEMBERS = 2_048


def measure(path: str, outputs: list[str] | None, level: int) -> tuple[float, float]:
    """Return seconds of processor time: to a first run, and for the members on one thread."""
    compiled._QUICK = level
    model = load_model(path)
    constant = next(name for name in model.constants if name not in ("INITIAL TIME", "FINAL TIME"))
    draws = np.full(MEMBERS, model.constants[constant])
    start = time.process_time()
    model.simulate({constant: draws[:1]}, outputs)
    first = time.process_time()
    model.simulate({constant: draws}, outputs, threads=1)
    return first - start, time.process_time() - first


def main() -> None:
    """Print a line for each choice of outputs."""
    path = sys.argv[1] if len(sys.argv) > 1 else str(TEDA)
    variables = load_model(path).variables
    stocks = [name for name, each in variables.items() if each.kind == "stock"]
    for kept, outputs in (("all stocks", stocks), ("all variables", None)):
        quick, thorough = (measure(path, outputs, level) for level in (0, 2))
        print(
            f"{kept}: first run {quick[0]:.2f} s quick, {thorough[0]:.2f} s thorough; {MEMBERS:,} members "
            f"{quick[1]:.2f} s and {thorough[1]:.2f} s, {quick[1] / thorough[1]:.2f} times"
        )


if __name__ == "__main__":
    main()
