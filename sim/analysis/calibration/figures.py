"""What a run makes of observed figures, over years and parts of years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.analysis.calibration.points import Point
from sim.analysis.measures import PER_CENT, Array
from sim.engine.model import Run
from sim.registry.indicators import BASE_YEAR
from sim.scenario.load import Scenario
from sim.scenario.names import split_element
from sim.scenario.workspace import Workspace


def run_points(
    points: Sequence[Point],
    scenario: Scenario,
    workspace: Workspace,
    draws: Mapping[str, Array],
    threads: int | None = None,
) -> tuple[Array, Run]:
    """Run a scenario until the end of the last period.

    Parameters
    ----------
    draws : (member,) by constant

    Returns
    -------
    (point, member), in the units of the points, and the run itself
    """
    levels = dict.fromkeys(_names(one) for p in points if p.measure == "stock" for one in _read(p))
    flows = dict.fromkeys(_names(one) for p in points if p.measure != "stock" for one in _read(p))
    run = workspace.model.simulate(
        {**draws, **scenario.constants},
        outputs=levels,
        integrals=flows,
        threads=threads,
        save_every=workspace.model.time_step,
        final_time=float(max(point.period.year for point in points)),
    )
    figures = np.array([np.broadcast_to(_figure(point, run), (run.members,)) for point in points])
    return figures, run


def _read(point: Point) -> tuple[str, ...]:
    return (*point.variables, *([point.per] if point.per else []))


def _names(key: str) -> str:
    return split_element(key)[0]


def _figure(point: Point, run: Run) -> Array:
    """Return (member,), the figure of a point's period by its measure."""
    period = point.period
    if point.measure == "stock":
        return np.asarray(point.scale * sum(_at(run.time, run[name], period.end) for name in point.variables))
    if point.measure == "growth":
        return PER_CENT * (_total(point, run, 0.0) / _total(point, run, 1.0) - 1)
    if point.per is None:
        return point.scale * _total(point, run, 0.0)
    ratio = _total(point, run, 0.0) / _over(run, point.per, period.start, period.end)
    if point.measure == "ratio":
        return point.scale * ratio
    first, last = float(BASE_YEAR - 1), float(BASE_YEAR)
    base = sum(_over(run, name, first, last) for name in point.variables) / _over(run, point.per, first, last)
    return PER_CENT * (1 - ratio / base)


def _total(point: Point, run: Run, years_before: float) -> Array:
    """Return (member,), the variables' integral over the period, or over it some years before."""
    start, end = point.period.start - years_before, point.period.end - years_before
    return np.asarray(sum(_over(run, name, start, end) for name in point.variables))


def _over(run: Run, name: str, start: float, end: float) -> Array:
    """Return (member,), a variable's integral from one time to another."""
    so_far = np.cumsum(run.integral(name), axis=0)
    return _at(run.time, so_far, end) - _at(run.time, so_far, start)


def _at(time: Array, values: Array, moment: float) -> Array:
    """Return (member,) at a time, of (time, member), on a line between saves."""
    after = int(np.clip(np.searchsorted(time, moment), 1, len(time) - 1))
    share = (moment - time[after - 1]) / (time[after] - time[after - 1])
    return np.asarray(values[after - 1] + share * (values[after] - values[after - 1]))
