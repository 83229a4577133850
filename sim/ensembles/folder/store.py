"""Layout of an ensemble's folder: manifest and tables, written and read."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import Place, folder_at
from sim.errors import Fault, SimError, fail
from sim.outcomes.tally import TABLES as TALLIES

MANIFEST = "manifest.json"
LEDGER = "ledger.zip"  # the shards that are done, and their running totals
SHARDS, STEPS = "shards", "steps"
PARTS = (SHARDS, STEPS)  # folders with a file for each shard
QUANTILES, TARGETS, FAILURES, DRAWS = "quantiles", "targets", "failures", "draws"
TABLES = (QUANTILES, TARGETS, FAILURES, DRAWS, *TALLIES)
UNFINISHED, FINISHED = "unfinished", "finished"
_ROWS = 1 << 16  # that the writer takes at a time: half as many as a page has, and as often as it need be
_CHECKSUM = "checksum"  # of the manifest itself
_WITHOUT_CHECKSUMS = (1, 2)  # formats
_MANIFEST_NEEDS = {"format", "scenario", "model_hash", "seed", "members", "indicators"}


def tables_of(*, keeps_members: bool) -> list[str]:
    """Return the names of an ensemble's tables, without suffix; a summary has no draws."""
    return [name for name in TABLES if name != DRAWS or keeps_members]


def part_name(kind: str, number: int) -> str:
    """Return the name of a shard's file in the folder."""
    return table_name(f"{kind}/part-{number:05d}")


def table_name(name: str) -> str:
    """Return the name of a table's file in the folder."""
    return f"{name}.parquet"


def table_bytes(table: pa.Table) -> bytes:
    """Return a table as a Parquet file, the same bytes for the same figures."""
    sink = io.BytesIO()  # unlike Arrow's own, it gives its content away without a copy
    with table_writer(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def table_writer(sink: Any, schema: pa.Schema) -> pq.ParquetWriter:
    """Return a writer of Parquet: LZ4 over split byte streams, the smallest for floating-point columns.

    Zstandard writes such columns one hundredth smaller, in half as much time again.
    """
    floats = [field.name for field in schema if pa.types.is_floating(field.type)]
    return pq.ParquetWriter(
        sink,
        schema,
        compression="lz4",
        write_batch_size=_ROWS,
        write_page_checksum=True,  # for other readers; ours compares whole files
        write_statistics=[field.name for field in schema if field.name not in floats],
        use_dictionary=False,
        column_encoding=dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
    )


def write_manifest(folder: Folder, manifest: Mapping[str, Any]) -> None:
    """Write the manifest with a checksum of itself: at the start, as unfinished, and as the last file."""
    folder.write(MANIFEST, sealed(manifest))


def sealed(manifest: Mapping[str, Any]) -> bytes:
    """Return the text of a manifest with a checksum of itself."""
    facts = {key: value for key, value in manifest.items() if key != _CHECKSUM}
    return _manifest_bytes({**facts, _CHECKSUM: _checksum_of(facts)})


def is_sealed(manifest: Mapping[str, Any], content: bytes) -> bool:
    """Return whether a manifest, and the text that it was read from, is as it was written."""
    return manifest.get(_CHECKSUM) == _checksum_of(manifest) and content == _manifest_bytes(manifest)


def _manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(manifest, ensure_ascii=False, indent=2)}\n".encode()


def _checksum_of(manifest: Mapping[str, Any]) -> str:
    facts = {key: value for key, value in manifest.items() if key != _CHECKSUM}
    return hashlib.sha256(_manifest_bytes(facts)).hexdigest()


def read_manifest(place: Place | Folder) -> dict[str, Any]:
    """Return the manifest of an ensemble's folder.

    Raises
    ------
    SimError: no folder, no ensemble in it, or a manifest that cannot be read or has changed.
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
            f"this is not an ensemble folder: it holds no {MANIFEST}.",
            folder.place,
        )
    content = folder.read(MANIFEST)
    try:
        manifest: dict[str, Any] = dict(json.loads(content.decode("utf-8")))
    except (ValueError, TypeError, RecursionError) as error:
        raise error if isinstance(error, SimError) else _damaged(folder) from error
    if not manifest.keys() >= _MANIFEST_NEEDS or not _is_intact(manifest, content):
        raise _damaged(folder)
    return {"state": FINISHED, "keeps_members": True, **manifest}  # as in folders of the first format


def _is_intact(manifest: Mapping[str, Any], content: bytes) -> bool:
    """Return whether a manifest is as it was written; those of the first formats cannot tell."""
    if _CHECKSUM not in manifest and manifest["format"] in _WITHOUT_CHECKSUMS:
        return True
    return is_sealed(manifest, content)


def _damaged(folder: Folder) -> SimError:
    return fail("damaged", "清单已损坏。", "the manifest is damaged.", folder.place_of(MANIFEST))


def known_tables(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the checksums of the tables by name, without suffix; none in the first formats."""
    files: Mapping[str, str] = manifest.get("files", {})
    return {name: files[table_name(name)] for name in TABLES if table_name(name) in files}


def checksum(folder: Folder, name: str) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with folder.opened(name) as stream:
        return hashlib.file_digest(cast("io.BufferedReader", stream), "sha256").hexdigest()


def file_fault(folder: Folder, name: str, known: str) -> Fault | None:
    """Return what is wrong with a file that had this checksum when it was written."""
    place = folder.place_of(name)
    if not folder.has(name):
        return Fault("missing-file", "文件缺失。", "the file is missing.", place)
    if checksum(folder, name) != known:
        return Fault("damaged", "文件已损坏。", "the file is damaged.", place)
    return None


def read_table(
    place: Place | Folder,
    name: str,
    columns: list[str] | None = None,
    known: str | None = None,
    *,
    threads: bool = True,
) -> pa.Table:
    """Return a table of a folder, by its name without suffix.

    Parameters
    ----------
    known : checksum of the file; not compared by default
    threads : whether several threads decode it; for a table of many that are read at once it takes longer

    Raises
    ------
    SimError: the file is missing or damaged.
    """
    folder, file = folder_at(place), table_name(name)
    if known is not None and (fault := file_fault(folder, file, known)):
        raise SimError(fault)
    try:
        with _opened(folder, file) as stream, pq.ParquetFile(stream) as table:
            return table.read(columns=columns, use_threads=threads)
    except (OSError, SimError, pa.ArrowException) as error:
        raise fail(
            "damaged", "文件缺失或已损坏。", "the file is missing or damaged.", folder.place_of(file)
        ) from error


def _opened(folder: Folder, name: str) -> contextlib.AbstractContextManager[Any]:
    """Open a file for Arrow, which reads one on disk itself: Python's lock would halt other threads."""
    where = folder.where
    return pa.OSFile(os.fsencode(where / name)) if isinstance(where, Path) else folder.opened(name)
