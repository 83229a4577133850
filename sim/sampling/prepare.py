"""Scenarios and the draws they are to run with, checked together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from sim.errors import Fault, SimError
from sim.run.single import prepare
from sim.sampling.request import DrawRequest
from sim.sampling.sampler import Sampler, sampler_of
from sim.sampling.table_order import table_order_faults
from sim.scenario.load import Scenario
from sim.scenario.options import Settings, as_options, set_constants
from sim.scenario.vary import Varied, read_vary, varied_order_faults
from sim.scenario.workspace import Workspace


def prepare_drawn(
    names: Sequence[str | os.PathLike[str]], settings: Settings, request: DrawRequest, workspace: Workspace
) -> tuple[list[Scenario], Sampler]:
    """Return scenarios with settings applied and the draws they share.

    What ``--vary`` or a table gives goes before what a scenario sets.

    Raises
    ------
    SimError: the faults of all scenarios, settings and draws together.
    """
    options = tuple(as_options(settings))
    faults: dict[Fault, None] = {}
    scenarios: list[Scenario] = []
    vary: tuple[Varied, ...] = ()
    sampler = None
    for name in names:
        try:
            scenarios.append(prepare(name, options, workspace))
        except SimError as error:
            faults |= dict.fromkeys(error.faults)
    try:
        vary = read_vary(request.vary, options, workspace)
    except SimError as error:
        faults |= dict.fromkeys(error.faults)
    for scenario in scenarios:
        faults |= dict.fromkeys(varied_order_faults(vary, scenario.constants, workspace))
    try:
        sampler = sampler_of(workspace, request.members, request.seed, request.method, vary, request.table)
        faults |= dict.fromkeys(_set_too(sampler, options, workspace))
        for scenario in scenarios:
            faults |= dict.fromkeys(table_order_faults(sampler, scenario.constants, workspace))
    except SimError as error:
        faults |= dict.fromkeys(error.faults)
    if faults or sampler is None:
        raise SimError(faults)
    return scenarios, sampler


def _set_too(sampler: Sampler, options: Sequence[str], workspace: Workspace) -> Iterator[Fault]:
    """Yield the constants that ``--set`` sets and a table gives."""
    fixed, _ = set_constants(options, workspace)
    for key in sampler.table_keys:
        if key in fixed:
            yield Fault(
                "conflict",
                f'"{key}" 已由 --set 设为 {fixed[key]:g}，抽样表中不能再有这一列；请去掉其一。',
                f'"{key}" is set to {fixed[key]:g} by --set and is a column of the table too; leave out one '
                "of them.",
                "--draws",
            )
