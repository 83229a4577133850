"""What is known of the years gone: published figures, and levers as they were carried out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from sim.actuals.kept import FILE, read_kept
from sim.actuals.policies import FILE as POLICIES
from sim.actuals.policies import Policy
from sim.actuals.policies import read_kept as read_policies
from sim.analysis.calibration.observations import known_on, last_day
from sim.analysis.evaluation.pace import AVERAGES, SUMS
from sim.errors import Argument, Faults, fail
from sim.files import expand
from sim.registry.observations import Observation, by_indicator
from sim.scenario.changes import Setting
from sim.scenario.load import Scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Known:
    """What is known of the years gone: figures, and levers as they were carried out."""

    observed: Sequence[Observation]
    policies: Sequence[Policy] = ()


def read_known(actuals: str | os.PathLike[str] | None, workspace: Workspace) -> Known:
    """Return what the home's registry holds, or a user's own folder.

    Raises
    ------
    SimError: there is nothing in the folder, or all faults of its files.
    """
    if actuals is None:
        return Known(workspace.registry.observed)
    folder = expand(os.fspath(actuals))
    with Faults() as faults:
        observed = faults.take(read_kept, folder, workspace)
        policies = faults.take(read_policies, folder, workspace)
    if not observed:
        zh = f"这个文件夹中没有公布的数（{FILE}）；先用 teda actuals import 读入。"
        en = f"this folder holds no figures ({FILE}); read them with teda actuals import first."
        raise fail("no-data", zh, en, os.fspath(actuals))
    return Known(observed, policies)


def record_of(policies: Sequence[Policy], year: int, chosen: Scenario, workspace: Workspace) -> Scenario:
    """Return the scenario with levers as they were recorded until a year."""
    paths: dict[str, dict[int, float]] = {}
    for one in policies:
        if one.year <= year:
            paths.setdefault(one.lever, {})[one.year] = one.value
    settings = [Setting(name, dict(sorted(path.items())), POLICIES) for name, path in paths.items()]
    return apply_settings(chosen, settings, workspace)


def years_of(observed: Sequence[Observation], workspace: Workspace) -> range:
    """Return the years of the plan's period of which figures are known; none before it has begun."""
    first, end = workspace.registry.plan.period
    return range(first, min(end, last_known(observed, workspace)) + 1)


def last_known(observed: Sequence[Observation], workspace: Workspace) -> int:
    """Return the last year of which figures are published; the base year where none is.

    What comes after it is open: levers that are moved on the page begin then.
    """
    return max((one.year for one in observed), default=workspace.registry.base_year)


def year_of(as_of: int | None, observed: Sequence[Observation], workspace: Workspace) -> int:
    """Return the year at whose end the plan is evaluated: the latest of its years of which figures are known.

    Raises
    ------
    SimError: a year outside the plan's period, or after the latest figures.
    """
    years, (first, end) = years_of(observed, workspace), workspace.registry.plan.period
    known = last_known(observed, workspace)
    if not years:
        zh = f"规划期 {first}—{end} 年还没有可评估的年份：公布的数只到 {known} 年。"
        en = f"no year of the plan, {first} to {end}, can be evaluated: published figures end with {known}."
        raise fail("no-data", zh, en, Argument("as_of"))
    year = years[-1] if as_of is None else as_of
    if year not in years:
        zh = (
            f"评估年份 {year} 应在 {first}—{years[-1]} 年内：规划期为 {first}—{end} 年，"
            f"公布的数到 {known} 年。"
        )
        en = (
            f"the year {year} must lie within {first} to {years[-1]}: the plan has {first} to {end}, "
            f"published figures end with {known}."
        )
        raise fail("outside-limits", zh, en, Argument("as_of"))
    return year


def published_by(observed: Sequence[Observation], year: int, workspace: Workspace) -> dict[str, Observation]:
    """Return the latest figure of each indicator for a whole year that was known by the end of a year."""
    registry, day = workspace.registry, last_day(year)
    found: dict[str, Observation] = {}
    for name, rows in by_indicator(observed).items():
        known = [seen for seen in rows if known_on(seen) <= day]
        if known and registry.indicators[name].measure not in (*AVERAGES, *SUMS):
            found[name] = known[-1]
    return found
