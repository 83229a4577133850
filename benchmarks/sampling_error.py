"""How the error of probabilities from scrambled Sobol draws compares with the intervals that are told.

Run as ``python benchmarks/sampling_error.py [SCENARIO]``. Many ensembles differ by their seed alone. The
standard deviation of each target's probability over the seeds is set against that of as many independent
draws, sqrt(p (1 - p) / n), and the 95% intervals against the mean of all seeds: those of independent draws
and those of the replicates that every ensemble measures its error on.
"""

from __future__ import annotations

import sys

import numpy as np

from sim.ensembles.batch import job_of
from sim.ensembles.plan import Request, plan_ensembles
from sim.ensembles.replicates import sampling_errors
from sim.ensembles.shard import ShardTask, run_shard
from sim.outcomes.share import Share
from sim.sampling.request import DrawRequest

SEEDS, MEMBERS = 40, 1024
LEAST = 0.02  # of a probability; nearer to 0 or 1 there is too little to compare


def main() -> None:
    """Print the ratio of errors, the widths of the intervals and how often they hold."""
    name = sys.argv[1] if len(sys.argv) > 1 else "plan"
    found = [_shares(name, seed) for seed in range(SEEDS)]
    shares = np.array([[one.value for one in row] for row in found])
    mean = shares.mean(axis=0)
    told = np.flatnonzero((mean > LEAST) & (mean < 1 - LEAST))
    ratio = shares.std(axis=0, ddof=1)[told] / np.sqrt(mean[told] * (1 - mean[told]) / MEMBERS)
    print(f"{name}: {told.size} targets, {SEEDS} seeds of {MEMBERS:,} members")
    print(f"error over that of independent draws: median {np.median(ratio):.2f}, at most {ratio.max():.2f}")
    for what, rows in {
        "independent": [[Share(one.count, one.members) for one in row] for row in found],
        "replicates": found,
    }.items():
        ends = np.array([[rows[seed][place].interval for place in told] for seed in range(SEEDS)])
        holds = (ends[..., 0] <= mean[told]) & (mean[told] <= ends[..., 1])
        width = np.median(ends[..., 1] - ends[..., 0])
        print(
            f"95% intervals, {what}: hold in {holds.mean():.1%} of all cases, of the worst target in "
            f"{holds.mean(axis=0).min():.1%}; median width {100 * width:.2f} points"
        )


def _shares(name: str, seed: int) -> list[Share]:
    (plan,) = plan_ensembles([name], Request(DrawRequest(MEMBERS, seed), summary=True))
    job = job_of(plan)
    tally = run_shard(ShardTask(job, 0, 0, plan.draws(0, MEMBERS), 2)).tally
    errors = sampling_errors(plan, job, 2)
    effects = errors.effects if errors else {}
    return [Share(count, tally.members, effects.get(target)) for target, count in tally.met.items()]


if __name__ == "__main__":
    main()
