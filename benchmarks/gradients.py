"""Cost of derivatives: passes with directions beside plain runs, in one process.

    python -m benchmarks.gradients
    python -m benchmarks.gradients 256 careful

Prints, for one to sixteen levers of the shipped model and all that its indicators need, the processor time
in plain runs for each lever. With ``careful`` both are compiled with care before the clock starts, which
takes half a minute for the four directions of a pass.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sim.engine.machine import compiled, gradients
from sim.engine.model import Model, load_model
from sim.registry.load import load_registry
from sim.run.single import recorded

TEDA = Path(__file__).parents[1] / "model" / "teda.mdl"
MEMBERS, REPEATS = 256, 5
COUNTS = (1, 2, 4, 8, 16)


def seconds(model: Model, members: int, levers: Sequence[str]) -> float:
    """Return the least processor time of some runs with derivatives by these levers [s]."""
    outputs, integrals = recorded(load_registry().indicators.values())
    rate = model.constants["birth rate"] * np.linspace(0.9, 1.1, members)
    times = []
    for _ in range(REPEATS + 1):  # the first one makes the kernel
        start = time.process_time()
        model.simulate({"birth rate": rate}, outputs, integrals, 1, save_every=1.0, gradients=levers)
        times.append(time.process_time() - start)
    return min(times[1:])


def main() -> None:
    """Print a line for each number of levers."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS
    if "careful" in sys.argv:
        compiled._WORTH = compiled._WORTH_OF_DIRECTIONS = {compiled._THOROUGH: 0}
        gradients.LONG = 0
    model = load_model(TEDA)
    levers = [name for name in model.constants if name.endswith(" to")]
    plain = seconds(model, members, ())
    print(f"{members:,} members, a plain run: {plain:.3f} s")
    for count in COUNTS if "careful" not in sys.argv else (4,):
        ratio = seconds(model, members, levers[:count]) / plain
        print(f"{count} levers: {ratio:.2f} plain runs, {ratio / count:.2f} for each")


if __name__ == "__main__":
    main()
