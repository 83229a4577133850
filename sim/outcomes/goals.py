"""The targets that an ensemble is held against, and which of them are counted together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.outcomes.indicators import JUDGED, kind_of
from sim.registry.indicators import HORIZONS, Indicator, Kind
from sim.scenario.workspace import Workspace

HEADLINE, TABLE1 = "headline", "table1"


@dataclass(frozen=True)
class Goal:
    """A target of an indicator for a year.

    Parameters
    ----------
    target : in the indicator's unit
    kind : of the indicator; what the scenario gives or sets is never counted as met
    groups : which sets of targets it is counted with; none where the plan itself states no figure
    """

    indicator: str
    year: int
    target: float
    kind: Kind
    groups: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Return whether members are counted that meet it."""
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

    def members(self, goals: Sequence[Goal]) -> list[Goal]:
        """Return the targets that belong to it."""
        return [goal for goal in goals if self.name in goal.groups and goal.year == self.year]


GROUPS = (*(Group(HEADLINE, year) for year in HORIZONS), Group(TABLE1, HORIZONS[0]))


def goals_of(workspace: Workspace) -> tuple[Goal, ...]:
    """Return all targets of a registry that the model's years reach, in its order."""
    registry = workspace.registry.indicators
    headlines, last = workspace.registry.zone.headline, workspace.model.final_time
    return tuple(
        Goal(key, year, target, kind, tuple(_groups(key in headlines, entry, kind, year)))
        for key, entry in registry.items()
        for kind in (kind_of(entry, workspace),)
        for year, target in sorted(entry.targets.items())
        if year <= last
    )


def _groups(is_headline: bool, entry: Indicator, kind: Kind, year: int) -> Iterator[str]:
    """Yield the groups of a target; one that the plan does not state, or nobody judges, has none."""
    if entry.target_kind != "plan" or kind not in JUDGED:
        return
    if is_headline and year in HORIZONS:
        yield HEADLINE
    if entry.table1 is not None and year == HORIZONS[0]:
        yield TABLE1
