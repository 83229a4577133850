"""How fast the engine runs a model, beside PySD, pysimlin and BPTK-Py in the same run.

python benchmarks/engine.py [MODEL.mdl] [--members N]
python benchmarks/engine.py --world3-size [--members N]

BPTK-Py reads no Vensim file: it takes part with --world3-size, where it is installed. Figures are
ratios of one run on one machine: compare them with one another, not between machines.
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
import world3_size

from sim.engine.model import Model, load_model

TEDA = Path(__file__).parents[1] / "model" / "teda.mdl"
OUTPUTS = 6
CONTROLS = ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER")
REPEATS, COMPILED = 5, 3


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
    rates = {f"ours, {count} thread(s)": _our_rate(model, outputs, members, count) for count in (1, 2)}
    rates["pysimlin"] = _simlin_rate(path)
    rates |= _bptk_rates(parts, outputs) if parts else {}
    rates["PySD"] = _pysd_rate(path)
    for name, rate in rates.items():
        print(f"{name:20s} {rate:12,.2f} runs/s {rate / rates['pysimlin']:10.4f} × pysimlin")


def _cold_start(path: Path) -> float:
    code = "import sys; from sim.engine.model import load_model; load_model(sys.argv[1])"
    return seconds(lambda: subprocess.run([sys.executable, "-c", code, str(path)], check=True), 3)


def _compile_time(path: Path, outputs: list[str]) -> float:
    models = iter([load_model(path) for _ in range(COMPILED)])
    return seconds(lambda: next(models).simulate(outputs=outputs), COMPILED)


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


def _bptk_rates(parts: world3_size.Parts, outputs: list[str]) -> dict[str, float]:
    """Return the rates of BPTK-Py's two engines, with the model built before; {} where it is missing."""
    try:
        from BPTK_Py._rust_engine import RustSdEngine
    except ImportError:
        return {}
    model = world3_size.bptk_model(parts)
    loaded = RustSdEngine().load_model(model.to_json())
    return {
        "BPTK-Py, Rust": 1 / seconds(lambda: loaded.simulate(outputs), 30),
        "BPTK-Py, Python": 1 / seconds(lambda: model.simulate(outputs), 2),
    }


def _pysd_rate(path: Path) -> float:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pysd.read_vensim(shutil.copy(path, folder))
        return 1 / seconds(model.run, 2)


if __name__ == "__main__":
    main()
