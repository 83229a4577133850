"""Settings over a scenario: the end value of a lever, or any constant of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sim.bilingual_names import NO_NAMES, Names
from sim.engine.model import Model
from sim.errors import Fault, Faults, SimError, fail
from sim.names import CONTROLS, fold, split_element
from sim.scenario.changes import Setting, Settings, read_settings
from sim.scenario.levers import find_slots, no_element, order_faults
from sim.scenario.load import Scenario
from sim.scenario.settable import Settable, all_constants, find_variable
from sim.scenario.settable_names import by_name, constants_called
from sim.scenario.values import check_values, no_settable
from sim.scenario.workspace import Workspace


def apply_settings(scenario: Scenario, settings: Settings, workspace: Workspace) -> Scenario:
    """Return the scenario with further levers and constants set.

    Raises
    ------
    SimError: all faults of all settings.
    """
    given = read_settings(settings)
    with Faults() as faults:
        constants = set_constants(given, workspace, faults)
        places = " ".join(setting.place for setting in given)
        faults += order_faults(workspace, {**scenario.constants, **constants}, constants, None, places)
    numbers = tuple(
        replace(setting, name=_canonical(setting.name, workspace), value=float(setting.value))
        for setting in given
    )
    return scenario.with_settings(numbers, constants)


def set_constants(settings: Iterable[Setting], workspace: Workspace, faults: Faults) -> dict[str, float]:
    """Return the constants that settings set, by element key; ``faults`` takes those of the others."""
    return _constants_set(settings, lambda name, place: find_constants(name, workspace, place), faults)


def constant_settings(settings: Settings, model: Model) -> dict[str, float]:
    """Return the constants that settings set in a model without registry.

    Raises
    ------
    SimError: all faults of all settings.
    """
    settables = {fold(constant.key): constant for constant in all_constants(model)}
    names = Names(("常量", "constant"), constants_called(model, settables.values()))

    def find(name: str, place: str) -> list[Settable]:
        known = names.with_element(name, NO_NAMES, place)
        if find_variable(model, split_element(known)[0]) is None:
            raise SimError(no_settable(name, names, by_name(settables.values())).at(place))
        return _constants(known, model, settables, place)

    with Faults() as faults:
        return _constants_set(read_settings(settings), find, faults)


def _constants_set(
    settings: Iterable[Setting], find: Callable[[str, str], list[Settable]], faults: Faults
) -> dict[str, float]:
    """Return the constants that settings set; an element that is named goes before the whole."""
    values: dict[tuple[str, ...], dict[str, float]] = {}
    first: dict[tuple[str, ...], Setting] = {}
    for setting in settings:
        found = faults.take(find, setting.name, setting.place) or []
        keys = tuple(constant.key for constant in found)
        other = first.setdefault(keys, setting) if keys else setting
        if other is not setting:
            faults.append(_twice(setting, other))
        elif found:
            values[keys] = faults.take(check_values, found, setting.value, setting.place) or {}
    constants: dict[str, float] = {}
    for keys in sorted(values, key=len, reverse=True):
        constants |= values[keys]
    return constants


def _twice(setting: Setting, first: Setting) -> Fault:
    return Fault(
        "duplicate",
        f'"{setting.name}" 已由 {first.place or first} 设定，请去掉其一。',
        f'"{setting.name}" is set by {first.place or first} already; leave out one of them.',
        setting.place,
    )


def find_constants(name: str, workspace: Workspace, place: str) -> list[Settable]:
    """Return the constants that a name denotes, in any spelling; for a lever, its end value.

    Raises
    ------
    SimError: the name denotes none, or may denote several.
    """
    known = workspace.settable_names.with_element(name, workspace.registry.element_names, place)
    if fold(split_element(known)[0]) in workspace.slots:
        return [slot.constant("to") for slot in find_slots(known, workspace, place)]
    if find_variable(workspace.model, split_element(known)[0]) is None:
        raise SimError(_no_lever(name, workspace).at(place))
    return _constants(known, workspace.model, workspace.settables, place)


def _canonical(name: str, workspace: Workspace) -> str:
    """Return the model's name of what a setting sets."""
    return workspace.settable_names.with_element(name, workspace.registry.element_names)


def _constants(name: str, model: Model, settables: Mapping[str, Settable], place: str) -> list[Settable]:
    """Return the constants that a name denotes in a model without levers."""
    base, element = split_element(name)
    if fold(name) in settables:
        return [settables[fold(name)]]
    variable = find_variable(model, base)
    assert variable is not None  # the caller has looked
    if variable.name in CONTROLS:
        raise fail(
            "not-settable",
            f'"{variable.name}" 是模型的时间设置，不能设定。',
            f'"{variable.name}" is a time setting of the model and cannot be set.',
            place,
        )
    if variable.kind != "constant":
        raise fail(
            "not-settable",
            f'"{variable.name}" 由模型算出，不是常量，不能设定。',
            f'"{variable.name}" is computed by the model; only constants can be set.',
            place,
        )
    if element:
        known_elements = [split_element(key)[1] for key in variable.elements]
        raise SimError(no_element(variable.name, element, known_elements).at(place))
    return [settables[fold(key)] for key in variable.elements]


def _no_lever(name: str, workspace: Workspace) -> Fault:
    slots = [slot for elements in workspace.slots.values() for slot in elements.values()]
    known = by_name(workspace.settables.values())
    known |= {slot.name + suffix: slot.constant("to") for slot in slots for suffix in (slot.suffix, "")}
    return no_settable(name, workspace.settable_names, known)
