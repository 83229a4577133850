"""Hindsight: how much of what a past forecast rests on was known only after its day.

Ranges of constants were set when the model was built; forecasts of the past cannot unknow them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sim.analysis.audit import PLAN
from sim.analysis.calibration.observations import Point
from sim.analysis.evidence import ASSUMPTION
from sim.registry.load import Registry

_YEAR = re.compile(r"\d{4}")


def later_ranges(registry: Registry, origin: int) -> int:
    """Return how many uncertain constants cite a figure of a year after the origin.

    The plan, which is of 2021 and describes the base year, does not count.
    """
    return sum(
        any(_last_year(name, registry) > origin for name in parameter.source)
        for parameter in registry.drawn.values()
    )


def cited(points: Iterable[Point], registry: Registry) -> int:
    """Return how many of the observations a constant cites among the reasons for its value or range."""
    names = {name for parameter in registry.parameters.values() for name in parameter.source}
    return sum(point.seen.source in names for point in points)


def _last_year(name: str, registry: Registry) -> int:
    """Return the last year that a source is of, 0 where it names none."""
    if name == ASSUMPTION or name.startswith(PLAN):
        return 0
    return max(map(int, _YEAR.findall(str(registry.sources[name].year))), default=0)
