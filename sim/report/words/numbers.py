"""Number formats: figures, counts, shares, changes, ranges, sizes, durations and comparison signs.

Every number that a reader sees is printed here, in tables, charts, decks, documents and pages alike.
Halves are rounded away from zero, as by hand; a dash is printed where there is no number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from sim.arrays import Array
from sim.outcomes.measures import rounded
from sim.registry.plan import Comparison
from sim.units import Language

NO_FIGURE = "—"
MINUS = "−"
SIGNS: Mapping[Comparison, str] = {">=": "≥", ">": ">", "<=": "≤"}
STATED_DIGITS = 15  # more than any stated number has
EVEN = 0.5  # probability of what is as likely as not
_SIZES = ("B", "kB", "MB", "GB", "TB")
_BRIEF = 0.1  # seconds below which a duration is in milliseconds
_BETWEEN: Mapping[Language, str] = {"zh": " 至 ", "en": " to "}


def print_figure(value: float, decimals: int) -> str:
    """Return a figure with a number of decimals and separated thousands."""
    return print_figures(np.array([value]), decimals)[0]


def print_figures(values: Array, decimals: int) -> list[str]:
    """Return figures as `print_figure` prints each of them: (time,)."""
    shown = (rounded(values, decimals) + 0.0).tolist()  # no minus sign before a zero
    return [f"{value:,.{decimals}f}" if math.isfinite(value) else NO_FIGURE for value in shown]


def print_stated(value: float) -> str:
    """Return a number with its stated digits and separated thousands."""
    return print_digits(value, STATED_DIGITS)


def print_target(target: float, comparison: Comparison) -> str:
    """Return a target as it was stated, with its comparison sign; "at least" is implied."""
    return ("" if comparison == ">=" else SIGNS[comparison]) + print_stated(target)


def print_digits(value: float, digits: int = 6) -> str:
    """Return a number with at most a number of significant digits, and separated thousands."""
    return f"{value + 0.0:,.{digits}g}" if math.isfinite(value) else NO_FIGURE


def print_plain(value: float, digits: int = 6) -> str:
    """Return a number with at most a number of significant digits and no separators: a year, an address."""
    return f"{value + 0.0:.{digits}g}" if math.isfinite(value) else NO_FIGURE


def print_count(number: int) -> str:
    """Return a whole number with separated thousands."""
    return f"{number:,}"


def print_share(share: float, decimals: int = 0) -> str:
    """Return a fraction in per cent."""
    return f"{print_figure(100 * share, decimals)}%" if math.isfinite(share) else NO_FIGURE


def print_chance(share: float) -> str:
    """Return a probability in whole per cent, never as impossible or certain.

    What is printed decides: no 0% and no 100%, and no 50% for what is less likely than not.
    """
    text = print_share(share)
    if text in _ENDS:
        return _ENDS[text]
    if text == "50%" and share < EVEN:
        return f"{print_figure(math.floor(1000 * share) / 10, 1)}%"
    return text


_ENDS = {"0%": "<1%", "100%": ">99%"}


def print_change(value: float, decimals: int) -> str:
    """Return a change with a number of decimals and its sign."""
    text = print_figure(value, decimals)
    return text if text[0] in f"-{NO_FIGURE}" else f"+{text}"


def print_share_change(share: float, decimals: int = 1) -> str:
    """Return a relative change in per cent, with its sign."""
    return f"{print_change(100 * share, decimals)}%" if math.isfinite(share) else NO_FIGURE


def print_range(low: str, high: str) -> str:
    """Return two printed numbers as the ends of a range, a dash where there is none."""
    return NO_FIGURE if NO_FIGURE in (low, high) else f"{low}–{high}"


def print_between(low: str, high: str, language: Language) -> str:
    """Return two printed numbers as the ends of a range in words."""
    return f"{low}{_BETWEEN[language]}{high}"


def print_duration(seconds: float) -> str:
    """Return a duration in seconds, a brief one in milliseconds."""
    return f"{print_figure(seconds, 3)} s" if seconds >= _BRIEF else f"{print_figure(1000 * seconds, 2)} ms"


def print_size(size: float) -> str:
    """Return a number of bytes in the unit that leaves the fewest digits before the point."""
    value, unit = float(size), _SIZES[0]
    for unit in _SIZES:
        if value < 1000 or unit == _SIZES[-1]:
            break
        value /= 1000
    return f"{print_figure(value, 0 if unit == _SIZES[0] else 1)} {unit}"


@dataclass(frozen=True)
class Printed:
    """A number as it stands in a text.

    Parameters
    ----------
    before, after : the text on both sides, a sign of per cent that belongs to the number left out
    digits : as printed, with the minus
    is_share : whether it is a fraction, printed in per cent
    """

    before: str
    digits: str
    after: str
    is_share: bool

    @property
    def decimals(self) -> int:
        """Return how many digits stand behind the point."""
        return len(self.digits.partition(".")[2])

    @property
    def plain(self) -> str:
        """Return the number without separators, a share as a fraction of one."""
        number = Decimal(self.digits.replace(",", ""))
        return format(number.scaleb(-2) if self.is_share else number, "f")


def find_printed(value: object, text: str) -> Printed | None:
    """Return where a number stands in a text that prints it, None where it does not stand there."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    for found in _NUMBER.finditer(text):
        digits, after = found[0], text[found.end() :]
        number = float(digits.replace(",", ""))
        step = 0.501 * 10.0 ** -len(digits.partition(".")[2])
        if after.startswith("%") and abs(number - 100 * value) <= step:
            return Printed(text[: found.start()], digits, after[1:], True)
        if abs(number - value) <= step:
            return Printed(text[: found.start()], digits, after, False)
    return None


_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.]*[eE])")


def typeset(text: str) -> str:
    """Return printed numbers with a minus sign in place of the hyphen of the keyboard."""
    return text.replace("-", MINUS)


def record_number(value: float, digits: int = 12) -> float | None:
    """Return a number for a record, without the last digits, which only binary arithmetic sees.

    None where there is no number, because JSON has no NaN.
    """
    return float(f"{value:.{digits}g}") if math.isfinite(value) else None
