"""An ensemble on disk: a folder that is there whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import SimError, fail
from sim.files import display, expand, os_reason

MANIFEST = "manifest.json"
SHARDS = "shards"
_MANIFEST_NEEDS = {"format", "scenario", "model_hash", "seed", "members", "indicators"}


@contextlib.contextmanager
def new_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a folder to fill beside the wanted one, and put it in its place when all went well.

    Raises
    ------
    SimError: the wanted folder holds something already, or cannot be written.
    """
    target, place = expand(path), os.fspath(path)
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise fail(
                "这里已有内容，不会覆盖；请换一个文件夹，或先删除它。",
                "something is here already and is not overwritten; choose another folder, or delete it.",
                place,
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}-{secrets.token_hex(4)}.part")
        (draft / SHARDS).mkdir(parents=True)
    except OSError as error:
        raise _unwritable(error, place) from error
    try:
        yield draft
        if target.exists():
            target.rmdir()
        draft.replace(target)
    except OSError as error:
        raise _unwritable(error, place) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _unwritable(error: OSError, place: str) -> SimError:
    zh, en = os_reason(error)
    return fail(f"无法写入：{zh}。", f"cannot be written: {en}.", place)


def shard_path(folder: Path, number: int) -> Path:
    """Return where a shard stands in a folder."""
    return folder / SHARDS / f"part-{number:05d}.parquet"


def write_table(path: Path, table: pa.Table) -> None:
    """Write a Parquet table: zstd over split byte streams, the smallest for floating-point columns."""
    floats = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    pq.write_table(
        table,
        path,
        compression="zstd",
        use_dictionary=False,
        column_encoding=dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
    )


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, last of all."""
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the manifest of an ensemble's folder.

    Raises
    ------
    SimError: no folder, no ensemble in it, or a manifest that cannot be read.
    """
    folder, place = expand(path), os.fspath(path)
    if not folder.is_dir():
        raise fail("找不到这个集合文件夹。", "there is no such ensemble folder.", place)
    try:
        manifest: dict[str, Any] = dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise fail(
            f"这不是集合文件夹：其中没有 {MANIFEST}。",
            f"this is no ensemble folder: it holds no {MANIFEST}.",
            place,
        ) from error
    except OSError as error:
        zh, en = os_reason(error)
        raise fail(f"无法读取：{zh}。", f"cannot be read: {en}.", place) from error
    except (ValueError, TypeError) as error:
        raise _damaged(folder) from error
    if not manifest.keys() >= _MANIFEST_NEEDS:
        raise _damaged(folder)
    return manifest


def _damaged(folder: Path) -> SimError:
    return fail("清单已损坏。", "the manifest is damaged.", display(folder / MANIFEST))


def read_table(folder: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    """Return a table of a folder.

    Raises
    ------
    SimError: the file is missing or damaged.
    """
    path = folder / f"{name}.parquet"
    try:
        return pq.read_table(path, columns=columns)
    except (OSError, pa.ArrowInvalid) as error:
        raise fail("文件缺失或已损坏。", "the file is missing or damaged.", display(path)) from error
