"""Connection to the workers: threads of this process, or a cluster named by the user."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sim.ensembles.workers import faults
from sim.ensembles.workers.address import PLACE, read_address
from sim.ensembles.workers.local import LocalWorkers, Workers
from sim.errors import fail


@contextlib.contextmanager
def find_workers(count: int | None = None, cluster: str | None = None) -> Iterator[Workers]:
    """Yield the workers until the end of the block.

    Parameters
    ----------
    count : number of threads of this process; all processors by default
    cluster : ``tcp://host:8786``, ``tls://host:8786``, or ``local:4`` for processes of this machine

    Raises
    ------
    SimError: both are given; no such form of address; the extra is not installed; no scheduler answers.
    """
    if cluster is None:
        yield LocalWorkers(count)
        return
    if count is not None:
        raise fail(
            "conflict",
            "`workers` 是本进程同时计算的片数，不能与 `cluster` 同用；集群有自己的进程数（本机如 local:4）。",
            "`workers` applies to this process alone and cannot be combined with `cluster`, which has its "
            "own number of processes (local:4 on this machine).",
            PLACE,
        )
    with cluster_workers(cluster) as workers:
        yield workers


@contextlib.contextmanager
def cluster_workers(cluster: str) -> Iterator[Workers]:
    """Yield the workers of a cluster until the end of the block.

    Raises
    ------
    SimError: no such form of address; the extra is not installed; no scheduler answers.
    """
    address = read_address(cluster)
    try:
        from sim.ensembles.workers.dask import connected
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("sim"):
            raise
        raise faults.not_installed(error.name or "distributed") from error
    with connected(address) as workers:
        yield workers
