"""Which files charts are written to: one, or one for each indicator in a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import Argument, Fault, fail
from sim.files import expand, os_reason, write_files

if TYPE_CHECKING:
    from sim.registry.load import Registry

ALL = "all"
ID = "{id}"  # stands for the id of the indicator in the name of a file


def chart_faults(names: Sequence[str], out: str, registry: Registry) -> list[Fault]:
    """Return what is wrong with the indicators to be drawn, and with the files that they go to."""
    from sim.report.charts.result import indicator_faults
    from sim.report.charts.suffixes import PICTURES, suffix_faults

    asked = [name for name in names if name != ALL]
    faults = [
        fault for name in asked or ([] if names else [""]) for fault in indicator_faults(name, registry)
    ]
    if _is_folder(out):
        return faults
    faults += suffix_faults(out, PICTURES)
    if out and (len(names) > 1 or ALL in names) and ID not in out:
        zh = f"多个指标不能写进一个文件；请给出文件夹，如 charts/，或带 {ID} 的文件名。"
        en = f"several indicators do not go into one file; give a folder, as charts/, or a name with {ID}."
        faults.append(Fault("conflict", zh, en, Argument(f"out={out}")))
    return faults


def chart_files(names: Sequence[str], out: str, registry: Registry) -> dict[str, str]:
    """Return the file of each indicator, by its id, in the order of the registry for all of them."""
    if ALL in names:
        ids = [key for key, entry in registry.indicators.items() if entry.is_modelled]
    else:
        ids = [registry.indicator_names.known(name) for name in names]
    pattern = out.rstrip("/" + os.sep) + f"/{ID}.png" if _is_folder(out) else out
    return {key: pattern.replace(ID, key) for key in ids}


def write_into(out: str, contents: Mapping[str, bytes]) -> None:
    """Write files, and make the folder that was named for them.

    Raises
    ------
    SimError: a file or the folder cannot be written.
    """
    folder = expand(out) if _is_folder(out) else expand(out).parent if ID in Path(out).name else None
    if folder is not None:
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            zh, en = os_reason(error)
            raise fail("unwritable", f"无法写入：{zh}。", f"cannot be written: {en}.", out) from error
    write_files(contents)


def _is_folder(out: str) -> bool:
    return bool(out) and (out.endswith(("/", os.sep)) or Path(out).is_dir())
