"""Runs many variants of a scenario in the same members, several variants in one batch of the engine."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.registry.indicators import Indicator
from sim.run.begin import Begin
from sim.run.single import simulate
from sim.sampling.sampler import draw
from sim.sampling.uncertain import is_uncertain
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

AT_ONCE = 4_096  # members of a batch, which keeps all processors busy
Variant = Mapping[str, float]  # constants, by key, in the place of the scenario's [units of the model]


@dataclass(frozen=True, eq=False)
class Members:
    """The members in which every variant runs, with the same draws.

    Parameters
    ----------
    scenario : that the variants change
    draws : (member,) [units of the model] by constant; not used where the scenario or a variant
        gives one
    count : number of members
    rows : ids of the indicators that are computed
    until : year in which the runs end
    begin : where the members go on from; None where they begin with the model
    more : further indicators that are computed, by id
    """

    scenario: Scenario
    workspace: Workspace
    draws: Mapping[str, Array]
    count: int
    rows: tuple[str, ...]
    until: int
    begin: Begin | None = None
    threads: int | None = None
    more: Mapping[str, Indicator] = field(default_factory=dict)

    @property
    def at_once(self) -> int:
        """Return the number of variants of a batch."""
        return max(1, AT_ONCE // self.count)

    def going_on(self, year: int) -> Members:
        """Return the members as the scenario has them at the end of a year, for variants to act from then."""
        inputs = {key: values for key, values in self.draws.items() if key not in self.scenario.constants}
        run = simulate(self.scenario, self._narrow, self.threads, inputs, until=year).run
        assert run.state is not None  # the run was given its end
        return replace(self, begin=Begin(run.state, run.record))

    def first(self, count: int) -> Members:
        """Return the first of the members."""
        if count >= self.count:
            return self
        kept = np.arange(count)
        begin = None if self.begin is None else _only(self.begin, kept)
        return replace(
            self, draws={key: each[:count] for key, each in self.draws.items()}, count=count, begin=begin
        )

    def tables(self, variants: Sequence[Variant]) -> Iterable[tuple[IndicatorTable, NDArray[np.bool_]]]:
        """Yield the indicators of each batch of variants, and which of its members stayed finite.

        Returns
        -------
        series of (year, variant × member), variants one after the other; (variant × member,)
        """
        for first in range(0, len(variants), self.at_once):
            yield self._run(variants[first : first + self.at_once])

    def _run(self, variants: Sequence[Variant]) -> tuple[IndicatorTable, NDArray[np.bool_]]:
        changed = {key for one in variants for key in one}
        inputs = {
            key: np.tile(values, len(variants))
            for key, values in self.draws.items()
            if key not in changed and key not in self.scenario.constants
        }
        own = self.scenario.constants
        for key in changed:
            default = own[key] if key in own else self.workspace.model.default_of(key)
            inputs[key] = np.repeat([one.get(key, default) for one in variants], self.count)
        until = None if self.until >= self.workspace.model.final_time else self.until
        begin = (
            None if self.begin is None else _only(self.begin, np.tile(np.arange(self.count), len(variants)))
        )
        run = simulate(self.scenario, self._narrow, self.threads, inputs, until=until, begin=begin)
        sound = np.ones(len(variants) * self.count, dtype=np.bool_)
        sound[[failure.member for failure in run.run.failures]] = False
        return indicators(run), sound

    @functools.cached_property
    def _narrow(self) -> Workspace:
        """Return the workspace with the indicators that are asked for alone."""
        known = self.workspace.registry.indicators
        wanted = {**{key: known[key] for key in self.rows}, **self.more}
        registry = replace(self.workspace.registry, indicators=wanted)
        return replace(self.workspace, registry=registry)


def _only(begin: Begin, members: NDArray[np.int64]) -> Begin:
    """Return where some members go on from, each as often as it is named."""
    record = begin.record
    outputs, integrals = (
        {key: values[:, members] for key, values in series.items()}
        for series in (record.outputs, record.integrals)
    )
    failures = tuple(
        replace(failure, member=int(place))
        for failure in record.failures
        for place in np.flatnonzero(members == failure.member)
    )
    return Begin(
        begin.state.only(members), replace(record, outputs=outputs, integrals=integrals, failures=failures)
    )


def drawn_members(
    workspace: Workspace, members: int, seed: int, method: str
) -> tuple[int, Mapping[str, Array], Mapping[str, object] | None]:
    """Return the number of members, their draws, and what determines these; one where nothing is drawn.

    Returns
    -------
    count, (member,) [units of the model] by constant, facts or None

    Raises
    ------
    SimError: as `sim.sampling.sampler.draw`.
    """
    if not is_uncertain(workspace.registry):
        return 1, {}, None
    found = draw(workspace, members, seed, method)
    return found.members, found.as_inputs(), found.facts
