"""Runs ensembles, keeps what matters of them, and opens them again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from sim.ensembles.batch import Batch, job_of
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import Place, RemoteFolder, folder_at, within
from sim.ensembles.folder.resume import look_at
from sim.ensembles.folder.store import (
    DRAWS,
    FAILURES,
    FINISHED,
    QUANTILES,
    SHARDS,
    TABLES,
    TARGETS,
    read_manifest,
    read_table,
    table_name,
)
from sim.ensembles.ledger import Ledger, load_ledger
from sim.ensembles.plan import Name, Plan, Progress, Request, plan_ensembles
from sim.ensembles.workers.connect import find_workers
from sim.ensembles.workers.local import Workers
from sim.ensembles.workers.stopping import Stop, Stopped
from sim.errors import Fault, SimError, fail, suggestion
from sim.outcomes.spread import QUANTILE_COLUMNS
from sim.sampling.request import DrawRequest
from sim.scenario.options import Settings
from sim.scenario.vary import Ranges
from sim.scenario.workspace import Workspace

NamedProgress = Callable[[int, int, str], None]  # members done, members in all, scenario


@dataclass(frozen=True)
class Ensemble:
    """An ensemble's summary; the members stay on disk until they are asked for.

    Parameters
    ----------
    manifest : what it follows from
    quantiles : a row for each indicator and year: indicator, year, p05 … p95, in its unit
    targets : a row for each target: indicator, year, target, met (share of members), members, p05, p50, p95
    failures : a row for each member that turned non-finite: member, variable, time
    folder : where it is: a path, or a URL
    notes : what is worth telling of how it came to be there
    """

    manifest: dict[str, Any]
    quantiles: pd.DataFrame
    targets: pd.DataFrame
    failures: pd.DataFrame
    folder: Path | str
    notes: tuple[Fault, ...] = ()

    def members(self, indicator: str) -> pd.DataFrame:
        """Return an indicator of all members: index year, columns member, in its unit.

        Raises
        ------
        SimError: no such indicator in the ensemble, or a damaged shard.
        """
        if not self.manifest["keeps_members"]:
            zh, en = "这个集合只有汇总，没有保留成员。", "this ensemble is a summary; it kept no members."
            raise fail("no-data", zh, en, str(self.folder))
        if indicator not in self.manifest["indicators"]:
            zh, en = suggestion(indicator, self.manifest["indicators"])
            zh, en = f'集合中没有指标 "{indicator}"。{zh}', f'no indicator "{indicator}" in the ensemble.{en}'
            raise fail("unknown-name", zh, en, str(self.folder))
        folder, columns = folder_at(self.folder), ["member", "year", indicator]
        names = [name for name in folder.names(SHARDS) if name.endswith(".parquet")]
        parts = [
            read_table(folder, f"{SHARDS}/{name.removesuffix('.parquet')}", columns).to_pandas()
            for name in names
        ]
        return pd.DataFrame(pd.concat(parts).pivot(index="year", columns="member", values=indicator))

    def fan(self, indicator: str) -> pd.DataFrame:
        """Return the quantiles of an indicator: index year, columns p05 … p95."""
        rows = self.quantiles[self.quantiles["indicator"] == indicator]
        return pd.DataFrame(rows.set_index("year")[list(QUANTILE_COLUMNS)])


def run_ensemble(
    scenario: Name,
    members: int | None = None,
    seed: int = 7,
    out: Name | None = None,
    set: Settings | None = None,
    home: Name | None = None,
    *,
    sampling: str = "sobol",
    draws: Name | None = None,
    vary: Ranges = (),
    outputs: Sequence[str] = (),
    every: str = "year",
    summary: bool = False,
    resume: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Run a scenario with many draws of its uncertain constants and keep the results in a folder.

    What is there already and equal is not computed again. A run that is interrupted leaves what it
    has done, to be gone on with by ``resume=True``.

    Parameters
    ----------
    scenario : a shipped one's name, or a file
    members : how many, 1 to 1,073,741,824; 1,000 by default, or the rows of a table of draws
    seed : of the draws; equal requests give equal bytes
    out : a folder that is new or empty, or holds this ensemble, or a URL such as ``s3://bucket/name``;
        ``runs/SCENARIO`` by default
    set : levers or constants to change, as ``--set`` does
    sampling : ``sobol``, ``lhs`` or ``mc``
    draws : a CSV or Parquet file of draws: a column for each constant, a row for each member
    vary : ``{"public investment": (60, 120)}``: levers or constants that vary as well, as ``--vary`` does
    outputs : ids of indicators; all that are modelled by default
    every : "step" keeps the variables behind the indicators at every time step as well
    summary : keep no members, only what is added up over them
    resume : go on with what is half done; mend what is damaged
    workers : shards at once; all processors by default
    cluster : ``tcp://host:8786``, ``tls://host:8786``, or ``local:4`` for processes of this machine
    progress : called with members done and members in all

    Raises
    ------
    SimError: bad input, a folder that cannot be written or holds something else, no such cluster.
    Stopped: a signal ended the run; it is a `KeyboardInterrupt`.
    """
    request = Request(DrawRequest(members, seed, sampling, vary, draws), tuple(outputs), every, summary)
    told = (lambda done, total, _: progress(done, total)) if progress else None
    (found,) = run_ensembles(
        [scenario],
        request,
        out,
        set,
        home,
        is_resumed=resume,
        workers=workers,
        cluster=cluster,
        progress=told,
    )
    return found


def run_ensembles(
    scenarios: Sequence[Name],
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
        zh, en = f"情景 {', '.join(twice)} 重复。", f"the scenario {', '.join(twice)} is there twice."
        raise fail("duplicate", zh, en, "SCENARIO")
    if out is not None and len(plans) == 1:
        return [folder_at(out)]
    return [folder_at(within("runs" if out is None else out, name)) for name in names]


def _check_folders(plans: Sequence[Plan], folders: Sequence[Folder], *, is_resumed: bool) -> None:
    """Refuse all folders together that hold something else.

    Raises
    ------
    SimError: the faults of all of them.
    """
    faults: list[Fault] = []
    for plan, folder in zip(plans, folders, strict=True):
        try:
            look_at(folder, plan.manifest(), is_resumed=is_resumed)
        except SimError as error:
            faults += error.faults
    if faults:
        raise SimError(faults)


def fill(
    plan: Plan, folder: Folder, workers: Workers, *, is_resumed: bool, progress: Progress | None = None
) -> Ensemble:
    """Bring an ensemble into a folder, as far as it is not there, and return it.

    Raises
    ------
    SimError: the folder cannot be written or holds something else.
    Stopped: a signal ended the run.
    """
    facts = plan.manifest()
    state = look_at(folder, facts, is_resumed=is_resumed)
    if state == "finished" and not is_resumed:
        return _found(folder)
    with folder.claimed(), Stop() as stop:
        folder.drop_drafts()
        job = job_of(plan)
        ledger = Ledger(job) if state == "new" else load_ledger(folder, job)
        damaged = ledger.leave_out_damaged(folder)
        if state == "finished" and not damaged and _is_whole(folder):
            damaged = [_already_there(folder)]
        else:
            try:
                Batch(plan, job, folder, workers, stop, progress).run(ledger, facts)
            except Stopped as stopped:
                told = _how_to_go_on(ledger, plan, folder)
                raise Stopped(stopped.number, told.report()) from None
            except SimError as error:
                raise SimError([*error.faults, _how_to_go_on(ledger, plan, folder)]) from error
    return replace(open_ensemble(folder), notes=tuple(damaged))


def _is_whole(folder: Folder) -> bool:
    """Return whether every table of a finished ensemble is there."""
    keeps_members = read_manifest(folder)["keeps_members"]
    return all(folder.has(table_name(name)) for name in TABLES if name != DRAWS or keeps_members)


def _found(folder: Folder) -> Ensemble:
    """Return a finished ensemble, or say how to mend it."""
    try:
        return replace(open_ensemble(folder), notes=(_already_there(folder),))
    except SimError as error:
        mend = Fault(
            "unfinished",
            "加上 --resume 可核对全部文件，并重算缺失或损坏的。",
            "add --resume to check all files and compute again what is missing or damaged.",
            folder.place,
        )
        raise SimError([*error.faults, mend]) from error


def _already_there(folder: Folder) -> Fault:
    return Fault(
        "duplicate",
        "这个集合已经在这里，没有重新计算。",
        "this ensemble is there already; nothing was computed again.",
        folder.place,
    )


def _how_to_go_on(ledger: Ledger, plan: Plan, folder: Folder) -> Fault:
    done, total = f"{ledger.members:,}", f"{plan.members:,}"
    return Fault(
        "unfinished",
        f"已停止，{total} 个成员中完成了 {done} 个。用同样的命令加上 --resume 继续。",
        f"stopped with {done} of {total} members done. Go on with the same command and --resume.",
        folder.place,
    )


def open_ensemble(place: Place | Folder, workspace: Workspace | None = None) -> Ensemble:
    """Return the ensemble that a folder holds.

    Parameters
    ----------
    place : its folder, by path or URL
    workspace : the model it is to be shown beside; an ensemble of another model is refused

    Raises
    ------
    SimError: no ensemble, a damaged one, or one of another model.
    """
    folder = folder_at(place)
    manifest = read_manifest(folder)
    if manifest["state"] != FINISHED:
        raise fail(
            "unfinished",
            "这个集合尚未算完；用同样的 teda ensemble 命令加上 --resume 继续。",
            "this ensemble is not finished; go on with the same teda ensemble command and --resume.",
            folder.place,
        )
    if workspace is not None and manifest["model_hash"] != workspace.model.hash:
        raise fail(
            "stale",
            f"这个集合是用另一个模型算的（{manifest['model_hash'][:12]}），"
            f"当前模型是 {workspace.model.hash[:12]}；请重新运行 teda ensemble。",
            f"this ensemble was run with another model ({manifest['model_hash'][:12]}); "
            f"the present one is {workspace.model.hash[:12]}. Run teda ensemble again.",
            folder.place,
        )
    quantiles, targets, failures = (
        read_table(folder, name).to_pandas() for name in (QUANTILES, TARGETS, FAILURES)
    )
    where = folder.place if isinstance(folder, RemoteFolder) else folder.path
    return Ensemble(manifest, quantiles, targets, failures, where)
