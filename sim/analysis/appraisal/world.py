"""Members of a scenario, and their indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import YEAR, ScenarioRun, recorded
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Figures:
    """The indicators of a scenario's members.

    Parameters
    ----------
    is_sound : (member,) whether a member stayed finite
    """

    scenario: Scenario
    table: IndicatorTable
    is_sound: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class World:
    """The members that every scenario runs with.

    Parameters
    ----------
    draws : (member,) [units of the model] by constant
    last : year in which the runs end
    """

    workspace: Workspace
    draws: Mapping[str, Array]
    last: int
    threads: int | None

    def figures(self, scenario: Scenario) -> Figures:
        """Run a scenario; what it sets is not drawn."""
        levels, flows = recorded(self.workspace.registry.indicators.values())
        run = self.workspace.model.simulate(
            {
                **scenario.constants,
                **{key: values for key, values in self.draws.items() if key not in scenario.constants},
            },
            outputs=levels,
            integrals=flows,
            save_every=YEAR,
            final_time=float(self.last),
            threads=self.threads,
        )
        members = next(iter(self.draws.values())).size
        broken = [failure.member for failure in run.failures]
        table = indicators(ScenarioRun(scenario, self.workspace, run))
        return Figures(scenario, table, ~np.isin(np.arange(members), broken))
