"""Runs of scenarios that keep what the indicators need."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim import arguments
from sim.arrays import Array
from sim.engine.model import Run
from sim.errors import Faults, SimError
from sim.names import split_element
from sim.notebook import table_html
from sim.registry.indicators import Indicator
from sim.run.begin import Begin
from sim.run.model_file import broken
from sim.scenario.changes import Settings
from sim.scenario.load import NOTHING_SET, AnyScenario, Scenario, find_scenario, workspace_for
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

YEAR = 1.0  # indicators are annual


@dataclass(frozen=True, repr=False)
class ScenarioRun:
    """A scenario and its run.

    Parameters
    ----------
    scenario : the scenario, with what it inherits and the settings applied to it
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

    def __getitem__(self, name: str) -> Array:
        """Return a variable that the indicators need, as `Run` does: (time, member, *subscripts).

        Raises
        ------
        SimError: the run did not keep it.
        """
        return self.run[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the variables kept."""
        return iter(self.run)

    def __contains__(self, name: object) -> bool:
        """Return whether a variable was kept."""
        return name in self.run

    def __repr__(self) -> str:
        """Return the scenario and the variables kept, in one line."""
        changed = f" with {', '.join(self.scenario.options)}" if self.scenario.options else ""
        return f"<ScenarioRun {self.scenario.name}{changed}: {self.run!r}>"

    def _repr_html_(self) -> str:
        """Return the variables kept as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self, member: int = 0) -> pd.DataFrame:
        """Return the variables kept: index Time, columns ``name`` or ``name[element]``."""
        return self.run.to_frame(member)

    def to_xarray(self) -> xr.Dataset:
        """Return the variables kept with their axes: time, member and subscript ranges."""
        return self.run.to_xarray()


@arguments.reading()
def run_scenario(
    scenario: AnyScenario,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
) -> ScenarioRun:
    """Run a scenario.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    set : values of levers and constants, ``{"public investment": 120}`` [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default

    Returns
    -------
    ScenarioRun : every variable that an indicator needs, at the end of every year, (time, member,
        *subscripts) [unit of the variable] each, with a single member

    Raises
    ------
    SimError: an invalid scenario or setting; the run became non-finite.

    Examples
    --------
    >>> run = sim.run_scenario("plan", set={"registration openness": 1})
    >>> run["resident population"].shape  # (saved moments, members)
    (22, 1)
    """
    workspace = workspace_for([scenario], home)
    return simulate(prepare(scenario, () if set is None else set, workspace), workspace, threads)


def run_of(run: ScenarioRun | AnyScenario) -> ScenarioRun:
    """Return a run as it is, or a scenario run without further settings."""
    return run if isinstance(run, ScenarioRun) else run_scenario(run)


def run_scenarios(
    scenarios: Sequence[AnyScenario],
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
) -> list[ScenarioRun]:
    """Run several scenarios with the same settings.

    Raises
    ------
    SimError: all faults of all of them.
    """
    workspace, changes = workspace_for(scenarios, home), () if set is None else set
    with Faults() as faults:
        prepared = [faults.take(prepare, scenario, changes, workspace) for scenario in scenarios]
    return [simulate(scenario, workspace) for scenario in prepared]


def prepare(scenario: AnyScenario, settings: Settings, workspace: Workspace) -> Scenario:
    """Return a scenario with settings applied.

    Raises
    ------
    SimError: the faults of both together.
    """
    with Faults() as faults:
        found = faults.take(find_scenario, scenario, workspace)
        found = faults.take(apply_settings, NOTHING_SET if faults else found, settings, workspace)
    return found


def simulate(
    scenario: Scenario,
    workspace: Workspace,
    threads: int | None = None,
    draws: Mapping[str, Array] | None = None,
    first_member: int = 0,
    until: int | None = None,
    begin: Begin | None = None,
) -> ScenarioRun:
    """Run a scenario in a workspace, saving what its indicators need at the end of every year.

    Parameters
    ----------
    draws : (member,) of further constants; a member that becomes non-finite is then in
        ``run.failures``, while a single run that does is an error
    first_member : number of the first member, of those that random functions draw by
    until : year at whose end the run stops and leaves its state
    begin : where the run goes on from; its results then have the past of that
    """
    levels, flows = recorded(workspace.registry.indicators.values())
    run = workspace.model.simulate(
        {**scenario.constants, **(draws or {})},
        outputs=levels,
        integrals=flows,
        threads=threads,
        save_every=YEAR,
        first_member=first_member,
        until=until,
        state=begin.state if begin else None,
    )
    if begin is not None:
        run = run.after(begin.record)
    if run.failures and not draws:
        raise SimError([broken(scenario.name, failure) for failure in run.failures])
    return ScenarioRun(scenario, workspace, run)


def simulate_all(scenario: Scenario, workspace: Workspace) -> Run:
    """Run a scenario and keep every variable at the end of every year.

    Raises
    ------
    SimError: the run became non-finite.
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
