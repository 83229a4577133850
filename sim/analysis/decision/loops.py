"""Scores the feedback loops of a scenario over members, by year, and by whether they meet goals."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sim import arguments
from sim.analysis.decision.goals import read_goals
from sim.analysis.decision.loop_shares import LoopShare, LoopShares
from sim.analysis.decision.members import Members, drawn_members
from sim.analysis.structure import read_structure
from sim.arrays import Array
from sim.engine.model import Loop, Model
from sim.ensembles.workers.stopping import Stop, Stopped
from sim.errors import Argument, Fault, Faults, fail
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.sampling.methods import DRAWN
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, workspace_for
from sim.scenario.workspace import Workspace

MEMBERS, SEED, START = 128, 7, 2026
MOST = 1_024  # members
AT_ONCE = 128  # members, of which all scalars on loops are kept at all moments
MOMENTS = 4  # of a year, at its quarters' ends; more where steps do not part into quarters


@arguments.reading(targets=arguments.names_of, members=arguments.whole_within(1, MOST))
def loops(
    scenario: AnyScenario,
    targets: str | Sequence[str] = (),
    *,
    start: int = START,
    until: int | None = None,
    members: int = MEMBERS,
    seed: int = SEED,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    prior: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> LoopShares:
    """Score which feedback loops make a scenario behave as it does, by year, over members.

    By the method of loops that matter, at the ends of quarters: a share is of all loops that were found in
    the largest feedback group, which are a shortest loop through every link and not all that there are.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    targets : ``"gross_industrial_output>=15270@2035"``, or ``"gross_industrial_output@2035"`` for the plan's:
        shares are then told apart by members that meet all of them and that miss them
    start, until : first and last year; by default 2026 and the plan's last horizon
    members : number of members, 1 to 1,024
    seed : of the draws; equal requests give equal bits
    set : values of levers and constants [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    prior : draw from the prior, not from the forecast
    threads : largest number of threads of the engine; all processors by default
    progress : function called with members done and all members

    Returns
    -------
    LoopShares : the loops, those that do most first

    Raises
    ------
    SimError: invalid input, a model without feedback.
    Stopped: a signal ended it; a `KeyboardInterrupt`.

    References
    ----------
    Schoenberg, Davidsen and Eberlein 2020, doi:10.1002/sdr.1658.

    Examples
    --------
    >>> sim.loops("trend", members=2, until=2027)  # doctest: +ELLIPSIS
    <LoopShares of trend: ... loops, 2026 to 2027, 2 members>
    """
    workspace = workspace_for([scenario], home)
    with Faults() as faults:
        own = faults.take(prepare, scenario, () if set is None else set, workspace)
        goals = faults.take(read_goals, arguments.names_of(targets, "targets"), workspace)
    last = workspace.registry.plan.horizons[-1] if until is None else until
    _check_years(start, last, workspace)
    found = _loops(workspace)
    count, draws, facts = drawn_members(workspace, members, seed, DRAWN["prior" if prior else "forecast"])
    free = {key: values for key, values in draws.items() if key not in own.constants}
    rows = tuple(dict.fromkeys(goal.indicator for goal in goals))
    met = None
    if goals:
        world = Members(own, workspace, free, count, rows, max(goal.year for goal in goals), threads=threads)
        ((table, sound),) = world.tables([{}])
        met = np.logical_and.reduce([goal.met(table) for goal in goals]) & sound
    inputs = {**{key: np.full(1, value) for key, value in own.constants.items()}, **free}
    parts = list(_parts(workspace.model, found, inputs, count, (start, last), threads, progress))
    sizes, signed = (
        np.concatenate([one for one, _ in parts], axis=2),
        np.concatenate([one for _, one in parts], axis=2),
    )
    return LoopShares(
        own.name,
        own.title,
        own.options,
        goals,
        tuple(range(start, last + 1)),
        tuple(sorted(_shares(found, sizes, signed, met, workspace), key=lambda one: -one.mean)),
        None if met is None else float(met.mean()),
        count,
        facts,
        workspace.model.hash,
        read_structure(workspace),
        workspace.registry,
    )


def _check_years(start: int, last: int, workspace: Workspace) -> None:
    base, final = workspace.registry.base_year, int(workspace.model.final_time)
    for name, year, first, end in (("start", start, base + 1, final), ("until", last, start, final)):
        if not first <= year <= end:
            zh = f"年份为 {year}，应在 {first} 到 {end} 之间。"
            en = f"the year is {year}; it must be from {first} to {end}."
            raise fail("outside-limits", zh, en, Argument(name))


def _loops(workspace: Workspace) -> tuple[Loop, ...]:
    """Return the loops of the largest feedback group.

    Raises
    ------
    SimError: the model has none.
    """
    model, place = workspace.model, str(workspace.home.model_file)
    groups = model.loops_of_scalars()
    if not groups or not groups[0]:
        raise fail("no-data", "模型没有反馈回路。", "the model has no feedback loop.", place)
    return groups[0]


def _parts(
    model: Model,
    loops: Sequence[Loop],
    inputs: dict[str, Array],
    count: int,
    years: tuple[int, int],
    threads: int | None,
    progress: Progress | None,
) -> Iterator[tuple[Array, Array]]:
    """Yield the sizes of shares, and shares with their signs, of a few members: (loop, year, member) each."""
    every = round(1 / model.time_step)
    steps = next(steps for steps in range(max(1, every // MOMENTS), 0, -1) if every % steps == 0)
    moments = (years[0] - 1.0, float(years[1]), steps * model.time_step)
    with Stop() as stop:
        for begin in range(0, count, AT_ONCE):
            own = {
                key: values[begin : begin + AT_ONCE] if values.size > 1 else float(values[0])
                for key, values in inputs.items()
            }
            shares = model.loop_shares(own, loops, moments, threads)
            by_year = shares.reshape(len(loops), years[1] - years[0] + 1, -1, shares.shape[2])
            yield np.abs(by_year).mean(axis=2), by_year.mean(axis=2)
            done = min(begin + AT_ONCE, count)
            if progress:
                progress(done, count)
            if stop.asked and done < count:
                raise Stopped(stop.asked, _stopped(done, count))


def _shares(
    loops: Sequence[Loop], sizes: Array, signed: Array, met: NDArray[np.bool_] | None, workspace: Workspace
) -> Iterator[LoopShare]:
    model = workspace.model
    switches = {loop.switch: key for key, loop in workspace.registry.loops.items()}
    for loop, size, share in zip(loops, sizes, signed, strict=True):
        causes = dict.fromkeys(cause for effect in loop for cause in model.equation(effect).causes)
        whole = float(size.mean())
        yield LoopShare(
            loop,
            tuple(switches[cause] for cause in causes if cause in switches),
            size.mean(axis=1),
            float(share.mean()) / whole if whole else 0.0,
            None if met is None or not met.any() else size[:, met].mean(axis=1),
            None if met is None or met.all() else size[:, ~met].mean(axis=1),
        )


def _stopped(done: int, count: int) -> Fault:
    return Fault(
        "unfinished",
        f"已停止：{count:,} 个成员算了 {done:,} 个，没有保留。",
        f"stopped: {done:,} of {count:,} members were scored; nothing was kept.",
    )
