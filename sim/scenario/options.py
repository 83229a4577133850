"""The option ``--set "name=value"``: a lever's end value, or any constant of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sim.engine.model import Model
from sim.errors import Fault, SimError, nearest
from sim.names import fold, split_element
from sim.scenario.levers import find_slots, no_element, order_faults
from sim.scenario.load import Scenario
from sim.scenario.targets import CONTROLS, Target, all_constants, find_variable
from sim.scenario.values import check_value, limits_text
from sim.scenario.workspace import Workspace
from sim.units import Language

Settings = Mapping[str, float] | Iterable[str]
Found = list[Target] | Fault  # constants, or the fault when there are none
LANGUAGES: tuple[Language, Language] = ("zh", "en")


def apply_settings(scenario: Scenario, settings: Settings, workspace: Workspace) -> Scenario:
    """Return the scenario with the constants of ``--set`` options, or of a mapping, set as well.

    Raises
    ------
    SimError: all faults of all options.
    """
    options = tuple(as_options(settings))
    constants, faults = set_constants(options, workspace)
    places = " ".join(map(_place, options))
    merged = {**scenario.constants, **constants}
    faults += order_faults(workspace, merged, constants, None, places)
    if faults:
        raise SimError(faults)
    return scenario.with_constants(constants, options)


def set_constants(settings: Settings, workspace: Workspace) -> tuple[dict[str, float], list[Fault]]:
    """Return the constants that settings set, by element key, and the faults of the others."""
    constants: dict[str, float] = {}
    faults: list[Fault] = []
    for option in as_options(settings):
        values, wrong = _values(option, lambda name: find_constants(name, workspace))
        constants |= values
        faults += wrong
    return constants, faults


def constant_settings(settings: Iterable[str], model: Model) -> dict[str, float]:
    """Return the constants that ``name=value`` texts set in a model of which nothing else is known.

    Raises
    ------
    SimError: all faults of all texts.
    """
    targets = {fold(target.key): target for target in all_constants(model)}
    values: dict[str, float] = {}
    faults: list[Fault] = []
    for option in settings:
        found, wrong = _values(option, lambda name: _constants(name, model, targets))
        values |= found
        faults += wrong
    if faults:
        raise SimError(faults)
    return values


def as_options(settings: Settings) -> Iterable[str]:
    """Return settings as ``--set`` writes them."""
    if isinstance(settings, Mapping):
        return [f"{name}={value!r}" for name, value in settings.items()]
    return [settings] if isinstance(settings, str) else settings


def _place(option: str) -> str:
    return f'--set "{option}"'


def _values(option: str, find: Callable[[str], Found]) -> tuple[dict[str, float], list[Fault]]:
    place = _place(option)
    name, sign, text = (part.strip() for part in option.partition("="))
    if not sign or not name or not text:
        return {}, [
            Fault(
                "syntax",
                '应写成 "名称=数值"，如 --set "public investment=120"。',
                'write "name=value", as in --set "public investment=120".',
                place,
            )
        ]
    targets = find(name)
    if isinstance(targets, Fault):
        return {}, [targets.at(place)]
    values: dict[str, float] = {}
    for target in targets:
        number = check_value(target, number_or_text(text), place)
        if isinstance(number, Fault):
            return {}, [number]
        values[target.key] = number
    return values, []


def number_or_text(text: str) -> float | str:
    """Return a number where the text is one, else the text."""
    try:
        return float(text)
    except ValueError:
        return text


def find_constants(name: str, workspace: Workspace) -> Found:
    """Return the constants that a name stands for, or the fault when there are none.

    A lever stands for what it moves to.
    """
    if fold(split_element(name)[0]) in workspace.slots:
        slots = find_slots(name, workspace)
        return slots if isinstance(slots, Fault) else [slot.target("to") for slot in slots]
    if find_variable(workspace.model, split_element(name)[0]) is None:
        return _no_lever(name, workspace)
    return _constants(name, workspace.model, workspace.targets)


def _constants(name: str, model: Model, targets: Mapping[str, Target]) -> Found:
    """Return the constants that a name stands for in a model that has no levers."""
    base, element = split_element(name)
    if fold(name) in targets:
        return [targets[fold(name)]]
    variable = find_variable(model, base)
    if variable is None:
        return _unknown("常量", "constant", name, {each.key: each for each in targets.values()})
    if variable.name in CONTROLS:
        return Fault(
            "not-settable",
            f'"{variable.name}" 是模型的时间设置，不能用 --set 改。',
            f'"{variable.name}" is a time setting of the model; --set cannot change it.',
        )
    if variable.kind != "constant":
        return Fault(
            "not-settable",
            f'"{variable.name}" 由模型算出，不是常量，不能设定。',
            f'"{variable.name}" is computed by the model; only constants can be set.',
        )
    if element:
        return no_element(variable.name, element, [split_element(k)[1] for k in variable.elements])
    return [targets[fold(key)] for key in variable.elements]


def _no_lever(name: str, workspace: Workspace) -> Fault:
    slots = [slot for elements in workspace.slots.values() for slot in elements.values()]
    known = {target.key: target for target in workspace.targets.values()}
    known |= {slot.name: slot.target("to") for slot in slots}
    return _unknown("杠杆或常量", "lever or constant", name, known)


def _unknown(zh: str, en: str, name: str, known: Mapping[str, Target]) -> Fault:
    like = nearest(name, known)
    if like is None:
        return Fault("unknown-name", f'没有名为 "{name}" 的{zh}。', f'no {en} "{name}".')
    limits_zh, limits_en = (limits_text(known[like], lang, unit_first=True) for lang in LANGUAGES)
    return Fault(
        "unknown-name",
        f'没有名为 "{name}" 的{zh}。最接近的是 "{like}"' + (f"（{limits_zh}）。" if limits_zh else "。"),
        f'no {en} "{name}". Nearest: "{like}"' + (f" [{limits_en}]." if limits_en else "."),
    )
