"""Screens all uncertain constants: how much each moves any indicator.

python benchmarks/screening.py [--trajectories 40] [--seed S] [--home DIR]
python benchmarks/screening.py --write      writes model/influence.csv

All are drawn; the screening says which are worth showing.
"""

from __future__ import annotations

import argparse
import sys
import time

from sim.analysis.screening import SEED, TRAJECTORIES, screen
from sim.cli.progress import Bar
from sim.files import write_files
from sim.registry.influence import Screening, influence_text
from sim.scenario.workspace import Workspace, load_workspace

INFLUENCE = "influence.csv"
SHOWN = 25


def main() -> int:
    """Screen, show the most influential constants and, where asked for, write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--trajectories", type=int, default=TRAJECTORIES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--home")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    workspace = load_workspace(asked.home)
    start = time.perf_counter()
    with Bar("en") as bar:
        screening = screen(workspace, asked.trajectories, asked.seed, progress=bar.show)
    show(screening, time.perf_counter() - start)
    if asked.write:
        write(screening, workspace)
    return 0


def show(screening: Screening, seconds: float) -> None:
    """Write the most influential constants and how many are drawn."""
    ranked = sorted(screening.found.items(), key=lambda item: -item[1].greatest)
    for name, one in ranked[:SHOWN]:
        sys.stdout.write(f"{one.greatest:7.3f} {one.share:7.3%} {name} ({one.indicator} {one.year})\n")
    sys.stdout.write(f"{len(ranked)} constants. {seconds:,.0f} s.\n")


def write(screening: Screening, workspace: Workspace) -> None:
    """Write the influence of each constant."""
    write_files({str(workspace.home.model / INFLUENCE): influence_text(screening).encode()})


if __name__ == "__main__":
    sys.exit(main())
