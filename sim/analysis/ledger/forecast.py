"""The forecast that is sealed: members' figures as they would be published, and what naive rules say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata

import numpy as np

from sim.analysis.calibration.observations import Point, run_points
from sim.analysis.ledger.row import SealedRow
from sim.analysis.ledger.unpublished import in_year
from sim.analysis.record.naive import RULES, Naive
from sim.analysis.record.publication import as_published
from sim.arrays import Array
from sim.errors import fail
from sim.sampling.forecast import prior_hash, shipped_forecast
from sim.sampling.methods import FORECAST, METHODS, PRIOR
from sim.sampling.registry_draws import registry_draws
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

PACKAGE = "teda-simulator"
YEARS_AHEAD = 1


@dataclass(frozen=True, eq=False)
class LedgerForecast:
    """The members by which figures are forecast.

    Parameters
    ----------
    source, digest : where the draws are from, as a row says it
    last_year : of which they know something
    draws : (member,) [units of the model] by constant
    """

    scenario: Scenario
    workspace: Workspace
    members: int
    seed: int
    source: str
    digest: str
    last_year: int
    draws: Mapping[str, Array]

    @property
    def default_years(self) -> tuple[int, ...]:
        """Return the last year of which the draws know something, and the next."""
        return tuple(range(self.last_year, self.last_year + YEARS_AHEAD + 1))

    def rows(
        self, points: Sequence[Point], known: Sequence[Point], threads: int | None
    ) -> tuple[SealedRow, ...]:
        """Return the forecasts of figures, and of naive rules from what is known."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        figures, accounts = self._figures(points, threads)
        return tuple(
            self._row(now, point, row, Naive(point, known, account, self.workspace))
            for point, row, account in zip(points, figures, accounts, strict=True)
        )

    def _row(self, now: str, point: Point, figures: Array, naive: Naive) -> SealedRow:
        return SealedRow(
            time=now,
            version=metadata.version(PACKAGE),
            scenario=self.scenario.name,
            scenario_hash=self.scenario.hash,
            model_hash=self.workspace.model.hash,
            draws=self.source,
            draws_hash=self.digest,
            members=self.members,
            seed=self.seed,
            indicator=point.id,
            year=point.seen.year,
            measure=point.seen.measure,
            unit=point.seen.unit,
            price_basis=point.seen.price_basis,
            grade=point.seen.grade,
            naive=dict(zip(RULES, map(_number, naive.figures()), strict=True)),
            figures=tuple(map(float, figures)),
        )

    def _figures(
        self, points: Sequence[Point], threads: int | None
    ) -> tuple[list[Array], list[float | None]]:
        """Return members' figures as they would be published, (member,), and levels of the base year."""
        base = self.workspace.registry.base_year
        levels = {point: in_year(point, base) for point in points if point.seen.measure != "growth"}
        asked = [*points, *levels.values()]
        run = run_points(asked, self.scenario, self.workspace, self.draws, threads)
        own = run[: len(points)]
        medians = dict(zip(levels, map(float, np.nanmedian(run[len(points) :], axis=1)), strict=True))
        sound = np.isfinite(own).all(axis=0)
        if not sound.any():
            zh, en = "所有成员都算出非有限的数。", "every member became non-finite."
            raise fail("non-finite", zh, en, self.scenario.name)
        figures = [
            as_published(point, row, self.workspace, self.seed)[sound]
            for point, row in zip(points, own, strict=True)
        ]
        return figures, [medians.get(point) for point in points]


def ledger_forecast(scenario: Scenario, workspace: Workspace, members: int, seed: int) -> LedgerForecast:
    """Return the members of the forecast that a home ships, or of the prior where it ships none."""
    shipped = shipped_forecast(workspace)
    draws = shipped or registry_draws(workspace, METHODS[PRIOR], members, seed)
    return LedgerForecast(
        scenario,
        workspace,
        members,
        seed,
        FORECAST if shipped else "prior",
        shipped.sha256 if shipped else prior_hash(workspace.registry),
        shipped.last_year if shipped else workspace.registry.plan.period[1],
        dict(zip(draws.keys, draws.block(0, members), strict=True)),
    )


def _number(value: float | None) -> float | None:
    return float(value) if value is not None and np.isfinite(value) else None
