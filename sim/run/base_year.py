"""Figures of the simulated base year, for a single run or for the members of an ensemble."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.arrays import Array
from sim.engine.model import Run
from sim.registry.indicators import Indicator
from sim.run.single import YEAR, recorded
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

LEVEL, RATIOS = "stock", ("ratio", "reduction")  # of a reduction, the ratio that is reduced
HISTORY = ("growth", "reduction")  # measures that the base year publishes of the year before


def base_figures(
    ids: Sequence[str], scenario: Scenario, workspace: Workspace, draws: Mapping[str, Array]
) -> Array:
    """Return indicators of the base year, from runs that end with it.

    Parameters
    ----------
    ids : indicators that the model computes
    draws : (member,) [units of the model] by constant

    Returns
    -------
    (indicator, member) [units of the indicators]; not finite where a member became non-finite
    """
    entries = [workspace.registry.indicators[name] for name in ids]
    levels, flows = recorded(entries)
    run = workspace.model.simulate(
        {**scenario.constants, **draws},
        outputs=levels,
        integrals=flows,
        save_every=YEAR,
        final_time=float(workspace.registry.base_year),
    )
    members = max((each.size for each in draws.values()), default=1)
    return np.array([np.broadcast_to(base_figure(entry, run)[-1], (members,)) for entry in entries])


def base_figure(entry: Indicator, run: Run) -> Array:
    """Return an indicator at every saved moment, (time, member) [its unit]."""
    assert entry.variable is not None
    if entry.measure == LEVEL:
        return np.asarray(entry.scale * run[entry.variable])
    total = run.integral(entry.variable)
    if entry.measure not in RATIOS:
        return np.asarray(entry.scale * total)
    assert entry.per is not None
    per = run.integral(entry.per)
    return np.asarray(np.divide(entry.scale * total, per, out=np.full_like(total, np.nan), where=per != 0))


def with_base(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, Indicator]]:
    """Yield the modelled indicators whose figure of the base year is a result of the model.

    A growth or a reduction of the base year is history that the model does not simulate.
    """
    for key, entry in indicators.items():
        is_history = entry.base is not None and entry.base.value is not None and entry.measure in HISTORY
        if entry.base is not None and entry.is_modelled and not is_history:
            yield key, entry
