"""Whether a lever ends before it starts in some row of a user's table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sim.errors import Fault
from sim.names import fold
from sim.sampling.sampler import Sampler
from sim.scenario.targets import LeverSlot
from sim.scenario.workspace import Workspace

BLOCK = 5_000  # members


def table_order_faults(
    sampler: Sampler, constants: Mapping[str, float], workspace: Workspace
) -> Iterator[Fault]:
    """Yield the levers that end before they start, each with the first member in which it does.

    Parameters
    ----------
    constants : that the scenario sets; the table goes before
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
