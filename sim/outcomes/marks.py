"""Chart marks of an indicator beside its results: targets, and the path to the vision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorRow
from sim.outcomes.measures import Years

SUM_YEARS = 5


@dataclass(frozen=True)
class TargetMark:
    """A target in a form that a chart of annual figures can show.

    Parameters
    ----------
    year : of the target
    first : the first year that the target covers; ``year`` itself unless it is an average or a sum
    level : annual figure that fulfils the target, in the indicator's unit
    target : as the plan states it
    """

    year: int
    first: int
    level: float
    target: float

    @property
    def is_span(self) -> bool:
        """Return whether the target covers several years together."""
        return self.first < self.year


def target_marks(row: IndicatorRow, until: int) -> tuple[TargetMark, ...]:
    """Return the targets up to a year; an average growth or a sum becomes a level for each of its years."""
    marks, entry = [], row.entry
    for year, target in sorted(row.planned.values.items()):
        if year > until:
            continue
        if entry.measure == "growth":
            marks.append(TargetMark(year, row.plan.base_year + 1, target, target))
        elif entry.measure == "five_year_sum":
            marks.append(TargetMark(year, year - SUM_YEARS + 1, target / SUM_YEARS, target))
        else:
            marks.append(TargetMark(year, year, target, target))
    return tuple(marks)


def vision_path(row: IndicatorRow, years: Years) -> Array | None:
    """Return the path of even growth from the base to the target of the last horizon.

    ``base × (target / base)^((year - base year) / (horizon - base year))``

    Returns
    -------
    (time,)  in the indicator's unit, or None where there is no base or no such target
    """
    base, multiple, horizon = row.stated_base, vision_multiple(row), row.plan.horizons[-1]
    if base is None or base.value is None or multiple is None or multiple <= 0:
        return None
    shares = (years - base.year) / (horizon - base.year)
    return np.asarray(base.value * multiple**shares, dtype=np.float64)


def vision_multiple(row: IndicatorRow) -> float | None:
    """Return the target of the last horizon as a multiple of the published base, where it has a path."""
    target, base = row.planned.values.get(row.plan.horizons[-1]), row.stated_base
    is_flow = row.entry.measure == "flow"
    if target is None or base is None or base.value is None or base.value <= 0 or not is_flow:
        return None
    return target / base.value
