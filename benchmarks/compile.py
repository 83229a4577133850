"""Interpreting and compiling a model: how long each takes to a first run, and for many members.

    python -m benchmarks.compile
    python -m benchmarks.compile my.mdl

The ratios decide `sim.engine.machine.compiled._WORTH`, the work from which compiling pays.
"""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path

import numpy as np

from sim.engine.machine import compiled
from sim.engine.model import load_model

TEDA = Path(__file__).parents[1] / "model" / "teda.mdl"
MEMBERS = 2_048
WAYS: dict[str, dict[int, int]] = {
    "interpreted": {},
    "quick": {compiled._QUICK: 0},
    "thorough": {compiled._THOROUGH: 0},
}


def measure(path: str, outputs: list[str] | None, worth: dict[int, int]) -> tuple[float, float, int]:
    """Return seconds of processor time, to a first run and for the members on one thread, and operations."""
    compiled._WORTH = worth
    model = load_model(path)
    constant = next(name for name in model.constants if name not in ("INITIAL TIME", "FINAL TIME"))
    draws = np.full(MEMBERS, model.constants[constant])
    start = time.process_time()
    model.simulate({constant: draws[:1]}, outputs, threads=1)
    first = time.process_time()
    model.simulate({constant: draws}, outputs, threads=1)
    last = time.process_time()
    *_, kernel = model._kernels.values()
    return first - start, last - first, kernel.shape.operations


def main() -> None:
    """Print a line for each choice of outputs and each way to run it."""
    path = sys.argv[1] if len(sys.argv) > 1 else str(TEDA)
    model = load_model(path)
    steps = round((model.final_time - model.initial_time) / model.time_step) * MEMBERS / 8
    stocks = [name for name, each in model.variables.items() if each.kind == "stock"]
    for kept, outputs in (("all stocks", stocks), ("all variables", None)):
        before = (0.0, math.inf, 0)
        for way, worth in WAYS.items():
            first, many, operations = measure(path, outputs, worth)
            won = before[1] - many
            pays = (first - before[0]) / won * steps if won > 0 else math.inf
            print(
                f"{kept}, {operations:,} operations, {way}: first run {first:.2f} s, {MEMBERS:,} members "
                f"{many:.2f} s; pays after {pays:,.0f} steps of blocks"
            )
            before = (first, many, operations)


if __name__ == "__main__":
    main()
