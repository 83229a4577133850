"""How long each method takes to draw an ensemble block by block, and how much memory above the imports.

    python -m benchmarks.draws [MEMBERS]

Each method runs in a process of its own, so that the peak is its own. A table is written first, as
Parquet, from Monte Carlo draws; reading it is timed with its checks.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sim.sampling.methods import METHODS
from sim.sampling.sampler import Sampler, sampler_of
from sim.scenario.workspace import load_workspace

BLOCK = 5_000  # members
MEMBERS = 1_000_000
SEED = 7


def peak() -> float:
    """Return the most memory that the process has held [MiB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def blocks(sampler: Sampler) -> Iterator[tuple[int, int]]:
    """Yield the first member of each block and the one after its last."""
    for first in range(0, sampler.members, BLOCK):
        yield first, min(first + BLOCK, sampler.members)


def measure(method: str, members: int, table: str) -> str:
    """Return a line on one method."""
    workspace, before, start, used = load_workspace(), peak(), time.perf_counter(), time.process_time()
    if method == "table":
        sampler = sampler_of(workspace, None, SEED, table=table)
    else:
        sampler = sampler_of(workspace, members, SEED, method)
    for first, stop in blocks(sampler):
        sampler.block(first, stop)
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    return f"{method:6} {seconds:8.1f} s  {processor:8.1f} s of processor  {peak() - before:8.0f} MiB"


def write_table(path: str, members: int, _: str) -> str:
    """Write a table of draws and return what it is."""
    sampler = sampler_of(load_workspace(), members, SEED, "mc")
    schema = pa.schema([(key, pa.float64()) for key in sampler.keys])
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for span in blocks(sampler):
            file.write_table(pa.table(list(sampler.block(*span)), schema=schema))
    return (
        f"{members:,} members of {len(sampler.keys)} constants, {Path(path).stat().st_size / 2**20:,.0f} MiB"
    )


def main() -> None:
    """Measure all methods."""
    members = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else MEMBERS
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        table = str(Path(folder) / "draws.parquet")
        for work, name in ((write_table, table), *((measure, method) for method in (*METHODS, "table"))):
            with context.Pool(1) as process:
                print(process.apply(work, (name, members, table)), flush=True)


if __name__ == "__main__":
    main()
