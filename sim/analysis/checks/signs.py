"""Directions of the levers: each moves the headline indicators as is stated, in nearly all members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.analysis.checks.check import Check, Found, found
from sim.analysis.checks.lever_ends import LeverEnds, lever_ends, slots_of
from sim.arrays import Array
from sim.errors import Fault
from sim.registry.load import read_signs
from sim.registry.schema import Bilingual
from sim.registry.signs import EITHER, Sign
from sim.run.progress import Progress
from sim.scenario.workspace import Workspace

LEAST = 0.95  # share of the members that have to agree with a stated direction
AGREED = 0.98  # share from which a direction must be stated; between the two, a sample may say either
HARDLY = 0.005  # share of an indicator: what moves by no more hardly moves
TINY = 1e-9  # share of an indicator: no movement at all


@dataclass(frozen=True)
class Direction:
    """The effect of a lever on a headline indicator, from the lever's low end to its high end.

    Parameters
    ----------
    lever, indicator : the lever's label and the indicator's id
    stated : direction that the file states
    median : middle of the members' changes, as a share of the indicator in the scenario [1]
    up, down, hardly : shares of the members in which it rises, falls, and moves by `HARDLY` at most, 0 to 1
    """

    lever: str
    indicator: str
    stated: Sign
    median: float
    up: float
    down: float
    hardly: float

    @property
    def agreeing(self) -> float:
        """Return the share of the members that agree with what is stated, 0 to 1."""
        shares: dict[Sign, float] = {"+": self.up, "-": self.down, "0": self.hardly, EITHER: 1.0}
        return shares[self.stated]

    @property
    def is_needless(self) -> bool:
        """Return whether either way is stated although the members agree on one."""
        return self.stated == EITHER and max(self.up, self.down, self.hardly) >= AGREED

    @property
    def is_as_stated(self) -> bool:
        """Return whether nearly all members agree with the file, which says no less than they do."""
        return self.agreeing >= LEAST and not self.is_needless


def directions(workspace: Workspace, progress: Progress) -> tuple[Direction, ...]:
    """Return the direction of each lever on each headline indicator; none where the home states none.

    Raises
    ------
    SimError: faults of the file of signs or of the reference scenario.
    """
    file = read_signs(workspace.registry)
    if not file.levers:
        return ()
    ends = lever_ends(workspace, progress)
    found = []
    for label, slot in slots_of(workspace).items():
        entry = file.levers.get(label) or file.levers[slot.name]
        found += [_direction(label, name, sign, ends) for name, sign in entry.signs.items()]
    return tuple(found)


def _direction(lever: str, indicator: str, stated: Sign, ends: LeverEnds) -> Direction:
    low, high = (ends.moved[lever, end].indicators[indicator][ends.sound] for end in ("low", "high"))
    change = _relative(high - low, ends.own.indicators[indicator][ends.sound])
    return Direction(
        lever,
        indicator,
        stated,
        float(np.median(change)),
        float((change > TINY).mean()),
        float((change < -TINY).mean()),
        float((np.abs(change) <= HARDLY).mean()),
    )


def _relative(change: Array, own: Array) -> Array:
    size = np.abs(own)
    return np.asarray(np.divide(change, size, out=np.zeros_like(change), where=size > 0))


def _run(workspace: Workspace, progress: Progress) -> Found:
    judged = directions(workspace, progress)
    return found(len(judged), (_fault(each, workspace) for each in judged if not each.is_as_stated))


def _fault(each: Direction, workspace: Workspace) -> Fault:
    document = read_signs(workspace.registry).document
    key = each.lever if each.lever in workspace.registry.levers else each.lever.partition("[")[0]
    shares = f"+ {each.up:.1%}, - {each.down:.1%}, 0 {each.hardly:.1%}"
    year = workspace.registry.plan.horizons[-1]
    return Fault(
        "check-failed",
        f"杠杆“{each.lever}”从低端到高端，{year} 年 {each.indicator} 的方向写作 {each.stated}，"
        f"成员中为 {shares}（中位数 {each.median:+.2%}），应有 {LEAST:.0%} 一致。"
        f"请核对方程，或写 {EITHER} 并说明原因。",
        f"from the low to the high end of {each.lever}, {each.indicator} of {year} is stated as "
        f"{each.stated}; of the members, {shares} (median {each.median:+.2%}); {LEAST:.0%} must "
        f"agree. Check the equations, or state {EITHER} with its reason.",
        document.place(key, "signs", each.indicator),
    )


def lever_reasons(workspace: Workspace) -> Iterator[tuple[str, Bilingual | None]]:
    """Yield each lever's label and the reason why an effect of it may go either way."""
    file = read_signs(workspace.registry)
    for label, slot in slots_of(workspace).items():
        entry = file.levers.get(label) or file.levers.get(slot.name)
        if entry is not None:
            yield label, entry.reason


SIGNS = Check(
    "signs",
    Bilingual(
        zh="方向：杠杆推动主要指标的方向如所写", en="Directions: levers move the headline figures as stated"
    ),
    Bilingual(zh="个方向判断", en="stated directions"),
    _run,
)
