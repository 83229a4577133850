"""Folder of a record that is being made, from which it is taken up again."""

from __future__ import annotations

import io
import json
import os

import numpy as np

from sim.arrays import Array
from sim.errors import fail
from sim.files import expand, os_reason, write_files

MANIFEST = "manifest.json"


class RecordFolder:
    """The figures of the forecasts that are done, and a folder for each forecast.

    Raises
    ------
    SimError: the folder holds something else, or another request, or cannot be made.
    """

    def __init__(self, out: str | os.PathLike[str], request: str) -> None:
        self._folder = expand(out)
        content = f"{json.dumps({'format': 1, 'request': request}, indent=1)}\n".encode()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not any(self._folder.iterdir()):
                write_files({os.fspath(self._folder / MANIFEST): content})
            kept = (self._folder / MANIFEST).read_bytes() if (self._folder / MANIFEST).is_file() else b""
        except OSError as error:
            zh, en = os_reason(error)
            raise fail(
                "unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", os.fspath(out)
            ) from error
        if kept != content:
            raise fail(
                "conflict",
                "这个文件夹里是别的内容，或另一个请求的预测记录；请换一个文件夹。",
                "this folder holds something else, or the record of another request; name another.",
                os.fspath(out),
            )

    def forecast(self, origin: int) -> str:
        """Return the folder of the forecast of an origin."""
        return os.fspath(self._folder / str(origin))

    def read(self, origin: int) -> Array | None:
        """Return the figures that an origin's forecast predicts, (point, member); None before it is done."""
        try:
            return np.asarray(np.load(self._folder / _file(origin), allow_pickle=False))
        except (OSError, ValueError, EOFError):
            return None

    def write(self, origin: int, figures: Array) -> None:
        """Keep the figures that an origin's forecast predicts, (point, member) [units of the points]."""
        content = io.BytesIO()
        np.save(content, figures, allow_pickle=False)
        write_files({os.fspath(self._folder / _file(origin)): content.getvalue()})


def _file(origin: int) -> str:
    return f"predicted-{origin}.npy"
