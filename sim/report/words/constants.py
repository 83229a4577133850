"""Name and unit of a constant."""

from __future__ import annotations

from sim.names import split_element
from sim.report.words.observed import element_name
from sim.scenario.workspace import Workspace
from sim.units import Language


def name_of(key: str, workspace: Workspace, language: Language) -> str:
    """Return the registry's name of a constant, with the element that its entry does not name."""
    entry = workspace.registry.parameters.get(key)
    if entry is not None:
        return entry.name.text(language)
    name, element = split_element(key)
    named = workspace.registry.parameters[name].name.text(language)
    return named + element_name(element, workspace, language)


def unit_of(key: str, workspace: Workspace) -> str:
    """Return the unit of a constant, as the model file writes it."""
    return next(one.units for one in workspace.model.variables.values() if key in one.elements)
