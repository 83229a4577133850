"""Imports as tests make them: files written to a folder and read for the small home."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sim.actuals.importing import Import, Request, keep, read_actuals
from sim.actuals.understanding import Occasion
from sim.scenario.workspace import load_workspace
from tests.actuals.layouts import Source
from tests.conftest import SMALL

TODAY = date(2026, 6, 1)


def import_bytes(folder: Path, files: dict[str, bytes], **asked: Any) -> Import:
    """Return what files say; they are written into the folder, and actuals are kept in one below it."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    occasion = Occasion(asked.pop("status", ""), asked.pop("known", ""), TODAY)
    paths = [folder / name for name in files]
    workspace = load_workspace(asked.pop("home", SMALL))
    return read_actuals(
        Request(paths, folder / "actuals", asked.pop("units", {}), occasion, **asked), workspace
    )


def import_source(folder: Path, source: Source, **asked: Any) -> Import:
    return import_bytes(folder, {source.name: source.content()}, **asked)


def figures(found: Import) -> dict[tuple[str, str], float]:
    """Return the figures by subject and period; growth of a variable by the variable."""
    return {(one.id, one.period.code): one.value for one in found.actuals}


def wrong(found: Import) -> list[str]:
    """Return all that is wrong, in English, with the sheet and cell."""
    faults = [*found.faults, *(doubt.fault() for doubt in found.doubts)]
    return [f"{fault.place.rpartition('/')[2]}: {fault.en}" for fault in faults]


__all__ = ["figures", "import_bytes", "import_source", "keep", "wrong"]
