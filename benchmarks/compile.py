"""Interpreting and compiling a model: how long each takes to a first run, and for many members.

    python -m benchmarks.compile
    python -m benchmarks.compile my.mdl

The ratios decide `sim.engine.machine.compiled._WORTH`, the work per operation from which compiling pays.
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
NEVER = sys.maxsize


def measure(path: str, outputs: list[str] | None, worth: int) -> tuple[float, float, int]:
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
    """Print a line for each choice of outputs."""
    path = sys.argv[1] if len(sys.argv) > 1 else str(TEDA)
    model = load_model(path)
    steps = round((model.final_time - model.initial_time) / model.time_step) * MEMBERS / 8
    stocks = [name for name, each in model.variables.items() if each.kind == "stock"]
    for kept, outputs in (("all stocks", stocks), ("all variables", None)):
        interpreted, machine = (measure(path, outputs, worth) for worth in (NEVER, 0))
        won = interpreted[1] - machine[1]
        pays = (machine[0] - interpreted[0]) / won * steps if won > 0 else math.inf
        print(
            f"{kept}: first run {interpreted[0]:.2f} s interpreted, {machine[0]:.2f} s compiled; "
            f"{MEMBERS:,} members {interpreted[1]:.2f} s and {machine[1]:.2f} s, "
            f"{interpreted[1] / machine[1]:.2f} times; {machine[2]:,} operations, "
            f"pays after {pays / machine[2]:,.0f} steps of blocks per operation"
        )


if __name__ == "__main__":
    main()
