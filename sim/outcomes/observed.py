"""The model's figure for each observation, be it of a year, half-year, quarter or month.

The model is annual: a figure of part of a year is the year's total times the share that falls into the
part, which has an error of its own (`sim.registry.seasons`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.model import Run
from sim.names import split_element
from sim.outcomes.measures import PER_CENT
from sim.registry.indicators import Indicator
from sim.registry.observations import Observation
from sim.registry.periods import Period
from sim.run.single import YEAR
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

COMPARED = ("stock", "flow", "ratio", "growth", "five_year_sum", "reduction")


@dataclass(frozen=True)
class Compared:
    """An observation and the model's figure for it, (member,), in the observation's unit."""

    seen: Observation
    figure: Array


def compare_observations(
    scenario: Scenario,
    workspace: Workspace,
    observed: Sequence[Observation] | None = None,
    draws: Mapping[str, Array] | None = None,
    threads: int | None = None,
) -> list[Compared]:
    """Return the model's figure for observations, all by default.

    Measures that are not defined for a part of a year, such as the year of a peak, are omitted.

    Parameters
    ----------
    draws : (member,) of constants that the scenario does not set
    """
    wanted = workspace.registry.observed if observed is None else observed
    rows = [seen for seen in wanted if seen.measure in COMPARED]
    names = dict.fromkeys(split_element(key)[0] for seen in rows for key in observed_keys(seen, workspace))
    if not names:
        return []
    run = workspace.model.simulate(
        {**scenario.constants, **(draws or {})},
        outputs=names,
        integrals=[name for name in names if workspace.model.variables[name].kind != "stock"],
        threads=threads,
        save_every=YEAR,
        final_time=float(math.ceil(max(seen.period.end for seen in rows))),
    )
    return [Compared(seen, _figure(seen, workspace, run)) for seen in rows]


def season_error(seen: Observation, workspace: Workspace, figures: Array) -> Array:
    """Return the standard deviation that the share of a part of the year gives figures of an observation.

    To first order; 0 for a whole year, a stock or a ratio.

    Parameters
    ----------
    figures : (figure,) [unit of the observation], the observed one or simulated ones

    Returns
    -------
    (figure,) [unit of the observation]
    """
    if seen.period.is_year or seen.measure not in ("flow", "five_year_sum", "growth"):
        return np.zeros_like(figures)
    names = observed_keys(seen, workspace)
    own = workspace.registry.seasons.of(seen.period, seen.year, names).relative
    if seen.measure != "growth":
        return np.abs(figures) * own
    before = workspace.registry.seasons.of(seen.period, seen.year - 1, names).relative
    return np.abs(PER_CENT + figures) * math.hypot(own, before)


def observed_keys(seen: Observation, workspace: Workspace) -> tuple[str, ...]:
    """Return the variables of an observation, as the model writes them; of a ratio its denominator last."""
    if seen.variables:
        return model_keys(seen.variables, workspace)
    entry = workspace.registry.indicators[seen.indicator]
    return model_keys([name for name in (entry.variable, entry.per) if name], workspace)


def model_keys(names: Iterable[str], workspace: Workspace) -> tuple[str, ...]:
    """Return variables as the model writes them."""
    parts = map(split_element, names)
    return tuple(f"{workspace.model.find(plain)}{element}" for plain, element in parts)


def _figure(seen: Observation, workspace: Workspace, run: Run) -> Array:
    """Return the model's figure in the unit of the observation."""
    period, keys = seen.period, observed_keys(seen, workspace)
    if seen.variables:
        return _measured(seen.measure, period, keys, (), 1.0, workspace, run)
    entry: Indicator = workspace.registry.indicators[seen.indicator]
    above, below = keys[:1], keys[1:]
    if seen.measure == "reduction":
        base = Period(workspace.registry.base_year)
        first, last = (_measured("ratio", each, above, below, 1.0, workspace, run) for each in (base, period))
        return np.asarray(PER_CENT * (1 - last / first))
    return _measured(seen.measure, period, above, below, entry.scale, workspace, run)


def _measured(
    measure: str,
    period: Period,
    keys: Sequence[str],
    per: Sequence[str],
    scale: float,
    workspace: Workspace,
    run: Run,
) -> Array:
    """Return a measure of a sum of variables over a period, divided by another sum for a ratio."""
    if measure == "stock":
        return scale * _level(keys, period.end, run)
    total = _total(keys, period, period.year, workspace, run)
    if measure == "growth":
        before = _total(keys, period, period.year - 1, workspace, run)
        return np.asarray(PER_CENT * (total / before - 1))
    if measure == "ratio":
        return np.asarray(scale * total / _total(per, period, period.year, workspace, run))
    return scale * total


def _level(keys: Sequence[str], time: float, run: Run) -> Array:
    """Return levels at a time, (member,), interpolated linearly between year ends."""
    levels = sum((run[key] for key in keys[1:]), run[keys[0]])
    place = float(np.interp(time, run.time, np.arange(run.time.size)))
    row = min(int(place), run.time.size - 2)
    share = place - row
    return np.asarray((1 - share) * levels[row] + share * levels[row + 1], dtype=np.float64)


def _total(keys: Sequence[str], period: Period, year: int, workspace: Workspace, run: Run) -> Array:
    """Return what falls into a part of a year, (member,)."""
    yearly = sum((run.integral(key) for key in keys[1:]), run.integral(keys[0]))
    share = workspace.registry.seasons.of(period, year, keys).share
    return np.asarray(share * yearly[np.rint(run.time).astype(np.int64) == year][0])
