"""Settings over a scenario: the end value of a lever, or any constant of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sim.engine.model import Model
from sim.errors import Fault, Faults, SimError, fail, nearest
from sim.names import CONTROLS, fold, split_element
from sim.scenario.changes import Setting, Settings, read_settings
from sim.scenario.levers import find_slots, no_element, order_faults
from sim.scenario.load import Scenario
from sim.scenario.settable import Settable, all_constants, find_variable
from sim.scenario.values import check_values, limits_text
from sim.scenario.workspace import Workspace
from sim.units import Language

LANGUAGES: tuple[Language, Language] = ("zh", "en")


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
    numbers = tuple(replace(setting, value=float(setting.value)) for setting in given)
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
    with Faults() as faults:
        return _constants_set(
            read_settings(settings), lambda name, place: _constants(name, model, settables, place), faults
        )


def _constants_set(
    settings: Iterable[Setting], find: Callable[[str, str], list[Settable]], faults: Faults
) -> dict[str, float]:
    def values_of(setting: Setting) -> dict[str, float]:
        return check_values(find(setting.name, setting.place), setting.value, setting.place)

    constants: dict[str, float] = {}
    for setting in settings:
        found = faults.take(values_of, setting)
        constants |= found or {}
    return constants


def find_constants(name: str, workspace: Workspace, place: str) -> list[Settable]:
    """Return the constants that a name denotes; for a lever, its end value.

    Raises
    ------
    SimError: the name denotes no constant.
    """
    if fold(split_element(name)[0]) in workspace.slots:
        return [slot.constant("to") for slot in find_slots(name, workspace, place)]
    if find_variable(workspace.model, split_element(name)[0]) is None:
        raise SimError(_no_lever(name, workspace).at(place))
    return _constants(name, workspace.model, workspace.settables, place)


def _constants(name: str, model: Model, settables: Mapping[str, Settable], place: str) -> list[Settable]:
    """Return the constants that a name denotes in a model without levers."""
    base, element = split_element(name)
    if fold(name) in settables:
        return [settables[fold(name)]]
    variable = find_variable(model, base)
    if variable is None:
        known = {each.key: each for each in settables.values()}
        raise SimError(_unknown("常量", "constant", name, known).at(place))
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
    known = {constant.key: constant for constant in workspace.settables.values()}
    known |= {slot.name: slot.constant("to") for slot in slots}
    return _unknown("杠杆或常量", "lever or constant", name, known)


def _unknown(zh: str, en: str, name: str, known: Mapping[str, Settable]) -> Fault:
    like = nearest(name, known)
    if like is None:
        return Fault("unknown-name", f'没有名为 "{name}" 的{zh}。', f'no {en} "{name}".')
    limits_zh, limits_en = (limits_text(known[like], lang, unit_first=True) for lang in LANGUAGES)
    return Fault(
        "unknown-name",
        f'没有名为 "{name}" 的{zh}。最接近的是 "{like}"' + (f"（{limits_zh}）。" if limits_zh else "。"),
        f'no {en} "{name}". Nearest: "{like}"' + (f" [{limits_en}]." if limits_en else "."),
    )
