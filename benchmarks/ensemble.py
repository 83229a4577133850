"""Measures ensembles as ratios within one run: the engine alone, the whole ensemble, pyarrow alone.

    python benchmarks/ensemble.py [--members 100000] [--workers K] [--summary] [--home DIR]

Each time is told twice: by the clock, and in processor time, which other work on the machine disturbs less.
The engine alone runs the same shards and throws the results away. pyarrow alone writes tables with the
figures of the shards, which it finds in memory, to as many files in the same format. Memory is the peak
of the process that ran the ensemble, beside that of a bare interpreter.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sim.engine.machine import compiled
from sim.ensembles.batch import job_of
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.folder.store import table_writer
from sim.ensembles.plan import Plan, Request, plan_ensembles
from sim.ensembles.shard import ShardTask, simulate_task
from sim.ensembles.workers.local import LocalWorkers
from sim.sampling.request import DrawRequest

MB = 1e6
Seconds = NDArray[np.float64]  # by the clock, of the processors


def main() -> int:
    """Measure and show the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--summary", action="store_true")
    parser.add_argument("--scenario", default="plan")
    parser.add_argument("--home")
    asked = parser.parse_args()
    (plan,) = plan_ensembles([asked.scenario], Request(DrawRequest(asked.members)), home=asked.home)
    workers = LocalWorkers(asked.workers)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "ensemble"
        compiled._WORTH = {compiled._THOROUGH: 0}  # what follows runs the code that a long ensemble runs
        simulate_task(ShardTask(job_of(plan), 0, 0, plan.draws(0, 1)))  # all is read and compiled
        whole = _seconds_of_ensemble(folder, asked)
        peak = _peak(Path("/proc/self/status").read_text())
        engine = _seconds_of_engine(plan, workers)
        _show("members", plan.members, "")
        _show("engine alone", plan.members / engine, "members/s")
        _show("ensemble", plan.members / whole, "members/s")
        _show("ensemble / engine alone", whole / engine, "")
        if not asked.summary:
            _compare_with_pyarrow(folder, Path(room) / "alone", whole, engine)
        _show("peak memory", peak / MB, "MB")
        _show("of which a bare interpreter", _bare_interpreter() / MB, "MB")
    return 0


def _now() -> Seconds:
    """Return the time by the clock and the processor time of all threads [s]."""
    return np.array([time.perf_counter(), time.process_time()])


def _seconds_of_ensemble(folder: Path, asked: argparse.Namespace) -> Seconds:
    start = _now()
    run_ensemble(
        asked.scenario,
        asked.members,
        out=folder,
        home=asked.home,
        summary=asked.summary,
        workers=asked.workers,
    )
    return _now() - start


def _seconds_of_engine(plan: Plan, workers: LocalWorkers) -> Seconds:
    job = job_of(plan)
    start = _now()
    tasks = (
        ShardTask(job, number, plan.span(number)[0], plan.draws(*plan.span(number)))
        for number in range(plan.shards)
    )
    for _ in workers.map(_run_and_forget, tasks):
        pass
    return _now() - start


def _run_and_forget(task: ShardTask) -> None:
    simulate_task(task)


def _compare_with_pyarrow(folder: Path, alone: Path, whole: Seconds, engine: Seconds) -> None:
    """Show how long pyarrow takes to write the shards, and how long all but the engine does."""
    alone.mkdir()
    shards = sorted((folder / "shards").iterdir())
    size = sum(path.stat().st_size for path in shards)
    seconds = np.sum([_seconds_to_write(path, alone / path.name) for path in shards], axis=0)
    _show("shards", size / MB, "MB")
    _show("pyarrow alone", size / MB / seconds, "MB/s")
    _show("all but the engine / pyarrow alone", (whole - engine) / seconds, "")
    _show("ensemble / pyarrow alone", whole / seconds, "")


def _seconds_to_write(shard: Path, copy: Path) -> Seconds:
    table = pq.read_table(shard)
    start = _now()
    with copy.open("wb") as stream:
        with table_writer(stream, table.schema) as writer:
            writer.write_table(table)
        stream.flush()
        os.fsync(stream.fileno())
    return _now() - start


def _bare_interpreter() -> float:
    """Return the peak memory of an interpreter that has imported nothing [byte]."""
    code = "print(open('/proc/self/status').read())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return _peak(done.stdout)


def _peak(status: str) -> float:
    """Return the most memory that a process has had [byte], from what Linux says of it."""
    return 1024.0 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _show(what: str, value: float | Seconds, unit: str) -> None:
    cells = [f"{each:14,.{1 if each < 1000 else 0}f}" for each in np.atleast_1d(value)]
    sys.stdout.write(f"{what:36} {' '.join(cells)} {unit}\n")


if __name__ == "__main__":
    sys.exit(main())
