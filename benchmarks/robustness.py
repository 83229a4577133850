"""Runs extreme but legal levers and parameters in bulk: nothing non-finite, nothing below its range.

python benchmarks/robustness.py [--members 100000] [--seed S] [--home DIR]
python benchmarks/robustness.py --draw 4213         the constants of one draw, to run it again

Memory does not grow with the number of members. The exit code is 1 when something broke.
"""

from __future__ import annotations

import argparse
import sys
import time

from sim.analysis.checks.robustness import SEED, break_fault, breaks, draw_of, floors
from sim.cli.progress import Bar
from sim.scenario.workspace import Workspace, load_workspace


def main() -> int:
    """Run the draws asked for, or show one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--draw", type=int)
    parser.add_argument("--home")
    asked = parser.parse_args()
    workspace = load_workspace(asked.home)
    if asked.draw is not None:
        return show_draw(workspace, asked.draw, asked.seed)
    return run(workspace, asked.members, asked.seed)


def run(workspace: Workspace, members: int, seed: int) -> int:
    """Run the draws and tell what broke, where and when."""
    start = time.perf_counter()
    with Bar("en") as bar:
        broken = breaks(workspace, members, seed, bar.show)
    for each in broken:
        sys.stdout.write(f"{break_fault(each, workspace).report()}\n")
    seconds = time.perf_counter() - start
    sys.stdout.write(
        f"{members:,} draws of seed {seed}, {len(floors(workspace)):,} variables held against their range: "
        f"{len(broken)} left it. {seconds:,.0f} s, {members / seconds:,.0f} runs a second.\n"
    )
    return 1 if broken else 0


def show_draw(workspace: Workspace, number: int, seed: int) -> int:
    """Write the constants of one draw as ``name=value``, one to a line."""
    for key, value in draw_of(workspace, number, seed).items():
        sys.stdout.write(f"{key}={value!r}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
