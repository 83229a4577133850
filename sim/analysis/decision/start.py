"""Where searches over levers begin: the members, their past, and how a lever has moved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.analysis.decision.free import FreeLever
from sim.analysis.decision.members import Members, drawn_members
from sim.analysis.decision.setting import LeverMove
from sim.arrays import Array
from sim.ensembles.branching.branch import Branch
from sim.errors import Argument, fail
from sim.sampling.methods import DRAWN
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

VERIFIED = 2_048  # members in which what a search finds is verified


@dataclass(frozen=True, eq=False)
class Drawn:
    """The members that are verified, drawn or those of a branch.

    Parameters
    ----------
    draws : (member,) [units of the model] by constant
    facts : everything that determines the draws, None where nothing is drawn
    """

    count: int
    draws: dict[str, Array]
    facts: dict[str, object] | None
    seed: int


def drawn_for(
    scenario: Scenario, workspace: Workspace, known: Branch | None, seed: int, *, prior: bool
) -> Drawn:
    """Return the members that are verified: drawn, or those of a branch."""
    if known is None:
        count, draws, facts = drawn_members(
            workspace, VERIFIED, seed, DRAWN["prior" if prior else "forecast"]
        )
        return Drawn(count, dict(draws), None if facts is None else dict(facts), seed)
    count, sampler = min(known.members, VERIFIED), known.sampler()
    facts = {**sampler.manifest(), "branch": known.origin()}
    return Drawn(count, sampler.inputs(0, count, scenario.constants), facts, sampler.seed)


def going_on(world: Members, known: Branch | None, first: int) -> Members:
    """Return members as they are when the levers begin to move, at the start of a year."""
    if known is None:
        return world.going_on(first - 1)
    return replace(world, begin=known.begin(0, world.count))


def check_start(year: int, workspace: Workspace) -> None:
    """Refuse a first year of change before which nothing has happened, or after which nothing is left."""
    first, last = round(workspace.model.initial_time) + 2, round(workspace.model.final_time)
    if not first <= year <= last:
        raise fail(
            "outside-limits",
            f"杠杆从 {year} 年起可变，应在 {first} 到 {last} 之间。",
            f"levers may move from {year} on; the year must be from {first} to {last}.",
            Argument("start"),
        )


def lever_move(lever: FreeLever, place: float) -> LeverMove:
    """Return a lever as it stands in a setting."""
    slot = lever.slot
    value = lever.own if place == lever.place(lever.own) else lever.value(float(place))
    return LeverMove(
        slot.key, slot.lever.name, slot.unit, lever.before, lever.own, value, lever.low, lever.high,
        lever.start, lever.end,
    )  # fmt: skip
