"""Observed figures that runs are compared with, and the runs' figures for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.outcomes.indicators import JUDGED, kind_of
from sim.outcomes.measures import PER_CENT
from sim.outcomes.observed import COMPARED, compare_observations
from sim.registry.indicators import Indicator
from sim.registry.observations import Observation
from sim.registry.periods import Period
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

BASE_SHARE = 0.005  # share; the base year is to be met within 1%, two standard deviations
SHARES = {"A": 0.02, "B": 0.04, "C": 0.08, "D": 0.16}  # share by grade; it doubles with every grade
PART_OF_YEAR = 2.0  # factor on the share: the model has neither seasons nor the months of the pandemic
AS_OBSERVED = ("growth", "reduction")  # of the base year they are history and no result of the model
DECIMALS = 1  # decimals of a figure observed of a variable


@dataclass(frozen=True)
class Point:
    """A published figure of an indicator, or of a sum of variables.

    Parameters
    ----------
    seen : the observation, or the base that the plan publishes, which has the grade ""
    error : standard deviation of the published figure and of an annual model's resolution [its unit]
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
    year = workspace.registry.plan.base_year
    bases = (_base(key, entry, year) for key, entry in workspace.registry.indicators.items())
    last = workspace.registry.zone.last_year_to_fit
    early = (
        _observed(one, workspace)
        for one in workspace.registry.observed
        if one.year <= last and one.use != "validation" and _is_result(one.indicator, workspace)
    )
    return (*(one for one in bases if one and _is_result(one.id, workspace)), *early)


def later_points(workspace: Workspace) -> tuple[Point, ...]:
    """Return the later observations, without those that parameters were set with, in file order."""
    return tuple(_observed(one, workspace) for one in _later(workspace) if not one.is_set_by)


def later_set_by(workspace: Workspace) -> int:
    """Return the number of later figures that parameters were set with."""
    return sum(one.is_set_by for one in _later(workspace))


def _later(workspace: Workspace) -> Iterator[Observation]:
    for one in workspace.registry.observed:
        if one.year > workspace.registry.zone.last_year_to_fit and _is_result(one.indicator, workspace):
            yield one


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
    return _point(seen, BASE_SHARE, entry.decimals)


def _observed(one: Observation, workspace: Workspace) -> Point:
    share = SHARES[one.grade] * (1.0 if one.period.is_year else PART_OF_YEAR)
    entry = workspace.registry.indicators.get(one.indicator)
    return _point(one, share, entry.decimals if entry else DECIMALS)


def _point(seen: Observation, share: float, decimals: int) -> Point:
    """Return a figure with its error: a share of the level, at least half of the last printed digit.

    A growth or a reduction is the change of a level: the share is of that level, in points.
    """
    level = PER_CENT if seen.measure in AS_OBSERVED else abs(seen.value)
    return Point(seen, max(share * level, 0.5 * 10.0**-decimals), decimals)


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
