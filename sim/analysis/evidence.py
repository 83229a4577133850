"""How well the model's constants are founded: counts by evidence grade."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sim.registry.levers import Grade
from sim.registry.load import Registry

ASSUMPTION = "assumption"
GRADES: tuple[Grade, ...] = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Evidence:
    """Counts of the constants that are no levers.

    Parameters
    ----------
    constants : all of them
    assumed : those that name no source, or an assumption among their sources
    uncertain : those that are drawn
    grades : by evidence grade
    """

    constants: int
    assumed: int
    uncertain: int
    grades: dict[Grade, int]

    @property
    def share_assumed(self) -> float:
        """Return the share of constants that rest on an assumption, 0 to 1."""
        return self.assumed / self.constants if self.constants else 0.0


def count_evidence(registry: Registry) -> Evidence:
    """Return how the constants of a registry are founded."""
    parameters = list(registry.parameters.values())
    grades = Counter(parameter.grade for parameter in parameters)
    return Evidence(
        len(parameters),
        sum(not parameter.source or ASSUMPTION in parameter.source for parameter in parameters),
        sum(parameter.distribution is not None for parameter in parameters),
        {grade: grades[grade] for grade in GRADES},
    )
