"""A model file converted to the other format and written beside it."""

from __future__ import annotations

import os

from sim.document import read_text
from sim.engine.conversion import Conversion, convert_model
from sim.engine.reading import XMILE_SUFFIXES, is_xmile
from sim.errors import fail
from sim.files import expand, write_text

_MDL = ".mdl"


def convert_file(
    path: str | os.PathLike[str], target: str | os.PathLike[str], *, force: bool = False
) -> Conversion:
    """Convert a model file to Vensim's format or to XMILE, and write it whole or not at all.

    Parameters
    ----------
    path : of the model file
    target : of the file to be written; its suffix says the format
    force : replace a file that is there already

    Raises
    ------
    SimError: another suffix, the format that the file has already, a target that is there already, faults
        of the model, and what has no place in the other format.
    """
    place, goal = os.fspath(path), os.fspath(target)
    text = read_text(place)
    _check_suffix(goal, is_xmile=is_xmile(text, place))
    if expand(goal).exists() and not force:
        raise fail(
            "occupied",
            "这个文件已经存在，不会覆盖；请另取名称，或加 `force`。",
            "this file is there already and is kept; choose another name, or add `force`.",
            goal,
        )
    conversion = convert_model(text, place, goal)
    write_text(goal, conversion.text)
    return conversion


def _check_suffix(goal: str, *, is_xmile: bool) -> None:
    suffix = expand(goal).suffix.lower()
    if suffix not in (_MDL, *XMILE_SUFFIXES):
        raise fail(
            "invalid-choice",
            f'不认识的后缀 "{suffix}"，应为 .mdl 或 .xmile、.stmx、.itmx。',
            f'no format of the suffix "{suffix}"; there are .mdl and .xmile, .stmx, .itmx.',
            goal,
        )
    if is_xmile == (suffix in XMILE_SUFFIXES):
        name = "XMILE" if is_xmile else "Vensim"
        raise fail(
            "conflict",
            f"原文件已是 {name} 格式，直接复制即可。",
            f"the file is in the format of {name} already; copy it.",
            goal,
        )
