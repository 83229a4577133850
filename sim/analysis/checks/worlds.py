"""Worlds of one batch: scenarios, each with its own changes to constants of the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.arrays import Array
from sim.engine.model import Run
from sim.errors import SimError
from sim.run.model_file import broken
from sim.run.single import YEAR, prepare
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class World:
    """A scenario with further constants, by key of the model."""

    scenario: str
    constants: Mapping[str, float]


def world_of(scenario: str, workspace: Workspace, changed: Mapping[str, float] | None = None) -> World:
    """Return a scenario as a world, with constants changed beyond any limit.

    Raises
    ------
    SimError: no such scenario, or faults in it.
    """
    return World(scenario, {**prepare(scenario, (), workspace).constants, **(changed or {})})


def known_worlds(workspace: Workspace) -> list[World]:
    """Return the worlds of the scenarios that the home compares, nothing changed."""
    return [world_of(name, workspace) for name in workspace.registry.zone.scenarios]


def run_worlds(
    worlds: Sequence[World],
    workspace: Workspace,
    outputs: Iterable[str],
    integrals: Iterable[str] = (),
    step: float | None = None,
    method: Literal["rk4"] | None = None,
) -> Run:
    """Return one run with a member for each world, saved at the end of every year.

    One batch costs hardly more than one run. Worlds that become non-finite are in its ``failures``.

    Parameters
    ----------
    worlds : one for each member, in this order
    outputs, integrals : variables saved as they stand, and integrated over each year
    step : time step [year]; by default the model's own
    method : method of integration; by default the model's own
    """
    keys = dict.fromkeys(key for world in worlds for key in world.constants)
    inputs: dict[str, float | Array] = {
        key: np.array([world.constants.get(key, workspace.model.default_of(key)) for world in worlds])
        for key in keys
    }
    return workspace.model.simulate(
        inputs, outputs=outputs, integrals=integrals, save_every=YEAR, step=step, method=method
    )


def sound(run: Run, worlds: Sequence[World]) -> Run:
    """Return the run, in which every world has to be finite.

    Raises
    ------
    SimError: a world became non-finite.
    """
    if run.failures:
        raise SimError([broken(worlds[each.member].scenario, each) for each in run.failures])
    return run
