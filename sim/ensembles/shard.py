"""Shard of an ensemble: a block of members, simulated and measured on any processor.

`run_shard` is pure. Its task is sent to another thread, process or machine, its result is sent back,
and the process that started the run writes; so the bytes do not depend on the worker.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.arrays import Array
from sim.arrow import load_pandas
from sim.ensembles.bins import Counts, Edges
from sim.ensembles.folder.store import SHARDS, STEPS, part_name, table_bytes
from sim.ensembles.labels import filled, indicator_labels, labelled, origin
from sim.ensembles.near import Near, near_of
from sim.ensembles.plan import Every
from sim.ensembles.workers.world import World
from sim.names import split_element
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.outcomes.tally import Tally
from sim.outcomes.targets import Group, Target
from sim.run.begin import Begin
from sim.run.single import ScenarioRun, simulate
from sim.scenario.load import Scenario

FAILED = b"failed"  # in a shard's metadata: its members that became non-finite, separated by blanks
Failed = tuple[int, str, float]  # member, variable, time


@dataclass(frozen=True)
class Job:
    """Input that all shards of an ensemble share.

    Parameters
    ----------
    world : model and registry, with the indicators that are computed
    scenario : the scenario that its members run
    targets : the targets that are counted
    groups : groups of targets that are counted together
    every : "step" adds the variables behind the indicators at every time step
    keeps_members : whether files of the members are written
    edges : bounds of the bins in which all figures are counted; None where quantiles come from members
    """

    world: World
    scenario: Scenario
    targets: tuple[Target, ...]
    groups: tuple[Group, ...]
    every: Every = "year"
    keeps_members: bool = True
    edges: Edges | None = None


@dataclass(frozen=True)
class ShardTask:
    """The complete input of a shard; it can be pickled.

    Parameters
    ----------
    number : number of the shard, from 0
    first : its first member
    draws : (member,) by constant, in the units of the model
    threads : threads of the engine; results do not depend on it
    begin : where its members go on from; None where they begin with the model
    cuts : figures between them are returned, for quantiles; None where none are wanted
    """

    job: Job
    number: int
    first: int
    draws: Mapping[str, Array]
    threads: int = 1
    begin: Begin | None = None
    cuts: Array | None = None


@dataclass(frozen=True)
class ShardResult:
    """Results of a shard.

    Parameters
    ----------
    number, first, members : number of the shard, its first member, and how many members it has
    files : files to write, by their names within the ensemble's folder
    checksums : SHA-256 of each file, hexadecimal
    tally : tally of the targets that its members meet
    counts : counts of its members in bins, if the job has bins
    near : figures of its members next to the quantiles, if the task has cuts
    failures : failures of members that became non-finite
    """

    number: int
    first: int
    members: int
    files: Mapping[str, bytes]
    checksums: Mapping[str, str]
    tally: Tally
    counts: Counts | None
    near: Near | None
    failures: tuple[Failed, ...]


def run_shard(task: ShardTask) -> ShardResult:
    """Run the members of a task and return the results to keep."""
    run = simulate_task(task)
    table = indicators(run)
    broken = np.array([one.member for one in run.run.failures], dtype=np.int64)
    tally = Tally(task.job.targets, task.job.groups)
    tally.add(table, broken)
    counts = None if task.job.edges is None else Counts(task.job.edges)
    if counts is not None:
        counts.add(table, broken)
    cuts = task.cuts
    near = None if cuts is None else near_of(table, broken, task.job.targets, cuts)
    failures = tuple((task.first + one.member, one.variable, one.time) for one in run.run.failures)
    files = dict(_files(task, run, table, broken)) if task.job.keeps_members else {}
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return ShardResult(
        task.number, task.first, run.run.members, files, checksums, tally, counts, near, failures
    )


def _files(
    task: ShardTask, run: ScenarioRun, table: IndicatorTable, broken: NDArray[np.int64]
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each of the shard's files."""
    wide = _wide(table, task.first, run.run.members)
    noted = {FAILED: " ".join(map(str, broken + task.first)).encode()}
    schema = labelled(
        wide.schema, noted | origin(task.job.scenario, run.workspace), indicator_labels(run.workspace)
    )
    yield part_name(SHARDS, task.number), table_bytes(wide.cast(schema))
    if task.job.every == "step":
        yield part_name(STEPS, task.number), table_bytes(_steps(task, run))


def simulate_task(task: ShardTask) -> ScenarioRun:
    """Run the members of a task, saving what their indicators need at the end of every year."""
    load_pandas()
    job = task.job
    return simulate(job.scenario, job.world.open(), task.threads, task.draws, task.first, begin=task.begin)


def _wide(table: IndicatorTable, first: int, members: int) -> pa.Table:
    """Return a row for each year and member, a column for each modelled indicator."""
    series = {row.id: row.series for row in table if row.series is not None}
    return _filled("year", table.years, np.arange(first, first + members), series)


def _steps(task: ShardTask, run: ScenarioRun) -> pa.Table:
    """Return a row for each time step and member, a column for each variable behind an indicator."""
    workspace = run.workspace
    entries = workspace.registry.indicators.values()
    names = dict.fromkeys(name for one in entries for name in (*one.levels, *one.flows))
    result = workspace.model.simulate(
        {**task.job.scenario.constants, **task.draws},
        outputs=dict.fromkeys(split_element(name)[0] for name in names),
        threads=task.threads,
        save_every=workspace.model.time_step,
        first_member=task.first,
        state=task.begin.state if task.begin else None,
    )
    members = np.arange(task.first, task.first + result.members)
    return _filled("time", result.time, members, {name: result[name] for name in names})


def _filled(
    name: str, times: NDArray[Any], members: NDArray[np.int64], series: Mapping[str, Array]
) -> pa.Table:
    """Return times one after the other, each with all members: the order that the engine has, so no copy."""
    shape = (len(times), len(members))
    columns: dict[str, NDArray[Any]] = {
        "member": np.tile(members, len(times)),
        name: times.repeat(len(members)),
    }
    for key, values in series.items():
        columns[key] = np.broadcast_to(values, shape).ravel()
    table = pa.table(columns)
    return table.cast(filled(table.schema))
