"""Finds which unpublished figure would tell most of whether targets will be met."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim import arguments
from sim.analysis.calibration.observations import Point, observation_error, run_points
from sim.analysis.decision.goals import read_goals
from sim.analysis.decision.information import by_acquisitions, by_regression
from sim.analysis.decision.members import Members
from sim.analysis.decision.start import VERIFIED, drawn_for
from sim.analysis.decision.worth import Candidate, Worth
from sim.analysis.ledger.unpublished import figures_to_seal, is_result, published_figures
from sim.analysis.structure import read_structure
from sim.arrays import Array
from sim.errors import Argument, Faults, fail
from sim.registry.observations import Observation
from sim.registry.periods import Period
from sim.run.single import prepare
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, workspace_for
from sim.scenario.workspace import Workspace

MEMBERS, SEED, LEAST = VERIFIED, 7, 128
ACQUISITIONS = 100
GRADE = "B"  # of a figure of a variable, which no plan defines


@arguments.reading(
    targets=arguments.names_of,
    variables=arguments.names_of,
    members=arguments.whole_within(LEAST, VERIFIED),
)
def measure_next(
    scenario: AnyScenario,
    targets: str | Sequence[str],
    year: int | None = None,
    *,
    variables: str | Sequence[str] = (),
    members: int = MEMBERS,
    seed: int = SEED,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    prior: bool = False,
    threads: int | None = None,
) -> Worth:
    """Find which figures that nobody has published would tell most of whether targets will be met.

    Its worth is how much likelier a right call (met or not) becomes when it is known with the error of a
    publication: by regression on the members, and by 100 simulated acquisitions beside.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    targets : ``"gross_industrial_output>=15270@2035"``, or ``"gross_industrial_output@2035"`` for the plan's;
        several are to be met together
    year : of the figures; the year before the first of the targets, at most the last one that is observed
    variables : names of variables or ``name[element]`` that could be measured too, such as
        ``"value added[health]"``; the indicators that are results of the model are all tried
    members : number of members, 128 to 2,048
    seed : of draws and errors; equal requests give equal bits
    set : values of levers and constants [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    prior : draw from the prior, not from the forecast
    threads : largest number of threads of the engine; all processors by default

    Returns
    -------
    Worth : the figures, those that tell most first

    Raises
    ------
    SimError: invalid input, all members miss or all meet, every figure of the year is published.

    References
    ----------
    Strong, Oakley and Brennan 2014, doi:10.1177/0272989X13505910.

    Examples
    --------
    >>> sim.measure_next("trend", "gross_industrial_output>=8000@2030", members=128)  # doctest: +ELLIPSIS
    <Worth of ... figures of 2025 for gross_industrial_output>=8000@2030 in trend, best ...>
    """
    workspace = workspace_for([scenario], home)
    with Faults() as faults:
        own = faults.take(prepare, scenario, () if set is None else set, workspace)
        goals = faults.take(read_goals, arguments.names_of(targets, "targets"), workspace)
        named = faults.take(_named, arguments.names_of(variables, "variables"), workspace)
    if not goals:
        raise fail(
            "missing", "请给出目标，如 ID>=X@年份。", "give targets, as in ID>=X@YEAR.", Argument("targets")
        )
    when = _year(workspace, min(goal.year for goal in goals)) if year is None else year
    points = [*_indicators(when, workspace), *(_point(name, when, workspace) for name in named)]
    drawn = drawn_for(own, workspace, None, seed, prior=prior)
    rows = tuple(dict.fromkeys(goal.indicator for goal in goals))
    world = Members(
        own, workspace, drawn.draws, drawn.count, rows, max(goal.year for goal in goals), threads=threads
    ).first(members)
    ((table, sound),) = world.tables([{}])
    met = np.logical_and.reduce([goal.met(table) for goal in goals])[sound]
    if met.all() or not met.any():
        zh = "所有成员的结果相同：再测什么都不改变判断。请改目标值。"
        en = "all members agree, so that no figure changes the call. Change the target."
        raise fail("no-data", zh, en, Argument("targets"))
    figures = run_points(points, own, workspace, dict(world.draws), threads)[:, sound]
    found = [
        _candidate(point, one, met, workspace, seed)
        for point, one in zip(points, figures, strict=True)
        if np.isfinite(one).all() and np.ptp(one) > 0
    ]
    return Worth(
        own.name,
        own.title,
        own.options,
        goals,
        when,
        float(met.mean()),
        tuple(sorted(found, key=lambda one: -one.told.explained)),
        ACQUISITIONS,
        met.size,
        drawn.facts,
        workspace.model.hash,
        read_structure(workspace),
        workspace.registry,
    )


def _year(workspace: Workspace, first: int) -> int:
    """Return the last year that is observed, or the one before the first of the targets."""
    base = workspace.registry.base_year
    seen = max((one.year for one in workspace.registry.observed), default=base + 1)
    return max(min(seen, first - 1), base + 1)


def _indicators(year: int, workspace: Workspace) -> tuple[Point, ...]:
    """Return the figures of indicators that nobody has published for a year.

    Raises
    ------
    SimError: a year of which there is no figure; everything is published.
    """
    published = published_figures(workspace.registry.observed, workspace)
    found = figures_to_seal([], [year], published, workspace)
    return tuple(one for one in found if is_result(one.id, workspace))


def _named(names: Sequence[str], workspace: Workspace) -> list[str]:
    """Return scalars by their keys, in the order in which they are asked for.

    Raises
    ------
    SimError: unknown variables, constants, variables without their element.
    """
    found: dict[str, None] = {}
    with Faults() as faults:
        for name in names:
            found |= dict.fromkeys(faults.take(_keys, name, workspace) or ())
    return list(found)


def _keys(name: str, workspace: Workspace) -> tuple[str, ...]:
    variable, mark, element = name.partition("[")
    one = workspace.model[variable.strip()]
    wanted = f"{one.name}{mark}{element}".replace(" ,", ",").replace(", ", ",")
    if one.kind not in ("auxiliary", "stock"):
        zh, en = f'"{name}" 不是随时间变化的量。', f'"{name}" does not change over time.'
        raise fail("unsupported", zh, en, Argument("variables"))
    if mark and wanted not in one.elements:
        zh = f'"{name}" 不在其中：{"、".join(one.elements)}。'
        en = f'"{name}" is not among them: {", ".join(one.elements)}.'
        raise fail("unknown-name", zh, en, Argument("variables"))
    return (wanted,) if mark else one.elements


def _point(key: str, year: int, workspace: Workspace) -> Point:
    one = workspace.model[key.partition("[")[0]]
    seen = Observation(
        period=Period(year), value=np.nan, grade=GRADE, source="", use="", indicator="", variable=key,
        measure="stock" if one.kind == "stock" else "flow", bound="", unit=one.units,
        price_basis="none", line=0,
    )  # fmt: skip
    return Point(seen, np.nan, 1)


def _candidate(
    point: Point, figures: Array, met: NDArray[np.bool_], workspace: Workspace, seed: int
) -> Candidate:
    errors = observation_error(point.seen, workspace, figures)
    low, high = np.quantile(figures, (0.05, 0.95))
    return Candidate(
        point,
        float(low),
        float(high),
        float(np.median(errors)),
        by_regression(figures, errors, met, seed),
        by_acquisitions(figures, errors, met, ACQUISITIONS, seed),
    )
