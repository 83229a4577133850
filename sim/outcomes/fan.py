"""A scenario's ensemble in memory: the run at the model's own values and the spread around it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.errors import SimError
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.model_file import broken
from sim.run.single import simulate
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:  # it imports pyarrow, which kept results do not need
    from sim.sampling.sampler import Draws

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
CENTRAL = 0  # the member that runs with the model's own values
LIKELY = 0.5  # share of draws that meet a target from which it counts as met


@dataclass(frozen=True, eq=False)
class Fan:
    """A scenario run once with the model's own values and once for each draw.

    Parameters
    ----------
    table : indicators; member 0 has the model's own values, the others are the draws
    sound : (member,)  of the draws, those that stayed finite
    facts : everything that determines the draws, as in the manifest of an ensemble
    """

    table: IndicatorTable
    sound: NDArray[np.bool_]
    facts: Mapping[str, object] = field(default_factory=dict)
    _kept: dict[str, Array] = field(default_factory=dict, repr=False)

    @property
    def members(self) -> int:
        """Return the number of draws counted."""
        return int(self.sound.sum())

    def central(self, key: str) -> Array | None:
        """Return an indicator at the model's own values, (time,), or None when it is not modelled."""
        series = self.table.rows[key].series
        return None if series is None else series[:, CENTRAL]

    def quantiles(self, key: str) -> Array | None:
        """Return an indicator's quantiles, (level, time) in the order of `LEVELS`, or None."""
        series = self.table.rows[key].series
        if series is None or not self.members:
            return None
        if key not in self._kept:
            self._kept[key] = np.quantile(series[:, 1:][:, self.sound], LEVELS, axis=1)
        return self._kept[key]

    def figure(self, key: str, year: int) -> float:
        """Return the figure compared with a target of the year, NaN when there is none."""
        figure = self.table.rows[key].figure(year)
        return math.nan if figure is None else float(figure[CENTRAL])

    def figure_range(self, key: str, year: int) -> tuple[float, float] | None:
        """Return the points of 5% and 95% of the figure compared with a target of the year."""
        figure = self.table.rows[key].figure(year)
        if figure is None or not self.members:
            return None
        drawn = figure[1:][self.sound]
        if np.isnan(drawn).any():
            return None
        low, high = np.quantile(drawn, (LEVELS[0], LEVELS[-1]))
        return float(low), float(high)

    def is_likely(self, key: str, year: int) -> bool | None:
        """Return whether at least half of the draws meet the target; None where it is not judged."""
        share = self.probability(key, year)
        return None if share is None else share >= LIKELY

    def probability(self, key: str, year: int) -> float | None:
        """Return the share of draws that meet the target of the year; None where it is not judged."""
        met = self.table.rows[key].met(year)
        if met is None or not self.members:
            return None
        return float(met[1:][self.sound].mean())


def run_fan(scenario: Scenario, workspace: Workspace, draws: Draws, threads: int | None = None) -> Fan:
    """Run a scenario with the model's own values and with every draw, in one batch.

    Scenarios that are given the same draws differ by policy alone. What a scenario sets itself is
    not drawn.

    Raises
    ------
    SimError: the run at the model's own values became non-finite.
    """
    own = workspace.model.constants
    inputs = {
        key: np.concatenate(([own[key]], values))
        for key, values in draws.as_inputs().items()
        if key not in scenario.constants
    }
    run = simulate(scenario, workspace, threads, inputs)
    failed = {failure.member: failure for failure in run.run.failures}
    if CENTRAL in failed:
        raise SimError(broken(scenario.name, failed[CENTRAL]))
    sound = np.ones(run.run.members - 1, dtype=np.bool_)
    sound[[member - 1 for member in failed]] = False
    return Fan(indicators(run), sound, draws.facts)
