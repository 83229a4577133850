"""Large models: seconds of processor time to read, to a first run and to a second, and memory.

    python -m benchmarks.large              10,000 equations; two equations on 100×100; model/teda.mdl
    python -m benchmarks.large --most       100,000 equations and 500 arrays of 200 too

Nothing kept on disk is used. Each model runs in a process of its own.
"""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONTROLS = "INITIAL TIME = 0 ~~|\nFINAL TIME = 100 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n"
FORMS = (
    "({x}/{c}+{y})/3",
    "({x}+{y})/(1+{x}+{c})",
    "MAX({x},{y})*{c}/2",
    "MIN({x},2)*{c}/(1+{y})",
    "IF THEN ELSE({x}>{c},{y},{c})",
    "{x}*{c}/({x}*{c}+{y}*{y}+0.1)",
    "WITH LOOKUP({x},([(0,0)-(3,3)],(0,0.5),(1,1.2),(2,0.7),(3,1)))",
)
NEAR = 300  # an auxiliary depends on variables at most so many before it


def scalars(count: int) -> str:
    """Return a model of so many scalar equations: a fifth constants, a sixth stocks."""
    chance = random.Random(1)
    constants, stocks = count // 5, count // 6
    known = [f"stock number {number}" for number in range(stocks)]
    lines = [f"constant number {number} = {chance.uniform(0.5, 2):.4f}" for number in range(constants)]
    for number in range(count - constants - stocks):
        x, y = chance.choice(known[-NEAR:]), chance.choice(known[-NEAR:])
        c = f"constant number {chance.randrange(constants)}"
        lines.append(f"auxiliary number {number} = {chance.choice(FORMS).format(x=x, y=y, c=c)}")
        known.append(f"auxiliary number {number}")
    for number in range(stocks):
        x, y, stock = chance.choice(known[stocks:]), chance.choice(known[stocks:]), known[number]
        lag, start = chance.uniform(5, 40), chance.uniform(0.5, 2)
        lines.append(f"{stock} = INTEG(({x}+{y})/2-{stock}/{lag:.2f}, {start:.3f})")
    return "{UTF-8}\n" + "".join(f"{line} ~ m ~ A comment. |\n" for line in lines) + CONTROLS


def grid(size: int) -> str:
    """Return two equations on a square of elements."""
    lines = (
        f"row: (r1-r{size})",
        f"column: (c1-c{size})",
        "rate[row, column] = level[row, column] * 0.01 + 0.1",
        "level[row, column] = INTEG(rate[row, column] - level[row, column] * 0.05, 1)",
    )
    return "{UTF-8}\n" + "".join(f"{line} ~~|\n" for line in lines) + CONTROLS


def arrays(count: int, elements: int) -> str:
    """Return so many variables on one range, a fifth of them stocks."""
    lines = [f"D: (d1-d{elements})"]
    for number in range(count):
        stock = number // 5 * 5
        if number == stock:
            lines.append(f"v{number}[D] = INTEG((v{number + 1}[D] - v{number}[D]) / 10, 1)")
        else:
            before = f"v{number - 1}[D]" if number % 5 > 1 else "1"
            lines.append(f"v{number}[D] = (v{stock}[D] + {before}) / (2 + v{stock}[D])")
    return "{UTF-8}\n" + "".join(f"{line} ~~|\n" for line in lines) + CONTROLS


def measure(path: str) -> None:
    """Print one model's seconds and memory."""
    import resource

    import sim

    times = [time.process_time()]
    model = sim.load_model(path)
    times.append(time.process_time())
    for _ in range(2):
        run = model.simulate()
        times.append(time.process_time())
    read, first, second = (after - before for before, after in itertools.pairwise(times))
    scalars = sum(len(variable.elements) for variable in model.variables.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{Path(path).stem:>20}: {scalars:,} scalars, {len(run.time)} moments: read {read:.2f} s, first run "
        f"{first:.2f} s, second {second:.2f} s; {peak:.2f} GB"
    )


def main() -> None:
    """Write the models and measure each in a process of its own."""
    if len(sys.argv) > 2:
        measure(sys.argv[2])
        return
    texts = {"10,000 equations": scalars(10_000), "two on 100×100": grid(100)}
    if "--most" in sys.argv:
        texts |= {"100,000 equations": scalars(100_000), "500 arrays of 200": arrays(500, 200)}
    with tempfile.TemporaryDirectory() as folder:
        paths = [ROOT / "model" / "teda.mdl"]
        for name, text in texts.items():
            paths.append(Path(folder) / f"{name}.mdl")
            paths[-1].write_text(text, encoding="utf-8")
        for path in paths:
            command = [sys.executable, "-m", "benchmarks.large", "--one", str(path)]
            environment = {"TEDA_CACHE": "", "PATH": "", "PYTHONPATH": str(ROOT)}
            subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
