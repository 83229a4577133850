"""Appraisal: how scenarios move what the ministry's yearly appraisal of zones is known to look at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from sim import arguments
from sim.analysis.appraisal.movement import bounds_of, favourable, relative_change, spread_of, total_bounds
from sim.analysis.appraisal.result import (
    Appraisal,
    GroupMovement,
    ItemMovement,
    ScenarioAppraisal,
)
from sim.analysis.appraisal.world import Figures, World
from sim.analysis.attribution import attributed
from sim.arrays import Array
from sim.errors import Argument, Fault, Faults, fail
from sim.outcomes.measures import PER_CENT
from sim.registry.appraisal import AppraisalMethod
from sim.registry.load import read_appraisal
from sim.registry.schema import Bilingual
from sim.sampling.forecast import shipped_forecast
from sim.sampling.methods import FORECAST, METHODS, PRIOR
from sim.sampling.registry_draws import registry_draws
from sim.scenario.load import AnyScenario, Scenario, find_scenario, workspace_for
from sim.scenario.workspace import Workspace

MEMBERS, SEED = 512, 7
LEAST, MOST = 64, 4_096


@arguments.reading(members=arguments.whole_within(LEAST, MOST), seed=arguments.seed)
def appraise(
    scenarios: AnyScenario | Iterable[AnyScenario],
    year: int | None = None,
    members: int = MEMBERS,
    seed: int = SEED,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
) -> Appraisal:
    """Return how scenarios move the items of the ministry's appraisal of zones, and what that comes to.

    Each member of the forecast runs under every scenario and under the reference, so that differences are
    policy. Weights of items are not published: weighted movements are bounds over all of them. Neither the
    score nor the rank of the zone follows, which depend on figures of other zones.

    Parameters
    ----------
    scenarios : one or several
    year : whose figures are appraised; the plan's first horizon by default
    members : number of members, 64 to 4,096
    seed : of the draws where the home ships no forecast
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default

    Returns
    -------
    Appraisal : relative changes from the reference [fraction] by scenario, group and item, and bounds of
        the weighted movements

    Raises
    ------
    SimError: the home has no method of appraisal; an invalid scenario, year or number; two scenarios of one
        name; all members became non-finite.

    Examples
    --------
    >>> sim.appraise(["plan", "innovation-first"], members=64)
    <Appraisal of plan, innovation-first in 2025 against trend: 11 items modelled>
    """
    asked = list(arguments.several(scenarios, Argument("scenarios")))
    workspace = workspace_for(asked, home)
    method, plan = read_appraisal(workspace.registry), workspace.registry.plan
    wanted = plan.horizons[0] if year is None else year
    with Faults() as faults:
        chosen = [faults.take(find_scenario, scenario, workspace) for scenario in asked]
        faults += _request_faults(chosen, method, wanted, workspace)
    reference = find_scenario(workspace.registry.zone.reference, workspace)
    shipped = shipped_forecast(workspace)
    draws = shipped or registry_draws(workspace, METHODS[PRIOR], members, seed)
    values = dict(zip(draws.keys, draws.block(0, members), strict=True))
    world = World(workspace, values, wanted, threads)
    under = world.figures(reference)
    runs = [world.figures(scenario) for scenario in chosen]
    sound = np.all([each.is_sound for each in (under, *runs)], axis=0)
    if not sound.any():
        raise fail("non-finite", "所有成员都算出非有限的数。", "every member became non-finite.")
    return Appraisal(
        method,
        wanted,
        reference.name,
        tuple(
            _appraisal(run, under, method, wanted, sound, _levers(run.scenario, reference, workspace, wanted))
            for run in runs
        ),
        int(sound.sum()),
        seed,
        FORECAST if shipped else "prior",
        workspace.model.hash,
    )


def _request_faults(
    chosen: Sequence[Scenario | None], method: AppraisalMethod, year: int, workspace: Workspace
) -> Iterator[Fault]:
    if not method.groups:
        zh = "这个模型没有登记考核办法（model/appraisal.yaml）。"
        yield Fault("no-data", zh, "the home has no method of appraisal (model/appraisal.yaml).")
    if not chosen:
        yield Fault(
            "too-few", "至少要有一个情景。", "at least one scenario is needed.", Argument("scenarios")
        )
    names = [scenario.name for scenario in chosen if scenario is not None]
    if len({*names}) < len(names):
        listed = ", ".join(names)
        zh, en = f"情景重名：{listed}。", f"two scenarios have one name: {listed}."
        yield Fault("duplicate", zh, en, Argument("scenarios"))
    first, last = workspace.registry.base_year + 1, int(workspace.model.final_time)
    if not first <= year <= last:
        zh = f"{year} 年不可用，应在 {first} 到 {last} 之间。"
        en = f"the year {year} is invalid; it must be from {first} to {last}."
        yield Fault("outside-limits", zh, en, Argument("year"))


def _levers(scenario: Scenario, reference: Scenario, workspace: Workspace, year: int) -> dict[str, Bilingual]:
    """Return the lever that decides an indicator in a year, by indicator."""
    made_by = attributed(scenario, reference, workspace, (year,))
    found = {name: made_by.decided_by(name, year) for name in workspace.registry.indicators}
    return {name: share.label for name, share in found.items() if share}


def _appraisal(
    run: Figures,
    under: Figures,
    method: AppraisalMethod,
    year: int,
    sound: Array,
    levers: Mapping[str, Bilingual],
) -> ScenarioAppraisal:
    groups, weighted = [], []
    for key, group in method.groups.items():
        items, movements = [], []
        for name, item in method.items_of(key).items():
            change = None
            if item.indicator:
                change = relative_change(item, run.table, under.table, year)[sound]
                movements.append(favourable(item, change))
            spread = None if change is None else spread_of(change)
            is_derived = item.per or item.growth  # levers were tried on the indicator itself alone
            set_by = None if is_derived else levers.get(item.indicator or "")
            items.append(ItemMovement(name, item, spread, set_by))
        still = np.zeros(int(sound.sum()))
        groups.append(
            GroupMovement(
                key,
                group,
                tuple(sorted(items, key=lambda one: one.change is None)),
                bounds_of(movements, is_whole=True) if movements else None,
                bounds_of(movements or [still], is_whole=False),
            )
        )
        weighted.append((group.weight / PER_CENT, movements))
    return ScenarioAppraisal(
        run.scenario.name,
        run.scenario.title,
        tuple(groups),
        total_bounds(weighted, int(sound.sum())),
    )
