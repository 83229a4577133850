"""Names, units and limit signs of observed figures in both languages."""

from __future__ import annotations

import re

from sim.analysis.calibration.observations import Point
from sim.bilingual_names import halves
from sim.names import fold, split_element
from sim.report.words.glossary import word
from sim.report.words.punctuation import COLON, bracketed
from sim.scenario.workspace import Workspace
from sim.units import Language, unit_label

_LIMIT = {">": "≥", "<": "≤"}
_NAME_ENDS = re.compile(r"[。；：，（;:(]|\. |, ")


def point_name(point: Point, workspace: Workspace, language: Language) -> str:
    """Return the name of the indicator, or the names of the summed variables in the model file."""
    entry = workspace.registry.indicators.get(point.id)
    if entry is not None:
        return entry.name.text(language)
    names = " + ".join(_variable(name, workspace, language) for name in point.seen.variables)
    return names + (
        bracketed(word("measure.growth", language), language) if point.seen.measure == "growth" else ""
    )


def _variable(key: str, workspace: Workspace, language: Language) -> str:
    name, element = split_element(key)
    comment = halves(workspace.model.variables[name].comment)[language]
    named = _NAME_ENDS.split(comment)[0].strip() or name
    return named + element_name(element, workspace, language)


def element_name(element: str, workspace: Workspace, language: Language) -> str:
    """Return the name of ``[element]`` after a colon; "" for no element."""
    known = element.strip("[]")
    if not known:
        return ""
    words = workspace.registry.elements.get(fold(known))
    return COLON[language] + (words.text(language) if words else known)


def point_unit(point: Point, workspace: Workspace, language: Language) -> str:
    """Return the unit of a figure."""
    entry = workspace.registry.indicators.get(point.id)
    return entry.unit.text(language) if entry else unit_label(point.seen.unit, language)


def limit_mark(point: Point) -> str:
    """Return the sign of a figure that was published as a limit only."""
    return _LIMIT.get(point.seen.bound, "")
