"""Scenarios and the draws they are to run with, checked together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.errors import Fault, SimError
from sim.names import fold
from sim.run.single import prepare
from sim.sampling.request import DrawRequest
from sim.sampling.sampler import Sampler, sampler_of
from sim.scenario.load import Scenario
from sim.scenario.options import Settings, as_options, set_constants
from sim.scenario.targets import LeverSlot
from sim.scenario.vary import Varied, read_vary, varied_order_faults
from sim.scenario.workspace import Workspace


def prepare_drawn(
    names: Sequence[str | os.PathLike[str]], settings: Settings, request: DrawRequest, workspace: Workspace
) -> tuple[list[Scenario], Sampler]:
    """Return scenarios with settings applied and the draws they share.

    What a range or a table gives takes precedence over what a scenario sets.

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


BLOCK = 5_000  # members


def table_order_faults(
    sampler: Sampler, constants: Mapping[str, float], workspace: Workspace
) -> Iterator[Fault]:
    """Yield the levers whose ramps end before they start in some row of a table, each with the first member.

    Parameters
    ----------
    constants : constants that the scenario sets, by key; the table takes precedence
    """
    given = set(map(fold, sampler.table_keys))
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        if given & {fold(slot.target(field).key) for field in ("start", "end")}:
            yield from _first_fault(slot, sampler, constants, workspace)


def _first_fault(
    slot: LeverSlot, sampler: Sampler, constants: Mapping[str, float], workspace: Workspace
) -> Iterator[Fault]:
    own = {fold(key): value for key, value in {**workspace.model.constants, **constants}.items()}
    for first in range(0, sampler.members, BLOCK):
        stop = min(first + BLOCK, sampler.members)
        drawn = {fold(key): values for key, values in sampler.inputs(first, stop, constants).items()}
        start, end = (
            np.broadcast_to(drawn.get(key, own[key]), stop - first)
            for key in (fold(slot.target(field).key) for field in ("start", "end"))
        )
        wrong = np.flatnonzero(start > end)
        if wrong.size:
            row, label = wrong[0], slot.target("to").label
            yield Fault(
                "wrong-order",
                f'成员 {first + row:,}："{label}" 的结束（{end[row]:g}）早于开始（{start[row]:g}）。',
                f'member {first + row:,}: "{label}" ends ({end[row]:g}) before it starts ({start[row]:g}).',
                "--draws",
            )
            return
