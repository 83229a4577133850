"""The observed figures that a run is held against, and what a run makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.indicators import JUDGED, is_measured, kind_of, series_of
from sim.analysis.measures import PER_CENT, Array
from sim.engine.model import Run
from sim.registry.indicators import BASE_YEAR, Indicator
from sim.registry.observations import Observation
from sim.run.single import YEAR, recorded
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

LAST_FITTED = 2021  # what was observed later is kept for validation
BASE_SHARE = 0.005  # the base year is to be met within 1%, two standard deviations
SHARES = {"A": 0.02, "B": 0.04, "C": 0.08, "D": 0.16}  # it doubles with every grade
AS_OBSERVED = ("growth", "reduction")  # of the base year they are history and no result of the model


@dataclass(frozen=True)
class Point:
    """A published figure of an indicator.

    Parameters
    ----------
    value : in the indicator's unit
    error : standard deviation, same unit, of what was published and of what an annual model can follow
    grade : of the evidence, A to D; "" for a base that the plan publishes
    """

    indicator: str
    year: int
    value: float
    error: float
    grade: str


def fitted_points(workspace: Workspace) -> tuple[Point, ...]:
    """Return the published bases and what was observed until 2021, in the order of the registry."""
    observations = workspace.registry.observations
    return tuple(
        point
        for key, entry in _results(workspace)
        for point in (
            *_base(key, entry),
            *(_observed(key, entry, one) for one in observations.get(key, ()) if one.year <= LAST_FITTED),
        )
    )


def later_points(workspace: Workspace) -> tuple[Point, ...]:
    """Return what was observed after 2021, less what parameters were set with."""
    observations = workspace.registry.observations
    return tuple(
        _observed(key, entry, one)
        for key, entry in _results(workspace)
        for one in observations.get(key, ())
        if one.year > LAST_FITTED and not one.is_set_by
    )


def _results(workspace: Workspace) -> Iterator[tuple[str, Indicator]]:
    """Yield the indicators that follow from the model rather than from the scenario."""
    for key, entry in workspace.registry.indicators.items():
        if is_measured(entry) and kind_of(entry, workspace) in JUDGED:
            yield key, entry


def _base(key: str, entry: Indicator) -> Iterator[Point]:
    """Yield the published base; one of the year before is held against 2020, as the base-year check does."""
    value = entry.base.value if entry.base else None
    if value is not None and entry.measure not in AS_OBSERVED:
        yield Point(key, BASE_YEAR, value, _error(entry, value, BASE_SHARE), "")


def _observed(key: str, entry: Indicator, one: Observation) -> Point:
    return Point(key, one.year, one.value, _error(entry, one.value, SHARES[one.grade]), one.grade)


def _error(entry: Indicator, value: float, share: float) -> float:
    """Return a share of the level, at least half of the last printed digit.

    A growth or a reduction is the change of a level: the share is of that level, in points.
    """
    level = PER_CENT if entry.measure in AS_OBSERVED else abs(value)
    return max(share * level, 0.5 * 10.0**-entry.decimals)


def run_points(
    points: Sequence[Point],
    scenario: Scenario,
    workspace: Workspace,
    draws: Mapping[str, Array],
    threads: int | None = None,
) -> tuple[Array, Run]:
    """Run a scenario until the year of the last point.

    Parameters
    ----------
    draws : (member,) by constant

    Returns
    -------
    (point, member), in the units of the indicators, and the run itself
    """
    entries = {point.indicator: workspace.registry.indicators[point.indicator] for point in points}
    levels, flows = recorded(entries.values())
    last = float(max(point.year for point in points))
    run = workspace.model.simulate(
        {**draws, **scenario.constants},
        outputs=levels,
        integrals=flows,
        threads=threads,
        save_every=YEAR,
        final_time=last,
    )
    years = np.rint(run.time).astype(np.int64)
    series = {key: series_of(entry, run, years) for key, entry in entries.items()}
    rows = [series[point.indicator][years == point.year][0] for point in points]
    return np.array([np.broadcast_to(row, (run.members,)) for row in rows]), run
