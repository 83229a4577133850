"""How fast the engine runs a model, beside PySD and pysimlin in the same run.

python benchmarks/engine.py [MODEL.mdl] [--members N]

Figures are ratios of one run on one machine: compare them with one another, not between machines.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pysd
import simlin

from sim.engine.model import Model, load_model

TEDA = Path(__file__).parents[1] / "model" / "teda.mdl"
OUTPUTS = 6
CONTROLS = ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER")
REPEATS = 5


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median time of a piece of work."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print one table."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("model", nargs="?", type=Path, default=TEDA)
    parser.add_argument("--members", type=int, default=4000)
    chosen = parser.parse_args()
    model = load_model(chosen.model)
    outputs = [name for name, variable in model.variables.items() if variable.kind == "stock"][:OUTPUTS]
    print(f"{chosen.model.name}: {len(model.variables)} variables; outputs: {', '.join(outputs)}")
    print(f"import and parse, a new process   {_cold_start(chosen.model):8.2f} s")
    print(f"parse                             {seconds(lambda: load_model(chosen.model)):8.3f} s")
    print(f"compile and first run             {seconds(lambda: _fresh(chosen.model, outputs), 3):8.3f} s")
    print(f"one run after that                {seconds(lambda: model.simulate(outputs=outputs)):8.5f} s")
    rates = {f"ours, {count} thread(s)": _our_rate(model, outputs, chosen.members, count) for count in (1, 2)}
    rates["pysimlin"] = _simlin_rate(chosen.model)
    rates["PySD"] = _pysd_rate(chosen.model)
    for name, rate in rates.items():
        print(f"{name:20s} {rate:12,.1f} runs/s {rate / rates['pysimlin']:10.2f} × pysimlin")


def _cold_start(path: Path) -> float:
    code = "import sys; from sim.engine.model import load_model; load_model(sys.argv[1])"
    return seconds(lambda: subprocess.run([sys.executable, "-c", code, str(path)], check=True), 3)


def _fresh(path: Path, outputs: list[str]) -> None:
    load_model(path).simulate(outputs=outputs)


def _our_rate(model: Model, outputs: list[str], members: int, threads: int) -> float:
    constant = next(key for key in model.constants if key not in CONTROLS)
    draws = {constant: model.constants[constant] * np.linspace(0.99, 1.01, members)}
    return members / seconds(lambda: model.simulate(draws, outputs, threads=threads))


def _simlin_rate(path: Path) -> float:
    model = simlin.load(path)

    def run() -> None:
        with model.simulate() as simulation:
            simulation.run_to_end()

    return 1 / seconds(run, 30)


def _pysd_rate(path: Path) -> float:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pysd.read_vensim(shutil.copy(path, folder))
        return 1 / seconds(model.run, 2)


if __name__ == "__main__":
    main()
