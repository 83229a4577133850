"""Runs ensembles: many members of a scenario, or of several with the same draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sim import arguments
from sim.ensembles.completion import fill
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import folder_at, within
from sim.ensembles.folder.resume import look_at
from sim.ensembles.plan import Name, Plan, Request, plan_ensembles
from sim.ensembles.result import Ensemble
from sim.ensembles.workers.connect import find_workers
from sim.errors import Faults, fail
from sim.run.progress import Progress
from sim.sampling.request import DrawRequest
from sim.scenario.changes import Ranges, Settings
from sim.scenario.load import AnyScenario

NamedProgress = Callable[[int, int, str], None]  # members done, members in all, scenario


@arguments.reading()
def run_ensemble(
    scenario: AnyScenario,
    members: int | None = None,
    seed: int = 7,
    out: Name | None = None,
    set: Settings | None = None,
    home: Name | None = None,
    *,
    sampling: str = "sobol",
    draws: Name | None = None,
    vary: Ranges = (),
    outputs: str | Sequence[str] = (),
    every: str = "year",
    summary: bool = False,
    resume: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Run a scenario with many draws of its uncertain constants and keep the results in a folder.

    Results that the folder has already are not recomputed. An interrupted run keeps its finished shards;
    ``resume=True`` continues it.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    members : number of members, 1 to 1,073,741,824; by default 1,000, or the rows of a table of draws
    seed : seed of the draws; equal requests give equal bytes
    out : a folder that is new or empty or holds this ensemble, or a URL such as ``s3://bucket/name``;
        ``runs/SCENARIO`` by default
    set : values of levers and constants, ``{"public investment": 120}`` [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    sampling : ``sobol`` (scrambled Sobol' sequence), ``lhs`` (Latin hypercube) or ``mc`` (Monte Carlo)
    draws : CSV or Parquet file of draws, in place of the registry's distributions: a column for each
        constant [units of the model], a row for each member
    vary : ranges of further uncertain levers and constants, ``{"public investment": (60, 120)}`` [units of
        the model]
    outputs : ids of indicators; all modelled ones by default
    every : "year", or "step" to keep the variables behind the indicators at every time step as well
    summary : whether to keep the summary only, and no members
    resume : whether to continue a partial ensemble, and to recompute missing or damaged shards
    workers : number of shards run at once; all processors by default
    cluster : ``tcp://host:8786``, ``tls://host:8786``, or ``local:4`` for processes of this machine
    progress : function called with the members done and all members

    Returns
    -------
    Ensemble : quantiles of each indicator by year, (year, quantile) [unit of the indicator], and the share of
        members that meet each target; members are read on request

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
    >>> sim.run_ensemble("plan", members=64, seed=7, out=folder / "plan")  # doctest: +ELLIPSIS
    <Ensemble of plan: 64 members by sobol from seed 7; ...>
    """
    names = arguments.names_of(outputs, "outputs")
    request = Request(DrawRequest(members, seed, sampling, vary, draws), names, every, summary)
    report = (lambda done, total, _: progress(done, total)) if progress else None
    (found,) = run_ensembles(
        [scenario],
        request,
        out,
        set,
        home,
        is_resumed=resume,
        workers=workers,
        cluster=cluster,
        progress=report,
    )
    return found


def run_ensembles(
    scenarios: Sequence[AnyScenario],
    request: Request,
    out: Name | None = None,
    set: Settings | None = None,
    home: Name | None = None,
    *,
    is_resumed: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
    progress: NamedProgress | None = None,
) -> list[Ensemble]:
    """Run several scenarios with the same draws, each into a folder of its own.

    Parameters
    ----------
    out : the folder of a single scenario, or that of the folders of several
    progress : called with members done, members in all, and the scenario

    Raises
    ------
    SimError: no such cluster; the faults of all scenarios and folders, before anything runs.
    Stopped: a signal ended the run.
    """
    with find_workers(workers, cluster) as pool:  # first: processes of a cluster start meanwhile
        plans = plan_ensembles(scenarios, request, set, home)
        folders = _folders(plans, out)
        _check_folders(plans, folders, is_resumed=is_resumed)
        found = []
        for plan, folder in zip(plans, folders, strict=True):
            named = partial(_named, progress, plan.scenario.name) if progress else None
            found.append(fill(plan, folder, pool, is_resumed=is_resumed, progress=named))
    return found


def _named(progress: NamedProgress, name: str, done: int, total: int) -> None:
    progress(done, total, name)


def _folders(plans: Sequence[Plan], out: Name | None) -> list[Folder]:
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
    return [folder_at(within("runs" if out is None else out, name)) for name in names]


def _check_folders(plans: Sequence[Plan], folders: Sequence[Folder], *, is_resumed: bool) -> None:
    """Refuse folders that hold something else, all of them together.

    Raises
    ------
    SimError: the faults of all of them.
    """
    with Faults() as faults:
        for plan, folder in zip(plans, folders, strict=True):
            faults.take(look_at, folder, plan.manifest(), is_resumed=is_resumed)
