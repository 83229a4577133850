"""Which levers would have moved the lagging targets most: each at the favourable end of its range, alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.analysis.evaluation.members import Members
from sim.analysis.evaluation.result import Remedy
from sim.outcomes.indicators import IndicatorTable
from sim.outcomes.targets import Target
from sim.registry.load import read_payers
from sim.registry.payers import OUTSIDE, Payer
from sim.run.progress import Progress
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace

MEMBERS = 128  # of each run: medians of differences with common draws, which need few
SHOWN = 3
LEAST = 0.01  # share of the gap that a lever must close to be named


def remedies(
    world: Members, gaps: dict[Target, float], progress: Progress
) -> dict[Target, tuple[Remedy, ...]]:
    """Return the levers that would have closed most of each gap, the best first, at most three.

    Every lever of policy is put to its favourable end alone, everything else being as it turned out. Ends of
    ranges are not equally costly, so that they say what a lever can do, and not what is advisable.

    Parameters
    ----------
    gaps : figure less target by target [unit of the indicator]
    """
    workspace = world.workspace
    members = min(MEMBERS, world.count)
    own = world.with_lever("", 0.0, members)
    slots = list(_policy_slots(workspace))
    found: dict[Target, list[Remedy]] = {target: [] for target in gaps}
    for done, (slot, payer) in enumerate(slots, start=1):
        to = slot.constant("to")
        value = to.low if payer and payer.favourable == "low" else to.high
        moved = world.with_lever(to.key, value, members)
        for target, gap in gaps.items():
            effect = _effect(target, moved, own)
            closes = -effect / gap if gap else 0.0
            if closes >= LEAST:
                cost = payer.running if payer else None
                found[target].append(Remedy(slot.key, slot.lever.name, to.unit, value, effect, closes, cost))
        progress(done, len(slots))
    return {
        target: tuple(sorted(some, key=lambda one: -one.closes)[:SHOWN]) for target, some in found.items()
    }


def _policy_slots(workspace: Workspace) -> Iterator[tuple[LeverSlot, Payer | None]]:
    payers = read_payers(workspace.registry).levers
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        if slot.lever.group != OUTSIDE:
            yield slot, payers.get(slot.key) or payers.get(slot.name)


def _effect(target: Target, moved: IndicatorTable, own: IndicatorTable) -> float:
    figures = (table.rows[target.indicator].figure(target.year) for table in (moved, own))
    first, second = (np.zeros(0) if one is None else one for one in figures)
    return float(np.nanmedian(first - second))
