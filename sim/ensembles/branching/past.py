"""What a scenario that goes on from a branch finds other than in the past: told, since the past stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.ensembles.branching.branch import Branch
from sim.errors import Fault
from sim.scenario.load import Scenario
from sim.scenario.settable import FIELDS, LeverSlot
from sim.scenario.workspace import Workspace

_SHOWN = 5  # levers, or constants
_ROUNDING = 1e-9  # of a lever's value


def past_notes(branch: Branch, scenario: Scenario, workspace: Workspace) -> Iterator[Fault]:
    """Yield what of a scenario would have made another past: levers that move earlier, other constants.

    The members' past is that of the branch's scenario, and levers go over to their new path at its end.
    """
    own = workspace.model.constants
    old, new = {**own, **branch.manifest["constants"]}, {**own, **scenario.constants}
    slots = [slot for each in workspace.slots.values() for slot in each.values()]
    of_levers = {slot.constant(name).key for slot in slots for name in FIELDS}
    of_levers |= {key for slot in slots for key in slot.held_years}
    jumps = [text for slot in slots if (text := _jump(slot, old, new, branch.year))]
    others = [key for key in new if key not in of_levers and old.get(key) != new[key]]
    if jumps:
        shown = "；".join(zh for zh, _ in jumps[:_SHOWN]), "; ".join(en for _, en in jumps[:_SHOWN])
        more = len(jumps) - _SHOWN
        yield Fault(
            "mismatch",
            f"{branch.year} 年末之前是情景 {branch.scenario} 的过去；这些杠杆的新路径在此之前已不同，到 "
            f"{branch.year} 年末一次转到新路径：{shown[0]}{f'；另有 {more} 个' if more > 0 else ''}。"
            f"要从 {branch.year + 1} 年起逐步变动，请把 from 设为箭头左边的值，start 设为 {branch.year}。",
            f"the past to the end of {branch.year} is that of scenario {branch.scenario}; these levers had "
            f"another path before and go over to the new one at once: {shown[1]}"
            f"{f'; and {more} more' if more > 0 else ''}. For a change "
            f"step by step from {branch.year + 1} on, set from to the value left of the arrow, and start to "
            f"{branch.year}.",
            scenario.name,
        )
    if others:
        listed = ", ".join(others[:_SHOWN]) + (" …" if len(others) > _SHOWN else "")
        yield Fault(
            "mismatch",
            f"这些常量与过去（情景 {branch.scenario}）不同，只从 {branch.year} 年末起生效：{listed}。",
            f"these constants differ from the past, scenario {branch.scenario}, and act from the end of "
            f"{branch.year} only: {listed}.",
            scenario.name,
        )


def _jump(
    slot: LeverSlot, old: Mapping[str, float], new: Mapping[str, float], year: int
) -> tuple[str, str] | None:
    """Return what a lever does at the end of the year where its new path was not the old one by then."""
    before, otherwise = lever_at(slot, old, year, year), lever_at(slot, new, year, year)
    if abs(before - otherwise) <= _ROUNDING * max(abs(before), abs(otherwise)):
        return None
    name, after = f"{slot.name}{slot.suffix}", lever_at(slot, new, year, year + 1)
    start = new[slot.constant("start").key]
    return (
        f"{name}（{start:g} 年起）{before:.6g} → {after:.6g}",
        f"{name} (starts {start:g}) {before:.6g} → {after:.6g}",
    )


def lever_at(slot: LeverSlot, constants: Mapping[str, float], time: int, year: int) -> float:
    """Return a lever's value at the turn of a year: as given for the year before or after, or by its ramp.

    Parameters
    ----------
    constants : of the model and a scenario
    time : the turn [model time]
    year : before or after the turn
    """
    held = slot.held(year)
    if held in constants:
        return constants[held]
    first, last, start, end = (constants[slot.constant(name).key] for name in FIELDS)
    if time <= start:
        return first
    return last if time >= end else first + (last - first) * (time - start) / (end - start)
