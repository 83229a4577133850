"""Workspace: the model joined by name with the registry's facts about it."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.bilingual_names import Names
from sim.engine.model import Model, cached_model
from sim.errors import Fault, SimError, suggestion
from sim.files import display
from sim.names import CONTROLS, fold, split_element
from sim.registry.agreement import unknown
from sim.registry.home import Home, find_home
from sim.registry.load import Registry, load_registry
from sim.scenario.observed import observation_faults
from sim.scenario.settable import (
    FIELDS,
    LeverSlot,
    Settable,
    find_variable,
    lever_slots,
    settable_constants,
)
from sim.scenario.settable_names import lever_names, settable_names


@dataclass(frozen=True, eq=False)
class Workspace:
    """A home folder with its model and registry, which have been checked against each other.

    Parameters
    ----------
    slots : every scalar lever, by folded name and folded ``[element]``
    settables : every constant that may be set, by folded element key
    """

    home: Home
    model: Model
    registry: Registry
    slots: Mapping[str, Mapping[str, LeverSlot]]
    settables: Mapping[str, Settable]

    @functools.cached_property
    def lever_names(self) -> Names:
        """Return what the levers are called."""
        return lever_names(self.model, self.registry, self.slots)

    def known_lever(self, key: str) -> str:
        """Return the lever that a name means, by the model's name, or the name as given."""
        with contextlib.suppress(SimError):
            return self.lever_names.with_element(key, self.registry.element_names)
        return key

    @functools.cached_property
    def settable_names(self) -> Names:
        """Return what the levers and all constants are called."""
        return settable_names(self.model, self.registry, self.slots, self.settables.values())


def load_workspace(
    home: str | os.PathLike[str] | None = None, model_file: str | os.PathLike[str] | None = None
) -> Workspace:
    """Return model and registry of a home folder.

    Parameters
    ----------
    model_file : another model, with which the registry is joined instead of the home's own

    Raises
    ------
    SimError: all faults of model and registry, or names of the registry that the model lacks.
    """
    folder = find_home(home)
    faults: list[Fault] = []
    model = registry = None
    try:
        registry = load_registry(folder)
    except SimError as error:
        faults += error.faults
    try:
        model = cached_model(display(folder.model_file) if model_file is None else model_file)
    except SimError as error:
        faults += error.faults
    if model is None or registry is None:
        raise SimError(faults)
    return _joined(folder, model, registry)


@functools.lru_cache(maxsize=8)
def _joined(home: Home, model: Model, registry: Registry) -> Workspace:
    faults = [
        *_scenario_faults(home, registry),
        *orphans(model, registry),
        *observation_faults(model, registry),
    ]
    if faults:
        raise SimError(faults)
    slots = lever_slots(model, registry)
    return Workspace(home, model, registry, slots, settable_constants(model, registry, slots))


def _scenario_faults(home: Home, registry: Registry) -> Iterator[Fault]:
    """Yield scenarios that ``home.yaml`` names but that are not shipped."""
    shipped = sorted(path.stem for path in home.scenarios.glob("*.y*ml"))
    for index, name in enumerate(registry.zone.scenarios):
        if name not in shipped:
            place = registry.documents["zone"].place("scenarios", index)
            yield unknown("情景", "scenario", name, shipped, place)


def orphans(model: Model, registry: Registry) -> Iterator[Fault]:
    """Yield the registry's names that the model does not have."""
    for key in registry.levers:
        name, element = split_element(key)
        for constant in (f"{name} {field}{element}" for field in FIELDS):
            if not _has_constant(model, constant):
                yield _orphan(registry, "levers", (key,), model, constant)
    for key in registry.parameters:
        if not _has_constant(model, key):
            yield _orphan(registry, "parameters", (key,), model, key)
    for key, loop in registry.loops.items():
        if not _has_constant(model, loop.switch):
            yield _orphan(registry, "loops", (key, "switch"), model, loop.switch)
    for key, indicator in registry.indicators.items():
        for field in ("variable", "per"):
            name = getattr(indicator, field)
            if name is None:
                continue
            if not _has_element(model, name):
                yield _orphan(registry, "indicators", (key, field), model, name)
            elif not _is_scalar(model, name):
                yield Fault(
                    "missing",
                    f'"{name}" 有下标，请写明哪一个，如 "{name}[…]"。',
                    f'"{name}" has a subscript; say which element, as in "{name}[…]".',
                    registry.documents["indicators"].place(key, field),
                )


def unregistered(model: Model, registry: Registry) -> Iterator[Fault]:
    """Yield the constants of the model that have no entry in the registry."""
    known = {fold(key) for key in registry.parameters}
    known |= {fold(loop.switch) for loop in registry.loops.values()}
    for key in registry.levers:
        name, element = split_element(key)
        known |= {fold(f"{name} {field}{element}") for field in FIELDS}
    for key in model.constants:
        variable = find_variable(model, split_element(key)[0])
        name = variable.name if variable else key
        if not known & {fold(key), fold(name)} and name not in CONTROLS:
            yield Fault(
                "missing",
                f'常量 "{key}" 没有登记在 levers、parameters 或 loops 中。',
                f'the constant "{key}" is not in levers, parameters or loops.',
                key,
            )


def _has_constant(model: Model, key: str) -> bool:
    variable = find_variable(model, split_element(key)[0])
    return variable is not None and variable.kind == "constant" and _has_element(model, key)


def _has_element(model: Model, key: str) -> bool:
    name, element = split_element(key)
    variable = find_variable(model, name)
    if variable is None:
        return False
    return not element or fold(key) in {fold(item) for item in variable.elements}


def _is_scalar(model: Model, key: str) -> bool:
    variable = find_variable(model, split_element(key)[0])
    return variable is not None and (not variable.dimensions or bool(split_element(key)[1]))


def _orphan(registry: Registry, file: str, keys: tuple[str, ...], model: Model, name: str) -> Fault:
    is_constant = file != "indicators"
    what_zh, what_en = ("常量", "constant") if is_constant else ("变量", "variable")
    hint_zh, hint_en = suggestion(name, model.constants if is_constant else model.variables)
    return Fault(
        "unknown-name",
        f'模型中没有{what_zh} "{name}"。{hint_zh}',
        f'the model has no {what_en} "{name}".{hint_en}',
        registry.documents[file].place(*keys),
    )
