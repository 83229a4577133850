"""Evaluation of the plan a home follows, at the end of a year, from what was known by then."""

from __future__ import annotations

import os
from collections.abc import Mapping

import numpy as np

from sim import arguments
from sim.analysis.calibration.observations import known_on
from sim.analysis.conditioning.condition import condition
from sim.analysis.evaluation.gap import Gap, Mixture, every_mixture, shares_of
from sim.analysis.evaluation.members import Members
from sim.analysis.evaluation.pace import AVERAGES, SUMS, Course, prospect_of
from sim.analysis.evaluation.result import Evaluation, Published, Standing
from sim.analysis.record.replay import last_day
from sim.arrays import Array
from sim.errors import Argument, fail
from sim.outcomes.indicators import JUDGED, IndicatorRow, IndicatorTable
from sim.outcomes.targets import TABLE1, Target, targets_of
from sim.registry.observations import Observation, by_indicator
from sim.run.progress import Progress
from sim.sampling.forecast import shipped_forecast
from sim.sampling.methods import METHODS, PRIOR
from sim.sampling.registry_draws import registry_draws
from sim.scenario.load import AnyScenario, find_scenario, workspace_for
from sim.scenario.workspace import Workspace

MEMBERS, SEED = 512, 7
LEAST, MOST = 64, 2_048
LEARNING = 80  # per cent of the work, where a forecast has to be conditioned first


@arguments.reading(members=arguments.whole_within(LEAST, MOST), seed=arguments.seed)
def evaluate(
    as_of: int | None = None,
    scenario: AnyScenario | None = None,
    members: int = MEMBERS,
    seed: int = SEED,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Evaluate the plan: the pace of every target, its prospect, and what made the gap.

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

    Returns
    -------
    Evaluation : a standing for each target of the plan's period that is judged, in its order

    Raises
    ------
    SimError: a year outside the plan's period; an invalid scenario, number of members or seed.

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
    year = _year(as_of, workspace)
    zone = workspace.registry.zone
    chosen = find_scenario(zone.opening if scenario is None else scenario, workspace)
    reference = find_scenario(zone.reference, workspace)
    expected = _prior(workspace, members, seed)
    actual = _learned(workspace, year, members, seed, threads, progress)
    world = Members(expected, actual, chosen, reference, workspace, plan.horizons[0], seed, threads)
    tables: dict[Mixture, IndicatorTable] = {}
    mixtures = every_mixture()
    for number, mixture in enumerate(mixtures, start=1):
        tables[mixture] = world.figures(mixture)
        if progress:
            progress(LEARNING + round((100 - LEARNING) * number / (len(mixtures) + 2)), 100)
    without, whole = world.under(reference), world.under(chosen)
    published = _published(workspace, year)
    standings = [
        _standing(target, year, tables, without, whole, published.get(target.indicator), workspace)
        for target in targets_of(workspace)
        if target.year == plan.horizons[0] and target.kind in JUDGED
    ]
    if progress:
        progress(100, 100)
    return Evaluation(
        chosen.name, chosen.title, year, plan, tuple(standings), members, seed, workspace.model.hash
    )


def _year(as_of: int | None, workspace: Workspace) -> int:
    """Return the year at whose end the plan is evaluated: the latest of its years of which figures are known.

    Raises
    ------
    SimError: a year outside the plan's period, or after the latest figures.
    """
    first, end = workspace.registry.plan.period
    known = max((one.year for one in workspace.registry.observed), default=workspace.registry.base_year)
    last = min(end, known)
    year = last if as_of is None else as_of
    if last < first:
        zh = f"规划期 {first}—{end} 年还没有可评估的年份：公布的数只到 {known} 年。"
        en = f"no year of the plan, {first} to {end}, can be evaluated: published figures end with {known}."
        raise fail("no-data", zh, en, Argument("as_of"))
    if not first <= year <= last:
        zh = f"评估年份 {year} 应在 {first}—{last} 年内：规划期为 {first}—{end} 年，公布的数到 {known} 年。"
        en = (
            f"the year {year} must lie within {first} to {last}: the plan has {first} to {end}, "
            f"published figures end with {known}."
        )
        raise fail("outside-limits", zh, en, Argument("as_of"))
    return year


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
    )


def _figure(row: IndicatorRow, year: int) -> Array:
    found = row.figure(year)
    assert found is not None, row.id
    return found


def _published(workspace: Workspace, year: int) -> dict[str, Observation]:
    """Return the latest figure of each indicator for a whole year that was known by the end of a year."""
    registry, day = workspace.registry, last_day(year)
    found: dict[str, Observation] = {}
    for name, rows in by_indicator(registry.observed).items():
        known = [seen for seen in rows if known_on(seen) <= day]
        if known and registry.indicators[name].measure not in (*AVERAGES, *SUMS):
            found[name] = known[-1]
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
    progress: Progress | None,
) -> dict[str, Array]:
    """Return the members of the forecast of the end of a year: the shipped one, if that is of all figures."""
    shipped = shipped_forecast(workspace) if year == workspace.registry.plan.period[1] else None
    if shipped is not None:
        return dict(zip(shipped.keys, shipped.block(0, members), strict=True))

    def part(done: int, total: int) -> None:
        if progress:
            progress(round(LEARNING * done / total), 100)

    found = condition(
        known_by=last_day(year),
        members=members,
        seed=seed,
        home=workspace.home.folder,
        threads=threads,
        progress=part,
    )
    return dict(zip(found.keys, found.values, strict=True))
