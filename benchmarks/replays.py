"""Evaluations replayed with every figure that became known later scrambled: none may change a bit.

    python -m benchmarks.replays             # the end of 2021 to 2025
    python -m benchmarks.replays 2023        # one year

Evaluates the shipped home and a copy of it whose later figures are half again as large. The exit code is 1
when anything differs.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import sim
from sim.registry.home import find_home
from tests.analysis.evaluation.scrambled import scrambled

MEMBERS = 64


def main(years: tuple[int, ...] = (2021, 2022, 2023, 2024, 2025)) -> int:
    """Replay each year in both homes and report differences."""
    home, bad = find_home(), 0
    for year in years:
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place) / "home"
            shutil.copytree(home.folder / "model", copy / "model")
            shutil.copytree(home.folder / "scenarios", copy / "scenarios")
            changed = scrambled(copy, year)
            one, two = (sim.evaluate(year, members=MEMBERS, home=each) for each in (home.folder, copy))
        same = repr(one.standings) == repr(two.standings)
        bad += not same
        took = time.perf_counter() - begun
        verdict = "equal bits" if same else "DIFFERENT"
        print(f"{year}: {changed} later figures scrambled, {verdict}, {took:.0f} s")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(*([tuple(map(int, sys.argv[1:]))] if sys.argv[1:] else [])))
