"""What makes the difference between a scenario and its reference: the share of each lever in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.effects import figures_of
from sim.arrays import Array
from sim.cache import kept
from sim.outcomes.indicators import indicators
from sim.registry.schema import Bilingual
from sim.run.single import simulate
from sim.scenario.load import Scenario, find_scenario
from sim.scenario.settable import FIELDS
from sim.scenario.workspace import Workspace

DECIDES = 0.8  # share of a difference from which one lever is said to decide it
LEAST = 0.01  # of the figure: a smaller difference is not divided among levers


@dataclass(frozen=True)
class LeverShare:
    """The part of one lever in a difference.

    Parameters
    ----------
    lever : its name in the registry, or the key of another constant that differs
    label : its name to be shown
    added : share of the difference that the lever alone makes when it is added to the reference
    left_out : share that is lost when it alone is left out of the scenario
    is_stated : whether the plan states the value that the scenario gives it; otherwise it was assumed
    """

    lever: str
    label: Bilingual
    added: float
    left_out: float
    is_stated: bool

    @property
    def share(self) -> float:
        """Return the mean of both: the others are then as in the reference and as in the scenario."""
        return (self.added + self.left_out) / 2

    @property
    def decides(self) -> bool:
        """Return whether either of them is nearly all of the difference."""
        return max(self.added, self.left_out) >= DECIDES


@dataclass(frozen=True)
class Difference:
    """The difference of an indicator in a year [unit of the indicator], and the levers that make it.

    Parameters
    ----------
    levers : the largest share first; empty where the difference is too small to be divided
    """

    indicator: str
    year: int
    change: float
    levers: tuple[LeverShare, ...]

    @property
    def decided_by(self) -> LeverShare | None:
        """Return the lever that decides it alone: the figure is then set mainly by the scenario."""
        return max((one for one in self.levers if one.decides), key=lambda one: one.share, default=None)


@dataclass(frozen=True)
class Attribution:
    """The differences between a scenario and its reference, by indicator and year."""

    scenario: str
    reference: str
    differences: Mapping[tuple[str, int], Difference]

    def decided_by(self, indicator: str, year: int) -> LeverShare | None:
        """Return the lever that decides a figure, None where none does."""
        found = self.differences.get((indicator, year))
        return found.decided_by if found else None


@dataclass(frozen=True)
class DifferingLever:
    """A lever with the constants in which two scenarios differ: before and after, by key."""

    lever: str
    label: Bilingual
    changed: Mapping[str, tuple[float, float]]
    is_stated: bool = False


def attribute(
    scenario: Scenario, reference: Scenario, workspace: Workspace, years: Sequence[int] = ()
) -> Attribution:
    """Return which levers make the differences between two scenarios, at the model's own values.

    Each lever that differs is once added to the reference alone and once left out of the scenario alone;
    all in one batch.

    Parameters
    ----------
    years : beside the horizons of the plan and the years of its targets

    Raises
    ------
    SimError: a run became non-finite.
    """
    groups = differing_levers(scenario, reference, workspace)
    if not groups:
        return Attribution(scenario.name, reference.name, {})
    run = simulate(reference, workspace, None, _batch(groups))
    table = indicators(run)
    asked = [
        (row.id, year)
        for row in table
        if row.series is not None
        for year in {*workspace.registry.plan.horizons, *row.planned.values, *years}
        if row.figure(year) is not None
    ]
    figures = figures_of(run, table, asked)
    found = [
        Difference(indicator, year, float(each[1] - each[0]), _shares(each, groups))
        for (indicator, year), each in zip(asked, figures, strict=True)
    ]
    return Attribution(scenario.name, reference.name, {(one.indicator, one.year): one for one in found})


def attributed(
    scenario: Scenario, reference: Scenario | str, workspace: Workspace, years: Sequence[int] = ()
) -> Attribution:
    """Return `attribute`, kept on disk.

    Raises
    ------
    SimError: no such reference.
    """
    own = find_scenario(reference, workspace)
    hashes = (workspace.model.hash, workspace.registry.hash)
    names = (scenario.name, own.name)
    constants = sorted(scenario.constants.items()), sorted(own.constants.items())
    key = (*hashes, *names, *constants, *sorted(years))
    return kept("attribution", key, lambda: attribute(scenario, own, workspace, years), worth=0)


def differing_levers(scenario: Scenario, reference: Scenario, workspace: Workspace) -> list[DifferingLever]:
    """Return the constants that differ, by the lever that they belong to, in the order of the registry."""
    own, found = workspace.model.constants, []
    default = workspace.model.default_of
    values = {
        key: (reference.constants.get(key, default(key)), scenario.constants.get(key, default(key)))
        for key in {**reference.constants, **scenario.constants}
    }
    changed = {key: each for key, each in values.items() if each[0] != each[1]}
    for elements in workspace.slots.values():
        for slot in elements.values():
            keys = [*(slot.constant(field).key for field in FIELDS), *slot.held_years]
            moved = {key: changed.pop(key) for key in keys if key in changed}
            if moved:
                end = slot.constant("to")
                _, to = values.get(end.key, (0, own[end.key]))
                is_stated = slot.lever.plan is not None and math.isclose(to, slot.lever.plan)
                found.append(DifferingLever(end.label, slot.lever.name, moved, is_stated=is_stated))
    return found + [
        DifferingLever(key, Bilingual(zh=key, en=key), {key: each}) for key, each in changed.items()
    ]


def _batch(groups: Sequence[DifferingLever]) -> Mapping[str, Array]:
    """Return the inputs of the reference, the scenario, each lever added, and each lever left out."""
    count = len(groups)
    inputs = {}
    for place, group in enumerate(groups):
        for key, (before, after) in group.changed.items():
            inputs[key] = np.array([before, after, *[before] * count, *[after] * count], dtype=np.float64)
            inputs[key][2 + place], inputs[key][2 + count + place] = after, before
    return inputs


def _shares(figures: Array, groups: Sequence[DifferingLever]) -> tuple[LeverShare, ...]:
    """Return the shares in a difference from the figures of the batch, (member,)."""
    before, after = figures[:2]
    change, count = after - before, len(groups)
    if not abs(change) > LEAST * max(abs(before), abs(after)):
        return ()
    added, left_out = (figures[2 : 2 + count] - before) / change, (after - figures[2 + count :]) / change
    found = [
        LeverShare(one.lever, one.label, float(alone), float(without), one.is_stated)
        for one, alone, without in zip(groups, added, left_out, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: -one.share))
