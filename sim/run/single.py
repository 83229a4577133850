"""One run of one scenario, with what the indicators need of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sim.arrays import Array
from sim.engine.model import Run
from sim.errors import Faults, SimError
from sim.names import split_element
from sim.registry.indicators import Indicator
from sim.run.model_file import broken
from sim.scenario.changes import Settings
from sim.scenario.load import NOTHING_SET, Scenario, read_scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace, load_workspace

YEAR = 1.0  # indicators are annual


@dataclass(frozen=True)
class ScenarioRun:
    """A scenario and its run.

    Parameters
    ----------
    scenario : with all that it inherits and all that was changed in it
    workspace : the model and the registry it ran with
    run : saved at the end of every year
    """

    scenario: Scenario
    workspace: Workspace
    run: Run

    @property
    def model_hash(self) -> str:
        """Return the SHA-256 of the model's text."""
        return self.workspace.model.hash


def run_scenario(
    name: str | os.PathLike[str],
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
) -> ScenarioRun:
    """Run a scenario by the name of a shipped one or by the path of a file.

    Parameters
    ----------
    set : ``{"public investment": 120}``: levers or constants to change
    home : folder of ``model/`` and ``scenarios/``
    threads : of the engine; all processors by default

    Raises
    ------
    SimError: bad scenario or settings; the run left the range of numbers.
    """
    workspace = load_workspace(home)
    return simulate(prepare(name, set or (), workspace), workspace, threads)


def run_scenarios(
    names: Sequence[str | os.PathLike[str]],
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
) -> list[ScenarioRun]:
    """Run several scenarios with the same settings.

    Raises
    ------
    SimError: all faults of all of them.
    """
    workspace = load_workspace(home)
    with Faults() as faults:
        scenarios = [faults.take(prepare, name, set or (), workspace) for name in names]
    return [simulate(scenario, workspace) for scenario in scenarios]


def prepare(name: str | os.PathLike[str], settings: Settings, workspace: Workspace) -> Scenario:
    """Return a scenario with settings applied.

    Raises
    ------
    SimError: the faults of both together.
    """
    with Faults() as faults:
        scenario = faults.take(read_scenario, name, workspace)
        scenario = faults.take(apply_settings, NOTHING_SET if faults else scenario, settings, workspace)
    return scenario


def simulate(
    scenario: Scenario,
    workspace: Workspace,
    threads: int | None = None,
    draws: Mapping[str, Array] | None = None,
    first_member: int = 0,
) -> ScenarioRun:
    """Run a scenario in a workspace, saving what its indicators need at the end of every year.

    Parameters
    ----------
    draws : (member,) of further constants; a member that leaves the range of numbers is then
        told in ``run.failures``, while a single run that does is an error
    first_member : number of the first member, of those that random functions draw by
    """
    levels, flows = recorded(workspace.registry.indicators.values())
    run = workspace.model.simulate(
        {**scenario.constants, **(draws or {})},
        outputs=levels,
        integrals=flows,
        threads=threads,
        save_every=YEAR,
        first_member=first_member,
    )
    if run.failures and not draws:
        raise SimError([broken(scenario.name, failure) for failure in run.failures])
    return ScenarioRun(scenario, workspace, run)


def simulate_all(scenario: Scenario, workspace: Workspace) -> Run:
    """Run a scenario and keep every variable at the end of every year.

    Raises
    ------
    SimError: the run left the range of numbers.
    """
    run = workspace.model.simulate(scenario.constants, save_every=YEAR)
    if run.failures:
        raise SimError([broken(scenario.name, failure) for failure in run.failures])
    return run


def recorded(indicators: Iterable[Indicator]) -> tuple[list[str], list[str]]:
    """Return the variables whose levels and whose annual integrals the indicators need."""
    levels: dict[str, None] = {}
    flows: dict[str, None] = {}
    for indicator in indicators:
        levels |= dict.fromkeys(split_element(name)[0] for name in indicator.levels)
        flows |= dict.fromkeys(split_element(name)[0] for name in indicator.flows)
    return list(levels), list(flows)
