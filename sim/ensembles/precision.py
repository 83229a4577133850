"""How many members a requested precision takes: batches are run until the widest probability is known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sim.ensembles.batch import job_of
from sim.ensembles.plan import Plan
from sim.ensembles.replicates import sampling_errors
from sim.ensembles.shard import Job, ShardTask, run_shard
from sim.ensembles.workers.local import Workers
from sim.outcomes.share import Share
from sim.outcomes.tally import Tally

BATCH = 1_000  # members


def members_until(error: float, plans: Sequence[Plan], workers: Workers) -> int:
    """Return the number of members from which the 95% error of every judged target is small enough.

    Parameters
    ----------
    error : largest distance of a probability from an end of its interval, 0 to 1
    plans : ensembles that share their draws, of any number of members
    """
    return max(_members_until(error, plan, workers) for plan in plans)


def _members_until(error: float, plan: Plan, workers: Workers) -> int:
    job = replace(job_of(replace(plan, keeps_members=True)), keeps_members=False)  # no bins, and no files
    measured = sampling_errors(plan, job, workers.threads(1))
    tally = Tally(job.targets, job.groups)
    tally.effects.update(measured.effects if measured else {})
    done, stop = 0, BATCH
    while True:
        for result in workers.map(run_shard, _tasks(plan, job, done, stop, workers)):
            tally.merge(result.tally)
        done, widest = stop, _widest(tally)
        if widest <= error:
            return done
        needed = done * (widest / error) ** 2
        stop += BATCH * max(1, math.ceil((needed - done) / BATCH / 2))  # halfway: it is an estimate


def _tasks(plan: Plan, job: Job, first: int, stop: int, workers: Workers) -> Iterator[ShardTask]:
    """Yield shards of the members from ``first`` to before ``stop``."""
    firsts = range(first, stop, plan.shard)
    threads = workers.threads(len(firsts))
    for number, start in enumerate(firsts):
        yield ShardTask(job, number, start, plan.draws(start, min(start + plan.shard, stop)), threads)


def _widest(tally: Tally) -> float:
    """Return the largest error of the probability of a judged target."""
    shares = (Share(count, tally.members, tally.effects.get(target)) for target, count in tally.met.items())
    return max((share.error for share in shares), default=0.0)
