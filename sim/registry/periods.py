"""Periods of observed figures: years, half-years, quarters and months."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.units import Language

EXAMPLES = "2021, 2021H1, 2021Q1-Q3, 2023M1-2"
_PARTS = {"": 1, "H": 2, "Q": 4, "M": 12}
_FORM = re.compile(r"(\d{4})(?:([HQM])(\d{1,2})(?:-\2?(\d{1,2}))?)?")


@dataclass(frozen=True)
class Period:
    """A part of a calendar year.

    Parameters
    ----------
    year : calendar year
    unit : "" for the whole year, "H" for halves, "Q" quarters, "M" months
    first, last : parts of the year, from 1, both within the period
    """

    year: int
    unit: str = ""
    first: int = 1
    last: int = 1

    @property
    def start(self) -> float:
        """Return the model time at which it begins; model time 2020 is the end of 2020."""
        return self.year - 1 + (self.first - 1) / _PARTS[self.unit]

    @property
    def end(self) -> float:
        """Return the model time at which it ends."""
        return self.year - 1 + self.last / _PARTS[self.unit]

    @property
    def part(self) -> str:
        """Return the part of the year, as in H1, Q1-Q3 or M1-2; "" for a whole year."""
        first, last = (
            f"{self.unit}{self.first}",
            f"{self.unit}{self.last}" if self.unit != "M" else f"{self.last}",
        )
        return "" if self.is_year else first if self.first == self.last else f"{first}-{last}"

    @property
    def code(self) -> str:
        """Return the period as `read_period` reads it, as in 2021H1."""
        return f"{self.year}{self.part}"

    @property
    def is_year(self) -> bool:
        """Return whether it is a whole year."""
        return not self.unit

    def text(self, language: Language) -> str:
        """Return the period in words."""
        if self.is_year:
            return str(self.year)
        if language == "en":
            last = "" if self.last == self.first else f"-{self.unit}{self.last}"
            return f"{self.year} {self.unit}{self.first}{last}"
        if self.unit == "H":
            return f"{self.year} 年{'上下'[self.first - 1]}半年"
        last = "" if self.last == self.first else f"—{self.last}"
        word = "季度" if self.unit == "Q" else "月"
        return f"{self.year} 年 {self.first}{last} {word}"


def read_period(text: str) -> Period | None:
    """Return the period that a text names, as in 2021, 2021H1, 2021Q1-Q3 or 2023M1-2; None without one."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    year, unit, first, last = found.groups()
    if unit is None:
        return Period(int(year))
    period = Period(int(year), unit, int(first), int(last or first))
    is_whole_year = (period.first, period.last) == (1, _PARTS[unit])
    is_sound = 1 <= period.first <= period.last <= _PARTS[unit]
    return period if is_sound and not is_whole_year else None
