"""How fast the engine runs a model, beside PySD, pysimlin and BPTK-Py in the same run.

python -m benchmarks.engine [MODEL.mdl] [--members N]
python -m benchmarks.engine --world3-size [--members N]

BPTK-Py reads no Vensim file: it takes part with --world3-size, where it is installed. Figures are
ratios of one run on one machine: compare them with one another, not between machines.
"""

from __future__ import annotations

import argparse
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pysd
import simlin

from benchmarks import world3_size
from sim.engine.model import Model, load_model

TEDA = Path(__file__).parents[1] / "model" / "teda.mdl"
OUTPUTS = 6
CONTROLS = ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER")
REPEATS, COMPILED = 5, 3
SOME = 40  # runs that are measured together


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median time of a piece of work."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@dataclass(frozen=True)
class Work:
    """A number of runs of one engine, and in how many rounds they are measured."""

    runs: int
    do: Callable[[], object]
    rounds: int = 12


def best_rates(works: dict[str, Work]) -> dict[str, float]:
    """Return runs a second of each engine at its best, all measured by turns.

    Whatever else the machine does slows a round down and speeds none up.
    """
    shortest = dict.fromkeys(works, math.inf)
    for turn in range(max(work.rounds for work in works.values())):
        for name, work in works.items():
            if turn < work.rounds:
                shortest[name] = min(shortest[name], seconds(work.do, 1))
    return {name: work.runs / shortest[name] for name, work in works.items()}


def main() -> None:
    """Measure and print one table."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("model", nargs="?", type=Path, default=TEDA)
    parser.add_argument("--world3-size", action="store_true", help="measure a made-up model of WORLD3's size")
    parser.add_argument("--members", type=int, default=4000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, parts = chosen.model, None
        if chosen.world3_size:
            path, parts = Path(folder, "world3-size.mdl"), world3_size.world3_size()
            path.write_text(world3_size.vensim_text(parts), encoding="utf-8")
        compare(path, chosen.members, parts)


def compare(path: Path, members: int, parts: world3_size.Parts | None) -> None:
    """Measure a model and print the table; ``parts`` are what it was made of."""
    model = load_model(path)
    outputs = [name for name, variable in model.variables.items() if variable.kind == "stock"][:OUTPUTS]
    print(f"{path.name}: {len(model.variables)} variables; outputs: {', '.join(outputs)}")
    print(f"import and parse, a new process   {_cold_start(path):8.2f} s")
    print(f"parse                             {seconds(lambda: load_model(path)):8.3f} s")
    print(f"compile and first run             {_compile_time(path, outputs):8.3f} s")
    print(f"one run after that                {seconds(lambda: model.simulate(outputs=outputs)):8.5f} s")
    works = {f"ours, {count} thread(s)": _ours(model, outputs, members, count) for count in (1, 2)}
    works["pysimlin"] = _simlin(path)
    works |= _bptk(parts, outputs) if parts else {}
    works["PySD"] = _pysd(path)
    rates = best_rates(works)
    for name, rate in rates.items():
        print(f"{name:20s} {rate:12,.2f} runs/s {rate / rates['pysimlin']:10.4f} × pysimlin")


def _cold_start(path: Path) -> float:
    code = "import sys; from sim.engine.model import load_model; load_model(sys.argv[1])"
    return seconds(lambda: subprocess.run([sys.executable, "-c", code, str(path)], check=True), 3)


def _compile_time(path: Path, outputs: list[str]) -> float:
    models = iter([load_model(path) for _ in range(COMPILED)])
    return seconds(lambda: next(models).simulate(outputs=outputs), COMPILED)


def _ours(model: Model, outputs: list[str], members: int, threads: int) -> Work:
    constant = next(key for key in model.constants if key not in CONTROLS)
    draws = {constant: model.constants[constant] * np.linspace(0.99, 1.01, members)}
    return Work(members, lambda: model.simulate(draws, outputs, threads=threads))


def _simlin(path: Path) -> Work:
    model = simlin.load(path)

    def run() -> None:
        for _ in range(SOME):
            with model.simulate() as simulation:
                simulation.run_to_end()

    return Work(SOME, run)


def _bptk(parts: world3_size.Parts, outputs: list[str]) -> dict[str, Work]:
    """Return runs of BPTK-Py's two engines, with the model built before; {} where it is missing."""
    try:
        from BPTK_Py._rust_engine import RustSdEngine
    except ImportError:
        return {}
    model = world3_size.bptk_model(parts)
    loaded = RustSdEngine().load_model(model.to_json())
    return {
        "BPTK-Py, Rust": Work(1, lambda: loaded.simulate(outputs)),
        "BPTK-Py, Python": Work(1, lambda: model.simulate(outputs), rounds=2),
    }


def _pysd(path: Path) -> Work:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pysd.read_vensim(shutil.copy(path, folder))
    return Work(1, model.run, rounds=2)


if __name__ == "__main__":
    main()
