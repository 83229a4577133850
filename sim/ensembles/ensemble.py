"""Runs ensembles: many members of a scenario, or of several with the same draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast, overload

from sim import arguments
from sim.ensembles.branching.branch import Branch, branch_of, open_branch
from sim.ensembles.branching.past import past_notes
from sim.ensembles.completion import fill
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.memory import MemoryFolder
from sim.ensembles.folder.remote import folder_at, within
from sim.ensembles.folder.resume import look_at
from sim.ensembles.plan import Name, Plan, Request, plan_ensembles
from sim.ensembles.precision import members_until
from sim.ensembles.result import Ensemble
from sim.ensembles.workers.connect import find_workers
from sim.errors import Argument, Fault, Faults, fail
from sim.run.progress import Progress
from sim.sampling.methods import DEFAULT
from sim.sampling.request import DrawRequest
from sim.scenario.changes import Ranges, Settings
from sim.scenario.load import AnyScenario

if TYPE_CHECKING:
    import pandas as pd

NamedProgress = Callable[[int, int, str], None]  # members done, members in all, scenario
Several = list[str] | list[AnyScenario] | tuple[AnyScenario, ...]
MOST_IN_MEMORY = 200_000  # members of all scenarios together; 63 indicators of so many take about 1 GB


@overload
def run_ensemble(
    scenario: AnyScenario,
    members: int | None = ...,
    seed: int = ...,
    out: Name | None = ...,
    set: Settings | pd.DataFrame | None = ...,
    home: Name | None = ...,
    *,
    sampling: str = ...,
    draws: Name | pd.DataFrame | int | None = ...,
    vary: Ranges = ...,
    outputs: str | Sequence[str] = ...,
    every: str = ...,
    summary: bool = ...,
    until_error: float | None = ...,
    resume: bool = ...,
    workers: int | None = ...,
    cluster: str | None = ...,
    branch: Branch | Name | None = ...,
    progress: Progress | None = ...,
) -> Ensemble: ...


@overload
def run_ensemble(
    scenario: Several,
    members: int | None = ...,
    seed: int = ...,
    out: Name | None = ...,
    set: Settings | pd.DataFrame | None = ...,
    home: Name | None = ...,
    *,
    sampling: str = ...,
    draws: Name | pd.DataFrame | int | None = ...,
    vary: Ranges = ...,
    outputs: str | Sequence[str] = ...,
    every: str = ...,
    summary: bool = ...,
    until_error: float | None = ...,
    resume: bool = ...,
    workers: int | None = ...,
    cluster: str | None = ...,
    branch: Branch | Name | None = ...,
    progress: Progress | None = ...,
) -> dict[str, Ensemble]: ...


@arguments.reading(branch=branch_of)
def run_ensemble(
    scenario: AnyScenario | Several,
    members: int | None = None,
    seed: int = 7,
    out: Name | None = None,
    set: Settings | pd.DataFrame | None = None,
    home: Name | None = None,
    *,
    sampling: str = DEFAULT,
    draws: Name | pd.DataFrame | int | None = None,
    vary: Ranges = (),
    outputs: str | Sequence[str] = (),
    every: str = "year",
    summary: bool = False,
    until_error: float | None = None,
    resume: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
    branch: Branch | Name | None = None,
    progress: Progress | None = None,
) -> Ensemble | dict[str, Ensemble]:
    """Run a scenario with many draws of its uncertain constants, in memory or into a folder.

    The results are the same to the bit in either. A folder can be resumed: what it has already is not
    recomputed, an interrupted run keeps its finished shards, and ``resume=True`` continues it.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`; a list of them
        runs all with the same draws
    members : number of members, 1 to 1,073,741,824; by default 1,000, or the rows of a table of draws
    seed : seed of the draws; equal requests give equal bytes
    out : a folder that is new or empty or holds this ensemble, or a URL such as ``s3://bucket/name``;
        for several scenarios the folder of their folders; by default the ensemble stays in memory
    set : values of levers and constants, ``{"public investment": 120}`` [units of the model]; or a table
        of them, a row for each member, laid over the draws: constants that it lacks are drawn as without it
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    sampling : ``forecast`` (members conditioned on observations, where the home ships them, else the
        prior), or the prior by ``sobol`` (scrambled Sobol' sequence), ``lhs`` (Latin hypercube) or ``mc``
        (Monte Carlo)
    draws : a table in place of the registry's distributions, as a frame or a CSV or Parquet file: a column
        for each constant [units of the model], a row for each member; a whole number means ``members``
    vary : ranges of further uncertain levers and constants, ``{"public investment": (60, 120)}`` [units of
        the model]
    outputs : ids of indicators; all modelled ones by default
    every : "year", or "step" to keep the variables behind the indicators at every time step as well
    summary : whether to keep the summary only, and no members
    until_error : largest 95% error that the probability of a target may have, ``0.01`` for one percentage
        point: batches are run until no error is larger, and decide on the number of members
    resume : whether to continue a partial ensemble, and to recompute missing or damaged shards
    workers : number of shards run at once; all processors by default
    cluster : ``tcp://host:8786``, ``tls://host:8786``, or ``local:4`` for processes of this machine
    branch : members to go on with from the end of a year, as `branch` kept them, or their folder: they and
        their draws are the same, the past is that of their scenario, and this one acts from then on
    progress : function called with the members done and all members

    Returns
    -------
    Ensemble : quantiles of each indicator by year, (year, quantile) [unit of the indicator], and the share of
        members that meet each target; members are read on request. Of several scenarios a dict by name

    Raises
    ------
    SimError: invalid input, a folder that is not writable or holds something else, an unknown cluster.
    Stopped: a signal ended the run; a `KeyboardInterrupt`.

    References
    ----------
    Sobol' 1967, doi:10.1016/0041-5553(67)90144-9, with the direction numbers of Joe and Kuo 2008,
    doi:10.1137/070709359, and the scrambling of Matoušek 1998, doi:10.1006/jcom.1998.0487. Latin hypercube:
    McKay, Beckman and Conover 1979, doi:10.2307/1268522.

    Examples
    --------
    >>> sim.run_ensemble("plan", members=64, seed=7)  # doctest: +ELLIPSIS
    <Ensemble of plan: 64 members by forecast from seed 7; ...; in memory>
    >>> both = sim.run_ensemble(["trend", "plan"], members=64, out=folder / "both")
    >>> gain = both["plan"].difference(both["trend"])
    >>> gain.fan("gross_industrial_output").loc[2035, "above"]
    np.float64(1.0)
    """
    names = arguments.names_of(outputs, "outputs")
    members, table = members_or_table(members, draws)
    overlay, changes = (set, None) if arguments.is_frame(set) else (None, set)
    request = Request(
        DrawRequest(members, seed, sampling, vary, table, overlay),
        names,
        every,
        summary,
        until_error,
        None if branch is None else open_branch(branch),
    )
    report = (lambda done, total, _: progress(done, total)) if progress else None
    several = tuple(scenario) if isinstance(scenario, list | tuple) else None
    found = run_ensembles(
        [cast("AnyScenario", scenario)] if several is None else several,
        request,
        out,
        changes,
        home,
        is_resumed=resume,
        workers=workers,
        cluster=cluster,
        progress=report,
    )
    return found[0] if several is None else {one.manifest["scenario"]: one for one in found}


def members_or_table(
    members: int | None, draws: Name | pd.DataFrame | int | None
) -> tuple[int | None, Name | pd.DataFrame | None]:
    """Return the number of members and the table of draws, one of which ``draws`` may be."""
    if not isinstance(draws, int):
        return members, draws
    if members is not None:
        zh, en = (
            "`members` 和 `draws` 都给了成员数，请去掉其一。",
            "`members` and `draws` both give a number; leave out one.",
        )
        raise fail("conflict", zh, en, Argument("draws"))
    return draws, None


def run_ensembles(
    scenarios: Sequence[AnyScenario],
    request: Request,
    out: Name | None = None,
    set: Settings | None = None,
    home: Name | None = None,
    *,
    within_folder: Name | None = None,
    is_resumed: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
    progress: NamedProgress | None = None,
) -> list[Ensemble]:
    """Run several scenarios with the same draws, each in memory or into a folder of its own.

    Parameters
    ----------
    out : the folder of a single scenario, or that of the folders of several
    within_folder : where ``out`` is not given, the folder of each scenario's folder; in memory without it
    progress : called with members done, members in all, and the scenario

    Raises
    ------
    SimError: no such cluster; the faults of all scenarios and folders, before anything runs.
    Stopped: a signal ended the run.
    """
    with find_workers(workers, cluster) as pool:  # first: processes of a cluster start meanwhile
        plans = plan_ensembles(scenarios, request, set, home)
        if request.until_error is not None:
            members = members_until(request.until_error, plans, pool)
            counted = replace(request, draws=replace(request.draws, members=members), until_error=None)
            plans = plan_ensembles(scenarios, counted, set, home)
        folders = _folders(plans, out, within_folder)
        _check_folders(plans, folders, is_resumed=is_resumed)
        found = []
        for plan, folder in zip(plans, folders, strict=True):
            named = partial(_named, progress, plan.scenario.name) if progress else None
            made = fill(plan, folder, pool, is_resumed=is_resumed, progress=named)
            found.append(replace(made, notes=(*_past(plan), *made.notes)))
    return found


def _past(plan: Plan) -> Iterator[Fault]:
    """Yield what of a plan's scenario would have made another past than its members have."""
    if plan.branch is not None:
        yield from past_notes(plan.branch, plan.scenario, plan.workspace)


def _named(progress: NamedProgress, name: str, done: int, total: int) -> None:
    progress(done, total, name)


def _folders(plans: Sequence[Plan], out: Name | None, within_folder: Name | None) -> list[Folder]:
    """Return the folder of each ensemble.

    Raises
    ------
    SimError: two scenarios have one name, and so one folder.
    """
    names = [plan.scenario.name for plan in plans]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        zh, en = f"情景 {', '.join(twice)} 重复。", f"the scenario {', '.join(twice)} is given twice."
        raise fail("duplicate", zh, en, "SCENARIO")
    if out is not None and len(plans) == 1:
        return [folder_at(out)]
    parent = within_folder if out is None else out
    return [MemoryFolder() if parent is None else folder_at(within(parent, name)) for name in names]


def _check_folders(plans: Sequence[Plan], folders: Sequence[Folder], *, is_resumed: bool) -> None:
    """Refuse folders that hold something else, and more in memory than fits, all of them together.

    Raises
    ------
    SimError: the faults of all of them.
    """
    with Faults() as faults:
        faults += _memory_faults(plans, folders, is_resumed=is_resumed)
        for plan, folder in zip(plans, folders, strict=True):
            faults.take(look_at, folder, plan.manifest(), is_resumed=is_resumed)


def _memory_faults(plans: Sequence[Plan], folders: Sequence[Folder], *, is_resumed: bool) -> Iterator[Fault]:
    """Yield what ensembles in memory cannot do."""
    kept = [plan for plan, folder in zip(plans, folders, strict=True) if isinstance(folder, MemoryFolder)]
    if kept and is_resumed:
        zh, en = "没有给出 `out`，没有可以继续的集合。", "without `out` there is no ensemble to continue."
        yield Fault("conflict", zh, en, Argument("resume"))
    members = sum(plan.members for plan in kept if plan.keeps_members)
    if members > MOST_IN_MEMORY:
        yield Fault(
            "too-large",
            f"内存中至多保留 {MOST_IN_MEMORY:,} 个成员，这里有 {members:,} 个；请用 `out` 给出文件夹，或加上 "
            "`summary=True`。",
            f"at most {MOST_IN_MEMORY:,} members are kept in memory, and these are {members:,}; name a "
            "folder with `out`, or add `summary=True`.",
            Argument("members"),
        )
