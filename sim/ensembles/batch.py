"""Runs ensembles shard by shard; an interruption loses only the shards in progress."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.ensembles.bins import PILOT, edges_of
from sim.ensembles.draws_file import DrawsFile, draws_file
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import (
    DRAWS,
    FAILURES,
    FINISHED,
    LEDGER,
    QUANTILES,
    TARGETS,
    UNFINISHED,
    checksum,
    table_bytes,
    table_name,
    tables_of,
    write_manifest,
)
from sim.ensembles.gather import Kept, exact_spreads, fits
from sim.ensembles.labels import about, described, labelled, origin
from sim.ensembles.ledger import Ledger
from sim.ensembles.near import Nearing
from sim.ensembles.plan import Plan
from sim.ensembles.replicates import sampling_errors
from sim.ensembles.shard import Job, ShardTask, run_shard, simulate_task
from sim.ensembles.workers.local import Workers
from sim.ensembles.workers.stopping import Stop
from sim.ensembles.workers.world import world_of
from sim.outcomes.indicators import indicators
from sim.outcomes.spread import quantile_table, target_table
from sim.outcomes.targets import Target, groups_of, targets_of
from sim.run.progress import Progress


def job_of(plan: Plan, threads: int = 1) -> Job:
    """Return the job that all shards of an ensemble share.

    Where the summary comes from counts, bins are laid over the range of the first members.

    Parameters
    ----------
    threads : threads of the engine for the first members; results do not depend on it
    """
    job = Job(
        world_of(plan.workspace, plan.outputs),
        plan.scenario,
        _counted(plan),
        groups_of(plan.workspace.registry.plan),
        plan.every,
        plan.keeps_members,
    )
    if plan.keeps_members and fits(plan.members):
        return job
    stop = min(PILOT, plan.members)
    pilot = simulate_task(ShardTask(job, 0, 0, plan.draws(0, stop), threads, plan.begin(0, stop)))
    broken = np.array([one.member for one in pilot.run.failures], dtype=np.int64)
    return replace(job, edges=edges_of(indicators(pilot), broken, job.targets))


def _counted(plan: Plan) -> tuple[Target, ...]:
    """Return the targets of computed indicators, and of those that no model computes."""
    known = plan.workspace.registry.indicators
    return tuple(
        one
        for one in targets_of(plan.workspace)
        if one.indicator in plan.outputs or not known[one.indicator].is_modelled
    )


@dataclass(frozen=True)
class Batch:
    """An ensemble that is being written into a folder.

    Parameters
    ----------
    workers : workers that run the shards
    stop : whether the run is to end early
    progress : called with members done and members in all
    """

    plan: Plan
    job: Job
    folder: Folder
    workers: Workers
    stop: Stop
    progress: Progress | None = None

    def run(self, ledger: Ledger, facts: Mapping[str, Any]) -> None:
        """Run the shards that the ledger lacks, sum them up, and complete the folder.

        Parameters
        ----------
        facts : inputs that determine the ensemble, for the manifest
        """
        write_manifest(self.folder, {**facts, "state": UNFINISHED})
        near = Nearing(self.plan.members) if self.job.edges is None and not ledger.done else None
        known = {}
        if self.plan.keeps_members:
            with draws_file(self.plan, self.folder) as draws:
                self._run_shards(ledger, near, draws)
            known[table_name(DRAWS)] = draws.checksum
        else:
            self._run_shards(ledger, near)
        self._write_summary(ledger, near)
        files = {name: known.get(name) or checksum(self.folder, name) for name in self._files()}
        write_manifest(self.folder, {**facts, "state": FINISHED, "failed": ledger.failed, "files": files})

    def _files(self) -> list[str]:
        """Return the names of the files besides the manifest and the shards; the ledger has those."""
        return [LEDGER, *map(table_name, tables_of(keeps_members=self.plan.keeps_members))]

    def _run_shards(self, ledger: Ledger, near: Nearing | None, file: DrawsFile | None = None) -> None:
        """Run the missing shards; when asked to stop, finish those in progress and keep them.

        Parameters
        ----------
        near : takes their figures next to the quantiles
        file : takes their draws
        """
        missing = ledger.missing(self.plan.shards)
        self._tell(ledger)  # work of earlier runs does not count towards the rate
        for result in self.workers.map(run_shard, self._tasks(missing, near, file)):
            for name, content in result.files.items():
                self.folder.put(name, content, is_read_soon=near is None or near.cuts is None)
            ledger.add(result)
            if near:
                near.add(result.near)
            ledger.save(self.folder)
            self._tell(ledger)
        ledger.save(self.folder, is_urgent=True)
        self.stop.check()

    def _tell(self, ledger: Ledger) -> None:
        if self.progress:
            self.progress(ledger.members, self.plan.members)

    def _tasks(
        self, numbers: Sequence[int], near: Nearing | None, file: DrawsFile | None
    ) -> Iterator[ShardTask]:
        """Yield the shards to run, each with its draws, until asked to stop."""
        plan, threads = self.plan, self.workers.threads(len(numbers))
        for number in numbers:
            if self.stop.asked:
                return
            first, stop = plan.span(number)
            block = plan.sampler.block(first, stop)
            if file:
                file.add(number, block)
            draws = plan.sampler.inputs_of(block, plan.scenario.constants)
            begin, cuts = plan.begin(first, stop), near.cuts if near else None
            yield ShardTask(self.job, number, first, draws, threads, begin, cuts)

    def _write_summary(self, ledger: Ledger, near: Nearing | None) -> None:
        one = ShardTask(self.job, 0, 0, self.plan.draws(0, 1), begin=self.plan.begin(0, 1))
        shape = indicators(simulate_task(one))
        if ledger.counts is None:
            sound = self.plan.members - ledger.failed
            kept = Kept(self.folder, self.plan.shards, self.plan.shard, sound)
            spreads = list(exact_spreads(kept, shape, self.job.targets, near, self.stop.check))
        else:
            spreads = list(ledger.counts.spreads(shape))
        errors = sampling_errors(self.plan, self.job, self.workers.threads(1))
        tally = ledger.tally
        if errors is not None:
            tally.effects.update(errors.effects)
            spreads = [replace(one, sampling=errors.margins[one.indicator]) for one in spreads]
        tables = {
            **tally.as_tables(),
            QUANTILES: quantile_table(spreads),
            TARGETS: target_table(spreads, tally),
            FAILURES: ledger.failure_table(),
        }
        plan = self.plan
        facts = described(origin(plan.scenario, plan.workspace), about(plan.workspace, plan.outputs))
        for name, table in tables.items():
            self.folder.write(table_name(name), table_bytes(table.cast(labelled(table.schema, facts))))
