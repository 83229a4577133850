"""Sweeps: a scenario at every combination of some values of levers and constants."""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sim import arguments
from sim.arrays import Array
from sim.ensembles.plan import Plan, Request, plan_ensembles
from sim.errors import Argument, Faults, fail
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import simulate
from sim.sampling.request import DrawRequest
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, workspace_for
from sim.scenario.settings import find_constants
from sim.scenario.values import check_values
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:
    import xarray as xr

MOST_POINTS = 100_000  # combinations; all indicators of so many take 0.8 GB
_AT_ONCE = 2_000  # combinations
Values = float | Sequence[float]


@arguments.reading(levers=arguments.mapping)
def run_sweep(
    scenario: AnyScenario,
    levers: Mapping[str, Values],
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    *,
    outputs: str | Sequence[str] = (),
    threads: int | None = None,
) -> xr.Dataset:
    """Run a scenario at every combination of values of some levers or constants, without uncertainty.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    levers : values of each, ``{"public investment": [80, 100, 120]}`` [units of the model], named in Chinese
        or English; they take precedence over the scenario's
    set : values of further levers and constants [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    outputs : ids of indicators; all modelled ones by default
    threads : largest number of threads of the engine; all processors by default

    Returns
    -------
    Dataset : each indicator, (lever, …, year) [unit of the indicator], NaN where the run became non-finite;
        the levers' values are coordinates, called as they were given

    Raises
    ------
    SimError: unknown names, values beyond their limits, more than 100,000 combinations.

    Examples
    --------
    >>> found = sim.run_sweep("plan", {"公共投资": [80, 100, 120], "registration openness": [0, 1]})
    >>> found["resident_population"].sel({"公共投资": 120}, method="nearest").sizes["registration openness"]
    2
    """
    workspace = workspace_for([scenario], home)
    axes = _axes(levers, workspace)
    plan = _plan(scenario, axes, set, home, arguments.names_of(outputs, "outputs"))
    tables = [_table(plan, first, threads) for first in range(0, plan.members, _AT_ONCE)]
    return _dataset(plan, axes, tables)


def _axes(levers: Mapping[str, Values], workspace: Workspace) -> dict[str, Array]:
    """Return the values of each lever, (value,).

    Raises
    ------
    SimError: no lever, an unknown one, no value of one, a value that it may not have; too many combinations.
    """
    with Faults() as faults:
        axes = {
            str(name): faults.take(_values, str(name), given, workspace) for name, given in levers.items()
        }
        if not levers:
            zh, en = "没有给出杠杆。", "no lever is given."
            faults += fail("missing", zh, en, Argument("levers")).faults
    points = math.prod(len(values) for values in axes.values())
    if points > MOST_POINTS:
        raise fail(
            "too-large",
            f"共有 {points:,} 种组合，至多 {MOST_POINTS:,} 种。",
            f"these are {points:,} combinations; at most {MOST_POINTS:,} are run.",
            Argument("levers"),
        )
    return axes


def _values(name: str, given: object, workspace: Workspace) -> Array:
    place = f'levers["{name}"]'
    constants = find_constants(name, workspace, place)
    items = list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]
    if not items:
        raise fail("missing", "没有给出数值。", "no value is given.", place)
    with Faults() as faults:
        found = [faults.take(check_values, constants, item, place) for item in items]
    return np.array([next(iter(values.values())) for values in found])


def _plan(
    scenario: AnyScenario,
    axes: Mapping[str, Array],
    set: Settings | None,
    home: str | os.PathLike[str] | None,
    outputs: tuple[str, ...],
) -> Plan:
    """Return the combinations as the members of an ensemble, which checks names and values."""
    import pandas as pd

    table = pd.DataFrame(list(itertools.product(*axes.values())), columns=list(axes), dtype=np.float64)
    (plan,) = plan_ensembles([scenario], Request(DrawRequest(table=table), outputs), set, home)
    return plan


def _table(plan: Plan, first: int, threads: int | None) -> IndicatorTable:
    """Return the indicators of some combinations; NaN where one became non-finite."""
    draws = plan.draws(first, min(first + _AT_ONCE, plan.members))
    known = plan.workspace.registry.indicators
    registry = replace(plan.workspace.registry, indicators={key: known[key] for key in plan.outputs})
    run = simulate(plan.scenario, replace(plan.workspace, registry=registry), threads, draws, first)
    table = indicators(run)
    for failure in run.run.failures:
        for row in table:
            if row.series is not None:
                row.series[:, failure.member] = np.nan
    return table


def _dataset(plan: Plan, axes: Mapping[str, Array], tables: Sequence[IndicatorTable]) -> xr.Dataset:
    import xarray as xr

    datasets = [table.to_xarray() for table in tables]
    sizes = [len(values) for values in axes.values()]
    years = datasets[0]["year"].to_numpy()
    arrays = {
        key: (
            (*axes, "year"),
            np.concatenate([one[key].to_numpy() for one in datasets], axis=1).T.reshape(*sizes, len(years)),
            datasets[0][key].attrs,
        )
        for key in plan.outputs
    }
    coordinates = {name: (name, values, _attributes(name, plan)) for name, values in axes.items()}
    about = {"scenario": plan.scenario.name, "model_hash": plan.workspace.model.hash}
    return xr.Dataset(arrays, {**coordinates, "year": years}, about)


def _attributes(name: str, plan: Plan) -> dict[str, str]:
    """Return unit and key of a lever, as xarray takes them."""
    constants = find_constants(name, plan.workspace, "")
    return {"units": constants[0].unit, "key": ", ".join(one.key for one in constants)}
