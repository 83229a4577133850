"""Differentiates an indicator of a scenario by its levers and parameters."""

from __future__ import annotations

import os
from itertools import chain

import numpy as np

from sim import arguments
from sim.analysis.decision.slopes import Gradient, Slope, Way, lever_ways, parameter_ways, year_ways
from sim.errors import Argument, fail
from sim.outcomes.indicators import IndicatorRow, indicators
from sim.outcomes.slopes import kinks_before, slope_of
from sim.run.single import YEAR, prepare, recorded, simulate
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, workspace_for


@arguments.reading(parameters=arguments.flag, by_year=arguments.flag)
def gradient(
    scenario: AnyScenario,
    indicator: str,
    year: int | None = None,
    *,
    parameters: bool = False,
    by_year: bool = False,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
) -> Gradient:
    """Return what one more of each lever does to an indicator: the derivatives at the scenario's values.

    The equations themselves are differentiated, so a derivative is exact for a small change; what a lever
    does over its whole range is another question, which `sim.sensitivity` and `sim.contribute` answer.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    indicator : id or name of the row, as it is compared with targets: of a growth the average since the base
        year, of a five-year sum the sum
    year : the plan's first horizon by default
    parameters : by the parameters of which a range is known too
    by_year : by what each lever is in each single year too
    set : values of levers and constants [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default

    Returns
    -------
    Gradient : a slope for each input [unit of the indicator per unit of the input], the change over the
        input's range, the elasticity, and how often a kink stood between: there the derivative is one side's

    Raises
    ------
    SimError: invalid input, a row that is not modelled or is a year, a year without a figure.

    Examples
    --------
    >>> found = sim.gradient("plan", "resident_population", 2025)
    >>> found
    <Gradient of resident_population in 2025: plan, 38 inputs>
    >>> found["housing supply"].slope > 0
    True
    """
    workspace = workspace_for([scenario], home)
    registry = workspace.registry
    key = registry.indicator_names.resolve(indicator, Argument("indicator"))
    last = registry.plan.horizons[0] if year is None else year
    prepared = prepare(scenario, () if set is None else set, workspace)
    ways = tuple(
        chain(
            lever_ways(prepared, workspace),
            year_ways(prepared, workspace, last) if by_year else (),
            parameter_ways(prepared, workspace) if parameters else (),
        )
    )
    row = indicators(simulate(prepared, workspace, threads))[key]
    figure = _figure(row, last)
    levels, flows = recorded([row.entry])
    run = workspace.model.simulate(
        prepared.constants, levels, flows, threads, save_every=YEAR, gradients=[way.key for way in ways]
    )

    def slope(way: Way) -> Slope:
        by = run.gradients[way.key]
        value = slope_of(row.entry, run, by, last, registry.plan.base_year)
        return Slope(way, float(value[0]), int(kinks_before(row.entry, by, last)[0]))

    found = sorted(map(slope, ways), key=lambda one: -abs(np.nan_to_num(one.over_range)))
    return Gradient(
        prepared.name, prepared.options, workspace.model.hash, key, row.entry, last, figure, tuple(found)
    )


def _figure(row: IndicatorRow, year: int) -> float:
    """Return the figure of a year.

    Raises
    ------
    SimError: the row is not modelled, is a year itself, or has no figure in the year.
    """
    if row.series is None or row.entry.measure == "peak_year":
        zh = f'"{row.id}" 不由模型计算，或本身是年份，没有导数。'
        en = f'"{row.id}" is not computed by the model or is a year itself; it has no derivative.'
        raise fail("unsupported", zh, en, Argument("indicator"))
    figure = _own(row, year)
    if not np.isfinite(figure):
        known = [int(one) for one in row.years if np.isfinite(_own(row, int(one)))]
        raise fail(
            "outside-limits",
            f"年份为 {year}，应在 {known[0]} 到 {known[-1]} 之间。",
            f"the year is {year}; it must be from {known[0]} to {known[-1]}.",
            Argument("year"),
        )
    return figure


def _own(row: IndicatorRow, year: int) -> float:
    figure = row.figure(year)
    return float("nan") if figure is None else float(figure[0])
