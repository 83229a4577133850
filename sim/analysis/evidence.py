"""How well the model's constants are founded: by evidence grade, and weighted by what they move."""

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
    held : those that have a range but are held at their value
    grades : by evidence grade
    weights : by evidence grade the share, 0 to 1, of the indicators' variance that constants of the
        grade account for; empty where nothing was screened
    """

    constants: int
    assumed: int
    uncertain: int
    held: int
    grades: dict[Grade, int]
    weights: dict[Grade, float]

    @property
    def share_assumed(self) -> float:
        """Return the share of constants that rest on an assumption, 0 to 1."""
        return self.assumed / self.constants if self.constants else 0.0


def count_evidence(registry: Registry) -> Evidence:
    """Return how the constants of a registry are founded."""
    parameters = list(registry.parameters.values())
    grades = Counter(parameter.grade for parameter in parameters)
    drawn = len(registry.drawn)
    return Evidence(
        len(parameters),
        sum(not parameter.source or ASSUMPTION in parameter.source for parameter in parameters),
        drawn,
        sum(parameter.spread is not None for parameter in parameters) - drawn,
        {grade: grades[grade] for grade in GRADES},
        _weights(registry),
    )


def _weights(registry: Registry) -> dict[Grade, float]:
    """Return by grade the share of variance of its constants; a constant without a range has none."""
    if registry.screening is None:
        return {}
    shares = dict.fromkeys(GRADES, 0.0)
    for name, one in registry.screening.found.items():
        if name in registry.parameters:
            shares[registry.parameters[name].grade] += one.share
    total = sum(shares.values())
    return {grade: share / total for grade, share in shares.items()} if total else {}
