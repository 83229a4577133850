"""Members of the mixtures of expected and actual causes, and their indicators."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from sim.analysis.evaluation.gap import Cause, Mixture
from sim.analysis.evaluation.policy import carried_out
from sim.arrays import Array
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import YEAR, ScenarioRun, recorded
from sim.sampling.disturbances import disturbances_of
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

OUTSIDE = "outside world"  # the model's sector of everything that the zone does not decide


@dataclass(frozen=True, eq=False)
class Members:
    """The members that a plan was made with, and those of the forecast that has learned.

    Parameters
    ----------
    expected, actual : draws, (member,) [units of the model] by constant, with as many members each
    plan, reference : the scenario of the plan's measures, and the one without
    record : the scenario of the plan's measures with levers by year as they were recorded
    until : year in which the runs end
    """

    expected: Mapping[str, Array]
    actual: Mapping[str, Array]
    plan: Scenario
    reference: Scenario
    record: Scenario
    workspace: Workspace
    until: int
    seed: int
    threads: int | None = None

    @property
    def count(self) -> int:
        """Return the number of members."""
        return next(iter(self.actual.values())).size

    def figures(self, mixture: Mixture) -> IndicatorTable:
        """Return the indicators of a mixture."""
        draws = {key: self._of(key, mixture)[key] for key in self.expected}
        levers = self.carried_out if "policy" in mixture else dict(self.plan.constants)
        return self._table(draws, levers, self.plan)

    def under(self, scenario: Scenario) -> IndicatorTable:
        """Return the indicators of the forecast that has learned, under one policy."""
        return self._table(self.actual, dict(scenario.constants), scenario)

    def _of(self, key: str, mixture: Mixture) -> Mapping[str, Array]:
        return self.actual if self._causes[key] in mixture else self.expected

    def _table(
        self, draws: Mapping[str, Array], levers: Mapping[str, Array | float], scenario: Scenario
    ) -> IndicatorTable:
        levels, flows = recorded(self.workspace.registry.indicators.values())
        run = self.workspace.model.simulate(
            {**levers, **draws},
            outputs=levels,
            integrals=flows,
            save_every=YEAR,
            final_time=float(self.until),
            threads=self.threads,
        )
        return indicators(ScenarioRun(scenario, self.workspace, run))

    @functools.cached_property
    def _causes(self) -> dict[str, Cause]:
        """Return the cause that each constant belongs to."""
        model = self.workspace.model
        yearly = {key for each in disturbances_of(self.workspace) for key in each.keys}
        outside = {key for one in model.variables.values() if one.group == OUTSIDE for key in one.elements}
        return {
            key: "noise" if key in yearly else "world" if key in outside else "zone" for key in self.expected
        }

    @functools.cached_property
    def carried_out(self) -> dict[str, Array]:
        """Return the constants of the levers as they were carried out, (member,) [units of the model]."""
        defaults = self.workspace.model.constants
        return carried_out(self.plan, self.reference, self.record, defaults, self.count, self.seed)

    def with_lever(self, key: str, value: float, members: int) -> IndicatorTable:
        """Return the indicators of the first members with everything as it turned out but one constant."""
        levers = {name: given[:members] for name, given in self.carried_out.items()}
        draws = {name: given[:members] for name, given in self.actual.items()}
        return self._table(draws, {**levers, key: value} if key else levers, self.plan)
