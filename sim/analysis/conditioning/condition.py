"""Conditioning of the joint prior on observations, which may be stopped and taken up again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from sim import arguments
from sim.analysis.calibration.misfit import misses
from sim.analysis.calibration.observations import known_points
from sim.analysis.conditioning.files import State, write_forecast
from sim.analysis.conditioning.forecast import Forecast
from sim.analysis.conditioning.stamp import Stamp, stamp_of
from sim.analysis.conditioning.target import Observed
from sim.analysis.conditioning.tempering import Stage, first_stage, stages
from sim.arrays import Array
from sim.errors import Argument, Faults, SimError, fail
from sim.registry.observations import Observation, read_observations
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.sampling.copula import SHARE_LEAST
from sim.sampling.methods import METHODS, PRIOR
from sim.sampling.prior import joint_prior
from sim.sampling.registry_draws import registry_draws
from sim.sampling.request import check_request
from sim.scenario.load import AnyScenario, workspace_for
from sim.scenario.observed import observation_faults
from sim.scenario.workspace import Workspace

MEMBERS, SEED = 2_048, 7
LEAST, MOST = 64, 65_536  # members
ENOUGH = 0.3  # share of the members that must be effective in the end
OBSERVATIONS = "observations.csv"


@arguments.reading(members=arguments.whole_within(LEAST, MOST))
def condition(
    scenario: AnyScenario | None = None,
    known_by: str | date | None = None,
    actuals: str | os.PathLike[str] | None = None,
    members: int = MEMBERS,
    seed: int = SEED,
    out: str | os.PathLike[str] | None = None,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Condition the joint prior on what was observed: a forecast that has learned from what happened.

    Members move from prior to posterior by tempered sequential Monte Carlo. No target is read, and with
    ``known_by`` no figure that became known later.

    Parameters
    ----------
    scenario : whose policies the past is simulated with; by default the reference
    known_by : day until which figures were known, ``"2023-12-31"``; all by default
    actuals : folder with an ``observations.csv`` of your own, in place of the registry's
    members : number of members, 64 to 65,536
    seed : equal requests give equal bits, for any number of threads
    out : folder for the results; one that was begun is taken up again
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default
    progress : function called with the share done and 100, in per cent

    Returns
    -------
    Forecast : draws of all uncertain constants [units of the model], what was learned of each, the weight
        of each structural alternative, and each observation beside prior and forecast

    Raises
    ------
    SimError: an invalid scenario, day, number of members or seed; faults of the observations; nothing
        observed; the sample degenerates; a folder of another request.

    References
    ----------
    Del Moral, Doucet and Jasra 2006, Sequential Monte Carlo samplers, doi:10.1111/j.1467-9868.2006.00553.x.

    Examples
    --------
    >>> sim.condition(known_by="2021-12-31", members=64)  # doctest: +ELLIPSIS
    <Forecast of trend: 64 members, ... observations known by 2021-12-31>
    """
    workspace = workspace_for([] if scenario is None else [scenario], home)
    with Faults() as faults:
        reference = workspace.registry.zone.reference
        chosen = faults.take(prepare, reference if scenario is None else scenario, (), workspace)
        day = faults.take(_day, known_by)
        observed = faults.take(_actuals, actuals, workspace) if actuals is not None else None
        faults.take(check_request, members, seed)
    points = known_points(workspace, day, observed)
    if not points:
        raise _nothing(workspace, day)
    stamp = stamp_of(workspace, chosen, points, members, seed, day)
    target = Observed(points, joint_prior(workspace), chosen, workspace, threads)
    state = State(out, stamp) if out is not None else None
    last, before, prior_values = _conditioned(target, stamp, state, progress)
    values = target.values(last.z)
    forecast = Forecast(
        chosen.name,
        "" if day is None else day.isoformat(),
        seed,
        target.prior,
        points,
        last.z,
        values,
        prior_values,
        before,
        target.figures(last.z),
        last.effective,
        last.runs,
        workspace,
    )
    if out is not None:
        write_forecast(out, forecast, stamp)
    return forecast


def _conditioned(
    target: Observed, stamp: Stamp, state: State | None, progress: Progress | None
) -> tuple[Stage, Array, Array]:
    """Return the last stage, and the prior's figures (point, member) and constants (constant, member)."""
    start = _prior_members(target, stamp)
    before, prior_values = target.figures(start), target.values(start)
    begun = (state.read() if state else None) or first_stage(start, misses(target.points, before), target)

    def show(now: Stage) -> None:
        if progress:
            progress(round(100 * _share(now)), 100)

    stage = begun
    for stage in stages(begun, target, stamp.seed, show):
        if state:
            state.write(stage)
    if not stage.is_last or stage.effective < ENOUGH * stamp.members:
        raise _degenerate(stage, stamp)
    return stage, before, prior_values


def _prior_members(target: Observed, stamp: Stamp) -> Array:
    """Return the variates of the prior's draws, (dimension, member)."""
    from scipy import stats  # takes two seconds, which who opens a page does not need

    draws = registry_draws(target.workspace, METHODS[PRIOR], stamp.members, stamp.seed)
    shares = np.vstack([draws.axes.block(0, stamp.members), draws.innovations.block(0, stamp.members)])
    return np.asarray(stats.norm.ppf(np.clip(shares, SHARE_LEAST, 1 - SHARE_LEAST)))


def _share(now: Stage) -> float:
    """Return about how much of the work is done, 0 to 1: stages are about even in the log of the weight."""
    return float(np.clip(0.9 * (1 + np.log10(max(now.weight, 1e-3)) / 3), 0, 0.9)) + (
        0.1 * min(1.0, now.moves_done) if now.is_last else 0.0
    )


def _day(known_by: str | date | None) -> date | None:
    try:
        return date.fromisoformat(known_by) if isinstance(known_by, str) else known_by
    except ValueError:
        zh, en = (
            f'"{known_by}" 不是日期，应如 2023-12-31。',
            f'"{known_by}" is no day; write it as 2023-12-31.',
        )
        raise fail("not-a-number", zh, en, Argument("known_by")) from None


def _actuals(folder: str | os.PathLike[str], workspace: Workspace) -> Sequence[Observation]:
    """Return the observations of a user's own folder.

    Raises
    ------
    SimError: all faults of its file.
    """
    path = Path(folder).expanduser() / OBSERVATIONS
    if not path.is_file():
        zh = f"这个文件夹中没有 {OBSERVATIONS}。"
        raise fail("missing-file", zh, f"this folder holds no {OBSERVATIONS}.", os.fspath(folder))
    registry = workspace.registry
    rows = read_observations(
        os.fspath(path), registry.indicators, registry.sources, registry.own_plan, registry.zone
    )
    Faults(observation_faults(workspace.model, registry, rows, os.fspath(path))).check()
    return rows


def _nothing(workspace: Workspace, day: date | None) -> SimError:
    until = ("", "") if day is None else (f"在 {day} 之前", f" by {day}")
    return fail(
        "no-data",
        f"{until[0]}没有可用的观测，无从学习；请给出更晚的日期，或在 model/observations.csv 中补充。",
        f"nothing was observed{until[1]} to learn from; name a later day, or add to model/observations.csv.",
        workspace.registry.documents["observed"].path,
    )


def _degenerate(stage: Stage, stamp: Stamp) -> SimError:
    return fail(
        "check-failed",
        f"样本退化：到权重 {stage.weight:.3f} 时只有 {stage.effective:,.0f} 个有效成员"
        f"（共 {stamp.members:,} 个）。"
        "先验和观测可能相互矛盾：请放宽参数范围或误差，或增加成员数。",
        f"the sample degenerates: at the weight {stage.weight:.3f} only {stage.effective:,.0f} of "
        f"{stamp.members:,} members are effective. Prior and observations may contradict each other: widen "
        "ranges or errors, or take more members.",
        stamp.scenario,
    )
