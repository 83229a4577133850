"""What was observed after 2021 beside an ensemble that has not seen it: reported, never passed or failed.

Theil's inequality statistics share out the mean square error between the median path S and what was
observed A (Sterman 2000, ch. 21): MSE = (mean S - mean A)² + (σS - σA)² + 2 (1 - r) σS σA.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.calibration.observations import Point, later_points, later_set_by, run_points
from sim.arrays import Array
from sim.ensembles.plan import SHARD, Progress
from sim.errors import fail
from sim.run.single import prepare
from sim.sampling.request import MOST_AT_ONCE, check_request
from sim.sampling.sampler import Sampler, sampler_of
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

MEMBERS, SEED = 1_000, 7
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
ENOUGH = 3  # points of an indicator for Theil's statistics


@dataclass(frozen=True)
class Held:
    """An observed figure beside the ensemble.

    Parameters
    ----------
    quantiles : of `LEVELS`, in the unit of the figure
    percentile : share of members below the observed figure, those equal to it counted half, 0 to 1
    """

    point: Point
    quantiles: tuple[float, ...]
    percentile: float

    @property
    def agreeing(self) -> float | None:
        """Return the share of members on the right side of a limit, None for a figure."""
        bound = self.point.seen.bound
        return None if not bound else 1 - self.percentile if bound == ">" else self.percentile

    @property
    def is_within_50(self) -> bool:
        """Return whether it lies between the quarters."""
        return self.quantiles[1] <= self.point.seen.value <= self.quantiles[3]

    @property
    def is_within_90(self) -> bool:
        """Return whether it lies between the points of 5% and 95%."""
        return self.quantiles[0] <= self.point.seen.value <= self.quantiles[4]


@dataclass(frozen=True)
class Theil:
    """Shares of the mean square error of the median path, which sum to one.

    Parameters
    ----------
    bias : U^M, of unequal means
    variation : U^S, of unequal variation
    covariation : U^C, of unequal covariation
    id : of the indicator, or the variables
    error : root of the mean square error, in the unit of the figures
    """

    id: str
    count: int
    bias: float
    variation: float
    covariation: float
    error: float


@dataclass(frozen=True)
class Validation:
    """Later observations beside an ensemble of a scenario.

    Parameters
    ----------
    members : that ran soundly
    left_out : observations that parameters were set with, which test nothing
    """

    scenario: str
    members: int
    seed: int
    held: tuple[Held, ...]
    theil: tuple[Theil, ...]
    left_out: int

    @property
    def figures(self) -> tuple[Held, ...]:
        """Return what was published as a figure, and not as a limit, which lies in no band."""
        return tuple(one for one in self.held if not one.point.seen.bound)

    @property
    def within_50(self) -> int:
        """Return how many figures lie within the band of 50%; half of them are to be expected."""
        return sum(one.is_within_50 for one in self.figures)

    @property
    def within_90(self) -> int:
        """Return how many figures lie within the band of 90%; nine in ten are to be expected."""
        return sum(one.is_within_90 for one in self.figures)


def validate(
    scenario: str,
    workspace: Workspace,
    members: int = MEMBERS,
    seed: int = SEED,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Validation:
    """Hold what was observed from 2022 on against an ensemble of the scenario.

    Raises
    ------
    SimError: bad scenario, members or seed; all members left the range of numbers.
    """
    chosen = prepare(scenario, (), workspace)
    check_request(members, seed, MOST_AT_ONCE)
    sampler = sampler_of(workspace, members, seed)
    points = later_points(workspace)
    parts = [np.zeros((len(points), 0 if points else members))]
    for first in range(0, members if points else 0, SHARD):
        draws = _draws(sampler, first)
        parts.append(_figures(points, chosen, workspace, draws, threads))
        if progress:
            progress(min(first + SHARD, members), members)
    figures = np.concatenate(parts, axis=1)
    if not figures.shape[1]:
        raise fail("non-finite", "所有成员都算出非有限的数。", "every member turned non-finite.", chosen.name)
    held = tuple(_held(point, row) for point, row in zip(points, figures, strict=True))
    return Validation(chosen.name, figures.shape[1], seed, held, tuple(_theil(held)), later_set_by(workspace))


def _draws(sampler: Sampler, first: int) -> dict[str, Array]:
    """Return the draws of a shard: (member,) by key."""
    return sampler.inputs(first, min(first + SHARD, sampler.members), {})


def _figures(
    points: Sequence[Point],
    scenario: Scenario,
    workspace: Workspace,
    draws: dict[str, Array],
    threads: int | None,
) -> Array:
    """Return (point, member) of the members that ran soundly."""
    figures = run_points(points, scenario, workspace, draws, threads)
    return figures[:, np.isfinite(figures).all(axis=0)]


def _held(point: Point, row: Array) -> Held:
    below, equal = (row < point.seen.value).mean(), (row == point.seen.value).mean()
    return Held(point, tuple(map(float, np.quantile(row, LEVELS))), float(below + equal / 2))


def _theil(held: Sequence[Held]) -> Iterator[Theil]:
    alike: dict[tuple[str, str, float], list[Held]] = {}
    for one in held:
        if not one.point.seen.bound:
            alike.setdefault(_kind(one.point), []).append(one)
    for (name, *_), rows in alike.items():
        if len(rows) >= ENOUGH:
            simulated = np.array([one.quantiles[2] for one in rows])
            yield theil(name, simulated, np.array([one.point.seen.value for one in rows]))


def _kind(point: Point) -> tuple[str, str, float]:
    """Return what figures have in common that may be set side by side; growths of any period may."""
    length = 0.0 if point.seen.measure == "growth" else point.seen.period.end - point.seen.period.start
    return point.id, point.seen.measure, length


def theil(name: str, simulated: Array, observed: Array) -> Theil:
    """Return the inequality statistics of a path, (time,) each, in the indicator's unit.

    The shares are zero where path and figures are equal.
    """
    error = float(((simulated - observed) ** 2).mean())
    bias = float((simulated.mean() - observed.mean()) ** 2)
    variation = float((simulated.std() - observed.std()) ** 2)
    covariation = max(0.0, error - bias - variation)  # 2 (1 - r) σS σA
    whole = error or 1.0
    return Theil(
        name, len(observed), bias / whole, variation / whole, covariation / whole, float(np.sqrt(error))
    )
