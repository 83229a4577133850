"""Many runs of one scenario, one for each member's draws."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from sim.run.sampling.draws import Draws, draw
from sim.run.single import ScenarioRun, prepare, simulate
from sim.scenario.load import Scenario
from sim.scenario.options import Settings
from sim.scenario.workspace import Workspace, load_workspace

SHARD = 5_000  # members
Progress = Callable[[int, int], None]  # members done, members in all
_VERSIONS = ("numpy", "scipy", "llvmlite", "pysd", "pyarrow", "teda-simulator")


@dataclass(frozen=True)
class Plan:
    """An ensemble as asked for, before it runs.

    Parameters
    ----------
    scenario : with what ``--set`` changed; what it sets is not drawn
    workspace : model and registry
    draws : of the constants that the scenario does not set
    """

    scenario: Scenario
    workspace: Workspace
    draws: Draws

    def shards(self, threads: int | None = None) -> Iterator[tuple[int, ScenarioRun]]:
        """Run the members shard by shard; yield each shard's first member and its run."""
        fixed = self.scenario.constants
        inputs = {
            key: np.full(self.draws.members, fixed[key]) if key in fixed else values
            for key, values in self.draws.as_inputs().items()
        }
        for first in range(0, self.draws.members, SHARD):
            part = {key: values[first : first + SHARD] for key, values in inputs.items()}
            yield first, simulate(self.scenario, self.workspace, threads, part)

    def manifest(self) -> dict[str, object]:
        """Return what the ensemble follows from; equal manifests give equal bytes."""
        return {
            "format": 1,
            "scenario": self.scenario.name,
            "title": self.scenario.title.model_dump(),
            "options": list(self.scenario.options),
            "constants": dict(sorted(self.scenario.constants.items())),
            "model_hash": self.workspace.model.hash,
            "registry_hash": self.workspace.registry.hash,
            "method": "sobol",
            "seed": self.draws.seed,
            "members": self.draws.members,
            "versions": {name: version(name) for name in _VERSIONS},
        }


def plan_ensemble(
    name: str | os.PathLike[str],
    members: int,
    seed: int,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
) -> Plan:
    """Return an ensemble of a scenario, ready to run.

    Raises
    ------
    SimError: bad scenario, settings, members or seed.
    """
    workspace = load_workspace(home)
    scenario = prepare(name, set or (), workspace)
    return Plan(scenario, workspace, draw(workspace, members, seed))
