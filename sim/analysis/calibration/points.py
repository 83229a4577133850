"""The observed figures that runs are held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.analysis.indicators import JUDGED, is_measured, kind_of
from sim.analysis.measures import PER_CENT
from sim.registry.indicators import BASE_YEAR, Indicator, Measure
from sim.registry.observations import LAST_TO_FIT, Observation
from sim.registry.periods import Period
from sim.scenario.workspace import Workspace

BASE_SHARE = 0.005  # the base year is to be met within 1%, two standard deviations
SHARES = {"A": 0.02, "B": 0.04, "C": 0.08, "D": 0.16}  # it doubles with every grade
PART_OF_YEAR = 2.0  # times as much: the model has no seasons, nor the months of the pandemic
AS_OBSERVED = ("growth", "reduction")  # of the base year they are history and no result of the model
DECIMALS = 1  # of what is observed of a variable


@dataclass(frozen=True)
class Point:
    """A published figure of an indicator, or of a sum of variables.

    Parameters
    ----------
    id : of the indicator, or the variables as the registry writes them
    period : which it is of
    variables, per, measure, scale : how a run gives the figure
    value : in the indicator's unit, or that of the variables; a growth in per cent
    error : standard deviation, same unit, of what was published and of what an annual model can follow
    grade : of the evidence, A to D; "" for a base that the plan publishes
    bound : ">" or "<" where only a limit was published
    decimals : to which it is printed
    unit : as the registry writes it
    """

    id: str
    period: Period
    variables: tuple[str, ...]
    per: str | None
    measure: Measure
    scale: float
    value: float
    error: float
    grade: str
    bound: str
    decimals: int
    unit: str


def fitted_points(workspace: Workspace) -> tuple[Point, ...]:
    """Return the published bases and what was observed until 2021, in the order of the registry."""
    bases = (_base(key, entry) for key, entry in workspace.registry.indicators.items())
    early = (
        _observed(one, workspace)
        for one in workspace.registry.observed
        if one.year <= LAST_TO_FIT and one.use != "validation" and _is_result(one.indicator, workspace)
    )
    return (*(one for one in bases if one and _is_result(one.id, workspace)), *early)


def later_points(workspace: Workspace) -> tuple[Point, ...]:
    """Return what was observed after 2021, less what parameters were set with, in file order."""
    return tuple(_observed(one, workspace) for one in _later(workspace) if not one.is_set_by)


def later_set_by(workspace: Workspace) -> int:
    """Return how many figures from after 2021 parameters were set with."""
    return sum(one.is_set_by for one in _later(workspace))


def _later(workspace: Workspace) -> Iterator[Observation]:
    for one in workspace.registry.observed:
        if one.year > LAST_TO_FIT and _is_result(one.indicator, workspace):
            yield one


def _is_result(indicator: str, workspace: Workspace) -> bool:
    """Return whether a figure follows from the model rather than from the scenario."""
    if not indicator:
        return True
    entry = workspace.registry.indicators[indicator]
    return is_measured(entry) and kind_of(entry, workspace) in JUDGED


def _base(key: str, entry: Indicator) -> Point | None:
    """Return the published base; one of the year before is held against 2020, as the base-year check does."""
    value = entry.base.value if entry.base else None
    if value is None or entry.measure in AS_OBSERVED:
        return None
    return _of_indicator(key, entry, Period(BASE_YEAR), value, BASE_SHARE, "", "")


def _observed(one: Observation, workspace: Workspace) -> Point:
    share = SHARES[one.grade] * (1.0 if one.period.is_year else PART_OF_YEAR)
    if one.indicator:
        entry = workspace.registry.indicators[one.indicator]
        return _of_indicator(one.indicator, entry, one.period, one.value, share, one.grade, one.bound)
    measure: Measure = "growth" if one.measure == "growth" else "stock" if one.measure == "stock" else "flow"
    return Point(
        one.variable, one.period, one.variables, None, measure, 1.0, one.value,
        _error(measure, one.value, share, DECIMALS), one.grade, one.bound, DECIMALS, one.unit,
    )  # fmt: skip


def _of_indicator(
    key: str, entry: Indicator, period: Period, value: float, share: float, grade: str, bound: str
) -> Point:
    assert entry.variable is not None  # it is a result of the model
    return Point(
        key, period, (entry.variable,), entry.per, entry.measure, entry.scale, value,
        _error(entry.measure, value, share, entry.decimals), grade, bound, entry.decimals, entry.unit.zh,
    )  # fmt: skip


def _error(measure: Measure, value: float, share: float, decimals: int) -> float:
    """Return a share of the level, at least half of the last printed digit.

    A growth or a reduction is the change of a level: the share is of that level, in points.
    """
    level = PER_CENT if measure in AS_OBSERVED else abs(value)
    return float(max(share * level, 0.5 * 10.0**-decimals))
