"""Measures how fast the engine reads, compiles and runs a model on this machine."""

from __future__ import annotations

import contextlib
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.engine.model import Model, Run, load_model
from sim.errors import Argument, fail
from sim.names import CONTROLS
from sim.run.model_file import COMPUTED
from sim.run.progress import Progress

MOST_MEMBERS = 1_000_000
OUTPUTS = 6
BATCH = 256 * 2**20  # bytes of results held at a time
REPEATS = 3
LITTLE = 1.0  # seconds; shorter work is repeated
WARM = 1000  # members that are run before the clock starts
SPREAD = 0.01  # by which members differ in a constant
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Bench:
    """Results of a benchmark.

    Parameters
    ----------
    variables : number of variables of the model
    outputs : names of those kept in the runs
    steps : number of steps of a run
    members : number of runs in each measurement of a rate
    read, compile, single : seconds to read the file, to compile and run once, and to run once more
    rates : runs per second, by number of threads
    held : bytes of results held at a time
    extra : peak memory in bytes beyond that in use before and the results; None where the
        system does not report it
    """

    variables: int
    outputs: tuple[str, ...]
    steps: int
    members: int
    read: float
    compile: float
    single: float
    rates: Mapping[int, float]
    held: int
    extra: int | None


def bench_model(path: str | os.PathLike[str], members: int, progress: Progress | None = None) -> Bench:
    """Measure a model.

    Parameters
    ----------
    progress : called with the measurements done and all measurements

    Raises
    ------
    SimError: members not in 1–1,000,000; faults of the file; a model without constants or results.
    """
    _check_members(members)
    steps = _Steps(progress)
    read = _seconds(lambda: load_model(path))
    model = load_model(path)
    steps.next()
    outputs = _outputs(model, os.fspath(path))
    constant = _constant(model, os.fspath(path))
    start = time.perf_counter()
    single_run = model.simulate(outputs=outputs)
    compiled = time.perf_counter() - start
    work = _Work(model, outputs, constant, members, _size(single_run, outputs))
    rates = {}
    for threads in thread_counts():
        steps.next()
        rates[threads] = members / work.seconds(threads)
    steps.next()
    return Bench(
        variables=len(model.variables),
        outputs=outputs,
        steps=round((model.final_time - model.initial_time) / model.time_step),
        members=members,
        read=read,
        compile=compiled,
        single=_seconds(lambda: model.simulate(outputs=outputs)),
        rates=rates,
        held=work.batch * work.size,
        extra=work.extra_memory(),
    )


class _Steps:
    """Tells the progress: reading, compiling, a rate for each number of threads, memory."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._done, self._all = progress, -1, 3 + len(thread_counts())
        self.next()

    def next(self) -> None:
        """Go on to the next measurement."""
        self._done += 1
        if self._progress:
            self._progress(self._done, self._all)


def thread_counts() -> tuple[int, ...]:
    """Return 1, 2, 4, … and the number of cores."""
    cores = os.cpu_count() or 1
    return (*(2**power for power in range(cores.bit_length()) if 2**power < cores), cores)


@dataclass(frozen=True)
class _Work:
    """Runs of members that differ in one constant, in batches whose results fit.

    ``size`` is the number of bytes that the results of one member take.
    """

    model: Model
    outputs: tuple[str, ...]
    constant: str
    members: int
    size: int

    @property
    def batch(self) -> int:
        return max(1, min(self.members, BATCH // self.size))

    def seconds(self, threads: int) -> float:
        """Return the time for all members [s]: the median of several runs when a run is short."""
        self.run(min(self.batch, WARM), threads)
        once = self._once(threads)
        return once if once > LITTLE else statistics.median(self._once(threads) for _ in range(REPEATS))

    def _once(self, threads: int) -> float:
        sizes = [min(self.batch, self.members - first) for first in range(0, self.members, self.batch)]
        start = time.perf_counter()
        for size in sizes:
            self.run(size, threads)
        return time.perf_counter() - start

    def run(self, members: int, threads: int) -> Run:
        default = self.model.constants[self.constant]
        draws = default * np.linspace(1 - SPREAD, 1 + SPREAD, members)
        return self.model.simulate({self.constant: draws}, self.outputs, threads=threads)

    def extra_memory(self) -> int | None:
        """Return the memory that a batch takes beyond its results [byte]."""
        with contextlib.suppress(OSError):
            _CLEAR.write_text("5")  # the peak counts from here on (proc_pid_clear_refs(5))
            before = _memory("VmRSS")
            self.run(self.batch, os.cpu_count() or 1)
            return max(0, _memory("VmHWM") - before - self.batch * self.size)
        return None


def _memory(field: str) -> int:
    """Return a memory figure of the process in bytes, as Linux reports it."""
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024


def _check_members(members: int) -> None:
    if not 1 <= members <= MOST_MEMBERS:
        raise fail(
            "outside-limits",
            f"成员数为 {members:,}，应在 1 到 {MOST_MEMBERS:,} 之间。",
            f"{members:,} members; the number must be from 1 to {MOST_MEMBERS:,}.",
            Argument("members"),
        )


def _outputs(model: Model, place: str) -> tuple[str, ...]:
    """Return a few variables to keep, stocks first."""
    computed = [one for one in model.variables.values() if one.kind in COMPUTED]
    ranked = sorted(computed, key=lambda one: one.kind != "stock")
    if not ranked:
        raise fail(
            "no-data", "模型中没有随时间计算的变量。", "the model computes no variable over time.", place
        )
    return tuple(one.name for one in ranked[:OUTPUTS])


def _constant(model: Model, place: str) -> str:
    """Return the constant in which members differ."""
    key = next((key for key in model.constants if key not in CONTROLS), None)
    if key is None:
        raise fail(
            "no-data",
            "除时间设置外，模型没有常量，成员之间无从不同。",
            "the model has no constant but its time settings; members have nothing to differ in.",
            place,
        )
    return key


def _size(run: Run, outputs: tuple[str, ...]) -> int:
    return sum(run[name].nbytes for name in outputs)


def _seconds(work: Callable[[], object]) -> float:
    """Return the median time of a piece of work."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
