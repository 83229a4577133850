"""Observed figures that runs are compared with, and the runs' figures for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.arrays import Array
from sim.outcomes.indicators import JUDGED, kind_of
from sim.outcomes.observed import COMPARED, compare_observations, season_error
from sim.registry.indicators import Indicator
from sim.registry.observations import Observation, latest_vintages
from sim.registry.periods import Period
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

BASE_SHARE = 0.005  # share; the base year is to be met within 1%, two standard deviations
SHARES = {"A": 0.015, "B": 0.03, "C": 0.06, "D": 0.12}  # of a level, by grade; it doubles with every grade
POINTS = {"A": 1.0, "B": 1.5, "C": 2.0, "D": 4.0}  # of a growth or a reduction [%], by grade; C are proxies
AS_OBSERVED = ("growth", "reduction")  # of the base year they are history and no result of the model
DECIMALS = 1  # decimals of a figure observed of a variable


@dataclass(frozen=True)
class Point:
    """A published figure of an indicator, or of a sum of variables.

    Parameters
    ----------
    seen : the observation, or the base that the plan publishes, which has the grade ""
    error : standard deviation of the published figure and of the share of a part of the year [its unit]
    decimals : decimals of the printed figure
    """

    seen: Observation
    error: float
    decimals: int

    @property
    def id(self) -> str:
        """Return the id of the indicator, or the variables as the registry writes them."""
        return self.seen.indicator or self.seen.variable


def fitted_points(workspace: Workspace) -> tuple[Point, ...]:
    """Return the published bases and the observations up to `last_year_to_fit`, in file order."""
    year = workspace.registry.base_year
    bases = (_base(key, entry, year) for key, entry in workspace.registry.indicators.items())
    last = workspace.registry.zone.last_year_to_fit
    early = (
        _observed(one, workspace)
        for one in workspace.registry.observed
        if one.year <= last and one.use != "validation" and _is_result(one.indicator, workspace)
    )
    return (*(one for one in bases if one and _is_result(one.id, workspace)), *early)


def known_points(
    workspace: Workspace, known_by: date | None = None, observed: Sequence[Observation] | None = None
) -> tuple[Point, ...]:
    """Return the observations after the base year that were published by a day, in file order.

    A row without a day of publication counts as known a year after its period. Of several vintages of a
    figure the most final that was known counts.

    Parameters
    ----------
    observed : by default those of the registry
    """
    known = [
        one
        for one in (workspace.registry.observed if observed is None else observed)
        if _is_result(one.indicator, workspace) and (known_by is None or known_on(one) <= known_by)
    ]
    return tuple(_observed(one, workspace) for one in latest_vintages(known))


def last_day(origin: int) -> date:
    """Return the day by which a forecast knows what it knows."""
    return date(origin, 12, 31)


def known_on(one: Observation) -> date:
    """Return the day on which a figure was known."""
    return date.fromisoformat(one.known) if one.known else date(one.year + 1, 12, 31)


def _is_result(indicator: str, workspace: Workspace) -> bool:
    """Return whether a figure follows from the model rather than from the scenario."""
    if not indicator:
        return True
    entry = workspace.registry.indicators[indicator]
    return entry.measure in COMPARED and kind_of(entry, workspace) in JUDGED


def _base(key: str, entry: Indicator, year: int) -> Point | None:
    """Return the published base; one of a year before counts as of the base year."""
    value = entry.base.value if entry.base else None
    if value is None or entry.measure in AS_OBSERVED:
        return None
    seen = Observation(
        period=Period(year), value=value, grade="", source="", use="fit", indicator=key, variable="",
        measure=entry.measure, bound="", unit=entry.unit.zh, price_basis=entry.price_basis, line=0,
    )  # fmt: skip
    return Point(seen, max(BASE_SHARE * abs(value), _half_digit(entry.decimals)), entry.decimals)


def _observed(one: Observation, workspace: Workspace) -> Point:
    """Return a figure with its error."""
    error = observation_error(one, workspace, np.array([one.value]))[0]
    return Point(one, float(error), _decimals(one, workspace))


def _decimals(one: Observation, workspace: Workspace) -> int:
    entry = workspace.registry.indicators.get(one.indicator)
    return entry.decimals if entry else DECIMALS


def observation_error(one: Observation, workspace: Workspace, figures: Array) -> Array:
    """Return the standard deviation of a publication: as stated, or by its grade, and of a part of the year.

    Parameters
    ----------
    figures : (figure,) [unit of the observation] that are published: the observed one, or simulated ones

    Returns
    -------
    (figure,) [unit of the observation]
    """
    if one.error:
        own = np.full_like(figures, one.error)
    elif one.measure in AS_OBSERVED:
        own = np.full_like(figures, POINTS[one.grade])
    else:
        own = SHARES[one.grade] * np.abs(figures)
    return np.maximum(
        np.hypot(own, season_error(one, workspace, figures)), _half_digit(_decimals(one, workspace))
    )


def _half_digit(decimals: int) -> float:
    """Return half of the last printed digit, the least error of a figure."""
    return 0.5 * 10.0**-decimals


def run_points(
    points: Sequence[Point],
    scenario: Scenario,
    workspace: Workspace,
    draws: Mapping[str, Array],
    threads: int | None = None,
) -> Array:
    """Return a scenario's figures for observed ones.

    Parameters
    ----------
    points : observed figures
    draws : (member,) [units of the model] by constant; what the scenario sets is not drawn
    threads : threads of the engine; all processors by default

    Returns
    -------
    (point, member) [units of the points]; not finite where a member became non-finite
    """
    free = {key: values for key, values in draws.items() if key not in scenario.constants}
    members = max((values.size for values in draws.values()), default=1)
    found = compare_observations(scenario, workspace, [point.seen for point in points], free, threads)
    return np.array([np.broadcast_to(one.figure, (members,)) for one in found])
