"""Settings over a scenario: the end value of a lever, or any constant of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sim.bilingual_names import NO_NAMES, Names
from sim.engine.model import Model
from sim.errors import Fault, Faults, SimError, fail
from sim.names import CONTROLS, fold, split_element
from sim.scenario.changes import Setting, Settings, read_settings
from sim.scenario.layers import Entry, Levers, path_fault
from sim.scenario.levers import find_slots, no_element, order_faults
from sim.scenario.load import Scenario
from sim.scenario.paths import LeverPath, is_path, read_path
from sim.scenario.settable import FIELDS, Settable, all_constants, find_variable
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
    places = " ".join(setting.place for setting in given)
    with Faults() as faults:
        constants = set_constants(given, workspace, faults)
        entries = _paths_set(given, workspace, faults)
        in_order = sorted(entries.values(), key=lambda entry: -len(entry.slots))  # elements after wholes
        levers = faults.take(_applied, scenario.levers, constants, in_order, workspace, places)
        if levers is not None:
            touched = [*constants, *levers.changed_from(scenario.levers)]
            faults += order_faults(workspace, levers.constants, touched, None, places)
    values = [entries[at].path if at in entries else setting.value for at, setting in enumerate(given)]
    plain = (
        replace(
            setting,
            name=_canonical(setting.name, workspace),
            value=value if isinstance(value, LeverPath) else float(value),  # type: ignore[arg-type]
        )
        for setting, value in zip(given, values, strict=True)
    )
    return scenario.with_settings(tuple(plain), levers)


def _applied(
    levers: Levers, constants: Mapping[str, float], entries: Iterable[Entry], workspace: Workspace, place: str
) -> Levers:
    """Return levers with constants set, those of a lever whose path is set too as fields beside it.

    Raises
    ------
    SimError: a starting value for a lever that has a path.
    """
    new = [slot for entry in entries for slot in entry.slots]
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        if slot.key in levers.paths and slot not in new and slot.constant("from").key in constants:
            raise SimError(path_fault(slot).at(place))
    levers = replace(levers, constants={**levers.constants, **constants})
    for entry in entries:
        for slot in entry.slots:
            fields = {
                name: constants[key] for name in FIELDS if (key := slot.constant(name).key) in constants
            }
            levers = levers.with_entry(replace(entry, slots=(slot,), fields=fields), workspace.model)
    return levers


def _paths_set(settings: Iterable[Setting], workspace: Workspace, faults: Faults) -> dict[int, Entry]:
    """Return the paths that settings give levers, by the place of the setting in the row."""
    found: dict[int, Entry] = {}
    first: dict[tuple[str, ...], Setting] = {}
    for at, setting in enumerate(settings):
        entry = faults.take(_path_set, setting, workspace) if is_path(setting.value) else None
        if entry is None:
            continue
        keys = tuple(slot.key for slot in entry.slots)
        other = first.setdefault(keys, setting)
        if other is not setting:
            faults.append(_twice(setting, other))
        found[at] = entry
    return found


def _path_set(setting: Setting, workspace: Workspace) -> Entry:
    known = workspace.settable_names.with_element(
        setting.name, workspace.registry.element_names, setting.place
    )
    if fold(split_element(known)[0]) not in workspace.slots:
        find_constants(setting.name, workspace, setting.place)
        raise fail(
            "not-settable",
            f'"{setting.name}" 是常量，不能逐年给值；只有杠杆可以。',
            f'"{setting.name}" is a constant and cannot have a path; only levers can.',
            setting.place,
        )
    slots = find_slots(known, workspace, setting.place)
    with Faults() as faults:
        paths = [faults.take(read_path, slot, setting.value, setting.place) for slot in slots]
    return Entry(tuple(slots), {}, paths[0], setting.place)


def set_constants(settings: Iterable[Setting], workspace: Workspace, faults: Faults) -> dict[str, float]:
    """Return the constants that settings set, by element key; ``faults`` takes those of the others.

    Paths of levers are left to `apply_settings`.
    """
    plain = [setting for setting in settings if not is_path(setting.value)]
    return _constants_set(plain, lambda name, place: find_constants(name, workspace, place), faults)


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
