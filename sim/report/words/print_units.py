"""Units as charts and slides print them: in English those of an international reader, not 100M CNY.

The registry keeps figures in the plan's units, 亿元 and 万人. Chinese prints these; English prints billions,
millions and plain numbers, with the digits that the plan's precision allows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.outcomes.measures import rounded
from sim.registry.indicators import Indicator
from sim.report.words.numbers import MINUS, NO_FIGURE, print_figure, print_plain, print_stated
from sim.units import Language

_DIGITS = 12  # of a stated figure that is turned into another unit
_WHOLE = 100.0  # from which a figure in a large unit needs no digit behind the point


@dataclass(frozen=True)
class PrintUnit:
    """A unit in print.

    Parameters
    ----------
    axis : as the title of an axis or the cell of a table
    pattern : of a figure with its unit, "{}" standing for the figure
    times : turns a figure in the registry's unit into this one
    places : decimals to which figures are rounded in the registry's unit, before they are turned
    short : pattern of a figure beside an axis that names the unit
    """

    axis: str
    pattern: str
    times: float
    places: int
    short: str = "{}"

    @property
    def decimals(self) -> int:
        """Return the number of decimals of a figure in this unit."""
        return max(0, self.places - round(math.log10(self.times)))

    def number(self, value: float, more: int = 0) -> str:
        """Return a figure in the registry's unit as printed without its unit, with some more decimals."""
        if not math.isfinite(value):
            return NO_FIGURE
        printed = float(rounded(np.array([value]), self.places + more)[0]) * self.times
        is_long = self.times < 1 and abs(printed) >= _WHOLE and not more
        decimals = max(0, self.places + more - round(math.log10(self.times)) - is_long)
        return print_figure(printed, decimals).replace("-", MINUS)

    def stated(self, value: float) -> str:
        """Return a figure as the plan states it, in this unit and without its name."""
        return print_stated(float(print_plain(value * self.times, _DIGITS))).replace("-", MINUS)

    def point(self, number: str) -> str:
        """Return a printed figure as it stands beside an axis."""
        return self.short.format(number)

    def amount(self, number: str) -> str:
        """Return a printed figure with its unit; in the singular for one."""
        text = self.pattern.format(number)
        if number == "1":
            head, _, unit = text.rpartition(" ")
            return f"{head} {_SINGULAR.get(unit, unit)}" if head else text
        return text

    def turned(self, values: Array) -> Array:
        """Return figures in the registry's unit in this one, of any shape."""
        return values if self.times == 1 else values * self.times


# Unit of the registry in English: pattern of a figure in print, factor.
_PRINTED: Mapping[str, tuple[str, float]] = {
    "100M CNY": ("CNY {} bn", 0.1),
    "100M CNY at 2020 prices": ("CNY {} bn at 2020 prices", 0.1),
    "100M CNY/year": ("CNY {} bn a year", 0.1),
    "100M USD": ("USD {} bn", 0.1),
    "10k CNY per worker": ("CNY {} thousand per worker", 10.0),
    "10k CNY": ("CNY {}", 10_000.0),
    "10k people": ("{} people", 10_000.0),
    "10k entities": ("{} entities", 10_000.0),
    "10k firms": ("{} firms", 10_000.0),
    "10k t": ("{} million t", 0.01),
    "10k tce": ("{} million tce", 0.01),
    "10k m2": ("{} million m²", 0.01),
    "10k m²": ("{} million m²", 0.01),
    "m2 per person": ("{} m² per person", 1.0),
    "ug/m3": ("{} µg/m³", 1.0),
    "tce per 10k CNY": ("{} tce per CNY 10,000", 1.0),
    "10k tce per 100M CNY": ("{} tce per CNY 10,000", 1.0),
    "per 10k people": ("{} per 10,000 people", 1.0),
}
_SINGULAR: Mapping[str, str] = {
    "centres": "centre",
    "companies": "company",
    "entities": "entity",
    "firms": "firm",
    "incubators": "incubator",
    "institutes": "institute",
    "patents": "patent",
    "people": "person",
    "years": "year",
}
_NO_UNIT = ("比例", "fraction", "无量纲", "dimensionless")


def print_unit(entry: Indicator, language: Language) -> PrintUnit:
    """Return the unit in which an indicator's figures are printed on charts and slides."""
    unit, places = entry.unit.text(language), entry.decimals
    if unit == "%":
        return PrintUnit("%", "{}%", 1.0, places, "{}%")
    if unit in _NO_UNIT:
        return PrintUnit(unit, "{}", 1.0, places)
    if language == "zh" or unit not in _PRINTED:
        return PrintUnit(unit, f"{{}} {unit}", 1.0, places)
    pattern, times = _PRINTED[unit]
    return PrintUnit(" ".join(pattern.replace("{}", " ").split()), pattern, times, places)


def stated_unit(entry: Indicator, language: Language) -> PrintUnit:
    """Return the registry's own unit, for a chart beside tables that are in it."""
    unit, places = entry.unit.text(language), entry.decimals
    short = "{}%" if unit == "%" else "{}"
    return PrintUnit(unit, short if unit == "%" else f"{{}} {unit}", 1.0, places, short)
