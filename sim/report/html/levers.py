"""Levers of a page: what a slider needs, and the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast, get_args

from sim.analysis.structure import read_structure
from sim.names import fold, split_element
from sim.registry.levers import Group
from sim.report.model.facts import registry_facts
from sim.report.words.glossary import heading
from sim.report.words.lever_scale import Scale, lever_unit, scale_of
from sim.scenario.levers import last_held
from sim.scenario.load import Scenario
from sim.scenario.settable import FIELDS, LeverSlot
from sim.scenario.workspace import Workspace
from sim.units import LANGUAGES, is_dimensionless, unit_label

Texts = dict[str, str]
GROUPS = cast("tuple[Group, ...]", get_args(Group))
OPEN = ("investment", "innovation")
_NO_AMOUNTS = ("年", "1/年")
_SHOWN = ("history", "grade", "plan", "source")


def lever_groups(
    workspace: Workspace, scenarios: Sequence[Scenario], places: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return the groups of levers, in the order of the app's side bar, each with its levers.

    Parameters
    ----------
    places : place of each constant among the kernel's inputs; a lever that moves no indicator has none
    """
    slots = [slot for elements in workspace.slots.values() for slot in elements.values()]
    return [
        {
            "name": group,
            "title": both(group),
            "open": group in OPEN,
            "levers": [
                _lever(slot, workspace, scenarios, places) for slot in slots if slot.lever.group == group
            ],
        }
        for group in GROUPS
        if any(slot.lever.group == group for slot in slots)
    ]


def both(key: str) -> Texts:
    """Return a term of the glossary as a heading in both languages."""
    return {language: heading(key, language) for language in LANGUAGES}


def _lever(
    slot: LeverSlot, workspace: Workspace, scenarios: Sequence[Scenario], places: Mapping[str, int]
) -> dict[str, Any]:
    lever, own = slot.lever, workspace.model.constants
    keys = {name: slot.constant(name).key for name in FIELDS}
    values = [float(each.constants.get(keys["to"], own[keys["to"]])) for each in scenarios]
    plans = [] if lever.plan is None else [lever.plan]
    scale = scale_of(slot, (*values, *plans))
    return {
        "name": slot.key,
        "title": {language: _title(slot, workspace, language) for language in LANGUAGES},
        "unit": {language: lever_unit(slot, language) for language in LANGUAGES},
        **bounds(lever.minimum, lever.maximum, scale),
        "plan": lever.plan,
        "equivalents": [*_equivalents(slot, workspace)],
        "about": lever.about.model_dump(),
        "evidence": {language: list(_evidence(slot, workspace, language)) for language in LANGUAGES},
        "years": [*slot.horizon],
        "fields": {name: places.get(key) for name, key in keys.items()},
        "held": {year: places.get(slot.held(year)) for year in range(slot.years[0], slot.years[1] + 1)},
        "before": {
            each.name: path.before for each in scenarios if (path := each.paths.get(slot.key)) is not None
        },
        "given": {each.name: held for each in scenarios if (held := last_held(slot, each.constants))},
    }


def _equivalents(slot: LeverSlot, workspace: Workspace) -> Iterator[dict[str, Any]]:
    """Yield what a multiple is of: name, unit and value of each constant that the model multiplies by it.

    Only amounts count, no rates and no durations; and only of a lever without elements, for by element
    a multiple may be a weight beside others, as the emphasis on an industry is.
    """
    model, registry = workspace.model, workspace.registry
    if slot.suffix or not is_dimensionless(slot.unit) or scale_of(slot, ()).is_percent:
        return
    for key in model.factors_beside(slot.key):
        unit = model[split_element(key)[0]].units
        entry = registry.parameters.get(key)
        if model.kind_of(key) == "constant" and entry is not None and _is_amount(unit):
            yield {
                "name": entry.name.model_dump(),
                "unit": {language: unit_label(unit, language) for language in LANGUAGES},
                "value": model.constants[key],
            }


def _is_amount(unit: str) -> bool:
    return not is_dimensionless(unit) and unit_label(unit, "zh") not in _NO_AMOUNTS


def bounds(low: float, high: float, scale: Scale) -> dict[str, Any]:
    """Return the ends of a slider and its steps [unit of the model], and whether it shows per cent."""
    return {
        "low": low,
        "high": high,
        "step": scale.step,
        "decimals": scale.snap_decimals,
        "percent": scale.is_percent,
    }


def _title(slot: LeverSlot, workspace: Workspace, language: Any) -> str:
    """Return a lever's name, with the element where the registry describes the lever as a whole."""
    name = slot.lever.name.text(language)
    is_own = not slot.suffix or fold(slot.key) in map(fold, workspace.registry.levers)
    return name if is_own else f"{name} {slot.suffix}"


def _evidence(slot: LeverSlot, workspace: Workspace, language: Any) -> Iterator[tuple[str, list[str]]]:
    part = read_structure(workspace).parts[slot.name]
    for fact in registry_facts(part, workspace, language):
        if fact.key in _SHOWN:
            yield fact.label(language), list(fact.lines)
