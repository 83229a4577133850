"""Submits tasks to the workers of a Dask scheduler."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

import dask
import distributed
from distributed.scheduler import KilledWorker

from sim.ensembles.workers import faults
from sim.ensembles.workers.address import Processes, Scheduler
from sim.ensembles.workers.machine import Machine, this_machine
from sim.ensembles.workers.packing import Parcel, pack
from sim.ensembles.workers.processes import LOOPBACK, Started, worker_processes
from sim.ensembles.workers.reachable import knock

Task = TypeVar("Task")
Result = TypeVar("Result")

ANSWER = 5.0  # seconds in which a remote scheduler has to answer
WORKERLESS = 60.0  # seconds for which it may have no workers
_OWN = 600.0  # seconds for both where the scheduler is in this process: it exists, however busy the machine
_LOOK = 0.5  # seconds between checks of the connected workers
_AHEAD = 2  # tasks for each worker thread: the current one and the next
_LIBRARIES = {"distributed", "tornado", "asyncio"}
_CONFIG = {
    "distributed.admin.large-graph-warning-threshold": "1GB",  # draws are meant to be sent with their task
    "distributed.comm.timeouts.connect": f"{ANSWER}s",
    "distributed.scheduler.http.routes": [],  # of the scheduler in this process: no dashboard
}


class DaskWorkers:
    """The workers of a scheduler.

    Parameters
    ----------
    client : connected to the scheduler
    url : of the scheduler
    started : the processes of this machine, where they are the workers
    """

    def __init__(self, client: distributed.Client, url: str, started: Started | None = None) -> None:
        self._client = client
        self._url = url
        self._started = started
        self._workerless = _OWN if started else WORKERLESS
        self._mine = this_machine()
        self._seen = time.monotonic()

    def threads(self, tasks: int) -> int:
        """Return the number of threads per task: one, since every worker thread has its own task."""
        return 1

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield the result of every task as it completes; a task whose worker dies is run by another.

        Raises
        ------
        SimError: a worker unlike this machine, a task that kills its workers, a lost cluster.
        """
        waiting = iter(tasks)
        running: set[distributed.Future] = set()
        self._seen = time.monotonic()
        try:
            while True:
                free = max(1, _AHEAD * self._capacity()) - len(running)
                running |= {self._submit(work, task) for task in islice(waiting, max(0, free))}
                if not running:
                    return
                done = self._done(running)
                running -= done
                while done:
                    yield self._result(done.pop())
        finally:
            with contextlib.suppress(Exception):  # the scheduler itself may be gone
                self._client.cancel(list(running), force=True)

    def _submit(self, work: Callable[[Task], Result], task: Task) -> distributed.Future:
        return self._client.submit(_do, pack((work, task)), self._mine, pure=False)

    def _capacity(self) -> int:
        """Return how many tasks the workers run at once.

        Raises
        ------
        SimError: the processes of this machine ended; no worker for too long; no scheduler.
        """
        fault = self._started.fault() if self._started else None
        if fault:
            raise fault
        if self._client.status != "running":
            raise faults.lost(self._url)
        try:
            threads = int(sum(self._client.nthreads().values()))
        except (OSError, TimeoutError) as error:
            raise faults.lost(self._url) from error
        if threads:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > self._workerless:
            raise faults.no_workers(self._url, self._workerless)
        return threads

    def _done(self, running: set[distributed.Future]) -> set[distributed.Future]:
        """Return the tasks that complete within a moment, if any."""
        try:
            with self._client.as_current():
                return set(distributed.wait(running, _LOOK, "FIRST_COMPLETED").done)
        except TimeoutError:
            return set()
        except CancelledError as error:
            raise faults.lost(self._url) from error

    def _result(self, future: distributed.Future) -> Any:
        try:
            result = future.result()
        except KilledWorker as error:
            raise faults.deadly(error.allowed_failures + 1) from error
        except CancelledError as error:
            raise faults.lost(self._url) from error
        except ImportError as error:
            raise faults.lacks_simulator(self._url, str(error)) from error
        if isinstance(result, Machine):
            raise faults.unlike(self._mine, self._unlike(result))
        return result.open()

    def _unlike(self, one: Machine) -> list[tuple[str, Machine]]:
        """Return all workers that are unlike this machine, once one was found."""
        answers = self._client.run(this_machine, on_error="ignore")
        found = [(where, other) for where, other in answers.items() if other != self._mine]
        return found or [(self._url, one)]


def _do(parcel: Parcel, wanted: Machine) -> Parcel | Machine:
    """Run a task on a worker; return the worker's fingerprint where it is unlike the caller's machine."""
    mine = this_machine()
    if mine != wanted:
        return mine
    work, task = parcel.open()
    return pack(work(task))


@contextlib.contextmanager
def connected(address: Processes | Scheduler) -> Iterator[DaskWorkers]:
    """Yield the workers that an address names.

    Raises
    ------
    SimError: the scheduler does not answer, is not a scheduler, or is unlike this machine.
    """
    with _quiet(), dask.config.set(_CONFIG):
        if isinstance(address, Scheduler):
            with _client(address.url, ANSWER, _security_of(address)) as client:
                _check_scheduler(client, address.url)
                yield DaskWorkers(client, address.url)
        else:
            with (
                _own_scheduler() as url,
                worker_processes(url, address.count) as started,
                _client(url, _OWN, distributed.Security()) as client,
            ):
                yield DaskWorkers(client, url, started)


@contextlib.contextmanager
def _own_scheduler() -> Iterator[str]:
    """Yield the address of a scheduler in this process, which no other machine can reach."""
    with distributed.LocalCluster(
        n_workers=0, host=LOOPBACK, dashboard_address=f"{LOOPBACK}:0", silence_logs=logging.CRITICAL
    ) as cluster:
        yield str(cluster.scheduler_address)


def _security_of(address: Scheduler) -> distributed.Security:
    """Return the certificates for a scheduler that has answered.

    Raises
    ------
    SimError: certificates are needed and missing; nothing answers; what answers is not a scheduler.
    """
    security = distributed.Security()
    if address.scheme == "tls" and security.get_connection_args("client").get("ssl_context") is None:
        raise faults.no_certificates(address.url)
    knock(address, ANSWER / 2)
    _greet(address.url, security)
    return security


@contextlib.contextmanager
def _client(url: str, seconds: float, security: distributed.Security) -> Iterator[distributed.Client]:
    """Yield a client of a scheduler that answers within a number of seconds."""
    try:
        client = distributed.Client(url, timeout=seconds, security=security, set_as_default=False)
    except Exception as error:  # the program that answers may send anything
        raise faults.speaks_otherwise(url, _reason(error)) from error
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _greet(url: str, security: distributed.Security) -> None:
    """Check that a scheduler answers: a client would wait for ever if another program listens."""
    with ThreadPoolExecutor(1) as thread:  # the caller may run an event loop of its own
        try:
            identity = thread.submit(asyncio.run, _identity(url, security)).result()
        except Exception as error:
            raise faults.speaks_otherwise(url, _reason(error)) from error
    kind = identity.get("type", "?") if isinstance(identity, dict) else "?"
    if kind != "Scheduler":
        raise faults.not_a_scheduler(url, kind)


async def _identity(url: str, security: distributed.Security) -> Any:
    async with asyncio.timeout(ANSWER / 2):
        async with distributed.rpc(url, connection_args=security.get_connection_args("client")) as there:
            return await there.identity()


def _reason(error: BaseException) -> str:
    lines = str(error).splitlines() if isinstance(error, OSError | ImportError | RuntimeError) else []
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _check_scheduler(client: distributed.Client, url: str) -> None:
    """Check that the scheduler has the simulator: it has to unpickle what it passes on."""
    try:
        machine = client.run_on_scheduler(this_machine)
    except Exception as error:
        raise faults.lacks_simulator(url, _reason(error)) from error
    if machine != this_machine():
        raise faults.unlike(this_machine(), [(url, machine)])


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep log messages of the libraries off the user's screen; errors are raised."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in _LIBRARIES]
    levels = {name: logging.getLogger(name).level for name in (*_LIBRARIES, *names)}
    for name in levels:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
