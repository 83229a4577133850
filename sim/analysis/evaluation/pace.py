"""How far a target has come, in the words that official evaluations use.

The pace compares the progress from base to target with the time passed (目标一致法); the four classes are
those of the national mid-term evaluation of 2023; the prospect puts the probability of the horizon in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.arrays import Array
from sim.outcomes.measures import is_met
from sim.registry.indicators import Indicator, Measure
from sim.registry.plan import PlannedTarget

Pace = Literal["early", "ahead", "on_pace", "behind"]
Prospect = Literal["sure", "likely", "doubtful", "unlikely"]
AHEAD, BEHIND = 1.05, 0.95  # progress over time passed
SURE, LIKELY, DOUBTFUL = 0.9, 0.5, 0.1  # probability at the horizon
SUMS: tuple[Measure, ...] = ("five_year_sum",)  # compared with a share of the whole
AVERAGES: tuple[Measure, ...] = ("growth",)  # compared with the target itself in any year


@dataclass(frozen=True)
class Course:
    """The course from a base to a target.

    Parameters
    ----------
    base : figure of the base year [unit of the indicator], NaN where there is none
    target : figure of the horizon, in the same unit
    passed : share of the time from base year to horizon that has passed, above 0 to 1
    """

    entry: Indicator
    planned: PlannedTarget
    base: float
    target: float
    passed: float

    def progress(self, figures: Array) -> Array:
        """Return how much of the way figures have come, (member,), 1 at the target; NaN where nobody can say.

        A sum over years counts as a share of the whole, an average by its ratio to the target; a target no
        further than the base is a line to hold, of which there is no way to come.
        """
        if self.entry.measure in SUMS:
            return np.asarray(figures / self.target)
        if self.entry.measure in AVERAGES:
            return np.asarray(self.passed * figures / self.target)
        way = self.target - self.base
        is_way = way > 0 if self.planned.comparison != "<=" else way < 0
        return np.asarray((figures - self.base) / way) if is_way else np.full(np.shape(figures), np.nan)

    def is_met(self, figures: Array) -> Array:
        """Return whether figures meet the target at printed precision, (member,)."""
        precision = self.planned.precision(self.entry)
        return np.asarray(is_met(figures, self.target, self.planned.comparison, precision))

    def pace(self, figure: float) -> Pace:
        """Return the class of a figure: before the horizon a target that is met already is early."""
        one = np.array([figure])
        is_there, progress = bool(self.is_met(one)[0]), float(self.progress(one)[0])
        if np.isnan(progress):  # a line that is held is not achieved early
            return "on_pace" if is_there else "behind"
        if is_there and self.passed < 1 and self.entry.measure not in AVERAGES:
            return "early"
        ratio = progress / self.passed
        if self.passed == 1 and not is_there:
            return "behind"
        return "ahead" if ratio >= AHEAD else "behind" if ratio < BEHIND else "on_pace"


def prospect_of(probability: float) -> Prospect:
    """Return the words for the probability of meeting a target at the horizon."""
    if probability >= SURE:
        return "sure"
    return "likely" if probability >= LIKELY else "doubtful" if probability >= DOUBTFUL else "unlikely"
