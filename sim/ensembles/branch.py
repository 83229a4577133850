"""Makes branches: runs a scenario's members to the end of a year and keeps where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim import arguments
from sim.ensembles.branching.branch import (
    FORMAT,
    MANIFEST,
    PARTS,
    Branch,
    open_branch,
    read_branch_manifest,
)
from sim.ensembles.branching.part import Part, table_of
from sim.ensembles.ensemble import members_or_table
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.memory import MemoryFolder
from sim.ensembles.folder.remote import folder_at
from sim.ensembles.folder.store import FINISHED, UNFINISHED, checksum, part_name, sealed, table_bytes
from sim.ensembles.plan import Name, Plan, Request, plan_ensembles
from sim.ensembles.workers.stopping import Stop, Stopped
from sim.errors import Argument, Fault, SimError, fail
from sim.run.begin import Begin
from sim.run.progress import Progress
from sim.run.single import simulate
from sim.sampling.methods import DEFAULT
from sim.sampling.request import DrawRequest
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.model import RunState

_WITHOUT_EFFECT = {"title", "sources", "state", "files", "checksum"}


@arguments.reading(seed=arguments.seed)
def branch(
    scenario: AnyScenario,
    year: int,
    members: int | None = None,
    seed: int = 7,
    out: Name | None = None,
    set: Settings | None = None,
    home: Name | None = None,
    *,
    sampling: str = DEFAULT,
    draws: Name | pd.DataFrame | int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Branch:
    """Run a scenario's members to the end of a year and keep where each stands, for others to go on from.

    `run_ensemble` with ``branch=`` goes on with the same members and draws, to the bits of an uninterrupted
    run. The past stays that of this scenario; what another one sets acts from the end of the year on.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    year : the members are kept as they stand at its end
    members : number of members; by default 1,000, or the rows of a table of draws
    seed : seed of the draws
    out : a folder that is new or empty or holds this very branch; by default it stays in memory
    set : values of levers and constants, ``{"public investment": 120}`` [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    sampling, draws : as in `run_ensemble`
    threads : largest number of threads of the engine; all processors by default
    progress : function called with the members done and all members

    Returns
    -------
    Branch : states, yearly figures until then and draws of all members

    Raises
    ------
    SimError: invalid input, a year that the model does not run through, a folder that holds something else.
    Stopped: a signal ended the run; a `KeyboardInterrupt`.

    Examples
    --------
    >>> known = sim.branch("trend", 2025, members=64)
    >>> known
    <Branch of trend at the end of 2025: 64 members, in memory>
    >>> sim.run_ensemble("vision", branch=known).fan("gross_industrial_output").shape
    (21, 5)
    """
    members, table = members_or_table(members, draws)
    request = Request(DrawRequest(members, seed, sampling, (), table))
    plan = plan_ensembles([scenario], request, set, home)[0]
    check_year(year, plan.workspace)
    folder = MemoryFolder() if out is None else folder_at(out)
    facts = _facts(plan, year)
    found = _found(folder, facts)
    if found is not None:
        return found
    with folder.claimed(), Stop() as stop:
        folder.drop_drafts()
        folder.write(MANIFEST, sealed({**facts, "state": UNFINISHED, "files": {}}))
        try:
            files = _write_parts(plan, year, folder, (stop, threads, progress))
        except Stopped as stopped:
            raise Stopped(stopped.number, _stopped(folder)) from None
        folder.write(MANIFEST, sealed({**facts, "state": FINISHED, "files": files}))
    return open_branch(folder)


def check_year(year: int, workspace: Workspace) -> None:
    """Refuse a year at whose end nothing has happened yet, or nothing is left to happen."""
    first, last = round(workspace.model.initial_time) + 1, round(workspace.model.final_time) - 1
    if not first <= year <= last:
        raise fail(
            "outside-limits",
            f"年份为 {year}，应在 {first} 到 {last} 之间。",
            f"the year is {year}; it must be from {first} to {last}.",
            Argument("year"),
        )


def _facts(plan: Plan, year: int) -> dict[str, Any]:
    """Return the inputs that determine a branch; equal ones give equal bytes."""
    left_out = ("indicators", "every", "keeps_members")
    facts = {key: value for key, value in plan.manifest().items() if key not in left_out}
    sampler = plan.sampler
    return {
        **facts,
        "format": FORMAT,
        "year": year,
        "keys": list(sampler.keys),
        "asked_for": sorted(sampler.asked_for),
    }


def _write_parts(
    plan: Plan, year: int, folder: Folder, how: tuple[Stop, int | None, Progress | None]
) -> dict[str, str]:
    """Run and write all members, part by part; return the checksums of the files by name."""
    stop, threads, progress = how
    files = {}
    for number in range(plan.shards):
        stop.check()
        first, end = plan.span(number)
        run = simulate(plan.scenario, plan.workspace, threads, plan.draws(first, end), first, until=year).run
        part = Part(Begin(_left(run.state), run.record), plan.sampler.block(first, end))
        name = part_name(PARTS, number)
        folder.write(name, table_bytes(table_of(part, first, plan.sampler.keys)))
        files[name] = checksum(folder, name)
        if progress:
            progress(end, plan.members)
    return files


def _left(state: RunState | None) -> RunState:
    assert state is not None  # the run was given its end
    return state


def _found(folder: Folder, facts: Mapping[str, Any]) -> Branch | None:
    """Return the branch if the folder holds this very one, None if it is free or has it in part.

    Raises
    ------
    SimError: the folder holds something else, or this branch damaged.
    """
    if not folder.exists():
        return None
    if not folder.has(MANIFEST):
        raise _occupied(folder, "已有别的内容", "something else is here")
    there = read_branch_manifest(folder)
    keys = {*there, *facts} - _WITHOUT_EFFECT
    changed = sorted(key for key in keys if there.get(key) != facts.get(key))
    if changed:
        listed = ", ".join(changed)
        raise _occupied(
            folder, f"已有另一些状态，{listed} 不同", f"other states are here (they differ in {listed})"
        )
    if there["state"] != FINISHED:
        return None
    found = Branch(there, folder)
    found.check()
    return found


def _occupied(folder: Folder, zh: str, en: str) -> SimError:
    return fail(
        "occupied",
        f"这里{zh}，不会覆盖；请换一个文件夹，或先删除它。",
        f"{en}; nothing is overwritten. Choose another folder, or delete it.",
        folder.place,
    )


def _stopped(folder: Folder) -> Fault:
    if folder.where is None:
        return Fault("unfinished", "已停止，没有保留任何内容。", "stopped; nothing was kept.")
    return Fault(
        "unfinished",
        "已停止，状态没有存完；再次运行同一条命令即可。",
        "stopped before all states were kept; run the same command again.",
        folder.place,
    )
