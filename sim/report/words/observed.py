"""What an observed figure is called: name, unit and period in both languages."""

from __future__ import annotations

import re

from sim.analysis.calibration.observations import Point
from sim.names import split_element
from sim.registry.elements import load_elements
from sim.report.words.variables import halves
from sim.scenario.workspace import Workspace
from sim.units import Language, unit_label

_GROWTH = {"zh": "（增速）", "en": " (growth)"}
_LIMIT = {">": "≥", "<": "≤"}
_NAME_ENDS = re.compile(r"[。；：，（;:(]|\. |, ")


def point_name(point: Point, workspace: Workspace, language: Language) -> str:
    """Return the name of the indicator, or what the model file calls the variables, added up."""
    entry = workspace.registry.indicators.get(point.id)
    if entry is not None:
        return entry.name.text(language)
    names = " + ".join(_variable(name, workspace, language) for name in point.seen.variables)
    return names + (_GROWTH[language] if point.seen.measure == "growth" else "")


def _variable(key: str, workspace: Workspace, language: Language) -> str:
    name, element = split_element(key)
    comment = halves(workspace.model.variables[name].comment)[language]
    named = _NAME_ENDS.split(comment)[0].strip() or name
    return named + element_name(element, workspace, language)


def element_name(element: str, workspace: Workspace, language: Language) -> str:
    """Return what ``[element]`` is called, behind a colon; "" for no element."""
    known = element.strip("[]")
    if not known:
        return ""
    words = load_elements(workspace.home).get(known)
    colon = "：" if language == "zh" else ": "
    return colon + (words.text(language) if words else known)


def point_unit(point: Point, workspace: Workspace, language: Language) -> str:
    """Return the unit of a figure."""
    entry = workspace.registry.indicators.get(point.id)
    return entry.unit.text(language) if entry else unit_label(point.seen.unit, language)


def limit_mark(point: Point) -> str:
    """Return the sign before a figure that was published as a limit only."""
    return _LIMIT.get(point.seen.bound, "")
