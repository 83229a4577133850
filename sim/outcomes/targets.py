"""Targets of an ensemble, and the groups in which they are counted together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.outcomes.indicators import JUDGED, kind_of
from sim.registry.indicators import Kind
from sim.registry.plan import Plan, PlannedTarget
from sim.scenario.workspace import Workspace

HEADLINE, TABLE1 = "headline", "table1"


@dataclass(frozen=True)
class Target:
    """A target of an indicator for a year.

    Parameters
    ----------
    value : in the indicator's unit
    kind : of the indicator; figures that the scenario gives or sets are never counted as met
    groups : groups in which it is counted; none where the plan itself states no figure
    """

    indicator: str
    year: int
    value: float
    kind: Kind
    groups: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Return whether members that meet it are counted."""
        return self.kind in JUDGED


@dataclass(frozen=True)
class Group:
    """Targets of one year that are counted together.

    Parameters
    ----------
    name : ``headline``: of the headline indicators; ``table1``: of the plan's Table 1
    """

    name: str
    year: int

    def members(self, targets: Sequence[Target]) -> list[Target]:
        """Return the targets that belong to it."""
        return [one for one in targets if self.name in one.groups and one.year == self.year]


def groups_of(plan: Plan) -> tuple[Group, ...]:
    """Return the groups of targets: the headlines of each horizon, and Table 1 of the plan's last year."""
    return (*(Group(HEADLINE, year) for year in plan.horizons), Group(TABLE1, plan.horizons[0]))


def targets_of(workspace: Workspace) -> tuple[Target, ...]:
    """Return all targets within the model's years, in the order of the registry."""
    registry, last = workspace.registry, workspace.model.final_time
    found = []
    for key, entry in registry.indicators.items():
        kind, planned = kind_of(entry, workspace), registry.plan.of(key)
        is_headline = key in registry.zone.headline
        for year, value in sorted(planned.values.items()):
            groups = tuple(_groups(is_headline, planned, kind, year, registry.plan))
            if year <= last:
                found.append(Target(key, year, value, kind, groups))
    return tuple(found)


def _groups(is_headline: bool, planned: PlannedTarget, kind: Kind, year: int, plan: Plan) -> Iterator[str]:
    """Yield the groups of a target; one that the plan does not state, or that is not judged, has none."""
    if planned.kind != "plan" or kind not in JUDGED:
        return
    if is_headline and year in plan.horizons:
        yield HEADLINE
    if planned.group == TABLE1 and year == plan.horizons[0]:
        yield TABLE1
