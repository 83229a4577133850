"""Scales of levers: per cent or the model's unit, and the steps of a slider."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

from sim.report.words.glossary import word
from sim.report.words.numbers import print_digits
from sim.scenario.settable import LeverSlot
from sim.scenario.values import unit_of
from sim.units import Language, is_dimensionless, unit_label

_SPARE = 6  # decimals beyond those of a step
COARSEST, FINEST = 100, 1000  # steps over a slider's range
_PER_YEAR = "1/年"


@dataclass(frozen=True)
class Scale:
    """Display of a lever.

    Parameters
    ----------
    is_percent : whether its fractions are shown in per cent
    step : step of its slider [unit of the model]
    format : format of the slider's figure
    """

    is_percent: bool
    step: float
    format: str

    def snapped(self, value: float) -> float:
        """Return a slider's value without rounding errors of its steps: 0.3, not 0.30000000000000004."""
        return round(value, self.snap_decimals)

    @property
    def snap_decimals(self) -> int:
        """Return the decimals to which a slider's values are rounded."""
        return _SPARE - math.floor(math.log10(self.step))

    def text(self, value: float) -> str:
        """Return a value in the format of the slider, without its unit."""
        if self.is_percent:
            return f"{print_digits(100 * value, 4)}%"
        return print_digits(value)


def scale_of(slot: LeverSlot, values: tuple[float, ...]) -> Scale:
    """Return the scale of a lever whose slider must be able to take all the values."""
    lever = slot.lever
    step = step_for(lever.minimum, lever.maximum, values)
    if _is_percent(slot):
        return Scale(True, step, "percent")
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return Scale(False, step, f"%.{digits}f")


@functools.lru_cache(maxsize=1024)
def step_for(low: float, high: float, values: tuple[float, ...]) -> float:
    """Return the largest step of 1, 2 or 5 times a power of ten on which all the values lie.

    It divides the range into about 100 to 1,000 steps; values between these keep the
    finest step, and the slider shows them until it is moved.
    """
    width = high - low
    places = [value - low for value in (*values, high)]
    steps = _round_steps(width)
    fitting = (step for step in steps if all(_is_multiple(place, step) for place in places))
    return next(fitting, steps[-1])


def _round_steps(width: float) -> list[float]:
    top = math.floor(math.log10(width / COARSEST))
    steps = [float(f"{factor}e{power}") for power in range(top + 1, top - 3, -1) for factor in (5, 2, 1)]
    return [step for step in steps if COARSEST <= width / step * (1 + 1e-9) <= FINEST * (1 + 2e-9)] or [
        width / COARSEST
    ]


def _is_multiple(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6


def lever_unit(slot: LeverSlot, language: Language) -> str:
    """Return the unit of a lever's figures as shown."""
    if _is_percent(slot):
        return "%" if is_dimensionless(slot.unit) else f"%{unit_label(slot.unit, language)[1:]}"
    if is_dimensionless(slot.unit):
        return word("factor", language)
    return unit_label(slot.unit, language)


def _is_percent(slot: LeverSlot) -> bool:
    is_share = is_dimensionless(slot.unit) and unit_of(slot.constant("to"), "en") == "fraction"
    return is_share or unit_label(slot.unit, "zh") == _PER_YEAR
