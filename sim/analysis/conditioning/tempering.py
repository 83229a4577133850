"""Tempered sequential Monte Carlo: members move from the prior to the posterior in stages.

From stage to stage the misfit counts for more, until it counts fully; members are resampled by how much
better they fit, and moved by Metropolis steps that leave the stage's distribution unchanged: all variates
together around what a regression learned (`proposal`), and then block by block, so that variates of little
influence, which resampling made alike, are drawn anew with long steps.

References
----------
Del Moral, Doucet and Jasra 2006, Sequential Monte Carlo samplers, doi:10.1111/j.1467-9868.2006.00553.x.
Beskos, Jasra, Muzaffer and Stuart 2015, Sequential Monte Carlo methods for Bayesian elliptic inverse
problems, doi:10.1007/s11222-014-9478-x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.analysis.conditioning.proposal import DECIMALS, Proposal, learn
from sim.arrays import Array

KEPT = 0.5  # share of members that remain effective when the weight of the misfit rises
RECENT = 4  # sweeps whose members the proposal is learned from
MOVES, LAST_MOVES = 0.6, 2.0  # accepted moves of the mean member in a stage, and in the last one
BLOCKS_FROM = 0.6  # weight from which members are moved block by block as well
MOST_SWEEPS = 24  # in a stage
MOST_STAGES = 40
ACCEPTED = 0.3  # share of moves that the step length aims at
FIRST_STEP, LEAST_STEP, LONGEST_STEP = 0.7, 0.02, 1.0


class Target(Protocol):
    """What members are conditioned on."""

    def misses(self, z: Array) -> Array:
        """Return simulated less observed, (point, member) [standard deviations], for z (dimension, member).

        Not finite where a member became non-finite.
        """
        ...

    def log_likelihood(self, misses: Array) -> Array:
        """Return the log likelihood, (member,), minus infinity for a member that is not finite."""
        ...

    @property
    def blocks(self) -> tuple[NDArray[np.int64], ...]:
        """Return places of variates to be moved together, those of the least influence first."""
        ...

    @property
    def regressed(self) -> Array:
        """Return the points that a regression is learned from, (point,) [true or false]."""
        ...


@dataclass(frozen=True, eq=False)
class Stage:
    """Members on their way from the prior to the posterior.

    Parameters
    ----------
    weight : φ, how much the misfit counts, 0 to 1
    z : (dimension, member) standard normal under the prior
    misses : (point, member) [standard deviations]
    log_likelihood : (member,)
    step : length of the moves of all variates, 0 to 1
    steps : (block,) length of the moves of each block, 0 to 1
    number : stages done
    runs : members run so far
    accepted : share of the stage's moves that were accepted
    effective : effective number of members: those that are equal count once
    moves_done : share of the stage's moves that are done, 0 to 1
    """

    weight: float
    z: Array
    misses: Array
    log_likelihood: Array
    step: float
    steps: Array
    number: int
    runs: int
    accepted: float
    effective: float
    moves_done: float

    @property
    def is_last(self) -> bool:
        """Return whether the misfit counts fully."""
        return self.weight >= 1


def first_stage(z: Array, misses: Array, target: Target) -> Stage:
    """Return the members of the prior, (dimension, member), with their misfits."""
    members = z.shape[1]
    steps = np.ones(len(target.blocks))
    likelihood = target.log_likelihood(misses)
    return Stage(0.0, z, misses, likelihood, FIRST_STEP, steps, 0, members, 1.0, members, 1.0)


def stages(stage: Stage, target: Target, seed: int, on_sweep: Callable[[Stage], None]) -> Iterator[Stage]:
    """Yield the stages after one, until the misfit counts fully or a stage no longer moves.

    Equal seeds give equal stages; one that is taken up again from a stage goes on as if it had not stopped.
    """
    while not stage.is_last and stage.number < MOST_STAGES and stage.accepted > 0:
        stage = _next(stage, target, seed, on_sweep)
        yield stage


def _next(stage: Stage, target: Target, seed: int, on_sweep: Callable[[Stage], None]) -> Stage:
    weight = _next_weight(stage)
    number = stage.number + 1
    random = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    chosen = resampled((weight - stage.weight) * stage.log_likelihood, random)
    families = chosen.copy()
    now = replace(
        stage,
        weight=weight,
        number=number,
        z=stage.z[:, chosen],
        misses=stage.misses[:, chosen],
        log_likelihood=stage.log_likelihood[chosen],
    )
    recent = [(stage.z, stage.misses)]
    accepted, wanted = 0.0, LAST_MOVES if now.is_last else MOVES
    for sweep in range(1, MOST_SWEEPS + 1):
        proposal = _proposal(recent, target, weight)
        now, moved, tried = _sweep(now, proposal, target, random)
        families = np.where(moved, families.max() + 1 + np.arange(len(moved)), families)
        recent = [*recent, tried][-RECENT:]
        accepted += float(moved.mean())
        now = replace(
            now,
            step=_next_step(now.step, float(moved.mean())),
            accepted=accepted / sweep,
            effective=_effective(families),
            moves_done=accepted / wanted,
        )
        if now.weight >= BLOCKS_FROM:
            now = _blocks_moved(now, target, random)
        on_sweep(now)
        if accepted >= wanted:
            break
    return now


def _blocks_moved(now: Stage, target: Target, random: np.random.Generator) -> Stage:
    """Return the members after a move of each block, around the prior; acceptance asks the likelihood."""
    for number, block in enumerate(target.blocks):
        step = float(now.steps[number])
        tried = now.z.copy()
        noise = random.standard_normal((len(block), tried.shape[1]))
        tried[block] = np.round(np.sqrt(1 - step**2) * tried[block] + step * noise, DECIMALS)
        misses = target.misses(tried)
        found = target.log_likelihood(misses)
        now, moved = _accepted(now, tried, misses, found, now.weight * (found - now.log_likelihood), random)
        steps = now.steps.copy()
        steps[number] = _next_step(step, float(moved.mean()))
        now = replace(now, steps=steps)
    return now


def _proposal(recent: list[tuple[Array, Array]], target: Target, weight: float) -> Proposal:
    z = np.concatenate([each for each, _ in recent], axis=1)
    misses = np.concatenate([each for _, each in recent], axis=1)[target.regressed]
    sound = np.isfinite(misses).all(axis=0)
    return learn(z[:, sound], misses[:, sound], weight)


def _sweep(
    now: Stage, proposal: Proposal, target: Target, random: np.random.Generator
) -> tuple[Stage, NDArray[np.bool_], tuple[Array, Array]]:
    """Return the members after a move each, which were accepted, and what was tried."""
    tried = proposal.move(now.z, random.standard_normal(now.z.shape), now.step)
    misses = target.misses(tried)
    found = target.log_likelihood(misses)
    gain = now.weight * (found - now.log_likelihood) + proposal.log_ratio(tried) - proposal.log_ratio(now.z)
    now, moved = _accepted(now, tried, misses, found, gain, random)
    return now, moved, (tried, misses)


def _accepted(
    now: Stage, tried: Array, misses: Array, found: Array, gain: Array, random: np.random.Generator
) -> tuple[Stage, NDArray[np.bool_]]:
    """Return the members after proposals with a log acceptance ratio, and which were accepted."""
    moved = np.log(random.random(len(found))) < gain
    stage = replace(
        now,
        z=np.where(moved, tried, now.z),
        misses=np.where(moved, misses, now.misses),
        log_likelihood=np.where(moved, found, now.log_likelihood),
        runs=now.runs + len(found),
    )
    return stage, moved


def _next_weight(stage: Stage) -> float:
    """Return the largest weight that leaves the share `KEPT` of the members effective."""
    low, high = stage.weight, 1.0
    if effective((high - stage.weight) * stage.log_likelihood) >= KEPT * len(stage.log_likelihood):
        return high
    for _ in range(40):
        middle = (low + high) / 2
        enough = effective((middle - stage.weight) * stage.log_likelihood) >= KEPT * len(stage.log_likelihood)
        low, high = (middle, high) if enough else (low, middle)
    return high


def effective(log_weights: Array) -> float:
    """Return the effective number of members with the weights, (Σ w)² / Σ w²."""
    weights = np.exp(log_weights - log_weights.max())
    return float(weights.sum() ** 2 / (weights**2).sum())


def resampled(log_weights: Array, random: np.random.Generator) -> Array:
    """Return the members to go on with, (member,), by systematic resampling."""
    weights = np.exp(log_weights - log_weights.max())
    ends = np.cumsum(weights / weights.sum())
    places = (random.random() + np.arange(len(ends))) / len(ends)
    return np.asarray(np.minimum(np.searchsorted(ends, places, side="right"), len(ends) - 1))


def _next_step(step: float, accepted: float) -> float:
    return float(np.clip(step * np.exp(accepted - ACCEPTED), LEAST_STEP, LONGEST_STEP))


def _effective(families: Array) -> float:
    counts = np.unique(families, return_counts=True)[1].astype(np.float64)
    return float(counts.sum() ** 2 / (counts**2).sum())
