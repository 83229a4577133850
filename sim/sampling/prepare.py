"""Scenarios and the draws they are to run with, checked together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.errors import Fault, Faults
from sim.names import fold
from sim.run.single import prepare
from sim.sampling.request import DrawRequest
from sim.sampling.sampler import Sampler, sampler_of
from sim.scenario.changes import Setting, Settings, read_settings
from sim.scenario.levers import last_held, ramp_faults
from sim.scenario.load import AnyScenario, Scenario
from sim.scenario.settable import LeverSlot
from sim.scenario.settings import set_constants
from sim.scenario.vary import read_vary, varied_order_faults
from sim.scenario.workspace import Workspace


def prepare_drawn(
    names: Sequence[AnyScenario], settings: Settings, request: DrawRequest, workspace: Workspace
) -> tuple[list[Scenario], Sampler]:
    """Return scenarios with settings applied and the draws they share.

    Values of a range or a table take precedence over those that a scenario sets.

    Raises
    ------
    SimError: the faults of all scenarios, settings and draws together.
    """
    with Faults() as faults:
        given = faults.take(read_settings, settings) or ()
        scenarios = [faults.take(prepare, name, given, workspace) for name in names]
        vary = faults.take(read_vary, request.vary, given, workspace) or ()
        for scenario in filter(None, scenarios):
            faults += varied_order_faults(vary, scenario.constants, workspace)
        sampler = sampler_of(
            workspace,
            request.members,
            request.seed,
            request.method,
            vary,
            request.table,
            request.overlay,
        )
        faults += _set_too(sampler, given, workspace)
        for scenario in filter(None, scenarios):
            faults += table_order_faults(sampler, scenario.constants, workspace)
    return scenarios, sampler


def _set_too(sampler: Sampler, settings: Iterable[Setting], workspace: Workspace) -> Iterator[Fault]:
    """Yield the constants that are set although a table gives them."""
    fixed = set_constants(settings, workspace, Faults())  # the scenario reports their faults
    for table in sampler.tables:
        for key in (key for key in table.keys if key in fixed):
            yield Fault(
                "conflict",
                f'"{key}" 已设为 {fixed[key]:g}，抽样表中不能再有这一列；请去掉其一。',
                f'"{key}" is set to {fixed[key]:g} and is a column of the table too; leave out one of them.',
                table.argument,
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
    given = {fold(key): table.argument for table in sampler.tables for key in table.keys}
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        ends = [given[key] for field in ("start", "end") if (key := fold(slot.constant(field).key)) in given]
        if ends:
            yield from (fault.at(ends[0]) for fault in _first_fault(slot, sampler, constants, workspace))


def _first_fault(
    slot: LeverSlot, sampler: Sampler, constants: Mapping[str, float], workspace: Workspace
) -> Iterator[Fault]:
    own = {fold(key): value for key, value in {**workspace.model.constants, **constants}.items()}
    for first in range(0, sampler.members, BLOCK):
        stop = min(first + BLOCK, sampler.members)
        drawn = {fold(key): values for key, values in sampler.inputs(first, stop, constants).items()}
        start, end = (
            np.broadcast_to(drawn.get(key, own[key]), stop - first)
            for key in (fold(slot.constant(field).key) for field in ("start", "end"))
        )
        held = last_held(slot, constants)
        wrong = np.flatnonzero((start > end) | (False if held is None else start < held))
        if wrong.size:
            row = wrong[0]
            for fault in ramp_faults(slot, start[row], end[row], held):
                zh, en = f"成员 {first + row:,}：{fault.zh}", f"member {first + row:,}: {fault.en}"
                yield replace(fault, zh=zh, en=en)
            return
