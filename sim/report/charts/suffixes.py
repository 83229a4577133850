"""Suffixes of files to be written, apart from what draws charts, which other commands need not load."""

from __future__ import annotations

import os
from pathlib import PurePath

from sim.errors import Argument, Fault

PICTURES = (".png", ".svg", ".pdf")


def suffix_faults(
    out: str | os.PathLike[str], allowed: tuple[str, ...], parameter: str = "out"
) -> list[Fault]:
    """Return the faults of the name of a file to be written.

    Parameters
    ----------
    allowed : allowed suffixes
    parameter : parameter that gave the file
    """
    suffix, listed = suffix_of(out), ", ".join(allowed)
    if suffix in allowed:
        return []
    if not os.fspath(out):
        zh = f"请用 `{parameter}` 给出要写的文件，后缀为以下之一：{listed}。"
        en = f"give the file to write with `{parameter}`; its suffix must be one of: {listed}."
        return [Fault("missing", zh, en, Argument(parameter))]
    zh, en = (f'后缀 "{suffix}" 不可用', f'the suffix "{suffix}" is invalid')
    if not suffix:
        zh, en = "文件名缺少后缀", "the file name lacks its suffix"
    zh, en = f"{zh}，应是以下之一：{listed}。", f"{en}; it must be one of: {listed}."
    return [Fault("invalid-choice", zh, en, Argument(f"{parameter}={os.fspath(out)}"))]


def suffix_of(out: str | os.PathLike[str]) -> str:
    """Return the suffix of a file's name in small letters."""
    return PurePath(out).suffix.lower()
