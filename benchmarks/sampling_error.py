"""How the error of probabilities from scrambled Sobol draws compares with that of independent draws.

Run as ``python benchmarks/sampling_error.py [SCENARIO]``. Many ensembles differ by their seed alone;
the standard deviation of each target's probability over the seeds is set against that of as many
independent draws, sqrt(p (1 - p) / n), and the 95% intervals of Wilson against the mean of all seeds.
"""

from __future__ import annotations

import sys

import numpy as np

from sim.outcomes.board_of_fan import fan_board
from sim.outcomes.fan import run_fan
from sim.run.single import prepare
from sim.sampling.sampler import draw
from sim.scenario.workspace import load_workspace

SEEDS, MEMBERS = 40, 1024
LEAST = 0.02  # of a probability; nearer to 0 or 1 there is too little to compare


def main() -> None:
    """Print the ratio of errors and how often the intervals hold."""
    name = sys.argv[1] if len(sys.argv) > 1 else "plan"
    workspace = load_workspace()
    scenario = prepare(name, (), workspace)
    shares, low, high = [], [], []
    for seed in range(SEEDS):
        board = fan_board(run_fan(scenario, workspace, draw(workspace, MEMBERS, seed)), workspace)
        found = [row.share for row in board.rows if row.share is not None]
        shares.append([share.value for share in found])
        low.append([share.interval[0] for share in found])
        high.append([share.interval[1] for share in found])
    mean = np.mean(shares, axis=0)
    told = (mean > LEAST) & (mean < 1 - LEAST)
    mean = mean[told]
    ratio = np.std(np.array(shares)[:, told], axis=0, ddof=1) / np.sqrt(mean * (1 - mean) / MEMBERS)
    holds = (np.array(low)[:, told] <= mean) & (mean <= np.array(high)[:, told])
    worst = holds.mean(axis=0).min()
    print(f"{name}: {told.sum()} targets, {SEEDS} seeds of {MEMBERS:,} members")
    print(f"error over that of independent draws: median {np.median(ratio):.2f}, at most {ratio.max():.2f}")
    print(
        f"Wilson's 95% intervals hold in {holds.mean():.1%} of all cases, of the worst target in {worst:.1%}"
    )


if __name__ == "__main__":
    main()
