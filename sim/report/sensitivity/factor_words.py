"""What a varied constant is called: name, unit, grade of evidence, and its values with their unit."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.registry.levers import Grade
from sim.report.calibration_record import unit_of
from sim.report.calibration_table import name_of
from sim.scenario.names import split_element
from sim.scenario.workspace import Workspace
from sim.units import Language, is_dimensionless, unit_label

DIGITS = 3
_RATE = "1/年"


@dataclass(frozen=True)
class FactorWords:
    """A varied constant in one language.

    Parameters
    ----------
    name : the registry's; of a lever that of its end value
    unit : as a reader writes it, "" for a pure number
    grade : of the evidence
    is_rate : its values are shares per year, shown in per cent
    """

    name: str
    unit: str
    grade: Grade
    is_rate: bool

    def value(self, number: float) -> str:
        """Return a value with its unit, three digits of it."""
        return self._with_unit(print_digits(self._scaled(number), _decimals(self._scaled(number))))

    def between(self, low: float, high: float, language: Language) -> str:
        """Return a range with its unit, three digits of the end that is farther from nought."""
        ends = self._scaled(low), self._scaled(high)
        decimals = _decimals(max(map(abs, ends)))
        first, last = (print_digits(end, decimals) for end in ends)
        to = " 至 " if language == "zh" else " to "
        return f"{first}{to}{self._with_unit(last)}"

    def _scaled(self, number: float) -> float:
        return 100 * number if self.is_rate else number

    def _with_unit(self, figure: str) -> str:
        if self.is_rate or not self.unit:
            return figure + self.unit
        return f"{figure} × {self.unit}" if self.unit[0].isdigit() else f"{figure} {self.unit}"


def words_of(key: str, workspace: Workspace, language: Language) -> FactorWords:
    """Return what the registry says of a constant, or of the lever whose end value it is."""
    unit = unit_of(key, workspace)
    label = unit_label(unit, "zh")
    is_rate = label == _RATE
    shown = "" if is_dimensionless(unit) or is_dimensionless(label) else unit_label(unit, language)
    if is_rate:
        shown = "%/年" if language == "zh" else "% a year"
    for elements in workspace.slots.values():
        for slot in elements.values():
            if slot.target("to").key == key:
                return FactorWords(slot.lever.name.text(language), shown, slot.lever.grade, is_rate)
    parameters = workspace.registry.parameters
    entry = parameters.get(key) or parameters[split_element(key)[0]]
    return FactorWords(name_of(key, workspace, language), shown, entry.grade, is_rate)


def print_digits(number: float, decimals: int) -> str:
    """Return a number with some decimals, thousands apart."""
    return f"{round(number, decimals) + 0.0:,.{decimals}f}"


def _decimals(number: float) -> int:
    """Return the decimals that show `DIGITS` digits of a number."""
    return max(0, DIGITS - 1 - math.floor(math.log10(abs(number)))) if number else 0
