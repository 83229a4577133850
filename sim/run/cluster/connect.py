"""Opens the cluster that a user names."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.run.cluster import faults
from sim.run.cluster.address import read_address

if TYPE_CHECKING:
    from sim.run.cluster.dask import DaskWorkers


@contextlib.contextmanager
def cluster_workers(cluster: str) -> Iterator[DaskWorkers]:
    """Give the workers of a cluster until the end of the block.

    Parameters
    ----------
    cluster : ``tcp://host:8786``, ``tls://host:8786`` or ``local:4``, processes of this machine

    Raises
    ------
    SimError: no such form of address, the extra is not installed, no scheduler answers.
    """
    address = read_address(cluster)
    try:
        from sim.run.cluster.dask import connected
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("sim"):
            raise
        raise faults.not_installed(error.name or "distributed") from error
    with connected(address) as workers:
        yield workers
