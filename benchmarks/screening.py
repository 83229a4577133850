"""Screens all uncertain constants: how much each moves any indicator.

python benchmarks/screening.py [--trajectories 40] [--seed S] [--home DIR]
python benchmarks/screening.py --write      writes model/influence.csv, and which ranges are
                                            held into model/held.csv

At most 100 are drawn; the others are held at their value, chosen so that they account for as little
as can be of the variance of any indicator.
"""

from __future__ import annotations

import argparse
import sys
import time

from sim.analysis.screening import SEED, TRAJECTORIES, screen
from sim.cli.progress import Bar
from sim.files import write_files
from sim.registry.held import held_text
from sim.registry.influence import Screening, influence_text
from sim.scenario.workspace import Workspace, load_workspace

INFLUENCE, HELD = "influence.csv", "held.csv"
SHOWN = 25


def main() -> int:
    """Screen, show the most influential constants and, where asked for, write the files."""
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
    drawn = sum(one.is_drawn for one in screening.found.values())
    sys.stdout.write(
        f"{drawn} of {len(ranked)} constants are drawn; those held account for at most "
        f"{screening.held_share:.0%} of the variance of any indicator. {seconds:,.0f} s.\n"
    )


def write(screening: Screening, workspace: Workspace) -> None:
    """Write the influence of each constant, and which of them are held."""
    held = {name: not one.is_drawn for name, one in screening.found.items()}
    texts = {INFLUENCE: influence_text(screening), HELD: held_text(held)}
    write_files({str(workspace.home.model / name): text.encode() for name, text in texts.items()})


if __name__ == "__main__":
    sys.exit(main())
