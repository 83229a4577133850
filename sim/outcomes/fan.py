"""A scenario's ensemble in memory: the run at the model's own values and the spread around it."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.model import Model
from sim.errors import SimError
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.outcomes.levels import LEVELS, quantiles
from sim.run.model_file import broken
from sim.run.single import simulate
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:  # it imports pyarrow, which kept results do not need
    from sim.sampling.sampler import Draws

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
    _met: dict[tuple[str, int], NDArray[np.bool_] | None] = field(default_factory=dict, repr=False)
    _ranges: dict[tuple[str, int], tuple[float, float] | None] = field(default_factory=dict, repr=False)

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
            self._kept[key] = quantiles(series[:, 1:].compress(self.sound, axis=1)).T
        return self._kept[key]

    def figure(self, key: str, year: int) -> float:
        """Return the figure compared with a target of the year, NaN when there is none."""
        figure = self.table.rows[key].figure(year)
        return math.nan if figure is None else float(figure[CENTRAL])

    def figure_range(self, key: str, year: int) -> tuple[float, float] | None:
        """Return the points of 5% and 95% of the figure compared with a target of the year."""
        return self.figure_ranges([(key, year)])[key, year]

    def figure_ranges(
        self, figures: Iterable[tuple[str, int]]
    ) -> dict[tuple[str, int], tuple[float, float] | None]:
        """Return the ranges of several figures, as `figure_range` does of one, in less time."""
        asked = tuple(figures)
        found: dict[tuple[str, int], tuple[float, float] | None] = {
            place: None for place in asked if place not in self._ranges
        }
        drawn = {
            (key, year): figure[1:][self.sound]
            for key, year in found
            if (figure := self.table.rows[key].figure(year)) is not None
        }
        whole = {place: figure for place, figure in drawn.items() if not np.isnan(figure).any()}
        if whole and self.members:
            ends = np.quantile(np.array([*whole.values()]), (LEVELS[0], LEVELS[-1]), axis=1)
            found.update(zip(whole, zip(*ends.tolist(), strict=True), strict=True))
        self._ranges.update(found)  # at once: visitors share a fan
        return {place: self._ranges[place] for place in asked}

    def is_likely(self, key: str, year: int) -> bool | None:
        """Return whether at least half of the draws meet the target; None where it is not judged."""
        share = self.probability(key, year)
        return None if share is None else share >= LIKELY

    def probability(self, key: str, year: int) -> float | None:
        """Return the share of draws that meet the target of the year; None where it is not judged."""
        met = self.met(key, year)
        return None if met is None or not self.members else float(met.mean())

    def met(self, key: str, year: int) -> NDArray[np.bool_] | None:
        """Return which draws meet the target of the year, (draw counted,); None where it is not judged."""
        if (key, year) not in self._met:
            met = self.table.rows[key].met(year)
            self._met[key, year] = None if met is None else met[1:][self.sound]
        return self._met[key, year]


def run_fan(scenario: Scenario, workspace: Workspace, draws: Draws, threads: int | None = None) -> Fan:
    """Run a scenario with the model's own values and with every draw, in one batch.

    Scenarios that are given the same draws differ by policy alone. What a scenario sets itself is
    not drawn.

    Raises
    ------
    SimError: the run at the model's own values became non-finite.
    """
    inputs = {
        key: values
        for key, values in _with_own(draws, workspace.model).items()
        if key not in scenario.constants
    }
    run = simulate(scenario, workspace, threads, inputs)
    failed = {failure.member: failure for failure in run.run.failures}
    if CENTRAL in failed:
        raise SimError(broken(scenario.name, failed[CENTRAL]))
    sound = np.ones(run.run.members - 1, dtype=np.bool_)
    sound[[member - 1 for member in failed]] = False
    return Fan(indicators(run), sound, draws.facts)


@functools.lru_cache(maxsize=4)
def _with_own(draws: Draws, model: Model) -> dict[str, Array]:
    """Return each constant that is drawn: the model's own value, then those of the draws."""
    own = model.constants
    values = np.column_stack([[own[key] for key in draws.keys], draws.values])
    return dict(zip(draws.keys, values, strict=True))
