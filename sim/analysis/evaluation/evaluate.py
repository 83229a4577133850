"""Evaluation of the plan a home follows, at the end of a year, from what was known by then."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim import arguments
from sim.analysis.calibration.observations import last_day
from sim.analysis.conditioning.condition import condition
from sim.analysis.evaluation.gap import Gap, Mixture, every_mixture, shares_of
from sim.analysis.evaluation.known import published_by, read_known, record_of, year_of
from sim.analysis.evaluation.members import Members
from sim.analysis.evaluation.pace import Course, prospect_of
from sim.analysis.evaluation.policy import moved_levers, recorded_levers
from sim.analysis.evaluation.remedies import remedies
from sim.analysis.evaluation.result import Evaluation, Published, Standing
from sim.arrays import Array
from sim.errors import Faults
from sim.outcomes.indicators import JUDGED, IndicatorRow, IndicatorTable
from sim.outcomes.targets import TABLE1, Target, targets_of
from sim.registry.observations import Observation
from sim.run.progress import Progress
from sim.sampling.forecast import shipped_forecast
from sim.sampling.methods import METHODS, PRIOR
from sim.sampling.registry_draws import registry_draws
from sim.scenario.load import AnyScenario, find_scenario, workspace_for
from sim.scenario.workspace import Workspace

MEMBERS, SEED = 512, 7
LEAST, MOST = 64, 2_048
LEARNING, MIXING = 70, 85  # per cent of the work, where a forecast has to be conditioned first


@arguments.reading(members=arguments.whole_within(LEAST, MOST), seed=arguments.seed)
def evaluate(
    as_of: int | None = None,
    scenario: AnyScenario | None = None,
    members: int = MEMBERS,
    seed: int = SEED,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    actuals: str | os.PathLike[str] | None = None,
) -> Evaluation:
    """Evaluate the plan: pace and prospect of every target, what made its gap and would have closed it.

    Figures published by the end of the year count as published; others are estimated by the forecast that
    has learned from what was known by then, with the band of 90%. Nothing known later is read.

    Parameters
    ----------
    as_of : year at whose end the plan is evaluated, within its period; its last by default
    scenario : with the plan's measures; by default the one with which the page opens
    members : number of members of each mixture, 64 to 2,048
    seed : equal requests give equal bits, for any number of threads
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default
    progress : function called with the share done and 100, in per cent
    actuals : folder of your own figures and policies, in place of the home's published figures; levers with a
        record count as recorded, others are drawn between none and all of the plan's measures

    Returns
    -------
    Evaluation : a standing for each target of the plan's period that is judged, in its order

    Raises
    ------
    SimError: a year outside the plan's period, or of which nothing is known; an invalid scenario, number of
        members or seed; all faults of the actuals.

    References
    ----------
    Shapley 1953, A value for n-person games, doi:10.1515/9781400881970-018.

    Examples
    --------
    >>> sim.evaluate(members=64)  # doctest: +ELLIPSIS
    <Evaluation of plan at the end of 2025: ... targets, ... published>
    """
    workspace = workspace_for([] if scenario is None else [scenario], home)
    plan = workspace.registry.plan
    zone = workspace.registry.zone
    with Faults() as faults:
        known = faults.take(read_known, actuals, workspace)
        chosen = faults.take(find_scenario, zone.opening if scenario is None else scenario, workspace)
    year = year_of(as_of, known.observed, workspace)
    record = record_of(known.policies, year, chosen, workspace)
    reference = find_scenario(zone.reference, workspace)
    expected = _prior(workspace, members, seed)
    report = _part(progress, 0, LEARNING)
    actual = _learned(workspace, year, members, seed, threads, report, actuals)
    world = Members(expected, actual, chosen, reference, record, workspace, plan.horizons[0], seed, threads)
    report = _part(progress, LEARNING, MIXING)
    tables: dict[Mixture, IndicatorTable] = {}
    mixtures = every_mixture()
    for number, mixture in enumerate(mixtures, start=1):
        tables[mixture] = world.figures(mixture)
        report(number, len(mixtures) + 2)
    without, whole = world.under(reference), world.under(chosen)
    published = published_by(known.observed, year, workspace)
    standings = [
        _standing(target, year, tables, without, whole, published.get(target.indicator), workspace)
        for target in targets_of(workspace)
        if target.year == plan.horizons[0] and target.kind in JUDGED
    ]
    gaps = {one.target: one.gap.whole for one in standings if one.pace == "behind"}
    moved = remedies(world, gaps, _part(progress, MIXING, 100))
    standings = [replace(one, remedies=moved.get(one.target, ())) for one in standings]
    defaults = workspace.model.constants
    return Evaluation(
        chosen.name,
        chosen.title,
        year,
        plan,
        tuple(standings),
        members,
        seed,
        workspace.model.hash,
        moved_levers(chosen, reference, defaults) <= recorded_levers(record, chosen),
    )


def _part(progress: Progress | None, first: float, last: float) -> Progress:
    """Return a function that tells the part done of a stretch of the work, in per cent of the whole."""

    def report(done: int, total: int) -> None:
        if progress:
            progress(round(first + (last - first) * done / total), 100)

    return report


def _standing(
    target: Target,
    year: int,
    tables: Mapping[Mixture, IndicatorTable],
    without: IndicatorTable,
    whole: IndicatorTable,
    published: Observation | None,
    workspace: Workspace,
) -> Standing:
    registry, name = workspace.registry, target.indicator
    entry, planned, plan = registry.indicators[name], registry.plan.of(name), registry.plan
    carried = tables[every_mixture()[-1]].rows[name]
    now, then = _figure(carried, year), _figure(carried, target.year)
    own = carried.value(plan.base_year)
    assert own is not None, name
    base = carried.base.value if carried.base else float(np.nanmedian(own))
    passed = (year - plan.base_year) / (target.year - plan.base_year)
    course = Course(entry, planned, base, target.value, passed)
    is_own = published is not None and published.year == year
    figure = published.value if is_own and published else float(np.nanmedian(now))
    met = course.is_met(then)
    probability = float(met[np.isfinite(then)].mean())
    if year == target.year and is_own:
        probability = float(course.is_met(np.array([figure]))[0])
    return Standing(
        target,
        entry,
        planned,
        TABLE1 in target.groups,
        base,
        None if published is None else Published(published.year, published.value, published.source),
        figure,
        is_own,
        (float(np.nanquantile(now, 0.05)), float(np.nanquantile(now, 0.95))),
        float(course.progress(np.array([figure]))[0]),
        passed,
        course.pace(figure),
        probability,
        prospect_of(probability),
        _gap(target, tables, without, whole, figure if year == target.year else None),
    )


def _gap(
    target: Target,
    tables: Mapping[Mixture, IndicatorTable],
    without: IndicatorTable,
    whole: IndicatorTable,
    figure: float | None,
) -> Gap:
    """Return the gap at the horizon; what is not yet there is what the forecast expects."""

    def median(table: IndicatorTable) -> float:
        return float(np.nanmedian(_figure(table.rows[target.indicator], target.year)))

    medians = {mixture: np.array(median(table)) for mixture, table in tables.items()}
    each = {mixture: _figure(table.rows[target.indicator], target.year) for mixture, table in tables.items()}
    policy = shares_of(each.__getitem__)["policy"]
    parts = {cause: float(part) for cause, part in shares_of(medians.__getitem__).items()}
    ends = every_mixture()
    start, end = float(medians[ends[0]]), float(medians[ends[-1]])
    reached = end if figure is None else figure
    return Gap(
        reached - target.value,
        start - target.value,
        parts,
        reached - target.value - (start - target.value) - sum(parts.values()),
        median(without) - median(whole),
        (float(np.nanquantile(policy, 0.05)), float(np.nanquantile(policy, 0.95))),
    )


def _figure(row: IndicatorRow, year: int) -> Array:
    found = row.figure(year)
    assert found is not None, row.id
    return found


def _prior(workspace: Workspace, members: int, seed: int) -> dict[str, Array]:
    draws = registry_draws(workspace, METHODS[PRIOR], members, seed)
    return dict(zip(draws.keys, draws.block(0, members), strict=True))


def _learned(
    workspace: Workspace,
    year: int,
    members: int,
    seed: int,
    threads: int | None,
    progress: Progress,
    actuals: str | os.PathLike[str] | None,
) -> dict[str, Array]:
    """Return the members of the forecast of the end of a year: the shipped one, if that is of all figures."""
    shipped = (
        shipped_forecast(workspace) if actuals is None and year == workspace.registry.plan.period[1] else None
    )
    if shipped is not None:
        return dict(zip(shipped.keys, shipped.block(0, members), strict=True))
    found = condition(
        known_by=last_day(year),
        members=members,
        seed=seed,
        home=workspace.home,
        threads=threads,
        progress=progress,
        actuals=actuals,
    )
    return dict(zip(found.keys, found.values, strict=True))
