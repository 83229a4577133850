"""Name, unit, grade of evidence and printed values of a varied constant."""

from __future__ import annotations

from dataclasses import dataclass

from sim.analysis.sensitivity.factors import Factor
from sim.names import split_element
from sim.report.words.constants import name_of, unit_of
from sim.report.words.numbers import NO_FIGURE, print_figure
from sim.report.words.variables import FIELD_WORDS
from sim.scenario.settable import FIELDS
from sim.scenario.workspace import Workspace
from sim.units import Language, is_dimensionless, unit_label

_RATE = "1/年"
_OLDEST = 1900  # a number of years above this is a date


@dataclass(frozen=True)
class FactorWords:
    """Description of a varied constant in one language.

    Parameters
    ----------
    name : the registry's name; for a lever that of its end value
    unit : label of the unit, "" for a pure number
    grade : of the evidence, A to D
    is_rate : whether its values are shares per year, shown in per cent
    is_date : whether its values are calendar years
    decimals : enough to distinguish its values, in the unit of the model
    to : text between the ends of a range
    """

    name: str
    unit: str
    grade: str
    is_rate: bool
    is_date: bool
    decimals: int
    to: str

    def value(self, number: float) -> str:
        """Return a value with its unit."""
        return self._with_unit(self._figure(number))

    def between(self, low: float, high: float) -> str:
        """Return a range with its unit."""
        return f"{self._figure(low)}{self.to}{self.value(high)}"

    def _figure(self, number: float) -> str:
        decimals = max(0, self.decimals - 2) if self.is_rate else self.decimals
        text = print_figure(self._scaled(number), decimals)
        return text.replace(",", "") if self.is_date else text

    def _scaled(self, number: float) -> float:
        return 100 * number if self.is_rate else number

    def _with_unit(self, figure: str) -> str:
        if self.is_rate or not self.unit:
            return figure + self.unit
        return f"{figure} × {self.unit}" if self.unit[0].isdigit() else f"{figure} {self.unit}"


def words_of(factor: Factor, workspace: Workspace, language: Language) -> FactorWords:
    """Return the description of a constant, or of the lever whose end value it is."""
    name, grade = _named(factor.key, workspace, language)
    unit = unit_of(factor.key, workspace)
    label = unit_label(unit, "zh")
    is_rate = label == _RATE
    shown = "" if is_dimensionless(unit) or is_dimensionless(label) else unit_label(unit, language)
    if is_rate:
        shown = "%/年" if language == "zh" else "% a year"
    to = " 至 " if language == "zh" else " to "
    is_date = label == "年" and factor.low > _OLDEST
    shown = "" if is_date and language == "en" else shown
    return FactorWords(name, shown, grade, is_rate, is_date, factor.decimals, to)


def _named(key: str, workspace: Workspace, language: Language) -> tuple[str, str]:
    """Return name and grade; a constant without an entry has its name in the model and no grade."""
    for elements in workspace.slots.values():
        for slot in elements.values():
            for field in FIELDS:
                if slot.constant(field).key == key:
                    return _field_name(slot.lever.name.text(language), field, language), slot.lever.grade
    parameters = workspace.registry.parameters
    entry = parameters.get(key) or parameters.get(split_element(key)[0])
    return (key, NO_FIGURE) if entry is None else (name_of(key, workspace, language), entry.grade)


def _field_name(lever: str, field: str, language: Language) -> str:
    """Return the name of a constant of a lever; its end value is named like the lever itself."""
    if field == "to":
        return lever
    return f"{lever}：{FIELD_WORDS[field]}" if language == "zh" else f"{lever}: {field}"
