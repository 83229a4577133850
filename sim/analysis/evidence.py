"""Evidence behind the model's constants: counts by grade, and the variance that each grade decides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sim.registry.levers import Grade
from sim.registry.load import Registry
from sim.registry.parameters import Fixed, Parameter

ASSUMPTION = "assumption"
GRADES: tuple[Grade, ...] = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Evidence:
    """Counts of the constants, levers not included.

    Parameters
    ----------
    constants : number of all constants
    assumed : number of those that name no source, or an assumption among their sources
    uncertain : number of those that are drawn
    grades : number of constants of each evidence grade
    weights : share, 0 to 1, of the indicators' variance that constants of each grade account for; empty
        where nothing was screened
    """

    constants: int
    assumed: int
    uncertain: int
    grades: dict[Grade, int]
    weights: dict[Grade, float]

    @property
    def share_assumed(self) -> float:
        """Return the share of constants that rest on an assumption, 0 to 1."""
        return self.assumed / self.constants if self.constants else 0.0


def count_evidence(registry: Registry) -> Evidence:
    """Return the evidence behind the constants of a registry."""
    parameters = list(registry.parameters.values())
    grades = Counter(parameter.grade for parameter in parameters)
    return Evidence(
        len(parameters),
        sum(not parameter.source or ASSUMPTION in parameter.source for parameter in parameters),
        sum(is_drawn(parameter) for parameter in parameters),
        {grade: grades[grade] for grade in GRADES},
        _weights(registry),
    )


def is_drawn(parameter: Parameter) -> bool:
    """Return whether a constant differs from member to member."""
    return parameter.distribution is not None and not isinstance(parameter.distribution, Fixed)


def _weights(registry: Registry) -> dict[Grade, float]:
    """Return by grade the share of variance of its constants; one without a range contributes nothing."""
    if registry.screening is None:
        return {}
    shares = dict.fromkeys(GRADES, 0.0)
    for name, one in registry.screening.found.items():
        if name in registry.parameters:
            shares[registry.parameters[name].grade] += one.share
    total = sum(shares.values())
    return {grade: share / total for grade, share in shares.items()} if total else {}
