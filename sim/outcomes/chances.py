"""Probabilities that a scenario meets the plan's targets, for tables and marks beside a single run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.cache import kept
from sim.outcomes.fan import LIKELY, Fan, run_fan
from sim.outcomes.indicators import IndicatorRow
from sim.sampling.forecast import shipped_hash
from sim.sampling.methods import DRAWN, Drawn
from sim.sampling.request import MEMBERS, SEED
from sim.sampling.uncertain import is_uncertain
from sim.scenario.load import Scenario, find_scenario
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Chances:
    """Shares of draws that meet the targets.

    Parameters
    ----------
    facts : everything that determines the draws, as in the manifest of an ensemble
    members : number of draws counted
    shares : share of them that meets a target, 0 to 1, by indicator and year; only of targets that are judged
    """

    facts: Mapping[str, Any]
    members: int
    shares: Mapping[tuple[str, int], float]

    def of(self, indicator: str, year: int) -> float | None:
        """Return the share of draws that meet the target of a year, None where it is not judged."""
        return self.shares.get((indicator, year))


def met_with(chances: Chances | None, row: IndicatorRow, year: int) -> bool | None:
    """Return whether a target counts as met: by its probability, or by the run where nothing is drawn.

    None where it is not judged.
    """
    if chances is not None:
        share = chances.of(row.id, year)
        return None if share is None else share >= LIKELY
    met = row.met(year)
    return None if met is None else bool(met[0])


def chances_of(scenario: Scenario, workspace: Workspace, draws: Drawn = "forecast") -> Chances | None:
    """Return the probabilities of a scenario, None where the home has nothing that is drawn.

    They are those of an ensemble of 1,000 members from seed 7, and are kept on disk.

    Parameters
    ----------
    draws : ``forecast``, or the prior

    Raises
    ------
    SimError: the run at the model's own values became non-finite; faults of the distributions.
    """
    if not is_uncertain(workspace.registry):
        return None
    key = drawn_key(scenario, workspace, draws, MEMBERS)
    return kept("chances", key, lambda: _counted(scenario, workspace, draws), worth=0)


def drawn_key(
    scenario: Scenario, workspace: Workspace, draws: Drawn | None, members: int
) -> tuple[object, ...]:
    """Return everything that draws from seed 7 of a scenario depend on besides the code, for `kept`.

    Parameters
    ----------
    draws : ``forecast``, or the prior; None for a single run
    """
    source: object = shipped_hash(workspace) if draws == "forecast" else None
    if source is None:  # the prior is solved for with the scenario of reference
        source = draws and _constants(workspace.registry.zone.reference, workspace)
    hashes = (workspace.model.hash, workspace.registry.hash)
    return (*hashes, source, _constants(scenario, workspace), members, SEED)


def _constants(scenario: Scenario | str, workspace: Workspace) -> list[tuple[str, float]]:
    return sorted(find_scenario(scenario, workspace).constants.items())


def _counted(scenario: Scenario, workspace: Workspace, draws: Drawn) -> Chances:
    from sim.sampling.sampler import draw  # it imports pyarrow, which kept probabilities do not need

    return chances_in(run_fan(scenario, workspace, draw(workspace, MEMBERS, SEED, DRAWN[draws])))


def chances_in(fan: Fan) -> Chances:
    """Return the probabilities that a fan's draws give."""
    found = {
        (row.id, year): fan.probability(row.id, year) for row in fan.table for year in row.planned.values
    }
    shares = {target: share for target, share in found.items() if share is not None}
    return Chances(fan.facts, fan.members, shares)
