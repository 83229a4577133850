"""Replay of past forecasts: what each would have said of the figures that became known later.

Nothing passes or fails. A forecast reads no target and no figure that became known after its day.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim import arguments
from sim.analysis.calibration.observations import (
    Point,
    known_on,
    known_points,
    last_day,
    run_points,
)
from sim.analysis.conditioning.condition import LEAST, MOST, condition
from sim.analysis.record.kept import request_of
from sim.analysis.record.naive import Naive
from sim.analysis.record.publication import as_published
from sim.analysis.record.record import LEVELS, Prediction, Record
from sim.analysis.record.resume import RecordFolder
from sim.analysis.record.scores import crps, percentile
from sim.arrays import Array
from sim.errors import fail
from sim.registry.periods import Period
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.sampling.methods import METHODS
from sim.sampling.registry_draws import registry_draws
from sim.scenario.load import AnyScenario, Scenario, workspace_for
from sim.scenario.workspace import Workspace

MEMBERS, SEED = 512, 7
EFFORT = 3  # of a forecast beside that of each figure that it learns from


@arguments.reading(members=arguments.whole_within(LEAST, MOST))
def validate(
    scenario: AnyScenario | None = None,
    members: int = MEMBERS,
    seed: int = SEED,
    out: str | os.PathLike[str] | None = None,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Record:
    """Replay the forecasts of past years, and score them by the figures that became known later.

    There is a forecast for the end of the plan's base year and of each later year but the plan's last. The
    first, before anything was observed, is the prior. Each predicts every observation that was published
    after its day, as members' figures with the error of a publication.

    Parameters
    ----------
    scenario : whose policies the past is simulated with; by default the reference
    members : number of members of each forecast, 64 to 65,536
    seed : equal requests give equal results, for any number of threads
    out : folder for the forecasts; one that was begun is taken up again
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default
    progress : function called with the share done and 100, in per cent

    Returns
    -------
    Record : each prediction with its quantiles [unit of the observation], PIT, CRPS and three naive
        forecasts, and their sums

    Raises
    ------
    SimError: an invalid scenario, number of members or seed; a forecast degenerates; a folder of
        another request; all members became non-finite.

    References
    ----------
    Gneiting and Raftery 2007, Strictly proper scoring rules, doi:10.1198/016214506000001437.

    Examples
    --------
    >>> sim.validate(members=64, out=folder / "record")  # doctest: +ELLIPSIS
    <Record of trend: ... predictions, ... within the band of 50%, ... within that of 90%>
    """
    workspace = workspace_for([] if scenario is None else [scenario], home)
    chosen = prepare(workspace.registry.zone.reference if scenario is None else scenario, (), workspace)
    request = request_of(workspace, chosen, members, seed)
    folder = RecordFolder(out, request) if out is not None else None
    replay = Replay(workspace, chosen, members, seed, threads, folder)
    plan = workspace.registry.plan
    origins = tuple(range(workspace.registry.base_year, plan.period[1]))
    found: list[Prediction] = []
    shares = _shares(replay.points, origins)
    for origin, (begun, effort) in zip(origins, shares, strict=True):
        found += replay.predictions(origin, _part(progress, begun, effort))
        if progress:
            progress(round(100 * (begun + effort)), 100)
    return Record(chosen.name, members, seed, origins, tuple(found), request)


@dataclass(frozen=True)
class Replay:
    """Forecasts of past years, each from what was known by the end of a year."""

    workspace: Workspace
    scenario: Scenario
    members: int
    seed: int
    threads: int | None
    folder: RecordFolder | None

    @functools.cached_property
    def points(self) -> tuple[Point, ...]:
        """Return all observations."""
        return known_points(self.workspace)

    def predictions(self, origin: int, progress: Progress | None) -> list[Prediction]:
        """Return what the forecast of an origin says of each figure that became known later."""
        known, later = split(self.points, origin)
        if not later:
            return []
        figures = self._figures(origin, known, later, progress)
        sound = np.isfinite(figures).all(axis=0)
        if not sound.any():
            raise fail(
                "non-finite",
                "所有成员都算出非有限的数。",
                "every member became non-finite.",
                self.scenario.name,
            )
        return [
            self._prediction(origin, point, as_published(point, row, self.workspace, self.seed)[sound], known)
            for point, row in zip(later, figures, strict=True)
        ]

    def _figures(
        self, origin: int, known: Sequence[Point], later: Sequence[Point], progress: Progress | None
    ) -> Array:
        """Return the members' figures for the later observations, (point, member) [units of the points]."""
        if not known:
            return self._run(later, self._prior)
        kept = self.folder.read(origin) if self.folder else None
        if kept is not None:
            return kept
        forecast = condition(
            self.scenario,
            known_by=last_day(origin),
            members=self.members,
            seed=self.seed,
            out=self.folder.forecast(origin) if self.folder else None,
            home=self.workspace.home.folder,
            threads=self.threads,
            progress=progress,
        )
        figures = self._run(later, dict(zip(forecast.keys, forecast.values, strict=True)))
        if self.folder:
            self.folder.write(origin, figures)
        return figures

    def _run(self, points: Sequence[Point], draws: dict[str, Array]) -> Array:
        return run_points(points, self.scenario, self.workspace, draws, self.threads)

    @functools.cached_property
    def _prior(self) -> dict[str, Array]:
        """Return the prior's draws, (member,) [units of the model] by key."""
        draws = registry_draws(self.workspace, METHODS["sobol"], self.members, self.seed)
        return dict(zip(draws.keys, draws.block(0, self.members), strict=True))

    def _prediction(self, origin: int, point: Point, draws: Array, known: Sequence[Point]) -> Prediction:
        value, is_limit = point.seen.value, bool(point.seen.bound)
        naive = Naive(point, known, self._accounts.get(point), self.workspace)
        return Prediction(
            origin,
            point,
            tuple(map(float, np.quantile(draws, LEVELS))),
            percentile(draws, value),
            np.nan if is_limit else crps(draws, value),
            naive.figures(),
        )

    @functools.cached_property
    def _accounts(self) -> dict[Point, float]:
        """Return the median level of the base year under the prior [unit of the point]."""
        year = Period(self.workspace.registry.base_year)
        levels = [point for point in self.points if point.seen.measure != "growth"]
        figures = self._run(
            [replace(point, seen=replace(point.seen, period=year)) for point in levels], self._prior
        )
        return {point: float(np.nanmedian(row)) for point, row in zip(levels, figures, strict=True)}


def split(points: Sequence[Point], origin: int) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Return the points known by the end of a year, and those that became known later."""
    day = last_day(origin)
    known = tuple(point for point in points if known_on(point.seen) <= day)
    return known, tuple(point for point in points if known_on(point.seen) > day)


def _shares(points: Sequence[Point], origins: Sequence[int]) -> list[tuple[float, float]]:
    """Return begin and length of each forecast's work, as shares of the whole."""
    efforts = []
    for origin in origins:
        known, later = split(points, origin)
        efforts.append(EFFORT + len(known) if known and later else 1)
    ends = np.cumsum(efforts) / sum(efforts)
    return [
        (end - effort / sum(efforts), effort / sum(efforts))
        for end, effort in zip(ends, efforts, strict=True)
    ]


def _part(progress: Progress | None, begun: float, effort: float) -> Progress | None:
    """Return the progress of a part of the work."""
    if progress is None:
        return None
    return lambda done, total: progress(round(100 * (begun + effort * done / total)), 100)
