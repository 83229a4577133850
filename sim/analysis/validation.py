"""Validation: observations after the last fitted year, compared with an ensemble that has not used them.

The result is reported, never passed or failed. Theil's inequality statistics divide the mean square error
between the median path S and the observed figures A into bias, unequal variation and unequal covariation:

    MSE = (mean S - mean A)² + (σS - σA)² + 2 (1 - r) σS σA

References
----------
Theil 1966, Applied Economic Forecasting. Sterman 1984, Appropriate summary statistics for evaluating the
historical fit of system dynamics models, Dynamica 10, 51-66; Sterman 2000, Business Dynamics, chapter 21.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim import arguments
from sim.analysis.calibration.observations import Point, later_points, later_set_by, run_points
from sim.arrays import Array
from sim.ensembles.plan import SHARD
from sim.errors import fail
from sim.notebook import table_html
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.sampling.request import MOST_AT_ONCE, check_request
from sim.sampling.sampler import Sampler, sampler_of
from sim.scenario.load import AnyScenario, Scenario, workspace_for
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

MEMBERS, SEED = 1_000, 7
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
ENOUGH = 3  # points of an indicator for Theil's statistics


@dataclass(frozen=True)
class Held:
    """An observed figure compared with the ensemble.

    Parameters
    ----------
    point : the observed figure
    quantiles : the ensemble's quantiles of `LEVELS` [unit of the figure]
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
    id : id of the indicator, or the variables
    count : number of figures
    bias : U^M, share of unequal means
    variation : U^S, share of unequal variation
    covariation : U^C, share of unequal covariation
    error : root of the mean square error [unit of the figures]
    """

    id: str
    count: int
    bias: float
    variation: float
    covariation: float
    error: float


@dataclass(frozen=True, repr=False)
class Validation:
    """Later observations compared with an ensemble of a scenario.

    Parameters
    ----------
    members : number of members that stayed finite
    held : observed figures compared with the ensemble
    theil : statistics of the paths with enough figures
    left_out : number of observations that parameters were set with, which test nothing
    """

    scenario: str
    members: int
    seed: int
    held: tuple[Held, ...]
    theil: tuple[Theil, ...]
    left_out: int

    @property
    def figures(self) -> tuple[Held, ...]:
        """Return the observations published as a figure; a limit lies in no band."""
        return tuple(one for one in self.held if not one.point.seen.bound)

    @property
    def within_50(self) -> int:
        """Return the number of figures within the 50% band; half of them are expected."""
        return sum(one.is_within_50 for one in self.figures)

    @property
    def within_90(self) -> int:
        """Return the number of figures within the 90% band; nine in ten are expected."""
        return sum(one.is_within_90 for one in self.figures)

    def __repr__(self) -> str:
        """Return the number of figures in each band, in one line."""
        bands = f"{self.within_50} within the band of 50%, {self.within_90} within that of 90%"
        return f"<Validation of {self.scenario}: {len(self.figures)} figures, {bands}>"

    def _repr_html_(self) -> str:
        """Return the observed figures and the ensemble as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each observed figure, with the ensemble's quantiles in its unit."""
        import pandas as pd

        return pd.DataFrame(
            {
                "id": one.point.id,
                "period": str(one.point.seen.period),
                "unit": one.point.seen.unit,
                "bound": one.point.seen.bound,
                "observed": one.point.seen.value,
                **{f"p{round(100 * level):02d}": q for level, q in zip(LEVELS, one.quantiles, strict=True)},
                "percentile": one.percentile,
            }
            for one in self.held
        )


@arguments.reading(members=arguments.members)
def validate(
    scenario: AnyScenario,
    members: int = MEMBERS,
    seed: int = SEED,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Validation:
    """Compare the figures observed after the fit's last year with an ensemble of a scenario.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    members : number of draws
    seed : seed of the draws; equal requests give equal results
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default
    progress : function called with the members done and all members

    Returns
    -------
    Validation : each observation with the ensemble's quantiles [unit of the observation], the number of
        observations within the 50% and 90% bands, and Theil's inequality statistics

    Raises
    ------
    SimError: an invalid scenario, number of members or seed; all members became non-finite.

    References
    ----------
    Theil 1966, Applied Economic Forecasting. Sterman 1984, Appropriate summary statistics for evaluating the
    historical fit of system dynamics models, Dynamica 10, 51-66.

    Examples
    --------
    >>> sim.validate("trend", members=64)  # doctest: +ELLIPSIS
    <Validation of trend: ... within the band of 50%, ... within that of 90%>
    """
    workspace = workspace_for([scenario], home)
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
        raise fail("non-finite", "所有成员都算出非有限的数。", "every member became non-finite.", chosen.name)
    held = tuple(_held(point, row) for point, row in zip(points, figures, strict=True))
    return Validation(chosen.name, figures.shape[1], seed, held, tuple(_theil(held)), later_set_by(workspace))


def _draws(sampler: Sampler, first: int) -> dict[str, Array]:
    """Return the draws of a shard, (member,) [units of the model] by key."""
    return sampler.inputs(first, min(first + SHARD, sampler.members), {})


def _figures(
    points: Sequence[Point],
    scenario: Scenario,
    workspace: Workspace,
    draws: dict[str, Array],
    threads: int | None,
) -> Array:
    """Return the figures of the members that stayed finite, (point, member) [units of the points]."""
    figures = run_points(points, scenario, workspace, draws, threads)
    return figures[:, np.isfinite(figures).all(axis=0)]


def _held(point: Point, row: Array) -> Held:
    """Return a point compared with the members' figures, (member,) [unit of the point]."""
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
    """Return the group of a figure: figures of one group are comparable; growths of any period are."""
    length = 0.0 if point.seen.measure == "growth" else point.seen.period.end - point.seen.period.start
    return point.id, point.seen.measure, length


def theil(name: str, simulated: Array, observed: Array) -> Theil:
    """Return Theil's inequality statistics of a path; the shares are zero where path and figures are equal.

    Parameters
    ----------
    name : id of the indicator, or the variables
    simulated, observed : (time,) [unit of the indicator]
    """
    error = float(((simulated - observed) ** 2).mean())
    bias = float((simulated.mean() - observed.mean()) ** 2)
    variation = float((simulated.std() - observed.std()) ** 2)
    covariation = max(0.0, error - bias - variation)  # 2 (1 - r) σS σA
    whole = error or 1.0
    return Theil(
        name, len(observed), bias / whole, variation / whole, covariation / whole, float(np.sqrt(error))
    )
