"""Folder of a forecast: its draws and what was learned, and the state from which it is taken up again."""

from __future__ import annotations

import io
import json
import os
from dataclasses import fields
from pathlib import Path

import numpy as np

from sim.analysis.conditioning.forecast import Forecast
from sim.analysis.conditioning.stamp import Stamp
from sim.analysis.conditioning.tempering import Stage
from sim.errors import fail
from sim.files import expand, os_reason, write_files
from sim.sampling.forecast import DRAWS, MANIFEST, MEMBER

STATE = "state.npz"
TABLES = ("learned", "alternatives", "checks", "conflicts")
SINGLE = np.float32  # precision of the draws that are kept, about seven digits


class State:
    """The stage that a forecast has reached, in its folder.

    Raises
    ------
    SimError: the folder holds something else, or another request.
    """

    def __init__(self, out: str | os.PathLike[str], stamp: Stamp) -> None:
        self._folder, self._stamp = expand(out), stamp
        self._path = self._folder / STATE
        kept = _manifest(self._folder)
        if kept is not None and kept["request"] != stamp.as_record():
            raise fail(
                "conflict",
                "这个文件夹里是另一个请求的预测；请换一个文件夹，或先删除它。",
                "this folder holds the forecast of another request; name another, or delete it first.",
                os.fspath(out),
            )
        if kept is None and self._folder.is_dir() and any(self._folder.iterdir()):
            raise fail(
                "conflict",
                "这个文件夹不是空的，也不是预测；请换一个文件夹。",
                "this folder is not empty and holds no forecast; name another.",
                os.fspath(out),
            )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            zh, en = os_reason(error)
            raise fail(
                "unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", os.fspath(out)
            ) from error

    def read(self) -> Stage | None:
        """Return the stage that was reached, None at the beginning or where the file is damaged."""
        try:
            with np.load(self._path, allow_pickle=False) as kept:
                found = {name: kept[name] for name in kept.files}
            return Stage(**{name: value if value.ndim else value.item() for name, value in found.items()})
        except (OSError, ValueError, TypeError, KeyError, EOFError):
            return None

    def write(self, stage: Stage) -> None:
        """Keep a stage, whole or not at all."""
        content = io.BytesIO()
        np.savez(content, **{each.name: getattr(stage, each.name) for each in fields(stage)})
        _write(
            self._folder, {STATE: content.getvalue(), MANIFEST: _record(self._stamp, {"state": "unfinished"})}
        )


def write_forecast(out: str | os.PathLike[str], forecast: Forecast, stamp: Stamp) -> None:
    """Write the draws, what was learned and, last, the manifest; the state goes."""
    folder = expand(out)
    contents = {f"{name}.csv": _csv(getattr(forecast, name)()) for name in TABLES}
    _write(folder, {**contents, DRAWS: draws_bytes(forecast)})
    facts: dict[str, object] = {
        "state": "finished",
        "model": forecast.workspace.model.hash,
        "effective": round(forecast.effective, 1),
        "runs": forecast.runs,
        "observations": len(forecast.points),
        "last_year": max(point.seen.year for point in forecast.points),
        "centre": forecast.centre(),
    }
    _write(folder, {MANIFEST: _record(stamp, facts)})
    (folder / STATE).unlink(missing_ok=True)


def draws_bytes(forecast: Forecast) -> bytes:
    """Return the draws as a Parquet file: ``member``, then each constant [units of the model]."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    members = pa.array(np.arange(forecast.members))
    columns = {key: row.astype(SINGLE) for key, row in zip(forecast.keys, forecast.values, strict=True)}
    table = pa.table({MEMBER: members, **columns})
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        use_dictionary=False,
        column_encoding=dict.fromkeys(columns, "BYTE_STREAM_SPLIT"),
    )
    return bytes(sink.getvalue())


def _csv(frame: object) -> bytes:
    text = frame.to_csv(index=False, float_format="%.6g", lineterminator="\n")  # type: ignore[attr-defined]
    return b"\xef\xbb\xbf" + str(text).encode()


def _record(stamp: Stamp, facts: dict[str, object]) -> bytes:
    content = {"format": 1, **facts, "request": stamp.as_record()}
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()


def _manifest(folder: Path) -> dict[str, object] | None:
    try:
        return dict(json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(folder: Path, contents: dict[str, bytes]) -> None:
    write_files({os.fspath(folder / name): content for name, content in contents.items()})
