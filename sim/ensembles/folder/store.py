"""What stands in the folder of an ensemble: its manifest and its tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import Place, folder_at
from sim.errors import SimError, fail
from sim.outcomes.tally import TABLES as TALLIES

MANIFEST = "manifest.json"
LEDGER = "ledger.zip"  # what is done, and what it adds up to
SHARDS, STEPS = "shards", "steps"
PARTS = (SHARDS, STEPS)  # folders of a file for each shard
QUANTILES, TARGETS, FAILURES, DRAWS = "quantiles", "targets", "failures", "draws"
TABLES = (QUANTILES, TARGETS, FAILURES, DRAWS, *TALLIES)
UNFINISHED, FINISHED = "unfinished", "finished"
_MANIFEST_NEEDS = {"format", "scenario", "model_hash", "seed", "members", "indicators"}


def part_name(kind: str, number: int) -> str:
    """Return the name of a shard's file in the folder."""
    return table_name(f"{kind}/part-{number:05d}")


def table_name(name: str) -> str:
    """Return the name of a table's file in the folder."""
    return f"{name}.parquet"


def table_bytes(table: pa.Table) -> bytes:
    """Return a table as a Parquet file, the same bytes for the same figures."""
    sink = pa.BufferOutputStream()
    with table_writer(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def table_writer(sink: Any, schema: pa.Schema) -> pq.ParquetWriter:
    """Return a writer of Parquet: zstd over split byte streams, the smallest for floating-point columns."""
    floats = [field.name for field in schema if pa.types.is_floating(field.type)]
    return pq.ParquetWriter(
        sink,
        schema,
        compression="zstd",
        use_dictionary=False,
        column_encoding=dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
    )


def write_manifest(folder: Folder, manifest: Mapping[str, Any]) -> None:
    """Write the manifest: first of all, as unfinished, and last of all."""
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    folder.write(MANIFEST, f"{text}\n".encode())


def read_manifest(place: Place | Folder) -> dict[str, Any]:
    """Return the manifest of an ensemble's folder.

    Raises
    ------
    SimError: no folder, no ensemble in it, or a manifest that cannot be read.
    """
    folder = folder_at(place)
    if not folder.is_there():
        raise fail(
            "missing-file", "找不到这个集合文件夹。", "there is no such ensemble folder.", folder.place
        )
    if not folder.has(MANIFEST):
        raise fail(
            "missing-file",
            f"这不是集合文件夹：其中没有 {MANIFEST}。",
            f"this is no ensemble folder: it holds no {MANIFEST}.",
            folder.place,
        )
    try:
        manifest: dict[str, Any] = dict(json.loads(folder.read(MANIFEST).decode("utf-8")))
    except (ValueError, TypeError) as error:
        raise error if isinstance(error, SimError) else _damaged(folder) from error
    if not manifest.keys() >= _MANIFEST_NEEDS:
        raise _damaged(folder)
    return {"state": FINISHED, "keeps_members": True, **manifest}  # as folders of the first format are


def _damaged(folder: Folder) -> SimError:
    return fail("damaged", "清单已损坏。", "the manifest is damaged.", folder.place_of(MANIFEST))


def read_table(place: Place | Folder, name: str, columns: list[str] | None = None) -> pa.Table:
    """Return a table of a folder, by its name without suffix.

    Raises
    ------
    SimError: the file is missing or damaged.
    """
    folder, file = folder_at(place), table_name(name)
    try:
        with folder.opened(file) as stream, pq.ParquetFile(stream) as table:
            return table.read(columns=columns)
    except (OSError, SimError, pa.ArrowException) as error:
        raise fail(
            "damaged", "文件缺失或已损坏。", "the file is missing or damaged.", folder.place_of(file)
        ) from error
