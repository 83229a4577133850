"""How ensembles scale over worker processes, and what very large ones would take.

    python benchmarks/cluster.py [--members N] [--processes 1,2,4]

The scaling is measured with processes of this machine, warmed up before the clock starts. What very
large ensembles take is computed from the processor time and the bytes of one shard.
"""

from __future__ import annotations

import argparse
import os
import pickle
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psutil

from sim.ensembles.batch import job_of
from sim.ensembles.ledger import Ledger
from sim.ensembles.plan import Plan, Request, plan_ensembles
from sim.ensembles.shard import Job, ShardTask, run_shard
from sim.ensembles.workers.connect import cluster_workers
from sim.ensembles.workers.packing import pack
from sim.sampling.request import DrawRequest

SCENARIO, SEED = "plan", 7
LARGE = (100_000_000, 1_000_000_000)
REPEATS = 5
GB, TB = 1e9, 1e12


@dataclass(frozen=True)
class Pieces:
    """What one shard takes: processor seconds and bytes.

    Parameters
    ----------
    draw, work, add : to draw it here, to run it at a worker, to unpack its result and add it up here
    task, result : bytes that travel there and back
    kept : bytes on disk
    """

    members: int
    draw: float
    work: float
    add: float
    task: int
    result: int
    kept: int


def plan_of(members: int, *, summary: bool) -> Plan:
    """Return an ensemble that is not run."""
    (plan,) = plan_ensembles([SCENARIO], Request(DrawRequest(members, SEED), summary=summary))
    return plan


def seconds(work: Callable[[], object]) -> float:
    """Return the median processor time of a piece of work, which other programs hardly disturb."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def pieces_of(plan: Plan) -> Pieces:
    """Measure one shard on one core."""
    job = job_of(plan)
    first, stop = plan.span(0)
    task = ShardTask(job, 0, first, plan.draws(first, stop))
    result = run_shard(task)  # compiles the model as well
    sent = pack(result)

    def add() -> None:
        Ledger(job, plan.digest).add(sent.open())

    return Pieces(
        members=stop - first,
        draw=seconds(lambda: pack((run_shard, ShardTask(job, 0, first, plan.draws(first, stop))))),
        work=seconds(lambda: pack(run_shard(task))),
        add=seconds(add) - seconds(lambda: Ledger(job, plan.digest)),
        task=len(pickle.dumps(pack((run_shard, task)))),
        result=len(pickle.dumps(sent)),
        kept=sum(len(content) for content in result.files.values()),
    )


@dataclass(frozen=True)
class Scaling:
    """What a number of processes did: members in a second, and processor seconds of all for a member."""

    rate: float
    processor: float


def scaling(plan: Plan, job: Job, processes: int) -> Scaling:
    """Measure processes of this machine, once they are warm."""
    with cluster_workers(f"local:{processes}") as workers:
        for _ in workers.map(time.sleep, [0.5] * 20 * processes):  # until all of them are there
            pass
        for _ in workers.map(run_shard, tasks(plan, job, 4 * processes)):  # each compiles the model
            pass
        start, before = time.perf_counter(), processor_seconds()
        ledger = Ledger(job, plan.digest)
        for result in workers.map(run_shard, tasks(plan, job, plan.shards)):
            ledger.add(result)
        taken = time.perf_counter() - start
        return Scaling(plan.members / taken, (processor_seconds() - before) / plan.members)


def processor_seconds() -> float:
    """Return what this process and all below it have taken of the processors."""
    here = psutil.Process()
    times = [one.cpu_times() for one in (here, *here.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def tasks(plan: Plan, job: Job, shards: int) -> Iterator[ShardTask]:
    """Yield the first shards, drawn when they are asked for."""
    for number in range(shards):
        first, stop = plan.span(number)
        yield ShardTask(job, number, first, plan.draws(first, stop))


def print_scaling(plan: Plan, counts: list[int]) -> None:
    """Print members per second for numbers of processes of this machine."""
    job = job_of(plan)
    print(f"{plan.members:,} members in shards of {plan.shard:,}, summary only; {os.cpu_count()} cores,")
    print(f"of which other programs took {os.getloadavg()[0]:.1f} in the last minute\n")
    print("| 进程 processes | 成员/秒 members/s | 倍数 ratio | 处理器 µs/成员 processor µs/member |")
    print("| ---: | ---: | ---: | ---: |")
    alone = None
    for count in counts:
        found = scaling(plan, job, count)
        alone = alone or found.rate
        columns = f"{found.rate:,.0f} | {found.rate / alone:.2f} | {1e6 * found.processor:,.0f}"
        print(f"| {count} | {columns} |", flush=True)


def print_paper(summary: Pieces, kept: Pieces) -> None:
    """Print what very large ensembles take, by what one shard does."""
    here = summary.draw + summary.add
    rows: list[tuple[str, Callable[[int], float], str]] = [
        ("核时 core hours", lambda n: n / summary.members * summary.work / 3600, ",.1f"),
        ("发起机，小时 starting machine, hours", lambda n: n / summary.members * here / 3600, ",.1f"),
        ("发出，GB sent, GB", lambda n: n / summary.members * summary.task / GB, ",.0f"),
        (
            "收回（仅汇总），GB returned (summary only), GB",
            lambda n: n / summary.members * summary.result / GB,
            ",.0f",
        ),
        (
            "收回（保留成员），TB returned (members kept), TB",
            lambda n: n / kept.members * kept.result / TB,
            ",.2f",
        ),
        (
            "磁盘（保留成员），TB on disk (members kept), TB",
            lambda n: n / kept.members * kept.kept / TB,
            ",.2f",
        ),
    ]
    print(f"\n| 次数 runs | {' | '.join(f'{n:,}' for n in LARGE)} |\n| --- |{' ---: |' * len(LARGE)}")
    for name, figure, form in rows:
        print(f"| {name} | {' | '.join(format(figure(n), form) for n in LARGE)} |")
    print(f"\n一台发起机可供 one starting machine feeds: {summary.work / here:,.0f} 个核 cores")


def print_pieces(summary: Pieces, kept: Pieces) -> None:
    """Print what was measured of one shard."""
    print("\n| 每个成员 per member | 仅汇总 summary only | 保留成员 members kept |\n| --- | ---: | ---: |")
    rows: list[tuple[str, Callable[[Pieces], float]]] = [
        ("工作进程计算，处理器 µs run at a worker, processor µs", lambda one: 1e6 * one.work / one.members),
        ("发起机抽样并打包，µs drawn and packed, µs", lambda one: 1e6 * one.draw / one.members),
        ("发起机拆包并汇总，µs unpacked and added up, µs", lambda one: 1e6 * one.add / one.members),
        ("发出，字节 sent, bytes", lambda one: one.task / one.members),
        ("收回，字节 returned, bytes", lambda one: one.result / one.members),
        ("磁盘，字节 on disk, bytes", lambda one: one.kept / one.members),
    ]
    for name, figure in rows:
        print(f"| {name} | {figure(summary):,.1f} | {figure(kept):,.1f} |")


def main() -> None:
    """Measure, and print the tables of docs/scale.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--processes", default="1,2,4")
    given = parser.parse_args()
    print_scaling(plan_of(given.members, summary=True), [int(count) for count in given.processes.split(",")])
    summary, kept = (pieces_of(plan_of(given.members, summary=one)) for one in (True, False))
    print_pieces(summary, kept)
    print_paper(summary, kept)


if __name__ == "__main__":
    main()
