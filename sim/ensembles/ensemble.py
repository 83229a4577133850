"""Runs ensembles, stores their results, and opens them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim import arguments
from sim.ensembles.batch import Batch, job_of
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import Place, RemoteFolder, folder_at, within
from sim.ensembles.folder.resume import look_at
from sim.ensembles.folder.store import (
    DRAWS,
    FAILURES,
    FINISHED,
    LEDGER,
    MANIFEST,
    QUANTILES,
    SHARDS,
    TARGETS,
    file_fault,
    known_tables,
    read_manifest,
    read_table,
    table_name,
    tables_of,
)
from sim.ensembles.ledger import Ledger, load_ledger, recompute, shard_checksums
from sim.ensembles.plan import Name, Plan, Request, plan_ensembles
from sim.ensembles.workers.connect import find_workers
from sim.ensembles.workers.local import Workers
from sim.ensembles.workers.stopping import Stop, Stopped
from sim.errors import Fault, Faults, SimError, fail, suggestion
from sim.notebook import listed, table_html
from sim.outcomes.spread import QUANTILE_COLUMNS
from sim.run.progress import Progress
from sim.sampling.request import DrawRequest
from sim.scenario.changes import Ranges, Settings
from sim.scenario.load import AnyScenario
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:
    import xarray as xr

NamedProgress = Callable[[int, int, str], None]  # members done, members in all, scenario


@dataclass(frozen=True, repr=False)
class Ensemble:
    """An ensemble's summary; the members stay on disk until they are asked for.

    Parameters
    ----------
    manifest : the inputs that determine it
    quantiles : a row for each indicator and year: indicator, year, p05 … p95, in its unit
    targets : a row for each target: indicator, year, target, met (share of members), members, p05, p50, p95
    failures : a row for each member that became non-finite: member, variable, time
    folder : path or URL
    notes : remarks on how it was obtained
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
        self._check(indicator)
        folder, columns = folder_at(self.folder), ["member", "year", indicator]
        parts = [
            read_table(folder, name.removesuffix(".parquet"), columns, known).to_pandas()
            for name, known in self._shards(folder).items()
        ]
        return pd.DataFrame(pd.concat(parts).pivot(index="year", columns="member", values=indicator))

    def _shards(self, folder: Folder) -> dict[str, str | None]:
        """Return the checksums of the shards by name; None for those of the first formats."""
        if "files" not in self.manifest:
            names = (name for name in folder.names(SHARDS) if name.endswith(".parquet"))
            return {f"{SHARDS}/{name}": None for name in names}
        fault = file_fault(folder, LEDGER, self.manifest["files"][LEDGER])
        Faults([fault] if fault else []).check()
        return {name: known for name, known in shard_checksums(folder).items() if name.startswith(SHARDS)}

    def draws(self) -> pd.DataFrame:
        """Return the draws of all members: index member, a column for each drawn constant, in its unit.

        Raises
        ------
        SimError: the ensemble is a summary; the file is missing or damaged.
        """
        if not self.manifest["keeps_members"]:
            zh, en = "这个集合只有汇总，没有保留抽样值。", "this ensemble is a summary; it kept no draws."
            raise fail("no-data", zh, en, str(self.folder))
        known = known_tables(self.manifest).get(DRAWS)
        drawn = read_table(self.folder, DRAWS, known=known).to_pandas()
        return pd.DataFrame(drawn.rename_axis(index="member"))

    def fan(self, indicator: str) -> pd.DataFrame:
        """Return the quantiles of an indicator: index year, columns p05 … p95, in its unit.

        Raises
        ------
        SimError: no such indicator in the ensemble.
        """
        self._check(indicator)
        rows = self.quantiles[self.quantiles["indicator"] == indicator]
        return pd.DataFrame(rows.set_index("year")[list(QUANTILE_COLUMNS)])

    def _check(self, indicator: str) -> None:
        if indicator not in self.manifest["indicators"]:
            zh, en = suggestion(str(indicator), self.manifest["indicators"])
            zh, en = f'集合中没有指标 "{indicator}"。{zh}', f'no indicator "{indicator}" in the ensemble.{en}'
            raise fail("unknown-name", zh, en, str(self.folder))

    def __getitem__(self, indicator: str) -> pd.DataFrame:
        """Return the quantiles of an indicator, as `fan` does."""
        return self.fan(indicator)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the indicators."""
        return iter(self.manifest["indicators"])

    def __contains__(self, indicator: object) -> bool:
        """Return whether the ensemble has an indicator of this id."""
        return indicator in self.manifest["indicators"]

    def __repr__(self) -> str:
        """Return the content of the ensemble, in one line."""
        facts = self.manifest
        changed = f" with {', '.join(facts['options'])}" if facts["options"] else ""
        names = f"{len(facts['indicators'])} indicators ({listed(self)})"
        failed = f", {len(self.failures):,} of them non-finite" if len(self.failures) else ""
        members = f"{facts['members']:,} members by {facts['method']} from seed {facts['seed']}{failed}"
        return f"<Ensemble of {facts['scenario']}{changed}: {members}; {names}; in {self.folder}>"

    def _repr_html_(self) -> str:
        """Return the quantiles as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each indicator and year: indicator, year, p05 … p95, in its unit."""
        return self.quantiles

    def to_xarray(self) -> xr.Dataset:
        """Return the quantiles of every indicator, (year, quantile), in its unit."""
        import xarray as xr

        fans = {indicator: self.fan(indicator) for indicator in self}
        shares = [int(name.removeprefix("p")) / 100 for name in QUANTILE_COLUMNS]
        years = next((fan.index for fan in fans.values()), pd.Index([]))
        arrays = {indicator: (("year", "quantile"), fan.to_numpy()) for indicator, fan in fans.items()}
        return xr.Dataset(arrays, coords={"year": years, "quantile": shares})


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


def fill(
    plan: Plan, folder: Folder, workers: Workers, *, is_resumed: bool, progress: Progress | None = None
) -> Ensemble:
    """Compute what a folder lacks of an ensemble, and return the ensemble.

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
        damaged = _leave_out_damaged(folder)
        ledger = Ledger(job, plan.digest) if state == "new" else load_ledger(folder, job, plan.digest)
        damaged += ledger.leave_out_damaged(folder)
        if state == "finished" and not damaged and _is_whole(folder):
            damaged = [_already_there(folder)]
        else:
            try:
                Batch(plan, job, folder, workers, stop, progress).run(ledger, facts)
            except Stopped as stopped:
                raise Stopped(stopped.number, _how_to_go_on(ledger, plan, folder)) from None
            except SimError as error:
                raise SimError([*error.faults, _how_to_go_on(ledger, plan, folder)]) from error
    return replace(open_ensemble(folder), notes=tuple(damaged))


def _leave_out_damaged(folder: Folder) -> list[Fault]:
    """Set aside the manifest and tables that have changed since they were written; return their faults."""
    if not folder.has(MANIFEST):
        return []
    try:
        files = read_manifest(folder).get("files", {})
    except SimError as error:
        aside = folder.set_aside(MANIFEST)
        zh, en = f"已改名为 {aside}，并已重写。", f"it was renamed {aside} and rewritten."
        return [replace(fault, zh=fault.zh + zh, en=f"{fault.en} {en}") for fault in error.faults]
    return [fault for name, known in files.items() if (fault := recompute(folder, name, known))]


def _is_whole(folder: Folder) -> bool:
    """Return whether every table of a finished ensemble exists."""
    names = tables_of(keeps_members=read_manifest(folder)["keeps_members"])
    return all(folder.has(table_name(name)) for name in names)


def _found(folder: Folder) -> Ensemble:
    """Return a finished ensemble, or raise a fault that says how to repair it."""
    try:
        return replace(open_ensemble(folder), notes=(_already_there(folder),))
    except SimError as error:
        mend = Fault(
            "unfinished",
            "加上 `resume=True` 可核对全部文件，并重算缺失或损坏的。",
            "add `resume=True` to check all files and recompute those that are missing or damaged.",
            folder.place,
        )
        raise SimError([*error.faults, mend]) from error


def _already_there(folder: Folder) -> Fault:
    return Fault(
        "duplicate",
        "这个集合已经在这里，没有重新计算。",
        "this ensemble exists already; nothing was recomputed.",
        folder.place,
    )


def _how_to_go_on(ledger: Ledger, plan: Plan, folder: Folder) -> Fault:
    done, total = f"{ledger.members:,}", f"{plan.members:,}"
    return Fault(
        "unfinished",
        f"已停止，{total} 个成员中完成了 {done} 个。加上 `resume=True` 再次运行即可继续。",
        f"stopped with {done} of {total} members done. Run it again with `resume=True` to continue.",
        folder.place,
    )


def open_ensemble(place: Place | Folder, workspace: Workspace | None = None) -> Ensemble:
    """Return the ensemble that a folder holds.

    Parameters
    ----------
    place : folder of the ensemble, a path or URL
    workspace : model and registry that the ensemble has to match; not checked by default

    Returns
    -------
    Ensemble : its summary; members are read on request

    Raises
    ------
    SimError: no ensemble, a damaged one, or one of another model.

    Examples
    --------
    >>> made = sim.run_ensemble("plan", members=64, out=folder / "opened")
    >>> sim.open_ensemble(folder / "opened").manifest["members"]
    64
    """
    folder = place if isinstance(place, Folder) else folder_at(arguments.path_of(place, "place"))
    manifest = read_manifest(folder)
    if manifest["state"] != FINISHED:
        raise fail(
            "unfinished",
            "这个集合尚未算完；加上 `resume=True` 再次运行即可继续。",
            "this ensemble is not finished; run it again with `resume=True` to continue.",
            folder.place,
        )
    if workspace is not None and manifest["model_hash"] != workspace.model.hash:
        raise fail(
            "stale",
            f"这个集合是用另一个模型算的（{manifest['model_hash'][:12]}），"
            f"当前模型是 {workspace.model.hash[:12]}；请重新运行这个集合。",
            f"this ensemble was run with another model ({manifest['model_hash'][:12]}); "
            f"the present one is {workspace.model.hash[:12]}. Run the ensemble again.",
            folder.place,
        )
    known = known_tables(manifest)
    with Faults() as faults:
        tables = [
            faults.take(read_table, folder, name, known=known.get(name))
            for name in (QUANTILES, TARGETS, FAILURES)
        ]
    quantiles, targets, failures = (table.to_pandas() for table in tables)
    where = folder.place if isinstance(folder, RemoteFolder) else folder.path
    return Ensemble(manifest, quantiles, targets, failures, where)
