"""The constants that a scenario or an option may set, each with its unit and limits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sim.engine.model import Model, Variable, held_key
from sim.names import CONTROLS, fold, split_element
from sim.registry.levers import Lever
from sim.registry.load import Registry

FIELDS = ("from", "to", "start", "end")
TIME_FIELDS = ("start", "end")


@dataclass(frozen=True)
class Settable:
    """A scalar constant of the model.

    Parameters
    ----------
    key : its element key in the model
    label : name shown to the user
    unit : as in the model file
    low, high : limits in that unit; infinite where there are none
    """

    key: str
    label: str
    unit: str
    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True)
class LeverSlot:
    """One scalar lever: a lever, or one element of a subscripted one.

    Parameters
    ----------
    name : of the lever in the model, without subscript
    suffix : ``[element]``, or "" for a lever without subscripts
    lever : its entry in the registry
    unit : as in the model file
    horizon : first and last model time
    """

    name: str
    suffix: str
    lever: Lever
    unit: str
    horizon: tuple[float, float]

    @property
    def key(self) -> str:
        """Return the lever's name with its element."""
        return f"{self.name}{self.suffix}"

    @property
    def years(self) -> tuple[int, int]:
        """Return the first and the last calendar year of a run."""
        first, last = self.horizon
        return math.floor(first) + 1, math.floor(last)

    def held(self, year: int) -> str:
        """Return the key of the model's input for what the lever is in a year."""
        return held_key(self.key, year)

    @property
    def held_years(self) -> tuple[str, ...]:
        """Return the keys of all years of a run."""
        first, last = self.years
        return tuple(map(self.held, range(first, last + 1)))

    def of_year(self, year: object) -> Settable:
        """Return what may be set for a year of a path, of the lever's unit and limits."""
        label = f"{self.key}: {year}"
        return Settable(label, label, self.unit, self.lever.minimum, self.lever.maximum)

    def constant(self, field: str) -> Settable:
        """Return the constant of one of the four fields."""
        key = f"{self.name} {field}{self.suffix}"
        label = f"{self.name}{self.suffix}" if field == "to" else key
        if field in TIME_FIELDS:
            return Settable(key, label, "年", *self.horizon)
        return Settable(key, label, self.unit, self.lever.minimum, self.lever.maximum)


def lever_slots(model: Model, registry: Registry) -> dict[str, dict[str, LeverSlot]]:
    """Return the slots of every lever: folded name → folded ``[element]`` → slot.

    A registry entry for one element takes precedence over the entry for the whole lever.
    """
    slots: dict[str, dict[str, LeverSlot]] = {}
    horizon = (model.initial_time, model.final_time)
    whole_first = sorted(registry.levers.items(), key=lambda item: "[" in item[0])
    for key, lever in whole_first:
        name, element = split_element(key)
        for suffix in _suffixes(model, name):
            if element and fold(suffix) != fold(element):
                continue
            variable = find_variable(model, f"{name} to")
            unit = variable.units if variable else ""
            slot = LeverSlot(_written(variable, name), suffix, lever, unit, horizon)
            slots.setdefault(fold(name), {})[fold(suffix)] = slot
    return slots


def lever_fields(slots: Mapping[str, Mapping[str, LeverSlot]]) -> dict[str, tuple[LeverSlot, str]]:
    """Return the scalar lever and the field of each label of a constant of levers, by the folded label.

    Parameters
    ----------
    slots : as `lever_slots` returns them
    """
    return {
        fold(slot.constant(field).label): (slot, field)
        for elements in slots.values()
        for slot in elements.values()
        for field in FIELDS
    }


def find_variable(model: Model, name: str) -> Variable | None:
    """Return a variable of the model by any spelling of its name, or None."""
    known = model.find(name)
    return None if known is None else model.variables[known]


def _suffixes(model: Model, name: str) -> Iterator[str]:
    variable = find_variable(model, f"{name} to")
    for key in variable.elements if variable else ():
        yield split_element(key)[1]


def _written(variable: Variable | None, name: str) -> str:
    """Return the lever's name as the model file spells it."""
    return variable.name.removesuffix(" to") if variable else name


def settable_constants(
    model: Model, registry: Registry, slots: Mapping[str, Mapping[str, LeverSlot]]
) -> dict[str, Settable]:
    """Return every constant that may be set, by folded element key."""
    levers = {
        fold(one.key): one
        for elements in slots.values()
        for slot in elements.values()
        for one in map(slot.constant, FIELDS)
    }
    switches = {fold(loop.switch) for loop in registry.loops.values()}
    settables: dict[str, Settable] = {}
    for one in all_constants(model):
        key = fold(one.key)
        if key in levers:
            settables[key] = replace(levers[key], key=one.key, label=one.key)
        elif fold(split_element(one.key)[0]) in switches:
            settables[key] = replace(one, unit="", low=0, high=1)
        else:
            settables[key] = one
    return settables


def all_constants(model: Model) -> Iterator[Settable]:
    """Yield every constant of a model but the time settings, with the limits its file states."""
    for variable in model.variables.values():
        if variable.kind == "constant" and variable.name not in CONTROLS:
            low, high = variable.limits
            for key in variable.elements:
                yield Settable(
                    key,
                    key,
                    variable.units,
                    -math.inf if low is None else low,
                    math.inf if high is None else high,
                )
