"""Levers moved to either end of their range in the members of the prior, for the checks that judge them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.analysis.checks.drawn import changed, drawn, is_sound, once, run_drawn
from sim.arrays import Array
from sim.engine.model import Run
from sim.names import split_element
from sim.outcomes.indicators import indicators
from sim.registry.load import read_payers
from sim.run.progress import Progress
from sim.run.single import ScenarioRun, prepare, recorded
from sim.scenario.load import Scenario
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace

End = Literal["low", "high"]


@dataclass(frozen=True)
class Figures:
    """What the members have at the last horizon.

    Parameters
    ----------
    indicators : (member,) [unit of the indicator] by id
    variables : (member,) by key of the variables that payers name: a stock as it stands [its unit], any
        other variable summed over the years after the base year [its unit × year]
    """

    indicators: Mapping[str, Array]
    variables: Mapping[str, Array]


@dataclass(frozen=True)
class LeverEnds:
    """The reference scenario, and the same with each lever at either end of its range.

    Parameters
    ----------
    year : last horizon of the plan
    sound : (member,) members that stay finite throughout [true or false]
    own : figures of the scenario itself
    moved : figures with a lever at an end, by the lever's label and the end
    same : ends at which all members have the lever anyway
    """

    year: int
    sound: NDArray[np.bool_]
    own: Figures
    moved: Mapping[tuple[str, End], Figures]
    same: frozenset[tuple[str, End]]


def slots_of(workspace: Workspace) -> dict[str, LeverSlot]:
    """Return every scalar lever by its label, in the order of the registry's file."""
    slots = {
        slot.constant("to").label: slot for elements in workspace.slots.values() for slot in elements.values()
    }
    order = dict.fromkeys([*(name for name in workspace.registry.levers if name in slots), *slots])
    return {name: slots[name] for name in order}


def watched_variables(workspace: Workspace) -> tuple[str, ...]:
    """Return the keys of the model's variables that the file of payers names."""
    file = read_payers(workspace.registry)
    named = [one.variable for one in file.accounts.values()] + [one.improves for one in file.levers.values()]
    elements = {key for one in workspace.model.variables.values() for key in one.elements}
    return tuple(name for name in dict.fromkeys(named) if name in elements)


@once
def lever_ends(workspace: Workspace, progress: Progress) -> LeverEnds:
    """Return the figures of all levers' ends in the members of the prior.

    Raises
    ------
    SimError: faults of the reference scenario or of the file of payers.
    """
    scenario = prepare(workspace.registry.zone.reference, (), workspace)
    own: dict[str, float | Array] = {**scenario.constants, **drawn(workspace, scenario.constants)}
    first, sound = _figures(own, scenario, workspace)
    moved: dict[tuple[str, End], Figures] = {}
    same: set[tuple[str, End]] = set()
    slots = slots_of(workspace)
    for done, (label, slot) in enumerate(slots.items(), start=1):
        to = slot.constant("to")
        values: dict[End, float] = {"low": to.low, "high": to.high}
        for end, value in values.items():
            if np.all(own.get(to.key, workspace.model.constants[to.key]) == value):
                moved[label, end] = first
                same.add((label, end))
                continue
            moved[label, end], finite = _figures(changed(own, {to.key: value}), scenario, workspace)
            sound &= finite
        progress(done, len(slots))
    return LeverEnds(workspace.registry.plan.horizons[-1], sound, first, moved, frozenset(same))


def _figures(
    constants: Mapping[str, float | Array], scenario: Scenario, workspace: Workspace
) -> tuple[Figures, NDArray[np.bool_]]:
    """Return the figures of a run, and whether each member stayed finite."""
    registry, keys = workspace.registry, watched_variables(workspace)
    year = registry.plan.horizons[-1]
    levels, flows = recorded(registry.indicators.values())
    names = dict.fromkeys(split_element(key)[0] for key in keys)
    run = run_drawn(constants, workspace, [*levels, *names], [*flows, *names], float(year))
    rows = indicators(ScenarioRun(scenario, workspace, run)).rows
    found = {name: row.figure(year) for name, row in rows.items()}
    return (
        Figures(
            {name: figure for name, figure in found.items() if figure is not None},
            {key: _at_end(key, run, workspace) for key in keys},
        ),
        is_sound(run),
    )


def _at_end(key: str, run: Run, workspace: Workspace) -> Array:
    """Return a stock at the end of a run, or the sum of another variable since the base year, (member,)."""
    if workspace.model.variables[split_element(key)[0]].kind == "stock":
        return np.asarray(run[key][-1])
    policy = np.rint(run.time) > workspace.registry.base_year
    return np.asarray(run.integral(key)[policy].sum(axis=0))
