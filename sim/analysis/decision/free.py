"""Levers that a search may set: from the start of a year on, by a ramp from where the scenario has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.decision.members import Variant
from sim.arrays import Array
from sim.ensembles.branching.past import lever_at
from sim.errors import Argument, Fault, Faults, fail
from sim.registry.payers import OUTSIDE
from sim.scenario.levers import find_slots
from sim.scenario.load import Scenario
from sim.scenario.settable import FIELDS, LeverSlot
from sim.scenario.workspace import Workspace

ALL = ("all", "all policy", "全部")  # every lever of policy
_BETWEEN = re.compile(r"[,，、;；]\s*(?![^\[]*\])")  # not inside the brackets of an element


@dataclass(frozen=True)
class FreeLever:
    """A lever that may be set, within its limits.

    Parameters
    ----------
    before : its value when the ramp begins [unit of the lever]
    own : end value in the scenario [unit of the lever]
    start, end : of the ramp [model time]
    unmoved : its four constants in the scenario
    """

    slot: LeverSlot
    before: float
    own: float
    start: float
    end: float
    unmoved: tuple[float, float, float, float]

    @property
    def low(self) -> float:
        """Return the lower limit [unit of the lever]."""
        return self.slot.lever.minimum

    @property
    def high(self) -> float:
        """Return the upper limit [unit of the lever]."""
        return self.slot.lever.maximum

    def place(self, value: float) -> float:
        """Return the place of a value in the range, 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def value(self, place: float) -> float:
        """Return the value at a place in the range [unit of the lever]."""
        return self.low + place * (self.high - self.low)

    def constants(self, place: float) -> Variant:
        """Return the constants of its ramp to a place; those of the scenario where that is its own."""
        ramp = (self.before, self.value(place), self.start, self.end)
        if place == self.place(self.own):
            ramp = self.unmoved
        return {self.slot.constant(field).key: value for field, value in zip(FIELDS, ramp, strict=True)}


def variant_of(levers: Sequence[FreeLever], point: Array) -> Variant:
    """Return the constants of a setting, (lever,) places in the ranges.

    Every setting has the same constants, so that the engine compiles the model once.
    """
    found: dict[str, float] = {}
    for lever, place in zip(levers, point, strict=True):
        found |= lever.constants(float(place))
    return found


def own_place(levers: Sequence[FreeLever]) -> Array:
    """Return the scenario's setting, (lever,) places in the ranges."""
    return np.array([lever.place(lever.own) for lever in levers])


def lever_names(given: object, place: str) -> tuple[str, ...]:
    """Return names of levers, one by one or in a text with commas between them."""
    items: Iterable[object] = (
        [given] if isinstance(given, str) else given if isinstance(given, Iterable) else [None]
    )
    found = list(items)
    if not found or not all(isinstance(item, str) for item in found):
        raise fail("wrong-type", "应是杠杆的名称。", "must be names of levers.", place)
    return tuple(name.strip() for item in found for name in _BETWEEN.split(str(item)) if name.strip())


def free_levers(
    names: Sequence[str], scenario: Scenario, workspace: Workspace, start: int, ramp: int
) -> tuple[FreeLever, ...]:
    """Return the levers that may be set, in the order of the registry.

    A lever that moves in the scenario when the ramp would begin, or later, keeps the years of its own ramp.

    Parameters
    ----------
    names : of levers; ``all`` for every lever of policy
    start : model time at which ramps begin
    ramp : years that they take

    Raises
    ------
    SimError: unknown levers, levers named twice, a lever that is set as well.
    """
    place = Argument("levers")
    with Faults() as faults:
        asked: dict[str, LeverSlot] = {}
        if not names:
            faults += fail(
                "missing",
                "请给出可动的杠杆，或写 all。",
                "name the levers that may move, or write all.",
                place,
            ).faults
        for name in names:
            named = None if name in ALL else faults.take(find_slots, name, workspace, place) or []
            for slot in policy_levers(workspace) if named is None else named:
                if slot.key in asked:
                    faults.append(_twice(slot, place))
                asked[slot.key] = slot
        fixed = {workspace.known_lever(one.name): one for one in scenario.settings}
        for key, slot in asked.items():
            setting = fixed.get(key) or fixed.get(slot.name)
            if setting is not None:
                faults.append(_fixed(slot, str(setting), place))
    constants = {**workspace.model.constants, **scenario.constants}
    return tuple(_free(slot, constants, start, ramp) for slot in asked.values())


def policy_levers(workspace: Workspace) -> list[LeverSlot]:
    """Return the levers of policy, in the order of the registry: all but those of the outside world."""
    slots = (slot for elements in workspace.slots.values() for slot in elements.values())
    return [slot for slot in slots if slot.lever.group != OUTSIDE]


def _free(slot: LeverSlot, constants: Mapping[str, float], start: int, ramp: int) -> FreeLever:
    first, own, own_start, own_end = (constants[slot.constant(field).key] for field in FIELDS)
    unmoved = (first, own, own_start, own_end)
    if own_start >= start:
        return FreeLever(slot, first, own, own_start, own_end, unmoved)
    end = own_end if own_end > start else min(start + ramp, slot.horizon[1])
    return FreeLever(slot, lever_at(slot, constants, start, start), own, start, end, unmoved)


def _twice(slot: LeverSlot, place: str) -> Fault:
    return Fault(
        "duplicate",
        f'杠杆 "{slot.key}" 写了两次，请去掉其一。',
        f'the lever "{slot.key}" is named twice; leave out one of them.',
        place,
    )


def _fixed(slot: LeverSlot, setting: str, place: str) -> Fault:
    return Fault(
        "conflict",
        f'杠杆 "{slot.key}" 既要固定（{setting}）又要可动；请去掉其一。',
        f'the lever "{slot.key}" is both fixed ({setting}) and free; leave out one of them.',
        place,
    )
