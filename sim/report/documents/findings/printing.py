"""Print formats of the numbers in the text of the findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from sim.report.documents.findings.numbers import Number
from sim.report.words.numbers import print_count, print_figure, print_share

LEAST = 0.0005
TEN = 0.095  # least share printed in whole per cent
PERSONS = 10_000  # [万人]


def print_share_briefly(share: float) -> str:
    """Return a share in per cent: whole from ten per cent on, else with one decimal; zero as 0."""
    if share == 0:
        return "0"
    if 0 < share < LEAST:
        return "<0.1%"
    return print_share(share) if abs(share) >= TEN else print_share(share, 1)


FORMATS: Mapping[str, Callable[[float], str]] = {
    "": lambda value: print_figure(value, 0),
    "whole": lambda value: print_figure(value, 0),
    "year": lambda value: str(int(value)),
    "tenths": lambda value: print_figure(value, 1),
    "share": print_share_briefly,
    "percent": lambda value: print_share(value / 100),
    "people": lambda value: print_count(round(PERSONS * round(value, 1))),
}


class Printed(float):
    """A number with the print formats of `FORMATS`."""

    def __format__(self, spec: str) -> str:
        """Return the number in a format.

        Raises
        ------
        ValueError: unknown format.
        """
        if spec not in FORMATS:
            raise ValueError(spec)
        return FORMATS[spec](float(self))


def fields(number: Number) -> object:
    """Return a number as texts use it: itself, by element, or by element and year."""
    if ("", 0) in number:
        return Printed(number["", 0])
    found: dict[str, object] = {}
    for (element, year), value in number.items():
        if year:
            inner = found.setdefault(element, {})
            assert isinstance(inner, dict)
            inner[year] = Printed(value)
        else:
            found[element] = Printed(value)
    return found


def filled(text: str, known: Mapping[str, object]) -> str:
    """Return a text with the names in braces replaced by numbers and lists.

    Raises
    ------
    KeyError: unknown name, scenario or year.
    ValueError, TypeError: an unclosed brace, an unknown format, a number without its element or year.
    """
    for _, field, *_ in Formatter().parse(text):
        if field is not None and "." in field:
            raise KeyError(field)
    return text.format_map(known)
