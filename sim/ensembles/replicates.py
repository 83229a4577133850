"""Sampling errors, measured on replicates: small ensembles that differ by their scrambling alone.

The members of a Sobol sequence or a Latin hypercube are not independent, and how much smaller their
error is differs from figure to figure. So it is measured: 16 independent scrambles of 64 members each
give the variance of every share and quantile. An even sequence gains with its length; what is measured
at 64 members is therefore rather too large than too small for more (``benchmarks/sampling_error.py``).

References
----------
Owen 1997, Monte Carlo variance of scrambled net quadrature, doi:10.1137/S0036142994277468.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.ensembles.plan import Plan
from sim.ensembles.shard import Job, ShardTask, simulate_task
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.outcomes.levels import LEVELS
from sim.outcomes.share import REPLICATES, STUDENT_95
from sim.outcomes.spread import measured, targets_by_indicator
from sim.outcomes.tally import reaching
from sim.outcomes.targets import Group, Target

MEMBERS = 64  # of a replicate, a power of two
_FEWEST = 32  # members of an ensemble, below which members are taken as independent
_RAREST = 16  # members on either side, of all replicates; with fewer a variance is chance
_LEAST = 0.25  # of an effect: what a few figures gain beyond that at 64 members does not last
Key = Target | Group
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class SamplingErrors:
    """Errors of an ensemble's shares and quantiles.

    Parameters
    ----------
    shares : (replicate,)  share that meets each target, or a whole group, by replicate
    effects : variance of such a share relative to that of independent draws; without those too rare to tell
    margins : (column, level)  half-widths of the 95% intervals of an indicator's quantiles, in its unit
    """

    shares: Mapping[Key, Array]
    effects: Mapping[Key, float]
    margins: Mapping[str, Array]


def sampling_errors(plan: Plan, job: Job, threads: int) -> SamplingErrors | None:
    """Return the errors of an ensemble; None where its members are few, independent, or given by a table."""
    if plan.members < _FEWEST:
        return None
    members = min(MEMBERS, 1 << (plan.members.bit_length() - 1))
    sampler = plan.sampler.replicates(REPLICATES, members)
    if sampler is None:
        return None
    draws = sampler.inputs(0, sampler.members, plan.scenario.constants)
    run = simulate_task(ShardTask(job, 0, 0, draws, threads))
    sound = np.ones((REPLICATES, members), dtype=np.bool_)
    sound.ravel()[[one.member for one in run.run.failures]] = False
    table = indicators(run)
    shares = dict(_shares(table, job, sound))
    scale = STUDENT_95 * np.sqrt(members / plan.members)
    margins = {key: scale * levels.std(axis=1, ddof=1) for key, levels in _levels(table, job, sound)}
    return SamplingErrors(shares, dict(_effects(shares, members)), margins)


def _shares(table: IndicatorTable, job: Job, sound: Marks) -> Iterator[tuple[Key, Array]]:
    """Yield the share, (replicate,), of sound members that meets each target, and each whole group."""
    met: dict[Key, Marks] = {
        one: np.reshape(reaching(table.rows[one.indicator], one)[0], sound.shape)
        for one in job.targets
        if one.is_judged
    }
    for group in job.groups:
        if ones := group.members(job.targets):
            met[group] = np.all([met[one] for one in ones], axis=0)
    for key, flags in met.items():
        yield key, (flags & sound).sum(axis=1) / np.maximum(1, sound.sum(axis=1))


def _levels(table: IndicatorTable, job: Job, sound: Marks) -> Iterator[tuple[str, Array]]:
    """Yield the quantiles of each indicator, (column, replicate, level), NaN where members lack them."""
    by_indicator = targets_by_indicator(job.targets)
    for row in table:
        if row.series is not None:
            values = measured(row, by_indicator.get(row.id, [])).reshape(-1, *sound.shape)
            ordered = np.sort(np.where(sound, values, np.nan), axis=2)  # NaN comes last
            yield row.id, _between(ordered)


def _between(ordered: Array) -> Array:
    """Return the quantiles of ordered figures, interpolated as NumPy does: (…, member) → (…, level)."""
    rank = np.array(LEVELS) * (ordered.shape[-1] - 1)
    low = np.floor(rank).astype(np.int64)
    below, above = ordered[..., low], ordered[..., np.minimum(low + 1, ordered.shape[-1] - 1)]
    return np.asarray(below + (rank - low) * (above - below), dtype=np.float64)


def _effects(shares: Mapping[Key, Array], members: int) -> Iterator[tuple[Key, float]]:
    for key, found in shares.items():
        mean = float(found.mean())
        if min(mean, 1 - mean) * members * REPLICATES >= _RAREST:
            independent = mean * (1 - mean) / members
            yield key, max(_LEAST, float(found.var(ddof=1)) / independent)
