"""Completes a folder: a new ensemble, one that was interrupted, or one that has been damaged."""

from __future__ import annotations

from dataclasses import replace

from sim.ensembles.batch import Batch, job_of
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.resume import look_at
from sim.ensembles.folder.store import MANIFEST, read_manifest, table_name, tables_of
from sim.ensembles.ledger import Ledger, load_ledger, recompute
from sim.ensembles.opening import open_ensemble
from sim.ensembles.plan import Plan
from sim.ensembles.result import Ensemble
from sim.ensembles.workers.local import Workers
from sim.ensembles.workers.stopping import Stop, Stopped
from sim.errors import Fault, SimError
from sim.run.progress import Progress


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
        job = job_of(plan, workers.threads(1))
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
    if folder.where is None:
        zh = f"已停止，{total} 个成员中完成了 {done} 个，没有保留。给出 `out` 才能中断后继续。"
        en = f"stopped with {done} of {total} members done, none kept. With `out` a run can be continued."
        return Fault("unfinished", zh, en)
    return Fault(
        "unfinished",
        f"已停止，{total} 个成员中完成了 {done} 个。加上 `resume=True` 再次运行即可继续。",
        f"stopped with {done} of {total} members done. Run it again with `resume=True` to continue.",
        folder.place,
    )
