"""What three engines make of an example of each rule: ours, PySD and pysimlin.

    python -m benchmarks.engines
    python -m benchmarks.engines --all      # also the rules on which all agree

The answer is that of Vensim's page (`tests/engine/cases.py`): who agrees with it is right.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pysd

from sim.engine.model import load_model
from tests.engine.cases import CASES, Case

RIGHT, REFUSED = "✓", "–"


def ours(path: Path) -> list[float]:
    """Return y by this engine."""
    values: list[float] = load_model(path).simulate(outputs=["y"])["y"][:, 0].tolist()
    return values


def by_pysd(path: Path) -> list[float]:
    """Return y by PySD."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [float(value) for value in pysd.read_vensim(str(path)).run()["y"]]


def by_simlin(path: Path) -> list[float]:
    """Return y by pysimlin."""
    import simlin

    return [float(value) for value in simlin.load(path).run(analyze_loops=False).results["y"]]


ENGINES: dict[str, Callable[[Path], list[float]]] = {"ours": ours, "PySD": by_pysd, "pysimlin": by_simlin}


def outcome(run: Callable[[Path], list[float]], case: Case, path: Path) -> str:
    """Return ✓, – where an engine gives no answer, or the answer that differs."""
    try:
        values = run(path)
    except Exception:  # whatever another engine raises on what it cannot do
        return REFUSED
    if len(values) == len(case.known) and np.allclose(values, case.known, rtol=1e-6, atol=1e-9):
        return RIGHT
    return " ".join(f"{value:.5g}" for value in values)


def main() -> None:
    """Print a line for each rule on which an engine differs, and the sums."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ENGINES}
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(CASES):
            path = Path(folder) / f"case_{number}.mdl"
            path.write_text(case.model, encoding="utf-8")
            found = {name: outcome(run, case, path) for name, run in ENGINES.items()}
            for name, one in found.items():
                counts[name][one if one in (RIGHT, REFUSED) else "✗"] += 1
            if "--all" in sys.argv or set(found.values()) != {RIGHT}:
                answers = "  ".join(f"{name} {one}" for name, one in found.items())
                known = " ".join(f"{value:.5g}" for value in case.known)
                print(f"{case.rule} ({case.page}: {known}): {answers}")
    for name, count in counts.items():
        sums = f"{count[RIGHT]} of {len(CASES)} right, {count['✗']} wrong, {count[REFUSED]} without an answer"
        print(f"{name}: {sums}")


if __name__ == "__main__":
    main()
